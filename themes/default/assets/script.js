// Enhancements of pages that work without JavaScript: colour scheme, menu, table of contents, what was read and
// confirmed, copy buttons, tooltips, link addresses on paper, keys, and search.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
// Scripts find the parts of a page by an attribute that no text of an author can have.
const part = (name) => document.querySelector(`[data-part=${name}]`);
const root = document.documentElement;

function button(words, name) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = words;
  return made;
}

// The reader's choice of colour scheme is stored, if the browser allows it.
function schemeSwitch() {
  const stored = (value) => {
    try {
      if (value) localStorage.setItem("scheme", value);
      return localStorage.getItem("scheme");
    } catch {
      return null;
    }
  };
  const isDark = () => (root.dataset.scheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const choice = stored();
  if (choice) root.dataset.scheme = choice;
  const toggle = part("scheme");
  if (!toggle) return;
  const say = () => {
    toggle.ariaLabel = toggle.title = isDark() ? "{= frame.light =}" : "{= frame.dark =}";
  };
  toggle.onclick = () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    stored(root.dataset.scheme);
    say();
  };
  say();
}

// Says how old this copy of the handbook is, and takes back what has passed its day since the build. A build with a fixed
// day has no `data-built`.
function age() {
  const { built } = root.dataset;
  if (!built) return;
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  const days = Math.round((Date.parse(today) - Date.parse(built)) / 86400000);
  if (days > 30) {
    const note = document.createElement("strong");
    note.className = "age";
    note.textContent = "{= frame.age =}".replace("{n}", days);
    part("as-of").after(note);
  }
  const past = () => {
    for (const badge of all("[data-until]").filter((badge) => badge.dataset.until < today)) {
      badge.className = "badge bad";
      badge.textContent = "✗ {= frame.past =}";
    }
  };
  past();
  document.addEventListener("rows:added", past);
}

// The menu link leads to the navigation at the foot of the page; with JavaScript it opens a sheet that keeps the focus.
function menuSheet() {
  const menu = part("menu");
  const nav = part("nav");
  if (!menu || !nav) return;
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.ariaLabel = "{= frame.sections =}";
  const close = button("{= frame.close =}", "menu");
  close.onclick = () => sheet.close();
  menu.setAttribute("role", "button");
  menu.setAttribute("aria-haspopup", "dialog");
  menu.onclick = (event) => {
    event.preventDefault();
    const frame = nav.parentNode;
    sheet.append(close, nav);
    document.body.append(sheet);
    sheet.showModal();
    showPlace(nav, sheet);
    sheet.onclose = () => {
      frame.append(nav);
      sheet.remove();
      menu.focus();
    };
  };
  menu.onkeydown = (event) => {
    if (event.key === " ") menu.onclick(event);
  };
  sheet.onclick = (event) => {
    if (event.target === sheet) sheet.close();
  };
  matchMedia("(min-width: 75em)").onchange = () => sheet.close();
  showPlace(nav, nav);
}

// Scrolls the link to this page into the middle of the sections, without moving the page.
function showPlace(nav, frame) {
  const here = nav.querySelector("[aria-current=page]");
  if (!here || frame.scrollHeight <= frame.clientHeight) return;
  const at = here.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  if (at + here.offsetHeight > frame.clientHeight) frame.scrollTop += at - frame.clientHeight / 2;
}

// The table of contents is open where it is next to the text, and folds up again once a section of it was chosen elsewhere.
function foldContents() {
  const wide = matchMedia("(min-width: 80em)");
  const set = (event) => {
    const fold = document.querySelector("[data-part=toc] > details");
    if (!fold) return;
    if (wide.matches || event) fold.open = wide.matches;
    fold.firstElementChild.tabIndex = wide.matches ? -1 : 0;
    fold.onclick = (event) => {
      if (event.target.closest("a") && !wide.matches) fold.open = false;
    };
  };
  wide.onchange = set;
  return set;
}

// Marks the section being read in the table of contents.
function followContents() {
  let links = [];
  let heads = [];
  const follow = () => {
    if (links.length === 0 || heads.includes(null)) return;
    const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
    const at = atEnd && scrollY > 0 ? heads.length - 1 : heads.findLastIndex((head) => head.getBoundingClientRect().top < 120);
    links.forEach((link, place) => (place === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    const list = part("toc");
    const top = links[at]?.offsetTop ?? 0;
    if (list.scrollHeight > list.clientHeight) list.scrollTop = top - list.clientHeight / 2;
  };
  addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
  return () => {
    links = all("[data-part=toc] a");
    heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    follow();
  };
}

// A table that is wider than its frame is scrolled with the keyboard, too: only then its frame is a stop, with the name of the
// table. Without this script, browsers let the keyboard reach what scrolls by themselves.
const scrollStops = (() => {
  const say = (frame) => {
    const table = frame.querySelector("table");
    if (!table || frame.scrollWidth <= frame.clientWidth) {
      for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
      return;
    }
    frame.tabIndex = 0;
    frame.role = "group";
    const heading = document.getElementById(table.getAttribute("aria-labelledby"))?.textContent;
    frame.ariaLabel = table.ariaLabel ?? heading ?? "{= prose.table =}";
  };
  const watch = new ResizeObserver((changes) => changes.forEach(({ target }) => say(target.closest(".table-scroll"))));
  return () => all(".table-scroll, .table-scroll > table").forEach((frame) => watch.observe(frame));
})();

// Copies a text. A host without TLS has no clipboard API; the old way needs a selection.
async function copyText(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const shown = document.createElement("pre");
    shown.textContent = text;
    beside.after(shown);
    getSelection().selectAllChildren(shown);
    document.execCommand("copy");
    shown.remove();
  }
}

// The sign beside a heading copies the address of its section, and says so; without this script it is a link.
function copyLinks() {
  const said = document.createElement("p");
  said.className = "said";
  said.role = "status";
  document.body.append(said);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.anchor");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const address = new URL(link.href);
    address.search = "";
    await copyText(address.href, link);
    said.textContent = "{= frame.link-copied =}";
    setTimeout(() => (said.textContent = ""), 3000);
  });
}

// `[` and `]` turn pages, `?` lists all keys. A reader whose voice or hand types by accident turns single keys off; the list has
// the switch, and is loaded when somebody asks for it.
const keys = (() => {
  const off = () => {
    try {
      return localStorage.getItem("keys") === "off";
    } catch {
      return false;
    }
  };
  const isFree = (event) => {
    // A sign that needs AltGr has both of its modifiers.
    const held = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
    return !held && !off() && !event.target.closest?.("input, textarea, select, [contenteditable], dialog");
  };
  const foot = part("foot");
  if (!foot) return { isFree };
  const list = () => {
    if (globalThis.listKeys) return listKeys(off());
    const script = document.createElement("script");
    script.src = foot.dataset.keys;
    script.onload = list;
    document.head.append(script);
  };
  document.addEventListener("keydown", (event) => {
    const to = { "[": "prev", "]": "next" }[event.key];
    if (!(to || event.key === "?") || !isFree(event)) return;
    event.preventDefault();
    if (to) document.querySelector(`.neighbours [rel=${to}]`)?.click();
    else list();
  });
  const open = button("{= keys.title =}", "");
  open.onclick = list;
  foot.append(" · ", open);
  return { isFree };
})();

// What this browser remembers of documents: a list by the document's id. Without storage, nothing is remembered.
function memory(name) {
  const key = `${name}:${new URL(".", part("brand")?.href ?? location.href).pathname}`;
  const known = () => {
    try {
      return new Map(JSON.parse(localStorage.getItem(key)) ?? []);
    } catch {
      return new Map();
    }
  };
  const set = (id, what) => {
    const now = known();
    if (what) now.set(id, what);
    else now.delete(id);
    try {
      localStorage.setItem(key, JSON.stringify([...now]));
    } catch {
      // It is missing, or full.
    }
  };
  return { get: (id) => [known().get(id) ?? []].flat(), set };
}

const today = () => new Date().toLocaleDateString("sv");
function dayInWords(day) {
  const date = new Date(`${day}T12:00`);
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(root.lang || undefined, { day: "numeric", month: "long", year });
}

// What the reader has confirmed to have read: the version and the day. Of a later version that need not be read again, the page
// says so.
const confirmations = memory("read");
function confirming() {
  const remember = (id, what) => {
    confirmations.set(id, what);
    showAll();
  };
  const show = (place) => {
    const { document: id, version, still } = place.dataset;
    const [confirmed, day] = confirmations.get(id);
    const says = new Map(JSON.parse(still ?? "[]")).get(confirmed);
    const link = place.querySelector("a");
    place.querySelector("span")?.remove();
    link.hidden = confirmed === version || says !== undefined;
    link.onclick = link.onauxclick = (event) => event.button < 2 && remember(id, [version, today()]);
    if (confirmed === undefined) return;
    const words = says !== undefined ? "{= read.still =}" : confirmed ? "{= read.confirmed =}" : "{= read.confirmed-unversioned =}";
    const filled = { version: confirmed, now: version, date: dayInWords(day), says };
    const note = document.createElement("span");
    const undo = button("{= read.undo =}", "undo");
    undo.onclick = () => {
      remember(id);
      link.focus();
    };
    note.append(words.replace(/{(version|now|date|says)}/g, (_, name) => filled[name]), " ", undo);
    place.prepend(note);
  };
  const showAll = () => all("[data-part=confirm]").forEach(show);
  addEventListener("storage", showAll);
  addEventListener("pageshow", (event) => event.persisted && showAll());
  return () => {
    showAll();
    for (const list of all("[data-part=reading]")) list.append(...all("li:has(a[hidden])", list));
  };
}

// Who comes back to a document that changed is told so until they say that they have read it. Remembered are its version, the
// digest of its text, and the day. The red-line of the page is for those who read the version before; all others have the history.
function changedSince() {
  const note = part("since-read");
  if (!note) return;
  const seen = memory("seen");
  const { document: id, version, before, text, history, within } = note.dataset;
  const [read, had, day] = seen.get(id);
  let hide = () => {};
  const done = () => {
    seen.set(id, [version, text, today()]);
    hide();
  };
  all("[data-part=confirm] a").forEach((link) => link.addEventListener("click", done));
  const current = read === version ? had === text : confirmations.get(id)[0] === version;
  if (read === undefined || current) return done();

  const line = document.createElement("p");
  const words = read && read !== version ? "{= read.since =}" : "{= read.since-day =}";
  line.append(words.replace("{version}", () => read).replace("{date}", dayInWords(day)), ". ");
  note.append(line);
  let back = () => {};
  const fold = read === before && part("newest");
  if (fold) {
    const { parentNode, nextSibling } = fold;
    back = () => parentNode.insertBefore(fold, nextSibling);
    note.append(fold);
    // On paper, what changed is where it is for everybody.
    addEventListener("beforeprint", back);
    addEventListener("afterprint", () => note.hidden || note.append(fold));
  } else {
    const link = document.createElement("a");
    link.href = read === version ? within : history;
    link.textContent = "{= read.see =}";
    line.append(link, " ");
  }
  const end = button("{= read.done =}", "undo");
  end.onclick = () => {
    done();
    part("main").focus({ preventScroll: true });
  };
  line.append(end);
  note.hidden = false;
  hide = () => {
    note.hidden = true;
    back();
    if (fold) fold.open = false;
  };
}

function copyButtons() {
  for (const pre of all("pre:not(.code > pre)")) {
    const copy = button("{= frame.copy =}", "copy");
    const frame = document.createElement("div");
    frame.className = "code";
    pre.replaceWith(frame);
    frame.append(pre, copy);
    copy.onclick = async () => {
      await copyText(pre.textContent, copy);
      copy.textContent = "{= frame.copied =}";
      setTimeout(() => (copy.textContent = "{= frame.copy =}"), 2000);
    };
  }
}

// Shows titles as tooltips on hover, focus and tap, not only for a mouse; a tooltip stays while the pointer is on it,
// and Escape closes it.
function notes() {
  const box = document.createElement("div");
  if (!box.showPopover) return;
  Object.assign(box, { id: "_note", className: "note-box", popover: "manual", role: "tooltip" });
  document.body.append(box);
  let shown = null;
  let timer = 0;
  let touched = false;

  const hide = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    box.hidePopover();
  };
  const show = (target) => {
    if (target === shown) return clearTimeout(timer);
    hide();
    if (target.title) {
      target.dataset.note = target.title;
      target.removeAttribute("title");
    }
    shown = target;
    box.textContent = target.dataset.note;
    target.setAttribute("aria-describedby", box.id);
    box.showPopover();
    place();
  };
  const place = () => {
    if (!shown) return;
    const at = shown.getBoundingClientRect();
    const below = at.bottom + box.offsetHeight + 8 < innerHeight || at.top < box.offsetHeight + 8;
    const side = Math.max(8, Math.min(at.left, root.clientWidth - box.offsetWidth - 8));
    box.style.left = `${side}px`;
    box.style.top = `${below ? at.bottom + 4 : at.top - box.offsetHeight - 4}px`;
  };
  const noted = (event) => event.target.closest?.("main :is([title], [data-note])");
  const later = (what, wait) => {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  };

  addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const target = noted(event);
    if (target) later(() => show(target), shown ? 0 : 250);
    else if (box.contains(event.target)) clearTimeout(timer);
    else if (shown !== document.activeElement) later(hide, 200);
  });
  document.addEventListener("focusin", (event) => {
    const target = noted(event);
    if (target && !touched) show(target);
    else if (!touched) hide();
  });
  // The first tap shows the tooltip, the second follows the link.
  document.addEventListener("click", (event) => {
    const target = noted(event);
    if (!touched) return;
    if (target && target !== shown) {
      event.preventDefault();
      show(target);
    } else if (!box.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", place, { passive: true, capture: true });
}

// Links cannot be followed on paper: those that leave the page get a number, and their addresses are listed at the end.
function targets() {
  let list;
  addEventListener("beforeprint", () => {
    if (list) return;
    const numbers = new Map();
    const start = new URL(".", part("brand")?.href ?? location.href).href;
    for (const link of all("main a[href]")) {
      const elsewhere = link.origin !== location.origin;
      const there = !elsewhere && link.pathname !== location.pathname && link.matches(".document .prose a:not(.term, .claims a)");
      // A link whose text is the target's id needs no address.
      const id = there && link.pathname.endsWith(`/${link.textContent.toLowerCase()}.html`);
      if (!(elsewhere || there) || id) continue;
      const inside = location.protocol === "file:" && link.href.startsWith(start);
      const address = inside ? link.href.slice(start.length) : link.href;
      if (address.replace(/^mailto:/, "") === link.textContent) continue;
      if (!numbers.has(address)) numbers.set(address, numbers.size + 1);
      link.dataset.target = numbers.get(address);
    }
    root.classList.add("listed");
    list = document.createElement("section");
    if (numbers.size === 0) return;
    list.className = "targets";
    const head = document.createElement("h2");
    head.textContent = "{= frame.targets =}";
    const items = document.createElement("ol");
    for (const address of numbers.keys()) {
      const item = document.createElement("li");
      item.textContent = address;
      items.append(item);
    }
    list.append(head, items);
    part("main").append(list);
  });
  addEventListener("afterprint", () => {
    list?.remove();
    list = undefined;
    root.classList.remove("listed");
    for (const link of all("[data-target]")) delete link.dataset.target;
  });
}

// A link within the page glides to its section; who arrives or goes back is there at once.
function glide() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link?.hash || link.href.split("#")[0] !== location.href.split("#")[0]) return;
    root.classList.add("glides");
    requestAnimationFrame(() => requestAnimationFrame(() => root.classList.remove("glides")));
  });
}

schemeSwitch();
age();
glide();
menuSheet();
notes();
targets();
copyLinks();
// The parts that depend on the text; the preview sends an event when it changes.
const fold = foldContents();
const follow = followContents();
const confirmed = confirming();
const dress = () => {
  fold();
  confirmed();
  follow();
  scrollStops();
  copyButtons();
};
dress();
document.addEventListener("preview:updated", dress);
changedSince();

// Loads search when a reader uses it: with the mouse, with `/` or with Ctrl-K. Nothing else of it loads before.
(() => {
  const base = new URL("../", document.currentScript.src);
  const box = document.querySelector("[data-part=search] input");
  if (!box) return;
  let asked;

  function bring() {
    asked ??= new Promise((done, failed) => {
      // From a disk, search loads its data by itself; nothing can be fetched there.
      const root = base.protocol === "file:" ? undefined : fetch(new URL("search/root.js", base));
      root?.catch(failed);
      const script = document.createElement("script");
      script.src = new URL("search/index.js", base);
      script.onload = () => done(clausebookSearch.start(base, box, root));
      script.onerror = failed;
      document.head.append(script);
    }).catch(failed);
    return asked;
  }

  function failed() {
    asked = undefined;
    const again = document.createElement("button");
    again.textContent = "{= search.again =}";
    const message = document.createElement("p");
    message.className = "search-failed";
    message.setAttribute("role", "alert");
    message.append("{= search.failed =} ", again);
    again.addEventListener("click", () => {
      message.remove();
      box.focus();
      bring();
    });
    box.form.querySelector(".search-failed")?.remove();
    box.form.append(message);
  }

  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && keys.isFree(event);
    const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !command) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  box.addEventListener("focus", bring);
  const page = part("results");
  if (page || document.activeElement === box || new URLSearchParams(location.search).has("mark")) bring();
})();
