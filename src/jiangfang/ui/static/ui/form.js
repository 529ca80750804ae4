/* The form saves itself, keeps a copy of what is not saved and counts 字. Rows are the affair of rows.js.
   Plain ES2018; without it the page saves by its buttons. */
(function () {
  "use strict";

  var form = document.getElementById("fill");
  if (!form) {
    return;
  }
  var saveAddress = form.getAttribute("hx-post");
  var restore = document.getElementById("restore");
  var storeKey = "jiangfang-" + restore.dataset.key;
  var NOT_OURS = /^(csrfmiddlewaretoken|hat|base|then|complete|has|p-.*|keep-.*)$/;
  var SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
  var kept = shot();
  var sending = null;
  var failures = 0;
  var leaving = false;
  var timers = {};

  function all(selector, inside) {
    return Array.from((inside || document).querySelectorAll(selector));
  }

  function later(name, wait, deed) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(deed, wait);
  }

  /* --- what is typed, what is saved --- */

  function typed() {
    return Array.from(new FormData(form)).filter(function (pair) { return !NOT_OURS.test(pair[0]); });
  }

  function shot() {
    return JSON.stringify(typed());
  }

  function dirty() {
    return shot() !== kept;
  }

  function say(text) {
    var line = document.createElement("span");
    line.className = "saved not";
    line.textContent = text;
    const saved = document.getElementById("saved");
    saved.textContent = "";
    saved.appendChild(line);
  }

  function save() {
    if (saveAddress && dirty()) {
      window.htmx.trigger(form, "save");
    }
  }

  function soon() {
    later("save", 150, save);
  }

  function isSaving(event) {
    return saveAddress && event.detail.requestConfig && event.detail.requestConfig.path === saveAddress;
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (isSaving(event)) {
      sending = shot();
    }
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    if (!isSaving(event)) {
      return;
    }
    var status = event.detail.xhr.status;
    if (status === 200 || status === 409) {
      failures = 0;
      kept = sending;
      mark();
      if (dirty()) {
        copy();
        soon();
      } else {
        drop();
      }
    } else if (status !== 401 && status !== 422) {
      failures += 1;
      say("✕ 没有保存：" + (status ? "服务器没有收下" : "连不上服务器") + "，正在再试。您写的都还在这一页上。");
      later("again", Math.min(30000, 2000 * failures), save);
    } else if (status === 401) {
      say("✕ 没有保存：登录已过期。登录以后接着保存。");
    }
    sending = null;
  });

  /* A piece that comes from the server stands as it was saved. */
  document.addEventListener("htmx:afterSettle", function () {
    dress();
    mark();
  });

  form.addEventListener("change", soon);
  form.addEventListener("input", function (event) {
    count(event.target);
    later("copy", 600, copy);
  });
  setInterval(save, 20000);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") {
      copy();
      save();
    }
  });
  form.addEventListener("submit", function () { leaving = true; copy(); });

  window.addEventListener("pagehide", function () {
    if (saveAddress && !leaving && dirty()) {
      var token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
      var body = new URLSearchParams(new FormData(form));
      if (token) {
        body.set("csrfmiddlewaretoken", token[1]);
      }
      copy(navigator.sendBeacon(saveAddress, body));
    }
  });
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && failures && dirty()) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
  window.addEventListener("pageshow", function (event) {
    leaving = false;
    if (event.persisted) {
      window.location.reload();
    }
  });

  /* --- the copy in this window, for what never reached the server --- */

  function copy(sent) {
    try {
      if (dirty()) {
        var base = document.getElementById("base").value;
        var held = { base: base, at: new Date().toLocaleString("zh-CN"), sent: sent === true, typed: typed() };
        sessionStorage.setItem(storeKey, JSON.stringify(held));
      }
    } catch (full) { /* no room: the page itself still holds it */ }
  }

  function drop() {
    clearTimeout(timers.copy);
    sessionStorage.removeItem(storeKey);
  }

  function held() {
    try {
      return JSON.parse(sessionStorage.getItem(storeKey));
    } catch (broken) {
      return null;
    }
  }

  /* Two spellings of one answer: 2024-05 and 2024年5月. */
  function loose(pairs) {
    return pairs.map(function (pair) { return pair[1]; }).join(" ").replace(/(^|\D)0+(?=\d)/g, "$1")
      .replace(/[年月日]/g, "").replace(/[^\p{L}\p{N}]/gu, "");
  }

  function offer() {
    var found = held();
    if (!found || !saveAddress || JSON.stringify(found.typed) === kept || loose(found.typed) === loose(typed())) {
      drop();
      return;
    }
    restore.querySelector("[data-when]").textContent = found.at;
    restore.hidden = false;
    restore.querySelector("[data-put-back]").addEventListener("click", function () { putBack(found); });
    restore.querySelector("[data-drop]").addEventListener("click", function () { restore.hidden = true; drop(); });
  }

  function putBack(found) {
    var ticked = {};
    all("input[type=checkbox]", form).forEach(function (box) { box.checked = false; });
    found.typed.forEach(function (pair) {
      var row = /^r-(\w+)-(\d+)-\w+$/.exec(pair[0]);
      while (row && !form.elements[pair[0]] && window.addRow(row[1])) { /* until the row is there */ }
      ticked[pair[0]] = (ticked[pair[0]] || []).concat(pair[1]);
    });
    Object.keys(ticked).forEach(function (name) {
      all("[name='" + CSS.escape(name) + "']", form).forEach(function (box) {
        if (box.type === "checkbox") {
          box.checked = ticked[name].includes(box.value);
        } else {
          box.value = ticked[name][0];
        }
      });
    });
    document.getElementById("base").value = found.base;
    all("select + .own", form).forEach(function (own) {
      if (own.value) {
        own.previousElementSibling.querySelector("[data-own]").selected = true;
      }
    });
    restore.hidden = true;
    dress();
    all("textarea[data-limit]", form).forEach(count);
    save();
  }

  /* --- how boxes look --- */

  function count(box) {
    if (!box.dataset || !box.dataset.limit) {
      return;
    }
    var line = document.getElementById(box.id.replace("field-", "zi-"));
    var zi = Array.from(box.value.normalize("NFC").replace(SPACE, "")).length;
    line.querySelector("b").textContent = zi;
    line.classList.toggle("over", zi > Number(box.dataset.limit));
  }

  /* Words of one's own are asked only where the list has none. */
  function dress() {
    all(".pick", form).forEach(function (pick) {
      var list = pick.querySelector("select");
      var own = pick.querySelector(".own");
      var chosen = list.selectedOptions[0];
      own.hidden = !(chosen && chosen.hasAttribute("data-own"));
    });
    all("[data-with-script], [data-clear]").forEach(function (one) { one.hidden = false; });
    all("[data-without-script]").forEach(function (one) { one.hidden = true; });
  }

  form.addEventListener("change", function (event) {
    var pick = event.target.closest(".pick");
    if (!pick || event.target.tagName !== "SELECT") {
      return;
    }
    var own = pick.querySelector(".own");
    if (event.target.selectedOptions[0].hasAttribute("data-own")) {
      own.value = own.dataset.was || "";
      dress();
      own.focus();
    } else {
      own.dataset.was = own.value || own.dataset.was || "";
      own.value = "";
      dress();
    }
  }, true);

  function mark() {
    all(".wrong", form).forEach(function (cell) {
      cell.classList.remove("wrong");
      cell.removeAttribute("aria-invalid");
    });
    all(".field", form).forEach(function (field) {
      var stops = Boolean(field.querySelector(".why .stop"));
      field.classList.toggle("bad", stops);
      field.classList.toggle("doubt", !stops && Boolean(field.querySelector(".why .warn")));
    });
    all(".why [data-where]", form).forEach(function (line) {
      var cell = document.getElementById("field-" + line.dataset.where);
      if (cell) {
        cell.classList.add("wrong");
        cell.setAttribute("aria-invalid", "true");
      }
    });
  }

  dress();
  mark();
  kept = shot();
  offer();
})();
