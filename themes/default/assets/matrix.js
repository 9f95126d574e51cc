// The interactive matrix: filters for its rows and the list of them, kept in the address with the chosen view; moving from
// cell to cell with the arrow keys; for printing, sheets of as many columns as fit on a page.
"use strict";

{
  const table = document.querySelector("[data-part=matrix]");
  const form = document.querySelector("[data-part=filters]");
  const list = document.querySelector("[data-part=matrix-list]");
  let rows;
  let items;
  let foot;
  // Requirement, coverage and claims come before the columns; in the footer the first two are one cell.
  const BEFORE = 3;
  const fill = (text, places) => text.replace(/\{([a-z-]+)\}/g, (place, name) => places[name] ?? place);
  const plurals = new Intl.PluralRules(document.documentElement.lang);

  /** Returns the plural form of a text for a number. */
  function counted(forms, n, places) {
    const texts = JSON.parse(forms);
    return fill(texts[plurals.select(n)] ?? texts.other, { n, ...places });
  }

  /** Writes only changed text, because a table whose text changes is laid out again. */
  const say = (cell, words) => cell.textContent === `${words}` || (cell.textContent = words);

  // --- Filters ---

  let tagsOf;

  /** The fields of the form that say something: no filter is empty, and the grid is what a page begins with. */
  const chosen = () => [...new FormData(form)].filter(([, value]) => value && value !== "grid");

  function choose() {
    const wanted = chosen().filter(([name]) => name !== "view").map(([name, value]) => `${name}:${value}`);
    const claims = Array.from({ length: foot.length - BEFORE + 1 }, () => 0);
    const used = claims.map(() => wanted.length === 0);
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !wanted.every((tag) => tagsOf.get(row).has(tag));
      if (items[at]) items[at].hidden = row.hidden;
      if (row.hidden) return;
      shown += 1;
      for (const cell of row.querySelectorAll(".cell")) {
        const column = cell.cellIndex - BEFORE;
        used[column] = true;
        if (!cell.matches(".mention")) claims[column] += 1;
      }
    });
    for (const group of table.tBodies) group.hidden = [...group.rows].every((row) => row.hidden || row.className === "group");
    for (const group of list?.children ?? []) group.hidden = !group.querySelector(".requirements > :not([hidden])");
    showColumns(used);
    claims.forEach((count, at) => say(foot[at + BEFORE - 1], count));
    say(foot[1], claims.reduce((sum, count) => sum + count, 0));
    form.querySelector("output").textContent = counted("{= matrix.shown =}", rows.length, { shown });
    stand(stops().includes(standing) ? standing : undefined);
  }

  /** Shows the columns that a row has something in. A cell that stays as it is is not touched. */
  function showColumns(used) {
    const lines = [table.tHead.rows[0], ...rows].map((row) => row.cells);
    used.forEach((isUsed, at) => {
      if (foot[at + BEFORE - 1].hidden !== isUsed) return;
      foot[at + BEFORE - 1].hidden = !isUsed;
      for (const cells of lines) cells[at + BEFORE].hidden = !isUsed;
    });
    const span = used.filter(Boolean).length + BEFORE;
    for (const { cells: [title] } of table.querySelectorAll(".group")) if (title.colSpan !== span) title.colSpan = span;
  }

  /** Reads the filters and the view from the address. */
  function read() {
    const asked = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = asked.getAll(field.name).includes(field.value);
      else if (field.type === "radio") field.checked = field.value === (asked.get("view") === "list" ? "list" : "grid");
      else if (field.tagName === "SELECT") field.value = [...field.options].some(({ value }) => value === asked.get(field.name)) ? asked.get(field.name) : "";
    }
    choose();
  }

  function keep() {
    const url = new URL(location.href);
    url.search = new URLSearchParams(chosen());
    if (url.href !== location.href) history.pushState(null, "", url);
    choose();
  }

  // The fields of the view stand outside the form.
  document.addEventListener("change", (event) => event.target.form === form && keep());
  form.addEventListener("submit", (event) => event.preventDefault());
  // Resetting the filters keeps the view.
  form.addEventListener("reset", () => {
    const { value } = form.elements.view;
    setTimeout(() => {
      form.elements.view.value = value;
      keep();
    });
  });
  addEventListener("popstate", read);

  // --- Arrow keys: the table is one stop of the Tab key ---

  let standing;
  const link = (cell) => cell?.querySelector(":scope:not([hidden]) > a");
  const stops = () => [...table.querySelectorAll("a")].filter((a) => !a.closest("[hidden]"));

  function stand(stop = stops()[0]) {
    standing?.setAttribute("tabindex", "-1");
    standing = stop;
    standing?.setAttribute("tabindex", "0");
  }

  /** Returns the cell one step from a cell; a header cell never spans two columns. */
  function step(cell, across, down) {
    const row = cell.parentElement;
    if (across) {
      for (let at = cell.cellIndex + across; at >= 0 && at < row.cells.length; at += across) {
        if (link(row.cells[at])) return row.cells[at];
      }
      return undefined;
    }
    const lines = [table.tHead.rows[0], ...rows.filter((line) => !line.hidden)];
    for (let at = lines.indexOf(row) + down; at >= 0 && at < lines.length; at += down) {
      if (link(lines[at].cells[cell.cellIndex])) return lines[at].cells[cell.cellIndex];
    }
    return undefined;
  }

  function end(cell, last, whole) {
    const line = whole ? rows.filter((row) => !row.hidden).at(last ? -1 : 0) : cell.parentElement;
    const cells = [...line.cells].filter(link);
    return cells.at(last ? -1 : 0);
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th, td");
    if (!cell || event.altKey || event.metaKey) return;
    const forward = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const to = {
      ArrowRight: () => step(cell, forward, 0), ArrowLeft: () => step(cell, -forward, 0),
      ArrowDown: () => step(cell, 0, 1), ArrowUp: () => step(cell, 0, -1),
      Home: () => end(cell, false, event.ctrlKey), End: () => end(cell, true, event.ctrlKey),
    }[event.key];
    if (!to) return;
    event.preventDefault();
    link(to())?.focus();
  });
  table.addEventListener("focusin", (event) => event.target.closest("a") && stand(event.target.closest("a")));

  // --- Paper: sheets of columns, each with the requirements again ---

  const PRINTED = 30;
  let sheets;

  /** Returns a table of some of the shown columns: those from `first` to `last`. */
  function sheet(shown, first, last) {
    const wanted = new Set(shown.slice(first, last));
    const part = table.cloneNode(false);
    const slice = (row, before) => {
      const copy = row.cloneNode(false);
      copy.append(...[...row.cells].filter((_, at) => at < before || wanted.has(at - before)).map((cell) => cell.cloneNode(true)));
      return copy;
    };
    const caption = document.createElement("caption");
    caption.textContent = fill("{= matrix.columns =}", { first: first + 1, last, all: shown.length });
    const head = document.createElement("thead");
    head.append(slice(table.tHead.rows[0], BEFORE));
    part.append(caption, head);
    for (const group of table.tBodies) {
      const lines = group.cloneNode(false);
      for (const row of group.rows) {
        if (row.className === "group") {
          const title = row.cloneNode(true);
          title.cells[0].colSpan = last - first + BEFORE;
          lines.append(title);
        } else if (!row.hidden) lines.append(slice(row, BEFORE));
      }
      part.append(lines);
    }
    const sums = document.createElement("tfoot");
    sums.append(slice(table.tFoot.rows[0], BEFORE - 1));
    part.append(sums);
    return part;
  }

  addEventListener("beforeprint", () => {
    const shown = [...foot].slice(BEFORE - 1).flatMap((cell, at) => (cell.hidden ? [] : [at]));
    const columns = shown.length;
    if (columns <= PRINTED || sheets || form.elements.view.value === "list") return;
    sheets = document.createElement("div");
    sheets.className = "sheets";
    const count = Math.ceil(columns / PRINTED);
    const each = Math.ceil(columns / count);
    for (let first = 0; first < columns; first += each) sheets.append(sheet(shown, first, Math.min(first + each, columns)));
    table.parentElement.before(sheets);
    document.documentElement.classList.add("split");
  });
  addEventListener("afterprint", () => {
    sheets?.remove();
    sheets = undefined;
    document.documentElement.classList.remove("split");
  });

  // --- The current table; the preview sends an event when it changes ---

  function gather() {
    rows = [...table.querySelectorAll("tbody tr[data-tags]")];
    items = [...(list?.querySelectorAll(".requirements > li") ?? [])];
    foot = table.tFoot.rows[0].cells;
    tagsOf = new Map(rows.map((row) => [row, new Set(row.dataset.tags.split(" "))]));
    for (const stop of table.querySelectorAll("a")) stop.setAttribute("tabindex", "-1");
    read();
  }

  // On a phone the tabs are one row, which scrolls.
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
  document.addEventListener("preview:updated", () => (table.isConnected ? gather() : location.reload()));
  gather();
}
