// Reflow: at 320 pixels, as at 400 % zoom on a desktop, nobody has to scroll a page sideways. Wide tables scroll in their own
// frames.

import assert from "node:assert/strict";
import { all, asFile, browse } from "./harness.js";

browse("no page scrolls sideways at 320 pixels", { viewport: { width: 320, height: 700 } }, async (page) => {
  const wide = [];
  // Entries have one form, and so have requirements: every fourth of them is looked at.
  const isOne = (path) => /^(registers|standards)\/[^/]+\//.test(path) || /^(controls|clauses)\//.test(path);
  for (const path of all().filter((path, at) => !isOne(path) || at % 4 === 0)) {
    await page.goto(asFile(path));
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) wide.push(`${path}: ${width}`);
  }
  assert.deepEqual(wide, []);
});

browse("on a phone a row is a card: a list of ids stands in one line, and a title has room for its words", { viewport: { width: 320, height: 700 } }, async (page) => {
  await page.goto(asFile("registers/evidence/index.html"));
  const tops = await page.locator("td", { hasText: "8.1" }).filter({ hasText: "4.4" }).first().evaluate((cell) => [...cell.querySelectorAll("a")].map((link) => link.offsetTop));
  assert.deepEqual(tops, [tops[0], tops[0]]);
  const card = page.locator("tbody tr", { hasText: "EV-004" });
  const [label, value] = await card.locator("td", { hasText: "current" }).evaluate((cell) => {
    return [cell.getBoundingClientRect().left, cell.querySelector(".badge").getBoundingClientRect().left];
  });
  assert.ok(value - label > 100, "the values stand beside their labels");
  const lines = await page.locator("h1").evaluate((title) => {
    const words = document.createRange();
    words.selectNodeContents(title);
    return words.getClientRects().length;
  });
  assert.equal(lines, 1, "“Evidence” is not broken");
});
