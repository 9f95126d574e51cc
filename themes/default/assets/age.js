// Says how old a copy of the handbook is, and takes back what has passed its day since the build.
"use strict";
const now = new Date();
const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
const age = Math.round((Date.parse(today) - Date.parse(document.documentElement.dataset.built)) / 86400000);
if (age > 30) {
  const note = document.createElement("strong");
  note.className = "age";
  note.textContent = "{= frame.age =}".replace("{n}", age);
  document.querySelector(".as-of").after(note);
}
for (const badge of document.querySelectorAll("[data-until]")) {
  if (badge.dataset.until < today) {
    badge.className = "badge bad";
    badge.textContent = "✗ {= frame.past =}";
  }
}
