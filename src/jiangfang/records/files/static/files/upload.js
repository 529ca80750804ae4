/* The box in which files are chosen, dropped and photographed, many at once; each of them is sent by sending.js.
   Plain ES2018; without it the form of the page sends the same files at once. */
(function () {
  "use strict";

  var AT_ONCE = 2;
  var One = window.JiangfangSending;
  var boxes = [];

  function Box(section) {
    this.section = section;
    this.address = section.dataset.upload;
    this.tray = section.dataset.tray;
    this.hat = section.dataset.hat;
    this.left = Number(section.dataset.left);
    this.largest = Number(section.dataset.largest);
    this.list = section.querySelector("[data-list]");
    this.sum = section.querySelector("[data-sum]");
    this.all = [];
    this.dress();
  }

  Box.prototype.dress = function () {
    var box = this;
    var choose = this.section.querySelector("[data-choose-file]");
    var photograph = this.section.querySelector("[data-photograph-file]");
    var drop = this.section.querySelector("[data-drop]");
    if (!choose) {
      return;
    }
    this.section.querySelector("[data-plain]").hidden = true;
    drop.hidden = false;
    photograph.disabled = false;
    [[choose, "[data-choose]"], [photograph, "[data-photograph]"]].forEach(function (pair) {
      drop.querySelector(pair[1]).addEventListener("click", function () { pair[0].click(); });
      pair[0].addEventListener("change", function () {
        box.add(Array.from(pair[0].files));
        pair[0].value = "";
      });
    });
    drop.querySelector("[data-photograph]").hidden = !window.matchMedia("(any-pointer: coarse)").matches;
    drop.querySelector("[data-drag]").hidden = !window.matchMedia("(any-pointer: fine)").matches;
    ["dragenter", "dragover"].forEach(function (name) {
      drop.addEventListener(name, function () { drop.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      drop.addEventListener(name, function () { drop.classList.remove("over"); });
    });
    drop.addEventListener("drop", function (event) { box.add(Array.from(event.dataTransfer.files)); });
  };

  Box.prototype.add = function (files) {
    var box = this;
    this.clear();
    var open = this.all.filter(function (one) { return ["refused", "dropped", "there", "done"].indexOf(one.state) < 0; });
    var known = open.map(function (one) { return one.key; });
    var fresh = files.filter(function (file) { return known.indexOf(One.keyOf(box, file)) < 0; });
    if (fresh.length + open.length > this.left) {
      this.say("一次选了 " + files.length + " 个，这里还能放 " + Math.max(0, this.left - open.length) + " 个，一个也没有传；请少选一些。");
      return;
    }
    fresh.forEach(function (file) {
      var one = new One(box, file);
      box.all.push(one);
      if (file.size > box.largest) {
        one.now("refused", "没有传：有 " + One.size(file.size) + "，一个文件最多 " + box.section.dataset.largestShown + "；请压缩或者拆开。");
      } else if (!file.size) {
        one.now("refused", "没有传：这是一个空的文件，或者是一个文件夹；文件夹请打开，选里面的文件。");
      }
    });
    this.next();
  };

  /* What the last choice was ends when all of it is done and shown below. */
  Box.prototype.clear = function () {
    if (!this.busy()) {
      this.all = this.all.filter(function (one) { return !one.shown; });
    }
  };

  Box.prototype.busy = function () {
    return this.all.some(function (one) { return one.state === "waits" || one.isGoing(); });
  };

  Box.prototype.next = function () {
    var going = this.all.filter(function (one) { return one.isGoing(); });
    var waiting = this.all.filter(function (one) { return one.state === "waits"; });
    waiting.slice(0, Math.max(0, AT_ONCE - going.length)).forEach(function (one) { one.start(); });
    this.count();
    this.refresh();
  };

  Box.prototype.forget = function (gone) {
    this.all = this.all.filter(function (one) { return one !== gone; });
    this.next();
  };

  /* It goes on above; the line of what was left half-way is not needed any more. */
  Box.prototype.resumed = function (address) {
    var key = (address || "").split("?")[0].split("/").filter(Boolean).pop();
    var over = this.section.querySelector("[data-left-over]");
    if (!over) {
      return;
    }
    Array.from(over.querySelectorAll("[data-key]")).forEach(function (line) {
      if (line.dataset.key === key) {
        line.remove();
      }
    });
    over.hidden = !over.querySelector("[data-key]");
  };

  Box.prototype.say = function (sentence) {
    if (this.sum.textContent !== sentence) {
      this.sum.textContent = sentence;
    }
  };

  Box.prototype.count = function () {
    var all = this.all;
    function of(states) {
      return all.filter(function (one) { return states.indexOf(one.state) >= 0; }).length;
    }
    var parts = [["收下 ", of(["done"])], ["正在传 ", of(["sends", "taking", "waits-again", "signed-out"])], ["排队 ", of(["waits"])],
      ["已经有了 ", of(["there"])], ["没有收下 ", of(["refused"])], ["停着 ", of(["broken"])]];
    var words = parts.filter(function (part) { return part[1]; }).map(function (part) { return part[0] + part[1] + " 个"; });
    this.say(words.length ? "共 " + all.length + " 个：" + words.join("，") + "。" : "");
  };

  /* The tiles of the page are asked for anew when all is done, and show what came; what is ticked stays ticked. */
  Box.prototype.refresh = function () {
    var box = this;
    var done = this.all.filter(function (one) { return one.state === "done" && !one.shown; });
    var there = this.all.filter(function (one) { return one.state === "there" && !one.told; });
    var tiles = document.querySelector('[data-tiles="' + this.tray + '"]');
    if (this.busy() || !(done.length + there.length) || !tiles || !window.htmx) {
      return;
    }
    done.forEach(function (one) { one.shown = true; one.line.remove(); });
    there.forEach(function (one) { one.told = true; });
    this.left -= done.length;
    this.section.querySelectorAll("[data-left-shown]").forEach(function (shown) { shown.textContent = box.left; });
    window.htmx.trigger(tiles, "files-changed");
  };

  function goOn(state) {
    boxes.forEach(function (box) {
      box.all.filter(function (one) { return one.state === state; }).forEach(function (one) { one.go(); });
    });
  }

  document.addEventListener("jiangfang:signed-in", function () { goOn("signed-out"); });
  window.addEventListener("online", function () { goOn("waits-again"); });

  window.addEventListener("beforeunload", function (event) {
    if (boxes.some(function (box) { return box.busy(); })) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  /* A file that is dropped beside the box opens nothing in its place. */
  ["dragover", "drop"].forEach(function (name) {
    window.addEventListener(name, function (event) {
      if (boxes.length && event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0) {
        event.preventDefault();
      }
    });
  });

  var ticked = [];
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.matches && event.detail.target.matches("[data-tiles]")) {
      ticked = Array.from(event.detail.target.querySelectorAll("input[name=file]:checked")).map(function (tick) { return tick.value; });
    }
  });
  document.addEventListener("htmx:afterSettle", function () {
    document.querySelectorAll("[data-tiles] input[name=file]").forEach(function (tick) {
      tick.checked = tick.checked || ticked.indexOf(tick.value) >= 0;
    });
    ticked = [];
  });

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-upload]").forEach(function (section) { boxes.push(new Box(section)); });
  });
})();
