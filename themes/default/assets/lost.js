// The page for a missing address is shown at any depth, and does not know where the site begins. It asks for this script at several
// depths; the nearest address that has it tells where the site is, and what the page loads is loaded from there.
const known = document.querySelector("base");
if (!known?.dataset.found) {
  const loaded = [...document.querySelectorAll("head link[href], head script[defer], img[src]")];
  const address = (element) => element.href ?? element.src;
  const before = loaded.map(address);
  const base = known ?? document.createElement("base");
  base.href = new URL("../", import.meta.url);
  base.dataset.found = "";
  document.head.prepend(base);
  loaded.forEach((element, at) => {
    if (address(element) === before[at]) return;
    // A script runs only in an element of its own.
    const again = document.createElement(element.localName);
    for (const { name, value } of element.attributes) again.setAttribute(name, value);
    element.replaceWith(again);
  });
  for (const link of document.querySelectorAll("a[href*='#']")) {
    const { hash } = new URL(link.href);
    if (document.getElementById(hash.slice(1))) link.href = location.pathname + location.search + hash;
  }
}
