// The heat maps of the risk assessment: cells that lead to their risks, labels that stay whole.

import assert from "node:assert/strict";
import { browse, world } from "./harness.js";

browse("a cell of the heat map leads to its risks, without JavaScript", { javaScriptEnabled: false }, async (page) => {
  await page.goto(`${world.server.root}risks/index.html`);
  const cells = page.getByRole("table", { name: /^Before treatment/ }).getByRole("link");
  assert.ok((await cells.count()) > 3);
  const cell = cells.first();
  const count = Number(await cell.textContent());
  assert.match(await cell.getAttribute("aria-label"), new RegExp(`^${count} risks?: likelihood .+, impact .+`));
  await cell.click();
  const list = page.locator(".heatmap :target");
  assert.ok(await list.isVisible());
  assert.equal(await list.locator("a").count(), count);
});

for (const width of [320, 390, 1440]) {
  browse(`no word on a heat map is broken at ${width} pixels`, { viewport: { width, height: 900 } }, async (page) => {
    await page.goto(`${world.server.root}risks/index.html`);
    const broken = await page.locator(".heatmap th").evaluateAll((heads) => {
      const pieces = (node, { index, 0: word }) => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        return range.getClientRects().length;
      };
      return heads.filter((head) => {
        const text = document.createTreeWalker(head, NodeFilter.SHOW_TEXT).nextNode();
        return head.scrollWidth > head.clientWidth || [...text.data.matchAll(/\S+/g)].some((word) => pieces(text, word) !== 1);
      }).map((head) => head.textContent);
    });
    assert.deepEqual(broken, []);
    for (const axis of ["Likelihood", "Impact"]) assert.equal(await page.locator(".heatmap .axis:visible", { hasText: axis }).count(), 2);
  });
}
