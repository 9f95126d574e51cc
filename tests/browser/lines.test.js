// What a line break must not separate: ids, numbers and their units, the words of short badges.

import assert from "node:assert/strict";
import { browse, world } from "./harness.js";

const PAGES = ["risks/index.html", "risks/by.html", "objectives.html", "registers/risks/index.html", "controls/a.5.18.html", "documents/isms/context-of-the-organisation.html"];

/** Returns the pieces of text on the page that match a pattern and are in more than one line. */
const broken = (page, selector, pattern) =>
  page.locator(selector).evaluateAll((elements, source) => {
    const found = [];
    for (const element of elements.filter((each) => each.checkVisibility())) {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (const { index, 0: match } of texts.currentNode.data.matchAll(new RegExp(source, "g"))) {
          const range = document.createRange();
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + match.length);
          const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
          if (new Set(tops).size > 1) found.push(match);
        }
      }
    }
    return found;
  }, pattern);

for (const width of [390, 768, 1440]) {
  browse(`no id breaks at its hyphen at ${width} pixels`, { viewport: { width, height: 900 } }, async (page) => {
    for (const path of PAGES) {
      await page.goto(world.server.root + path);
      assert.deepEqual(await broken(page, "main :is(td, th, dd, .links) a", "\\b[A-Z]{1,4}-[0-9]+\\b"), [], path);
    }
  });

  browse(`a unit stays beside its number at ${width} pixels`, { viewport: { width, height: 900 } }, async (page) => {
    await page.goto(`${world.server.root}objectives.html`);
    assert.ok((await page.locator("td", { hasText: /\d\s%/ }).count()) > 10);
    assert.deepEqual(await broken(page, "td", "[0-9]\\s(%|hours|minutes|entries)"), []);
  });
}

browse("a badge of a word has one line in the tables of pairs", { viewport: { width: 1440, height: 900 } }, async (page) => {
  for (const path of ["standards/nis2/21-2-d.html", "controls/a.5.19.html"]) {
    await page.goto(world.server.root + path);
    const badges = page.locator(".pairs .badge");
    assert.ok((await badges.count()) > 0, path);
    assert.deepEqual(await broken(page, ".pairs .badge", "\\S+ covered|covered"), [], path);
    const tall = await badges.evaluateAll((all) => all.filter((badge) => badge.getClientRects()[0].height > 30).map((badge) => badge.textContent));
    assert.deepEqual(tall, [], path);
  }
});
