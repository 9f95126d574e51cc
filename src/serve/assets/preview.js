// The preview's script: it updates the page in place after each build, and shows the problems in a panel.
"use strict";

(() => {
  const { base, version, edit } = document.currentScript.dataset;
  const own = (name) => `${base}-/${name}`;

  /** Returns an element with properties and content; content is text or elements, never markup. */
  function make(name, properties, ...content) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  }

  // --- The page -----------------------------------------------------------------------------------------------------

  // Scripts of the theme change the page after this script has run. So a copy of the page as sent is kept, and each
  // node of the copy is mapped to its live node: a new page is compared with the copy, and only the differences are
  // applied.
  let sent = document.documentElement.cloneNode(true);
  const shown = new WeakMap();
  pair(sent, document.documentElement);

  function pair(copy, live) {
    shown.set(copy, live);
    copy.childNodes.forEach((child, at) => live.childNodes[at] && pair(child, live.childNodes[at]));
  }

  const known = (node) => shown.get(node);

  /** Returns a live copy of a new node, and maps the node to it. */
  function copied(node) {
    const live = document.importNode(node, true);
    pair(node, live);
    return live;
  }

  /** Returns the child of `parent` that contains a live node: a script may have wrapped it. */
  function within(parent, node) {
    let live = node && known(node);
    while (live && live.parentNode !== parent) live = live.parentNode;
    return live ?? null;
  }

  /** Changes the live node of `before` to show `after`. */
  function patch(before, after) {
    const live = known(before);
    if (before.isEqualNode(after)) return adopt(before, after);
    shown.set(after, live);
    if (after.nodeType !== Node.ELEMENT_NODE) {
      if (live.isConnected) live.data = after.data;
      return undefined;
    }
    attributes(before, after, live);
    const pairs = matched([...before.childNodes], [...after.childNodes]);
    // Text that a script has split, such as for highlighting, is restored as a whole.
    const cut = (child) => child.nodeType === Node.TEXT_NODE && known(child)?.parentNode !== live;
    if (pairs.some(([old, now]) => old && cut(old) && !(now && old.isEqualNode(now)))) {
      return live.replaceChildren(...[...after.childNodes].map(copied));
    }
    for (const [old, now] of pairs) if (old && !now) within(live, old)?.remove();
    let next = null;
    for (const [old, now] of pairs.filter(([, now]) => now).reverse()) {
      if (old) {
        patch(old, now);
        next = within(live, now) ?? next;
      } else {
        const fresh = copied(now);
        live.insertBefore(fresh, next);
        next = fresh;
      }
    }
    return undefined;
  }

  /** Maps the nodes of an equal new tree to the live nodes of the old one. */
  function adopt(before, after) {
    if (known(before)) shown.set(after, known(before));
    before.childNodes.forEach((child, at) => adopt(child, after.childNodes[at]));
  }

  function attributes(before, after, live) {
    for (const { name } of before.attributes) if (!after.hasAttribute(name)) live.removeAttribute(name);
    for (const { name, value } of after.attributes) {
      if (before.getAttribute(name) === value) continue;
      if (name === "class") {
        live.classList.remove(...before.classList);
        live.classList.add(...after.classList);
      } else if (name === "title" && live.dataset.note) live.dataset.note = value;
      else live.setAttribute(name, value);
    }
  }

  const alike = (a, b) => a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

  /** Pairs the old and the new children in order; one of a pair may be missing. */
  function matched(old, now) {
    const pairs = [];
    let start = 0;
    while (start < old.length && start < now.length && old[start].isEqualNode(now[start])) {
      pairs.push([old[start], now[start]]);
      start++;
    }
    let end = 0;
    while (end < Math.min(old.length, now.length) - start && old.at(-1 - end).isEqualNode(now.at(-1 - end))) end++;
    pairs.push(...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)));
    for (let at = end; at > 0; at--) pairs.push([old.at(-at), now.at(-at)]);
    return pairs;
  }

  /** Pairs the longest common subsequence of children; if the lists are long, simply by index. */
  function middle(old, now) {
    const pairs = [];
    if (old.length * now.length > 250_000) {
      const both = Math.min(old.length, now.length);
      for (let at = 0; at < both; at++) pairs.push(alike(old[at], now[at]) ? [old[at], now[at]] : [old[at], null], ...(alike(old[at], now[at]) ? [] : [[null, now[at]]]));
      return [...pairs, ...old.slice(both).map((one) => [one, null]), ...now.slice(both).map((one) => [null, one])];
    }
    // Equal nodes count more than similar ones, so that a new paragraph does not replace the one that it moved down.
    const weight = (a, b) => (alike(a, b) ? (a.isEqualNode(b) ? 4 : 1) : 0);
    const best = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
    for (let i = old.length - 1; i >= 0; i--) {
      for (let j = now.length - 1; j >= 0; j--) {
        const same = weight(old[i], now[j]);
        best[i][j] = Math.max(same ? best[i + 1][j + 1] + same : 0, best[i + 1][j], best[i][j + 1]);
      }
    }
    let [i, j] = [0, 0];
    while (i < old.length || j < now.length) {
      const same = i < old.length && j < now.length ? weight(old[i], now[j]) : 0;
      if (same && best[i][j] === best[i + 1][j + 1] + same) pairs.push([old[i++], now[j++]]);
      else if (j >= now.length || (i < old.length && best[i][j] === best[i + 1][j])) pairs.push([old[i++], null]);
      else pairs.push([null, now[j++]]);
    }
    return pairs;
  }

  const sheets = (page) => [...page.querySelectorAll("head > link[rel=stylesheet]")];
  const scripts = (page) => [...page.querySelectorAll("head > script[src]")].filter((script) => !script.dataset.base).map((script) => script.getAttribute("src")).join();

  /** Adds the new style sheets before removing the old ones, so that the page always has a style. */
  async function swapSheets(page) {
    const [old, now] = [sheets(sent), sheets(page)];
    await Promise.all(now.map((sheet, at) => {
      const live = old[at] && known(old[at]);
      if (!live || sheet.getAttribute("href") === old[at].getAttribute("href")) return undefined;
      const fresh = document.importNode(sheet);
      return new Promise((done) => {
        fresh.onload = fresh.onerror = () => {
          live.remove();
          done();
        };
        live.after(fresh);
        shown.set(old[at], fresh);
        old[at].setAttribute("href", sheet.getAttribute("href"));
      });
    }));
  }

  let current = version;
  let asked = 0;

  /** Shows the newest page; an unchanged one is left alone. */
  async function update() {
    const ticket = ++asked;
    const response = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } });
    const tag = response.headers.get("ETag")?.replaceAll('"', "") ?? `${response.status}`;
    if (tag === current) return;
    const html = await response.text();
    if (ticket !== asked) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("script[data-base]").forEach((script) => (script.dataset.version = version));
    const whole = !response.ok || response.redirected || scripts(page) !== scripts(sent) || sheets(page).length !== sheets(sent).length;
    if (whole) return location.reload();
    await swapSheets(page);
    const focus = document.activeElement;
    patch(sent, page.documentElement);
    sent = page.documentElement;
    current = tag;
    if (document.activeElement !== focus && focus?.isConnected) focus.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("preview:updated"));
  }

  // The link "Edit this page" opens the file in the editor, as links of the panel do.
  if (edit) {
    const panel = document.querySelector("main .panel");
    let link = document.querySelector("[data-part=edit]");
    if (!link && panel) {
      const among = document.querySelector("[data-part=actions]");
      link = make("a", {}, "Edit this page");
      if (among) among.append(link);
      else panel.before(make("div", { className: "actions" }, link));
    }
    if (link) link.href = edit;
  }

  // --- The panel ----------------------------------------------------------------------------------------------------

  const host = make("clausebook-preview", {});
  const inside = host.attachShadow({ mode: "open" });
  const says = make("span", { className: "says" });
  says.setAttribute("role", "status");
  const list = make("ol", { className: "problems" });
  const panel = make("details", { className: "panel" }, make("summary", {}, says), list);
  const day = make("input", { type: "date", ariaLabel: "Show the handbook as of" });
  const days = make("div", { className: "days" });
  const when = make("summary", {});
  const calendar = make("details", { className: "calendar" }, when, make("label", {}, "As of ", day), days);
  const bar = make("section", { className: "bar", ariaLabel: "Preview" }, panel, calendar);
  inside.append(make("link", { rel: "stylesheet", href: own("preview.css") }), bar);

  const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  /** Writes a day as pages do. */
  const asDay = (iso) => {
    const { lang } = document.documentElement;
    const written = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return new Date(iso).toLocaleDateString(lang === "en" ? "en-GB" : lang, written);
  };

  /** Writes a message: what is between backticks is code, and days of other words are written as on pages. */
  const message = (text) => text.split("`").map((words, at, parts) => {
    if (at % 2 === 1 && at < parts.length - 1) return make("code", {}, words);
    const plain = words.replace(/(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g, (iso) => (isNaN(new Date(iso)) ? iso : asDay(iso)));
    return at % 2 === 1 ? `\`${plain}` : plain;
  });

  let news = null;
  let listed = null;
  let lost = false;

  function say() {
    const { errors, warnings, failed, site } = news;
    const counts = [errors && counted(errors, "error"), warnings && counted(warnings, "warning")].filter(Boolean).join(", ");
    const stale = failed && site ? ": showing the last good site" : "";
    says.textContent = lost ? "The preview has stopped or cannot be reached" : `${counts || "No problems"}${stale}`;
    bar.dataset.state = lost || errors ? "bad" : warnings ? "fair" : "good";
    when.textContent = news.asOf ? `As of ${asDay(news.asOf)}${news.chosen ? " (chosen here)" : ""}` : "As of …";
    if (inside.activeElement !== day) day.value = news.asOf ?? "";
  }

  function where(place) {
    const copy = make("button", { type: "button", title: "Copy the location" }, place.text);
    copy.onclick = async () => {
      try {
        await navigator.clipboard.writeText(place.text);
      } catch {
        getSelection().selectAllChildren(copy);
        document.execCommand("copy");
      }
      copy.dataset.copied = "";
      setTimeout(() => delete copy.dataset.copied, 1500);
    };
    return place.href ? [copy, " ", make("a", { href: place.href }, "Open")] : [copy];
  }

  function excerpt({ excerpt, line }) {
    if (!excerpt) return "";
    const [before, marked, after] = excerpt;
    const code = make("code", {}, `${line} │ `, before, make("mark", {}, marked || " "), after);
    return make("pre", {}, code);
  }

  function problem({ severity, code, message: text, place, also, help }) {
    const item = make("li", { className: severity }, make("p", {}, make("strong", {}, `${severity}[${code}]`), " ", ...message(text)));
    if (place) item.append(make("p", { className: "place" }, ...where(place)), excerpt(place));
    for (const other of also) item.append(make("p", { className: "place" }, ...where(other.place), " ", ...message(other.text)), excerpt(other.place));
    if (help) item.append(make("p", { className: "help" }, "help: ", ...message(help)));
    return item;
  }

  /** Fills the list when it is opened. */
  async function fill() {
    if (!panel.open || !news || listed === news.build) return;
    listed = news.build;
    const { build, problems } = await (await fetch(own("problems.json"))).json();
    listed = build;
    list.replaceChildren(...problems.map(problem));
  }
  panel.ontoggle = () => fill().catch(() => (listed = null));

  const choose = (value) => fetch(`${own("as-of")}?day=${value}`, { headers: { "X-Clausebook": "day" } }).catch(() => {});
  day.onchange = () => choose(day.value);

  calendar.ontoggle = async () => {
    if (!calendar.open) return;
    const offered = await fetch(own("dates.json")).then((answer) => answer.json()).catch(() => ({ days: [] }));
    const choice = (words, value) => {
      const button = make("button", { type: "button" }, words);
      button.onclick = () => choose(value);
      return button;
    };
    days.replaceChildren(...offered.days.map(({ day, title }) => choice(`${title}, ${asDay(day)}`, day)));
    if (news?.chosen) days.append(choice("Back to the date of the book", ""));
  };

  // --- News ---------------------------------------------------------------------------------------------------------

  function hear(data) {
    const before = news;
    news = JSON.parse(data);
    lost = false;
    say();
    if (news.errors > 0 && !(before?.errors > 0)) panel.open = true;
    if (news.errors === 0 && before?.errors > 0) panel.open = false;
    fill().catch(() => (listed = null));
    update().catch(() => {});
  }

  function listen() {
    if (window.SharedWorker) {
      const { port } = new SharedWorker(own("listen.js"));
      port.onmessage = ({ data }) => hear(data);
      addEventListener("pagehide", () => port.postMessage("leaving"));
      // A page restored from the browser's back/forward cache has missed events.
      addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
      document.addEventListener("visibilitychange", () => document.hidden || port.postMessage("newest"));
      return;
    }
    const stream = new EventSource(own("events"));
    stream.onmessage = ({ data }) => hear(data);
    stream.onerror = () => stream.readyState === EventSource.CLOSED && setTimeout(listen, 1000);
  }

  document.documentElement.append(host);
  listen();
})();
