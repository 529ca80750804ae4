/* The code of a printed card stands behind the # of its address, which is sent to nobody: it is moved into its box. */
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    var box = document.querySelector("#field-code");
    var code = location.hash.slice(1);
    if (box && !box.value && /^[0-9A-Za-z-]{8,40}$/.test(code)) {
      box.value = code;
    }
    if (code && code.indexOf("field-") !== 0) {
      history.replaceState(null, "", location.pathname + location.search);
    }
  });
})();
