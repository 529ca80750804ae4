"use strict";
// A button says how many boxes of its form are ticked.
document.querySelectorAll("button[data-counts]").forEach(function (button) {
  var called = button.textContent;
  function count() {
    var ticked = button.form.querySelectorAll('input[name="' + button.dataset.counts + '"]:checked').length;
    button.textContent = ticked ? called + " " + ticked + " 份" : called;
  }
  button.form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
});
