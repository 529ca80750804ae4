/* What a page gains with a script; each works without it. Plain ES2018. */
(function () {
  "use strict";

  var NOT_SAVED = "没有保存成功：连不上或出了错，您写的还在页面上。";
  var waiting = [];
  var cameFrom = null;

  function one(selector) {
    return document.querySelector(selector);
  }

  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }

  function say(sentence) {
    var line = one("#unsaved");
    if (line && line.textContent !== sentence) {
      line.textContent = sentence;
    }
  }

  /* The token is read when it is sent: a sign-in in another window has changed it. */
  function freshen(form) {
    var field = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (field && token()) {
      field.value = token();
    }
  }

  document.addEventListener("submit", function (event) {
    if ((event.target.method || "").toLowerCase() === "post") {
      freshen(event.target);
    }
  }, true);

  /* A deed pressed twice is sent once; the page that comes back with the back button can be sent again. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || (form.method || "").toLowerCase() !== "post" || form.hasAttribute("data-many")) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = token();
    delete event.detail.parameters.csrfmiddlewaretoken;
  });

  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 401) {
      waiting.push(event.detail.requestConfig);
      askToSignIn(event.detail.xhr.responseText);
    } else {
      say(NOT_SAVED);
    }
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () { say(NOT_SAVED); });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful) {
      say("");
    }
  });

  /* The sign-in that ran out, asked for beside the page that is still open. */
  function panel() {
    return one("#sign-in-again");
  }

  function show(text) {
    panel().innerHTML = text;
    panel().hidden = false;
    var first = panel().querySelector("[aria-invalid=true], input[name=login]");
    if (first) {
      first.focus();
    }
  }

  function askToSignIn(text) {
    if (!panel() || !panel().hidden) {
      return;
    }
    cameFrom = document.activeElement;
    show(text);
  }

  /* Another script met the end of the sign-in; it goes on when it hears that somebody signed in. */
  document.addEventListener("jiangfang:expired", function (event) { askToSignIn(event.detail); });

  function close() {
    panel().hidden = true;
    panel().innerHTML = "";
    if (cameFrom && document.contains(cameFrom)) {
      cameFrom.focus();
    }
  }

  function again() {
    var asked = waiting;
    waiting = [];
    asked.filter(function (config, place) {
      return asked.findIndex(function (other) { return other.elt === config.elt && other.path === config.path; }) === place;
    }).forEach(function (config) {
      if (document.contains(config.elt)) {
        window.htmx.ajax(config.verb, config.path, { source: config.elt, target: config.target });
      }
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-sign-in-again")) {
      return;
    }
    event.preventDefault();
    freshen(form);
    fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "HX-Request": "true" },
      credentials: "same-origin",
    }).then(function (response) {
      if (response.status === 204) {
        close();
        again();
        document.dispatchEvent(new CustomEvent("jiangfang:signed-in"));
        return null;
      }
      return response.text().then(function (text) {
        if (response.status === 422 || response.status === 429) {
          show(text);
        } else {
          say(NOT_SAVED);
        }
      });
    }).catch(function () { say(NOT_SAVED); });
  }, true);

  document.addEventListener("click", function (event) {
    var pressed = event.target.closest("[data-close]");
    if (pressed && panel() && panel().contains(pressed)) {
      close();
      say("还没有保存：登录已过期。您写的还在页面上。");
    }
    document.querySelectorAll("details.hats[open]").forEach(function (open) {
      if (!open.contains(event.target)) {
        open.open = false;
      }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      return;
    }
    if (panel() && !panel().hidden) {
      close();
      say("还没有保存：登录已过期。您写的还在页面上。");
    }
    var open = one("details.hats[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  /* Large letters without leaving the page, so that nothing typed is touched. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.classList.contains("size")) {
      return;
    }
    event.preventDefault();
    freshen(form);
    var button = form.querySelector("button");
    var body = new URLSearchParams(new FormData(form));
    body.set("large", button.value);
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin", redirect: "manual" });
    document.documentElement.classList.toggle("large", button.value === "1");
    button.textContent = button.value === "1" ? "标准字" : "大字";
    button.value = button.value === "1" ? "0" : "1";
  }, true);

  /* A text for a chat group; without HTTPS a browser has only the old way. */
  function copy(button) {
    var box = document.getElementById(button.dataset.copy);
    var says = button.parentNode.querySelector("[data-copied]");
    function done(well) {
      says.textContent = well ? "已复制，可以去群里粘贴。" : "没有复制成，文字已经选中，请按 Ctrl+C。";
    }
    box.focus();
    box.select();
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(box.value).then(function () { done(true); }, function () { done(false); });
    } else {
      done(document.execCommand("copy"));
    }
  }

  /* A page of a file for which there was no place to be drawn is asked for again, one after the other. */
  var missed = [];
  var asking = null;
  var timer = 0;

  function askAgain() {
    timer = 0;
    missed = missed.filter(function (image) { return document.contains(image); });
    asking = missed.shift() || null;
    if (asking) {
      asking.src = asking.getAttribute("src");
    }
  }

  function miss(image) {
    var times = Number(image.dataset.asked || 0);
    if (image === asking || (asking && !document.contains(asking))) {
      asking = null;
    }
    image.dataset.asked = times + 1;
    if (times < 5 && missed.indexOf(image) < 0) {
      missed.push(image);
    }
    timer = timer || (asking ? 0 : setTimeout(askAgain, 1500));
  }

  function isDrawn(thing) {
    return thing.tagName === "IMG" && (thing.getAttribute("src") || "").indexOf("/preview/") >= 0;
  }

  document.addEventListener("error", function (event) {
    if (isDrawn(event.target)) {
      miss(event.target);
    }
  }, true);
  document.addEventListener("load", function (event) {
    if (event.target === asking) {
      askAgain();
    }
  }, true);

  document.addEventListener("DOMContentLoaded", function () {
    var problems = one("[data-problems]");
    if (problems) {
      problems.focus();
    }
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { copy(button); });
    });
    document.querySelectorAll("img").forEach(function (image) {
      if (isDrawn(image) && image.complete && !image.naturalWidth && image.loading !== "lazy") {
        miss(image);
      }
    });
    document.querySelectorAll("[data-no-print]").forEach(function (hint) { hint.hidden = true; });
  });
})();
