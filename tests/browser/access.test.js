// axe-core over one page of each kind: WCAG 2.0 to 2.2, levels A and AA, and best practices.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { browse, kinds, world } from "./harness.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
// The rules that depend on the colour scheme; all others give the same result in both.
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

// The rows of a long table are alike: where only colours are asked for, the first ones are enough.
const MORE_OF_THE_SAME = [["tbody tr:nth-child(n+6)"], ["td:nth-child(n+12)"], [".requirements li:nth-child(n+6)"]];

async function findings(page, runOnly, exclude = []) {
  await page.addScriptTag({ path: axe });
  const run = ([runOnly, exclude]) => axe.run({ include: [["html"]], exclude }, { runOnly, resultTypes: ["violations"] });
  const { violations } = await page.evaluate(run, [runOnly, exclude]);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).map((node) => node.html).join("\n  ")}`);
}

for (const [width, height] of [[1440, 900], [768, 1024], [390, 844], [320, 568]]) {
  for (const colorScheme of ["light", "dark"]) {
    const options = { viewport: { width, height }, colorScheme, bypassCSP: true };
    browse(`axe finds nothing at ${width} pixels, ${colorScheme}`, options, async (page) => {
      const rules = colorScheme === "light" ? { type: "tag", values: ALL } : COLOURS;
      const exclude = colorScheme === "light" ? [] : MORE_OF_THE_SAME;
      for (const [kind, path] of Object.entries(kinds)) {
        await page.goto(world.server.root + path);
        assert.deepEqual(await findings(page, rules, exclude), [], `${kind} (${path})`);
      }
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  browse(`axe finds nothing while somebody searches, ${colorScheme}`, { colorScheme, bypassCSP: true }, async (page) => {
    const rules = { type: "tag", values: ALL };
    await page.goto(`${world.server.root}search.html?q=own+laptop`);
    await page.locator(".hits ul").first().waitFor();
    assert.deepEqual(await findings(page, rules), [], "the page of search");
    await page.goto(world.server.root + kinds.policy);
    await page.keyboard.press("/");
    await page.keyboard.type("own laptop");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await findings(page, rules, MORE_OF_THE_SAME), [], "the box");
  });
}

browse("axe finds nothing where scripts are missing", { bypassCSP: true }, async (page) => {
  await page.route(/\/assets\/.*\.js$/, (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  for (const path of [kinds.start, kinds.policy, kinds.control, kinds.matrix]) {
    await page.goto(world.server.root + path);
    assert.deepEqual(await findings(page, { type: "tag", values: ALL }), [], path);
  }
});

for (const colorScheme of ["light", "dark"]) {
  browse(`text is read without effort: contrast of 7 to 1, ${colorScheme}`, { colorScheme, bypassCSP: true }, async (page) => {
    for (const [kind, path] of Object.entries({ ...kinds, auditor: "auditor.html" })) {
      await page.goto(world.server.root + path);
      const rules = { type: "rule", values: ["color-contrast-enhanced"] };
      assert.deepEqual(await findings(page, rules, MORE_OF_THE_SAME), [], `${kind} (${path})`);
    }
  });
}

browse("whatever stands alone can be hit with a finger", { viewport: { width: 390, height: 844 } }, async (page) => {
  const ALONE = "button, select, summary, input:not(:disabled), header a:not(.skip), nav a, .tabs a, " +
    ".ways a, .cards a, .claims a, .anchor, .matrix a, .requirements .head > a, .back";
  for (const [kind, path] of Object.entries(kinds)) {
    await page.goto(world.server.root + path + (kind === "search" ? "?q=access" : ""));
    if (kind === "search") await page.locator(".hits a").first().waitFor();
    const small = await page.evaluate((selector) => {
      const found = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility({ opacityProperty: false }));
      // A checkbox is as large as its label, a card as large as its frame.
      const place = (element) => (element.closest(".cards li, label:has([type=checkbox])") ?? element).getBoundingClientRect();
      const sized = found.map((element) => [element.outerHTML.slice(0, 90), Math.round(place(element).width * 10) / 10, Math.round(place(element).height * 10) / 10]);
      return sized.filter(([, width, height]) => width < 24 || height < 24).slice(0, 5);
    }, ALONE);
    assert.deepEqual(small, [], `${kind} (${path})`);
  }
});

browse("forced colours show where the reader is", { forcedColors: "active", viewport: { width: 1440, height: 900 } }, async (page) => {
  const edges = (selector) =>
    page.locator(selector).evaluateAll((links) => links.map((link) => {
      const { outlineStyle, outlineColor, borderBottomColor } = getComputedStyle(link);
      return [outlineStyle, outlineStyle === "none" ? "" : outlineColor, borderBottomColor].join(" ");
    }));
  const differs = async (current, others) => {
    const [here] = await edges(current);
    assert.ok(here, current);
    assert.ok(!(await edges(others)).includes(here), `${current}: ${here}`);
  };
  await page.goto(world.server.root + kinds.matrix);
  await differs(".tabs [aria-current]", ".tabs a:not([aria-current])");
  await differs(".site-nav [aria-current]", ".site-nav a:not([aria-current])");
  await page.goto(world.server.root + kinds.policy);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.locator(".toc [aria-current]").first().waitFor();
  await differs(".toc [aria-current]", ".toc a:not([aria-current])");
});
