// Tables of records: filters by text and by value, sorting, and a file of the rows that are shown. What a reader chose is
// in the address. Without JavaScript a table is whole, or has pages.
"use strict";

{
  const { lang } = document.documentElement;
  const collator = new Intl.Collator(lang, { numeric: true });
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const fill = (text, places) => text.replace(/\{([a-z]+)\}/g, (place, name) => places[name] ?? place);
  /** Number of rows that a page shows at once. */
  const ROWS = 500;

  /** Returns the text of a cell, with a separator where it has a line of its own, or only its first line. */
  function words(cell, first) {
    const copy = cell.cloneNode(true);
    for (const sign of copy.querySelectorAll("[aria-hidden]")) sign.remove();
    if (first) for (const rest of copy.querySelectorAll(":scope > :is(br, .note, .below)")) rest.remove();
    for (const line of copy.querySelectorAll("br, li + li, .below, p + p")) line.before("; ");
    return copy.textContent.replace(/\s+/g, " ").replaceAll(" ; ", "; ").trim();
  }

  /** Returns the values by which a cell, or its second line, can be chosen; a cell may have only one line. */
  function values(cell) {
    if (!cell) return [];
    const named = [...cell.querySelectorAll(":scope > :is(a, .badge, .band, span:not([class]))")];
    return named.length ? named.map((part) => part.dataset.value ?? words(part)) : [words(cell, true)];
  }

  /** Returns a number as the language writes it, or NaN. */
  const number = (text) => Number.parseFloat(text.replaceAll("{= number.group =}", "").replace("{= number.decimal =}", "."));

  /** Returns a field of a file of comma-separated values; a spreadsheet would run one that starts like a formula. */
  const quoted = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

  /** Loads all rows of a table that has only the first ones. From a disk, a page can only run the file. */
  async function load(url) {
    if (url.protocol !== "file:") {
      const response = await fetch(url);
      if (!response.ok) throw new Error(response.statusText);
      const text = await response.text();
      return JSON.parse(text.slice(text.indexOf("clausebookRows(") + 15, text.lastIndexOf(")")));
    }
    return new Promise((done, failed) => {
      globalThis.clausebookRows = done;
      const script = document.createElement("script");
      script.src = url;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  class List {
    constructor(table) {
      this.table = table;
      this.frame = table.parentElement;
      this.bar = this.frame.previousElementSibling?.matches("[data-part=bar]") ? this.frame.previousElementSibling : undefined;
      this.prefix = table.dataset.name ? `${table.dataset.name}.` : "";
      this.limit = ROWS;
      this.sorted = document.createElement("tbody");
      for (const head of table.tHead.rows[0].cells) {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        button.onclick = () => this.turn(head);
        head.append(button);
      }
      if (this.bar) {
        this.bar.onsubmit = (event) => event.preventDefault();
        this.bar.oninput = (event) => this.keep(event.target.type !== "search");
        this.bar.onreset = () => setTimeout(() => this.keep(true));
        this.bar.querySelector("[data-part=save]").onclick = async () => {
          await this.whole();
          this.save();
        };
        this.nothing = document.createElement("p");
        this.nothing.textContent = "{= list.nothing =}";
        this.more = document.createElement("button");
        this.more.type = "button";
        this.more.className = "further";
        this.more.onclick = () => {
          this.limit += ROWS;
          this.show();
        };
        this.frame.after(this.nothing, this.more);
        this.nothing.hidden = this.more.hidden = true;
      }
      // The head stays in sight while the table scrolls with the page; one that scrolls sideways cannot do both.
      new ResizeObserver(() => this.frame.classList.toggle("fits", table.offsetWidth <= this.frame.clientWidth)).observe(table);
      this.gather();
    }

    gather() {
      this.texts = new Map();
      this.homes = new Map();
      for (const body of this.table.tBodies) {
        for (const row of body.rows) if (row.className !== "group") this.homes.set(row, body);
      }
      this.read();
    }

    /** Takes what is chosen from the address. */
    read() {
      const asked = new URLSearchParams(location.search);
      for (const field of this.bar?.elements ?? []) {
        if (!field.name) continue;
        field.value = asked.get(this.prefix + field.name) ?? "";
        if (field.selectedIndex === -1) field.value = "";
      }
      const sort = asked.get(`${this.prefix}sort`) ?? "";
      const key = sort.replace(/^-/, "");
      for (const head of this.table.tHead.rows[0].cells) {
        if (head.dataset.key === key) head.ariaSort = sort === key ? "ascending" : "descending";
        else head.removeAttribute("aria-sort");
      }
      this.show();
    }

    /** Sorts by a column: upwards, downwards, not at all. */
    turn(head) {
      const next = { ascending: "descending", descending: null }[head.ariaSort] ?? (head.ariaSort ? null : "ascending");
      for (const other of this.table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      if (next) head.ariaSort = next;
      this.keep(true);
    }

    /** Keeps what is chosen in the address; a new step back for each choice, not for each letter. */
    keep(step) {
      const url = new URL(location.href);
      const set = (name, value) => (value ? url.searchParams.set(this.prefix + name, value) : url.searchParams.delete(this.prefix + name));
      for (const field of this.bar?.elements ?? []) if (field.name) set(field.name, field.value);
      const head = this.head();
      set("sort", head && (head.ariaSort === "descending" ? "-" : "") + head.dataset.key);
      if (url.href !== location.href) history[step ? "pushState" : "replaceState"](null, "", url);
      this.limit = ROWS;
      this.show();
    }

    head() {
      return this.table.tHead.querySelector("[aria-sort]");
    }

    chosen() {
      return [...(this.bar?.elements ?? [])].filter((field) => field.name && field.value);
    }

    show() {
      if (this.table.dataset.rows && (this.chosen().length || this.head())) this.whole();
      else this.choose();
    }

    /** Loads the rows of other pages, once, and shows those that are chosen. */
    async whole() {
      const { rows } = this.table.dataset;
      if (!rows) return;
      this.say("{= list.loading =}");
      try {
        this.loading ??= load(new URL(rows, location.href));
        const html = await this.loading;
        if (!this.table.dataset.rows) return;
        const made = document.createElement("table");
        made.innerHTML = html;
        delete this.table.dataset.rows;
        for (const body of [...this.table.tBodies]) body.remove();
        this.table.append(...made.tBodies);
        document.dispatchEvent(new Event("rows:added"));
        this.gather();
      } catch {
        this.loading = undefined;
        this.say("{= list.failed =}");
      }
    }

    choose() {
      const heads = [...this.table.tHead.rows[0].cells];
      const wanted = [];
      for (const { name, value } of this.chosen()) {
        if (name === "q") wanted.push((row) => fold(value).split(/\s+/).every((word) => this.text(row).includes(word)));
        else {
          const at = heads.findIndex(({ dataset }) => dataset.key === name || dataset.below === name);
          const line = (cell) => (heads[at].dataset.key === name ? cell : cell.querySelector(":scope > .below"));
          wanted.push((row) => values(line(row.cells[at])).includes(value));
        }
      }
      const found = new Set([...this.homes.keys()].filter((row) => wanted.every((fits) => fits(row))));
      const order = this.order([...this.homes.keys()], this.head());
      let left = wanted.length || this.head() || this.homes.size > 2 * ROWS ? this.limit : Infinity;
      for (const row of order) {
        row.hidden = !found.has(row) || left-- <= 0;
        (this.head() ? this.sorted : this.homes.get(row)).append(row);
      }
      this.table.append(this.sorted);
      for (const body of this.table.tBodies) {
        body.hidden = [...body.rows].every((row) => row.hidden || row.className === "group");
      }
      this.found = order.filter((row) => found.has(row));
      if (!this.bar) return;
      this.nothing.hidden = this.found.length > 0;
      this.more.hidden = left >= 0;
      this.more.textContent = fill("{= list.more =}", { n: -left });
      this.say(wanted.length ? fill("{= list.shown =}", { n: this.found.length, all: this.homes.size }) : "");
    }

    say(text) {
      const output = this.bar?.querySelector("output");
      if (output) output.value = text;
    }

    text(row) {
      if (!this.texts.has(row)) this.texts.set(row, fold(row.textContent));
      return this.texts.get(row);
    }

    /** Returns rows in the order of a column: days, numbers and scores, choices in their own order, else text. The empty ones come last. */
    order(rows, head) {
      if (!head) return rows;
      const options = [...(this.bar?.elements[head.dataset.key]?.options ?? [])].map((option) => option.value);
      const key = (cell) => {
        if (cell.querySelector(":scope > .none")) return "";
        const day = cell.querySelector("time")?.dateTime;
        if (day) return day;
        if (cell.querySelector(":scope > .band")) return number(words(cell, true));
        if (options.length) return options.indexOf(values(cell)[0]);
        const text = words(cell, true);
        return head.className === "right" ? number(text) : text;
      };
      const keys = new Map(rows.map((row) => [row, key(row.cells[head.cellIndex])]));
      const isEmpty = (row) => keys.get(row) === "" || Number.isNaN(keys.get(row));
      const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b));
      const sign = head.ariaSort === "descending" ? -1 : 1;
      return rows.sort((a, b) => isEmpty(a) - isEmpty(b) || (isEmpty(a) ? 0 : sign * compare(keys.get(a), keys.get(b))));
    }

    /** Offers the rows that are found as a file for a spreadsheet. */
    save() {
      const rows = [this.table.tHead.rows[0], ...this.found];
      const lines = rows.map((row) => [...row.cells].map((cell) => quoted(words(cell))).join(","));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([`\uFEFF${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
      link.download = `${location.pathname.split("/").filter(Boolean).slice(-2).join("-").replace(/(-index)?\.html$/, "") || "list"}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href));
    }
  }

  const lists = [...document.querySelectorAll("[data-part=list]")].map((table) => new List(table));
  addEventListener("popstate", () => lists.forEach((list) => list.read()));
  // The preview sends this when it changed the page.
  document.addEventListener("preview:updated", () => lists.forEach((list) => (list.table.isConnected ? list.gather() : location.reload())));
}
