// Reflow: at 320 pixels, as at 400 % zoom on a desktop, nobody has to scroll a page sideways. Wide tables scroll in their own
// frames.

import assert from "node:assert/strict";
import { all, asFile, browse } from "./harness.js";

browse("no page scrolls sideways at 320 pixels", { viewport: { width: 320, height: 700 } }, async (page) => {
  const wide = [];
  for (const path of all()) {
    await page.goto(asFile(path));
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) wide.push(`${path}: ${width}`);
  }
  assert.deepEqual(wide, []);
});
