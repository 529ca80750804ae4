/* One file on its way: piece by piece (tus 1.0), going on where the line broke. upload.js has many of them in a box.
   Plain ES2018; without it the form of the page sends the same files at once. */
(function () {
  "use strict";

  var LEAST = 256 * 1024, MOST = 4 * 1024 * 1024;
  var TRIES = 8, REMEMBERED = 24 * 60 * 60 * 1000;
  var STORE = "jiangfang-upload:";
  var UNREADABLE = "这个文件读不到了，可能被移动、改名，或者是一个文件夹；请打开文件夹，重新选里面的文件。";

  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }

  function size(bytes) {
    if (bytes < 1024 * 1024) {
      return Math.max(1, Math.round(bytes / 1024)) + " KB";
    }
    return bytes < 1024 * 1024 * 1024 ? Math.round(bytes / 1024 / 1024) + " MB" : (bytes / 1024 / 1024 / 1024).toFixed(1) + " GB";
  }

  function base64(text) {
    var letters = "";
    new TextEncoder().encode(text).forEach(function (byte) { letters += String.fromCharCode(byte); });
    return btoa(letters);
  }

  /* --- what is remembered of a file that was begun; the server knows better how far it is --- */

  function keyOf(box, file) {
    return STORE + [box.tray, box.hat, file.name, file.size, file.lastModified].join("|");
  }

  function remembered(key) {
    try {
      var kept = JSON.parse(localStorage.getItem(key));
      return kept && Date.now() - kept.at < REMEMBERED ? kept.address : "";
    } catch (fault) {
      return "";
    }
  }

  function remember(key, address) {
    try {
      if (address) {
        localStorage.setItem(key, JSON.stringify({ address: address, at: Date.now() }));
      } else {
        localStorage.removeItem(key);
      }
    } catch (fault) { /* a full or forbidden store: it is begun anew next time */ }
  }

  function forgetOld() {
    try {
      Object.keys(localStorage).forEach(function (key) {
        if (key.indexOf(STORE) === 0 && !remembered(key)) {
          localStorage.removeItem(key);
        }
      });
    } catch (fault) { /* no store */ }
  }

  /* --- one request --- */

  function ask(one, method, address, headers, body, heard) {
    var request = new XMLHttpRequest();
    request.open(method, address);
    request.timeout = 120000;
    var all = Object.assign({ "X-CSRFToken": token(), "HX-Request": "true", "Tus-Resumable": "1.0.0" }, headers);
    Object.keys(all).forEach(function (name) { request.setRequestHeader(name, all[name]); });
    if (body && body.size) {
      request.upload.onprogress = function (event) { one.tell(one.offset + Math.min(event.loaded, body.size)); };
    }
    request.onload = function () { one.request = null; heard(request.status, request); };
    request.onerror = request.ontimeout = function () { one.request = null; heard(0, request); };
    one.request = request;
    request.send(body || null);
  }

  function said(request) {
    try {
      return JSON.parse(request.responseText).said || "";
    } catch (fault) {
      return "";
    }
  }

  /* --- one file --- */

  function One(box, file) {
    this.box = box;
    this.file = file;
    this.key = keyOf(box, file);
    this.offset = 0;
    this.piece = 1024 * 1024;
    this.failures = 0;
    this.begunAnew = 0;
    this.state = "waits";
    this.draw();
  }

  One.prototype.draw = function () {
    var line = document.createElement("li");
    var what = document.createElement("span");
    var bar = document.createElement("progress");
    var name = document.createTextNode(this.file.name);
    this.note = document.createElement("small");
    what.className = "what";
    bar.max = Math.max(1, this.file.size);
    bar.value = 0;
    bar.setAttribute("aria-label", this.file.name);
    what.appendChild(name);
    what.appendChild(this.note);
    what.appendChild(bar);
    line.appendChild(what);
    this.line = line;
    this.bar = bar;
    this.again = this.button("再试", function (one) { one.retry(); });
    this.stop = this.button("取消", function (one) { one.cancel(); });
    this.again.hidden = true;
    this.box.list.appendChild(line);
    this.tell(0);
  };

  One.prototype.button = function (word, deed) {
    var made = document.createElement("button");
    var hint = document.createElement("span");
    var one = this;
    made.type = "button";
    made.className = "btn small";
    made.textContent = word;
    hint.className = "unseen";
    hint.textContent = "：" + this.file.name;
    made.appendChild(hint);
    made.addEventListener("click", function () { deed(one); });
    this.line.appendChild(made);
    return made;
  };

  One.prototype.tell = function (here, note) {
    this.bar.value = here;
    this.note.textContent = note || (this.state === "waits" ? "排着队，" + size(this.file.size) : size(here) + "，共 " + size(this.file.size));
  };

  One.prototype.now = function (state, note) {
    this.state = state;
    this.line.className = { done: "well", refused: "bad", broken: "bad" }[state] || "";
    this.bar.hidden = ["done", "there", "refused", "dropped"].indexOf(state) >= 0;
    this.again.hidden = ["broken", "signed-out"].indexOf(state) < 0;
    this.stop.hidden = ["done", "dropped", "taking"].indexOf(state) >= 0;
    this.stop.firstChild.data = state === "refused" || state === "there" ? "知道了" : "取消";
    this.tell(state === "done" ? this.file.size : this.offset, note);
    this.box.count();
  };

  One.prototype.start = function () {
    this.now("sends");
    this.address = remembered(this.key);
    if (this.address) {
      this.look();
    } else {
      this.begin();
    }
  };

  One.prototype.begin = function () {
    var one = this;
    var headers = {
      "Content-Type": "application/x-www-form-urlencoded",
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": "filename " + base64(this.file.name),
    };
    this.offset = 0;
    ask(this, "POST", this.box.address, headers, "hat=" + encodeURIComponent(this.box.hat), function (status, request) {
      if (status === 201) {
        one.address = request.getResponseHeader("Location");
        remember(one.key, one.address);
        one.send();
      } else {
        one.elsewise(status, request, function () { one.begin(); });
      }
    });
  };

  /* Where it stands, and what became of it. */
  One.prototype.look = function () {
    var one = this;
    ask(this, "GET", this.address, {}, null, function (status, request) {
      var stands;
      if (status === 404 || status === 410) {
        one.anew();
        return;
      }
      try {
        stands = status === 200 && JSON.parse(request.responseText);
      } catch (fault) {
        stands = null;
      }
      if (!stands) {
        one.elsewise(status, request, function () { one.look(); });
      } else if (stands.ended) {
        one.end(stands.said, stands.there);
      } else {
        one.offset = stands.offset;
        one.box.resumed(one.address);
        one.send();
      }
    });
  };

  One.prototype.anew = function () {
    remember(this.key, "");
    this.begunAnew += 1;
    if (this.begunAnew > 3) {
      this.now("broken", "没有传成，请再试一次。");
      return;
    }
    this.begin();
  };

  One.prototype.send = function () {
    var one = this;
    var from = this.offset;
    var body = this.file.slice(from, Math.min(from + this.piece, this.file.size));
    var last = from + body.size >= this.file.size;
    var began = Date.now();
    var headers = {
      "X-HTTP-Method-Override": "PATCH",
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(from),
    };
    if (this.state === "dropped") {
      return;
    }
    if (last) {
      this.stop.hidden = true;
    }
    ask(this, "POST", this.address, headers, body, function (status, request) {
      if (status === 204) {
        one.failures = 0;
        one.offset = Number(request.getResponseHeader("Upload-Offset"));
        one.piece = Date.now() - began < 1500 ? Math.min(MOST, one.piece * 2) : one.piece;
        one.tell(one.offset);
        if (last) {
          one.now("taking", "传到了，正在收下。");
          one.ended();
        } else {
          one.send();
        }
      } else if (status === 409) {
        one.now("sends");
        setTimeout(function () { one.look(); }, last ? 1000 : 0);
      } else if (status === 404 || status === 410) {
        one.anew();
      } else {
        one.piece = status ? one.piece : Math.max(LEAST, Math.floor(one.piece / 2));
        one.elsewise(status, request, function () { one.look(); });
      }
    });
  };

  /* The last piece is there; another window may be the one that hands it over. */
  One.prototype.ended = function () {
    var one = this;
    ask(this, "GET", this.address, {}, null, function (status, request) {
      var stands;
      try {
        stands = JSON.parse(request.responseText);
      } catch (fault) {
        stands = {};
      }
      if (status === 200 && stands.ended) {
        one.end(stands.said, stands.there);
      } else if (status === 404 || status === 410) {
        one.anew();
      } else {
        setTimeout(function () { one.ended(); }, 1500);
      }
    });
  };

  /* there: that the same lay there before; it is said, and stays to be read. */
  One.prototype.end = function (why, there) {
    remember(this.key, "");
    this.box.resumed(this.address);
    if (why) {
      this.box.list.insertBefore(this.line, this.box.list.firstChild);
      this.now("refused", why.indexOf("没有") >= 0 ? why : "没有收下：" + why);
    } else if (there) {
      this.now("there", there);
    } else {
      this.now("done", "收下了");
    }
    this.box.next();
  };

  /* Anything that is not the usual answer: refused for good, signed out, or to be tried again. */
  One.prototype.elsewise = function (status, request, deed) {
    var one = this;
    var why = said(request);
    if (this.state === "dropped") {
      return;
    }
    this.deed = deed;
    if (status === 401) {
      this.now("signed-out", "登录已过期，登录以后接着传。");
      document.dispatchEvent(new CustomEvent("jiangfang:expired", { detail: request.responseText }));
    } else if (status === 413 || status === 422) {
      this.end(why || "服务器没有收下，请换一个文件");
    } else if (status === 0 && this.failures < 1) {
      this.failures += 1;
      this.readable(function () { one.later(why); });
    } else {
      this.failures += 1;
      this.later(why);
    }
  };

  One.prototype.readable = function (deed) {
    var one = this;
    var reader = new FileReader();
    reader.onload = deed;
    reader.onerror = function () { one.now("refused", UNREADABLE); one.box.next(); };
    reader.readAsArrayBuffer(this.file.slice(0, 1));
  };

  One.prototype.later = function (why) {
    var one = this;
    var wait = Math.min(30, Math.pow(2, this.failures)) * 1000;
    if (this.failures > TRIES) {
      this.now("broken", why || "连不上服务器，停在这里。点“再试”从这里接着传。");
      this.box.next();
      return;
    }
    this.now("waits-again", why || "断线了，正在再试，传到的不会丢。");
    this.timer = setTimeout(function () { one.go(); }, wait);
  };

  One.prototype.go = function () {
    clearTimeout(this.timer);
    if (this.state !== "dropped") {
      this.now("sends");
      this.deed();
    }
  };

  One.prototype.retry = function () {
    this.failures = 0;
    this.begunAnew = 0;
    if (this.deed) {
      this.go();
    } else {
      this.start();
    }
  };

  One.prototype.cancel = function () {
    var ended = this.state === "refused" || this.state === "there";
    clearTimeout(this.timer);
    if (this.request) {
      this.request.abort();
    }
    this.now("dropped");
    this.line.remove();
    remember(this.key, "");
    if (this.address && !ended) {
      ask(this, "POST", this.address, { "X-HTTP-Method-Override": "DELETE" }, null, function () { /* swept away else */ });
    }
    this.box.forget(this);
  };

  /* Whether something is still to come of it. */
  One.prototype.isGoing = function () {
    return ["sends", "taking", "waits-again", "signed-out"].indexOf(this.state) >= 0;
  };

  One.keyOf = keyOf;
  One.size = size;
  window.JiangfangSending = One;
  document.addEventListener("DOMContentLoaded", forgetOld);
})();
