/* Rows of a form: one more, one emptied, Enter goes down, cells copied from a sheet are pasted where they belong.
   Plain ES2018; without it five rows come by a button and a box takes what is pasted. */
(function () {
  "use strict";

  var form = document.getElementById("fill");
  if (!form) {
    return;
  }

  var MOST = 500;

  function all(selector, inside) {
    return Array.from(inside.querySelectorAll(selector));
  }

  function changed() {
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function addRow(key) {
    var body = form.querySelector("table[data-rows='" + CSS.escape(key) + "'] tbody");
    if (!body || body.rows.length >= MOST) {
      return null;
    }
    var last = body.rows[body.rows.length - 1];
    var place = Number(last.dataset.row) + 1;
    var row = last.cloneNode(true);
    row.dataset.row = place;
    row.querySelector("th").textContent = place + 1;
    all("input, textarea", row).forEach(function (cell) {
      cell.name = cell.name.replace(/^(r-\w+-)\d+/, "$1" + place);
      cell.id = cell.id.replace(/\[\d+\]/, "[" + place + "]");
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+/, place + 1));
      cell.value = "";
      cell.classList.remove("wrong");
      cell.removeAttribute("aria-invalid");
    });
    row.querySelector("[data-clear]").setAttribute("aria-label", "清空第 " + (place + 1) + " 行");
    body.append(row);
    return row;
  }

  form.addEventListener("click", function (event) {
    var pressed = event.target.closest("button");
    if (!pressed) {
      return;
    }
    if (pressed.dataset.more) {
      var row = addRow(pressed.dataset.more);
      if (row) {
        event.preventDefault();
        row.querySelector("input, textarea").focus();
      }
    }
    if (pressed.hasAttribute("data-clear")) {
      all("input, textarea", pressed.closest("tr")).forEach(function (cell) { cell.value = ""; });
      pressed.closest("tr").querySelector("input, textarea").focus();
      changed();
    }
  });

  /* Enter in a line saves nothing by chance; in rows it goes one row down. */
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.isComposing) {
      return;
    }
    event.preventDefault();
    var row = event.target.closest("tr");
    var below = row && row.nextElementSibling;
    if (below) {
      below.cells[event.target.closest("td").cellIndex].querySelector("input, textarea").focus();
    } else {
      changed();
    }
  });

  /* --- cells copied from a sheet --- */

  function cells(text) {
    var lines = [[]];
    var cell = "";
    var quoted = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (var place = 0; place < text.length; place += 1) {
      var letter = text[place];
      if (quoted && letter === '"' && text[place + 1] === '"') {
        cell += '"';
        place += 1;
      } else if (quoted && letter === '"') {
        quoted = false;
      } else if (!quoted && letter === '"' && !cell && text.indexOf('"', place + 1) > 0) {
        quoted = true;
      } else if (!quoted && (letter === "\t" || letter === "\n")) {
        lines[lines.length - 1].push(cell.trim());
        cell = "";
        if (letter === "\n") {
          lines.push([]);
        }
      } else {
        cell += letter;
      }
    }
    lines[lines.length - 1].push(cell.trim());
    return lines;
  }

  function plain(label) {
    return label.trim().replace(/[\s（(].*/, "");
  }

  /* Which column each cell goes to: by the headings where they were copied too, else across from the cell. */
  function columns(table, lines, first) {
    var heads = Array.from(table.tHead.rows[0].cells).slice(1, -1).map(function (cell) { return plain(cell.textContent); });
    var named = lines[0].map(function (text) { return heads.indexOf(plain(text)); });
    if (named.filter(function (one) { return one >= 0; }).length >= Math.min(2, heads.length)) {
      lines.shift();
      return named;
    }
    var numbered = first === 0 && lines[0].length > 1 &&
      lines.every(function (line) { return /^\d{1,4}[.、]?$/.test(line[0]); });
    return lines[0].map(function (_, place) { return numbered ? place - 1 : first + place; });
  }

  /* More rows than a table takes: none is lost, they stand in the box below, whose button says what is wrong. */
  function layAside(key, text) {
    var box = document.getElementById("paste-" + key);
    if (box) {
      box.value = text;
      box.closest("details").open = true;
      box.focus();
    }
  }

  form.addEventListener("paste", function (event) {
    var row = event.target.closest("table[data-rows] tr");
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!row || !/[\t\n]/.test(text.trim())) {
      return;
    }
    event.preventDefault();
    var table = row.closest("table");
    var lines = cells(text).filter(function (line) { return line.some(Boolean); });
    var to = columns(table, lines, event.target.closest("td").cellIndex - 1);
    if (row.sectionRowIndex + lines.length > MOST) {
      layAside(table.dataset.rows, text);
      return;
    }
    lines.forEach(function (line) {
      var last = null;
      row = row || addRow(table.dataset.rows);
      line.forEach(function (value, place) {
        var column = to[place] === undefined ? to[to.length - 1] + place - to.length + 1 : to[place];
        var box = row && column >= 0 && row.cells[column + 1] && row.cells[column + 1].querySelector("input, textarea");
        if (box) {
          box.value = value;
          last = box;
        } else if (last && value && place >= to.length) {
          last.value += " " + value;
        }
      });
      row = row && row.nextElementSibling;
    });
    changed();
  });

  window.addRow = addRow;
})();
