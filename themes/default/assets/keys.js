// The list of the keys that a page knows, with the switch for single keys. A page loads it when somebody asks for it.
"use strict";

function listKeys(isOff) {
  const make = (name, ...content) => {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  };
  const known = [
    ["/", "{= keys.search =}"],
    ["Ctrl K", "{= keys.search =}"],
    ["[", "{= keys.previous =}"],
    ["]", "{= keys.next =}"],
    ["?", "{= keys.list =}"],
    ["Esc", "{= keys.close =}"],
  ];
  if (document.querySelector("[data-part=matrix]")) {
    known.push(["← ↑ → ↓", "{= keys.cells =}"], ["Home, End", "{= keys.ends =}"]);
  }
  const head = make("h2", "{= keys.title =}");
  head.id = "_keys";
  const items = known.flatMap(([key, does]) => [make("dt", make("kbd", key)), make("dd", does)]);
  const choice = make("input");
  choice.type = "checkbox";
  choice.checked = !isOff;
  choice.onchange = () => {
    try {
      localStorage.setItem("keys", choice.checked ? "on" : "off");
    } catch {
      // Without storage the keys stay.
    }
  };
  const close = make("button", "{= frame.close =}");
  close.type = "button";
  close.className = "menu";
  const box = make("dialog", head, make("dl", ...items), make("label", choice, " {= keys.single =}"), close);
  box.className = "keys";
  box.setAttribute("aria-labelledby", head.id);
  close.onclick = () => box.close();
  box.onclose = () => box.remove();
  document.body.append(box);
  box.showModal();
}
