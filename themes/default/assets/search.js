// Brings search when a reader reaches for it: with the mouse, with `/` or with Ctrl-K. Nothing else of it loads before.
"use strict";

(() => {
  const base = new URL("../", document.currentScript.src);
  const box = document.querySelector("main .search input") ?? document.querySelector(".search input");
  if (!box) return;
  let asked;

  function bring() {
    asked ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("search/index.js", base);
      script.onload = () => done(clausebookSearch.start(base, box));
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
    document.querySelector(".search-failed")?.remove();
    box.form.append(message);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !command) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  box.addEventListener("focus", bring);
  const page = document.getElementById("_results");
  if (page || document.activeElement === box || new URLSearchParams(location.search).has("mark")) bring();
})();
