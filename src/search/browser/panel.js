// The user interface of search: the list under the box on every page, the search page, and the highlighting of words on
// a page opened from a result.
"use strict";

clausebookSearch.start = (() => {
  /** Returns an element with attributes and content; content is text or elements, never markup. */
  function make(name, attributes, ...content) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...content);
    return element;
  }

  // Creating the browser's own number format takes longer than a search.
  const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "{= number.group =}");
  /** Returns a text with its placeholders filled. */
  const fill = (text, places) => text.replace(/\{([a-z-]+)\}/g, (place, name) => places[name] ?? place);
  let titles;
  /** Compares two titles, with numbers as numbers. */
  const compare = (a, b) => (titles ??= new Intl.Collator(document.documentElement.lang, { numeric: true })).compare(a, b);
  let plurals;
  /** Returns the plural form of a text for a number. */
  function counted(forms, count) {
    plurals ??= new Intl.PluralRules(document.documentElement.lang);
    const texts = JSON.parse(forms);
    return fill(texts[plurals.select(count)] ?? texts.other, { n: number(count) });
  }

  /** Returns the address of a page, or of a section of it, that will highlight the words there. */
  function address(base, path, anchor, text) {
    const url = new URL(path.split("/").map(encodeURIComponent).join("/"), base);
    url.searchParams.set("mark", text);
    url.hash = anchor ?? "";
    return url.href;
  }

  /** Returns the facts shown with a page: kind, status, owner. */
  function facts(reader, page) {
    const [, kind] = reader.kind.values[reader.kind.of[page]];
    const [word, sign, tone] = reader.status.values[reader.status.of[page]];
    const owner = reader.owner.values[reader.owner.of[page]];
    const line = make("span", { class: "facts" }, kind);
    if (word) line.append(" · ", make("span", { class: `badge ${tone}` }, `${sign} ${word}`));
    if (owner) line.append(` · ${owner}`);
    return line;
  }

  /** Returns the positions of wanted words in a text. */
  function hits(text, wanted) {
    const found = [];
    for (const { run, index } of clausebookSearch.runs(text)) {
      const form = clausebookSearch.forms(run).find((form) => wanted.has(form));
      if (form !== undefined) found.push({ start: index, end: index + run.length, form });
    }
    return found;
  }

  /** Returns a text as nodes, with its wanted words highlighted. */
  function marked(text, from, to, found) {
    const nodes = [];
    let done = from;
    const inside = found.filter(({ start, end }) => start >= from && end <= to);
    for (let at = 0; at < inside.length; at++) {
      const { start } = inside[at];
      // Pairs of characters overlap.
      while (inside[at + 1]?.start < inside[at].end) at++;
      const { end } = inside[at];
      nodes.push(text.slice(done, start), make("mark", {}, text.slice(start, end)));
      done = end;
    }
    nodes.push(text.slice(done, to));
    return nodes.filter((node) => node !== "");
  }

  /** Returns the part of a text with the most wanted words. */
  function excerpt(text, wanted) {
    const LENGTH = 200;
    const found = hits(text, wanted);
    let [most, hit] = [0, 0];
    found.forEach(({ start }, at) => {
      const inside = found.slice(at).filter(({ end }) => end <= start + LENGTH * 0.75);
      const distinct = new Set(inside.map(({ form }) => form)).size;
      if (distinct > most) [most, hit] = [distinct, start];
    });
    const least = Math.max(hit - LENGTH / 3, 0) | 0;
    const near = text.slice(least, hit);
    const sentence = /^.*[.!?·] /su.exec(near)?.[0].length;
    const start = sentence !== undefined ? least + sentence : least && least + near.indexOf(" ") + 1;
    const space = text.length > start + LENGTH ? text.lastIndexOf(" ", start + LENGTH) : text.length;
    const end = space > start ? space : Math.min(start + LENGTH, text.length);
    return [start > 0 ? "… " : "", ...marked(text, start, end, found), end < text.length ? " …" : ""];
  }

  /** Returns the sentence of the sections of the first result that answers the query, with the section; or undefined. */
  function answered(wanted, [first = []]) {
    for (const part of first) {
      const text = wanted.answer(part);
      if (text) return { part, text };
    }
    return undefined;
  }

  /** Returns where an answer is from: document, section, version and day of approval. */
  const source = ({ title, heading, approval }) => [title, heading, approval].filter(Boolean).join(" · ");

  /** Returns a quotation with its words highlighted. */
  const quote = (text, wanted) => make("q", {}, ...marked(text, 0, text.length, hits(text, wanted)));

  /** Returns the outcome of a search, as text. */
  function outcome(query, ranked) {
    const said = query.corrected.map(({ written, read }) => `${fill("{= search.corrected =}", { written, read })} `).join("");
    if (!query.text.trim()) return "";
    if (!query.words.length) return "{= search.only-common =}";
    if (!ranked.length) return `${said}{= search.nothing =}`;
    const pages = counted("{= search.pages =}", ranked.length);
    return said + (ranked[0].missing ? fill("{= search.no-all-words =}", { pages }) : pages);
  }

  const pause = () => new Promise((done) => setTimeout(done));

  /** Runs one search at a time: an answer that arrives after a newer query is dropped. */
  class Search {
    constructor(reader, show, fail) {
      Object.assign(this, { reader, show, fail, last: 0 });
    }

    async ask(text) {
      const ticket = ++this.last;
      try {
        const current = () => ticket === this.last;
        const query = await this.reader.lookUp(text);
        const ranked = await this.reader.rank(query, current);
        if (current()) await this.show(query, ranked, current);
      } catch (error) {
        if (ticket === this.last) this.fail(error);
      }
    }
  }

  function failure(again) {
    const button = make("button", { type: "button" }, "{= search.again =}");
    button.addEventListener("click", again);
    return ["{= search.failed-part =} ", button];
  }

  /** The box in the header: a combobox with the best pages. */
  class Box {
    constructor(reader, base, input) {
      Object.assign(this, { reader, base, input, form: input.form, at: -1 });
      this.list = make("div", { role: "listbox", id: "_found", "aria-label": "{= search.results =}" });
      this.status = make("p", { role: "status" });
      this.panel = make("div", { class: "found", hidden: "" }, this.list, this.status);
      this.form.append(this.panel);
      const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": "_found", "aria-autocomplete": "list" };
      for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);
      this.search = new Search(reader, (...found) => this.show(...found), () => this.failed());
      input.addEventListener("input", () => this.ask());
      input.addEventListener("focus", () => this.ask());
      input.addEventListener("keydown", (event) => this.key(event));
      this.form.addEventListener("focusout", (event) => this.form.contains(event.relatedTarget) || this.open(false));
      this.ask();
    }

    ask() {
      if (this.input.value.trim()) this.search.ask(this.input.value);
      else {
        this.search.last++;
        this.open(false);
      }
    }

    async show(query, ranked, current) {
      const wanted = await this.reader.wanted(query);
      const best = ranked.slice(0, 6);
      const parts = await Promise.all(best.map((found) => this.reader.shown(found)));
      if (!current()) return;
      const answer = answered(wanted, parts);
      const options = best.map(({ page }, at) => {
        const [{ title, path, anchor, heading }] = parts[at];
        const section = heading && make("span", { class: "section" }, heading);
        return this.option(address(this.base, path, anchor, query.text), "page",
          make("strong", {}, title), section, facts(this.reader, page));
      });
      if (answer) {
        const { path, anchor } = answer.part;
        options.unshift(this.option(address(this.base, path, anchor, query.text), "answer",
          make("span", { class: "section" }, quote(answer.text, wanted)), make("span", { class: "facts" }, source(answer.part))));
      }
      if (ranked.length > best.length) options.push(this.option(this.all(query.text), "all", counted("{= search.all-pages =}", ranked.length)));
      options.forEach((option, at) => (option.id = `_found-${at}`));
      this.list.replaceChildren(...options);
      this.status.replaceChildren(outcome(query, ranked));
      this.select(-1);
      this.open(document.activeElement === this.input);
    }

    option(href, name, ...content) {
      const option = make("a", { role: "option", tabindex: "-1", "aria-selected": "false", class: name }, ...content);
      option.href = href;
      return option;
    }

    all(text) {
      const url = new URL("search.html", this.base);
      url.searchParams.set("q", text);
      return url.href;
    }

    failed() {
      this.list.replaceChildren();
      // Focusing the box repeats the search.
      this.status.replaceChildren(...failure(() => this.input.focus()));
      this.open(true);
    }

    open(open) {
      this.panel.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open && this.list.childElementCount > 0));
      if (!open) this.select(-1);
    }

    select(at) {
      const options = [...this.list.children];
      this.at = at;
      options.forEach((option, other) => option.setAttribute("aria-selected", String(other === at)));
      if (at < 0) return this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    }

    key(event) {
      const count = this.list.childElementCount;
      if (event.key === "Escape") {
        if (this.panel.hidden) this.input.value = "";
        this.open(false);
      } else if (["ArrowDown", "ArrowUp"].includes(event.key) && count && !event.altKey) {
        this.open(true);
        const step = event.key === "ArrowDown" ? 1 : -1;
        // One step beyond either end selects the box itself.
        this.select(((this.at + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && this.at >= 0 && !this.panel.hidden) {
        location.href = this.list.children[this.at].href;
      } else return;
      event.preventDefault();
    }
  }

  const FACETS = [["kind", "{= search.kind =}"], ["theme", "{= search.theme =}"], ["owner", "{= search.owner =}"], ["role", "{= search.role =}"]];
  const SHOWN = 10;

  /** The search page. */
  class Results {
    constructor(reader, base, input, place) {
      Object.assign(this, { reader, base, input, shown: SHOWN });
      this.status = make("p", { role: "status", class: "outcome" });
      this.facets = make("div", { class: "facets" });
      this.answer = make("section", { class: "answer", "aria-label": "{= search.answer =}", hidden: "" });
      this.list = make("ol", { class: "hits" });
      this.more = make("button", { type: "button", class: "further", hidden: "" }, "{= search.more =}");
      place.replaceChildren(this.status, this.answer, this.facets, this.list, this.more);
      this.selects = FACETS.map(([name, label]) => {
        const select = make("select", { id: `_${name}`, name });
        this.facets.append(make("label", { for: `_${name}`, hidden: "" }, `${label} `, select));
        select.addEventListener("change", () => {
          this.chosen[name] = select.value;
          this.turn("push");
        });
        return select;
      });
      this.search = new Search(reader, (...found) => this.show(...found), () => this.failed());
      this.more.addEventListener("click", () => this.further());
      input.addEventListener("input", () => this.turn("replace"));
      input.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.turn("push");
      });
      addEventListener("popstate", () => this.read());
      document.addEventListener("keydown", (event) => this.key(event));
      this.read();
    }

    /** Reads query and filters from the address. */
    read() {
      clearTimeout(this.renaming);
      const asked = new URLSearchParams(location.search);
      this.input.value = asked.get("q") ?? "";
      this.chosen = Object.fromEntries(FACETS.map(([name]) => [name, asked.get(name) ?? ""]));
      this.ask();
    }

    /** Writes query and filters to the address, and searches. */
    turn(how) {
      const url = new URL(location.href);
      for (const [name, value] of [["q", this.input.value.trim()], ...Object.entries(this.chosen)]) {
        if (value) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
      clearTimeout(this.renaming);
      if (how === "push" && url.href !== location.href) history.pushState(null, "", url);
      // While typing, showing results comes before updating the address.
      else this.renaming = setTimeout(() => history.replaceState(null, "", url), 50);
      this.ask();
    }

    ask() {
      this.shown = SHOWN;
      this.search.ask(this.input.value);
    }

    /** Returns the filter options that a page with one of a column's values counts towards. */
    values(name, at) {
      const value = this.reader[name].values[at];
      if (name === "kind") return [value[1]];
      return Array.isArray(value) ? value : value ? [value] : [];
    }

    /** Returns the pages that match all chosen filters except one. */
    fitting(ranked, except) {
      const chosen = FACETS.filter(([name]) => this.chosen[name] && name !== except).map(([name]) => {
        const { of, values } = this.reader[name];
        return { of, fits: values.map((_, at) => this.values(name, at).includes(this.chosen[name])) };
      });
      return chosen.length ? ranked.filter(({ page }) => chosen.every(({ of, fits }) => fits[of[page]])) : ranked;
    }

    async show(query, ranked, current) {
      if (this.chosen.theme || this.chosen.role) {
        await this.reader.facets();
        if (!current()) return;
      }
      const fitting = this.fitting(ranked);
      const wanted = await this.reader.wanted(query);
      Object.assign(this, { query, ranked: fitting, wanted });
      const best = fitting.slice(0, this.shown);
      const parts = await Promise.all(best.map((found) => this.reader.shown(found)));
      if (!current()) return;
      this.quote(answered(wanted, parts));
      const items = best.map((found, at) => this.item(found, parts[at]));
      this.list.replaceChildren(...items);
      this.more.hidden = fitting.length <= this.shown;
      this.status.replaceChildren(outcome(query, fitting));
      // Show the results before counting the filters and loading more.
      await pause();
      if (current()) await this.count(ranked, current);
    }

    /** Counts the pages for each filter option, one filter at a time. */
    async count(ranked, current) {
      // Filters whose data is loaded come first; if nothing was found, no more data is loaded.
      const [there, other] = [true, false].map((there) => this.selects.filter(({ name }) => name in this.reader === there));
      for (const select of [...there, ...other]) {
        await pause();
        if (ranked.length && !(select.name in this.reader)) await this.reader.facets();
        if (!current()) return;
        this.facet(select, ranked);
      }
    }

    /** Updates the options of a filter with the number of pages for each. */
    facet(select, ranked) {
      const { of, values } = this.reader[select.name] ?? { of: [], values: [] };
      const pages = new Uint32Array(values.length);
      for (const { page } of this.fitting(ranked, select.name)) pages[of[page]]++;
      const counts = new Map();
      pages.forEach((count, at) => {
        for (const value of count ? this.values(select.name, at) : []) counts.set(value, (counts.get(value) ?? 0) + count);
      });
      const chosen = this.chosen[select.name];
      if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
      const choices = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
      const options = choices.map(([value, count]) => make("option", { value }, `${value} (${number(count)})`));
      select.replaceChildren(make("option", { value: "" }, "{= search.all =}"), ...options);
      select.value = chosen;
      select.parentElement.hidden = counts.size < 2 && !chosen;
    }

    /** Shows a sentence that answers the query, and where it is from; or nothing. */
    quote(answer) {
      this.answer.hidden = !answer;
      if (!answer) return this.answer.replaceChildren();
      const { path, anchor } = answer.part;
      const link = make("a", {}, source(answer.part));
      link.href = address(this.base, path, anchor, this.query.text);
      this.answer.replaceChildren(
        make("p", { class: "facts" }, "{= search.answer =}"),
        make("blockquote", {}, quote(answer.text, this.wanted)),
        make("p", { class: "from" }, link));
    }

    /** Returns a result: title, facts, sections and excerpts. */
    item({ page, retired, sections }, parts) {
      const { wanted } = this;
      const [{ title, path, text }] = parts;
      const link = make("a", {}, title);
      link.href = address(this.base, path, undefined, this.query.text);
      const item = make("li", { class: retired ? "hit retired" : "hit" }, make("h2", {}, link), facts(this.reader, page));
      const beneath = sections.map((_, at) => {
        const { anchor, heading, text } = parts[at];
        const link = make("a", {}, ...marked(heading, 0, heading.length, hits(heading, wanted)));
        link.href = address(this.base, path, anchor, this.query.text);
        return make("li", {}, make("h3", {}, link), make("p", {}, ...excerpt(text, wanted)));
      });
      item.append(beneath.length ? make("ul", {}, ...beneath) : make("p", {}, ...excerpt(text, wanted)));
      return item;
    }

    async further() {
      const from = this.shown;
      this.shown += SHOWN;
      try {
        const more = this.ranked.slice(from, this.shown);
        const parts = await Promise.all(more.map((found) => this.reader.shown(found)));
        const items = more.map((found, at) => this.item(found, parts[at]));
        this.list.append(...items);
        this.more.hidden = this.ranked.length <= this.shown;
        items[0]?.querySelector("a").focus();
      } catch {
        this.failed();
      }
    }

    failed() {
      this.status.replaceChildren(...failure(() => this.ask()));
    }

    /** Arrow keys move through box and results. */
    key(event) {
      const stops = [this.input, ...this.list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && at > 0) this.input.focus();
      else if (event.key === "ArrowDown") stops[at + 1]?.focus();
      else if (event.key === "ArrowUp" && at > 0) stops[at - 1].focus();
      else return;
      event.preventDefault();
    }
  }

  /** Highlights the words of a query on a page opened from a result, and takes them out of the address, which people share. */
  async function mark(reader, text) {
    const query = await reader.lookUp(text);
    const wanted = await reader.wanted(query);
    const walker = document.createTreeWalker(document.querySelector("[data-part=main]"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode() && found.length < 500) {
      const elsewhere = walker.currentNode.parentElement.closest("nav, .panel");
      const places = elsewhere ? [] : hits(walker.currentNode.data, wanted);
      if (places.length) found.push([walker.currentNode, places]);
    }
    for (const [node, places] of found) node.replaceWith(...marked(node.data, 0, node.data.length, places));
    const address = new URL(location);
    address.searchParams.delete("mark");
    history.replaceState(history.state, "", address);
  }

  /** Loads a data file from a disk, where a page can only run it. */
  const run = (url) => new Promise((done, failed) => {
    const script = make("script", {});
    const name = url.pathname.replace(/^.*\/|\.js$/g, "");
    script.src = url;
    script.onload = () => done(name);
    script.onerror = () => failed(new Error(`${url} could not be loaded`));
    document.head.append(script);
    script.addEventListener("load", () => script.remove());
  }).then(clausebookSearch.take);

  /** Returns the value of a fetched data file. */
  async function received(response) {
    if (!response.ok) throw new Error(`${response.url} could not be loaded`);
    return clausebookSearch.parse(await response.text());
  }

  // Starts search for a site at `base`, with the box of a page. `fetched` is the promise of a response with `root.js`, if
  // it was requested together with this script.
  return async (base, input, fetched) => {
    const load = (path) => {
      const url = new URL(`search/${path}`, base);
      return url.protocol === "file:" ? run(url) : fetch(url).then(received);
    };
    const reader = new clausebookSearch.Reader(await (fetched?.then(received) ?? load("root.js")), load);
    const place = document.querySelector("[data-part=results]");
    const words = new URLSearchParams(location.search).get("mark");
    if (place) new Results(reader, base, input, place);
    else new Box(reader, base, input);
    if (words && !place) mark(reader, words).catch(() => {});
    return reader;
  };
})();
