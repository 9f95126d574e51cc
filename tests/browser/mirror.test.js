// A book in a right-to-left language: the same pages, mirrored.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { browse, clausebook, kinds, serve, work, world } from "./harness.js";

const book = join(work, "mirror");
let mirrored;

before(async () => {
  const root = "../..";
  rmSync(book, { recursive: true, force: true });
  mkdirSync(book, { recursive: true });
  cpSync(join(root, "content-sample"), join(book, "content-sample"), { recursive: true });
  const config = readFileSync(join(root, "book.toml"), "utf8");
  writeFileSync(join(book, "book.toml"), config.replace(/^language = .*$/m, 'language = "ar"'));
  execFileSync(clausebook, ["build", book, "--output", join(book, "site")], { stdio: "pipe" });
  mirrored = await serve(join(book, "site"));
  world.hosts.push(mirrored.host);
});
after(() => mirrored?.close());

const side = (page, selector) => page.locator(selector).first().evaluate((element) => {
  const { left, right } = element.getBoundingClientRect();
  return { left, right };
});

for (const width of [1440, 390]) {
  browse(`nothing runs off the side of a mirrored book at ${width} pixels`, { viewport: { width, height: 844 } }, async (page) => {
    for (const [kind, path] of Object.entries(kinds)) {
      await page.goto(mirrored.root + path);
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), "rtl");
      // Overflow at the start, on the right, cannot be scrolled to, so each element is checked too.
      const out = await page.evaluate(() => {
        const outside = (element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width > 0 && (left < -1 || right > innerWidth + 1);
        };
        const parts = [...document.querySelectorAll("body *:not(.skip)")].filter((part) => !part.parentElement.closest(".table-scroll, .tabs ul, pre, svg"));
        return parts.filter((part) => part.checkVisibility() && outside(part)).slice(0, 3).map((part) => part.outerHTML.slice(0, 90));
      });
      assert.deepEqual(out, [], kind);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, kind);
    }
    assert.deepEqual(page.problems, []);
  });
}

browse("in a mirrored book sections stand on the right, contents on the left", { viewport: { width: 1440, height: 900 } }, async (page) => {
  await page.goto(mirrored.root + kinds.policy);
  const [nav, main, toc, text] = await Promise.all([".site-nav", "main", ".toc", ".prose"].map((selector) => side(page, selector)));
  assert.ok(nav.left >= main.right, "sections");
  assert.ok(toc.right <= text.left, "contents");
  await page.keyboard.press("Tab");
  const skip = await side(page, ".skip:focus");
  assert.ok(skip.right > 1200 && skip.right <= 1440, "the link over the sections");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "_main");
});

browse("the requirements of a mirrored matrix stay on the right, and the arrow keys go where they point", { viewport: { width: 1000, height: 900 } }, async (page) => {
  await page.goto(mirrored.root + kinds.matrix);
  const table = page.locator(".matrix-scroll");
  await table.evaluate((box) => (box.scrollLeft = -200));
  const [frame, head] = [await side(page, ".matrix-scroll"), await side(page, ".matrix tbody tr:not(.group) th")];
  assert.ok(Math.abs(frame.right - head.right) <= 2, `${frame.right} and ${head.right}`);
  await table.evaluate((box) => (box.scrollLeft = 0));
  const first = page.locator(".matrix tbody th[scope=row] a").first();
  await first.focus();
  await page.keyboard.press("ArrowLeft");
  const [from, to] = [await first.boundingBox(), await page.locator(":focus").boundingBox()];
  assert.ok(to.x < from.x);
});
