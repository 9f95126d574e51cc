// The frame of each page: colour scheme, menu, table of contents, tooltips, copying, keyboard.

import assert from "node:assert/strict";
import { asFile, browse, kinds, world } from "./harness.js";

const PHONE = { viewport: { width: 390, height: 844 } };
const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

browse("colours follow the system until the reader chooses, and the choice is kept", { colorScheme: "light" }, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const light = await paper(page);
  await page.getByRole("button", { name: "Use dark colours" }).click();
  assert.notEqual(await paper(page), light);
  await page.goto(world.server.root + kinds.soa);
  assert.notEqual(await paper(page), light);
  await page.getByRole("button", { name: "Use light colours" }).click();
  assert.equal(await paper(page), light);
});

browse("the menu on a small screen keeps the focus until it is closed", PHONE, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const menu = page.getByRole("button", { name: "Menu" });
  await menu.focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Sections" });
  await sheet.waitFor();
  const stops = await sheet.locator("a, button").count();
  for (let step = 0; step < 2 * stops + 2; step++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("dialog"));
    assert.ok(inside, `after ${step + 1} steps the focus is behind the menu`);
  }
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  assert.ok(await menu.evaluate((menu) => menu === document.activeElement), "the focus comes back to the menu");
  await menu.click();
  await sheet.getByRole("link", { name: "Gaps" }).click();
  assert.match(page.url(), /gaps\.html$/);
});

browse("without JavaScript the menu leads to the sections", { ...PHONE, javaScriptEnabled: false }, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  await page.getByRole("link", { name: "Menu" }).click();
  assert.match(page.url(), /#_nav$/);
  assert.ok(await page.getByRole("link", { name: "Gaps" }).isVisible());
});

browse("the contents mark the section that is being read", {}, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const current = page.locator(".toc [aria-current]");
  await page.locator("#reviews").evaluate((heading) => heading.scrollIntoView({ behavior: "instant" }));
  await page.waitForFunction(() => document.querySelector(".toc [aria-current]")?.textContent === "Access reviews");
  assert.equal(await current.count(), 1);
});

browse("a reference says what it means on hover and on focus, and goes at Escape", {}, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const reference = page.getByRole("main").getByRole("link", { name: "R-004", exact: true }).first();
  const note = page.getByRole("tooltip");
  await reference.hover();
  await note.waitFor();
  assert.equal(await note.textContent(), "A leaver keeps access");
  await note.hover();
  assert.ok(await note.isVisible(), "it stays while it is pointed at");
  await page.keyboard.press("Escape");
  await note.waitFor({ state: "hidden" });
  await page.mouse.move(0, 0);
  await reference.focus();
  await note.waitFor();
});

browse("on a touch screen the first tap explains and the second follows", { ...PHONE, hasTouch: true }, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const reference = page.getByRole("main").getByRole("link", { name: "R-004", exact: true }).first();
  await reference.tap();
  await page.getByRole("tooltip").waitFor();
  assert.match(page.url(), /access-control-policy\.html$/);
  await reference.tap();
  await page.waitForURL(/r-004\.html$/);
});

browse("code has a button that copies it", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  const code = page.locator(".code");
  await page.goto(`${world.server.root}documents/plans/ict-continuity-plan.html`);
  await code.first().hover();
  await code.first().getByRole("button", { name: "Copy" }).click();
  await code.first().getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await code.first().locator("pre").textContent());
});

browse("a table is a stop of the keyboard only while it scrolls, and has its name then", {}, async (page) => {
  const named = { [kinds.policy]: "Table", [kinds.matrix]: "Controls × documents" };
  for (const [path, name] of Object.entries(named)) {
    await page.goto(world.server.root + path);
    // On a phone a matrix is a list.
    const narrow = path === kinds.matrix ? 800 : 320;
    for (const width of [2600, narrow, 2600]) {
      await page.setViewportSize({ width, height: 900 });
      const asItScrolls = () => [...document.querySelectorAll(".table-scroll")].every((frame) => (frame.scrollWidth > frame.clientWidth) === (frame.tabIndex === 0));
      await page.waitForFunction(asItScrolls);
      assert.equal(await page.getByRole("group", { name, exact: true }).count() > 0, width === narrow, `${path} at ${width}`);
    }
  }
});

browse("a heading is announced once, and the link to its section copies the address", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  const address = world.server.root + kinds.policy;
  await page.goto(`${address}?mark=access`);
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  const named = (role) => nodes.filter((node) => node.role?.value === role && !node.ignored).map((node) => node.name?.value);
  assert.ok(named("heading").includes("Access reviews"), named("heading").join(" | "));
  assert.ok(named("heading").every((name) => !name.includes("Link to")), named("heading").join(" | "));
  assert.equal(named("link").filter((name) => name === "Link to: Access reviews").length, 1);
  const said = page.getByRole("status").filter({ hasText: "Link copied" });
  const link = page.getByRole("link", { name: "Link to: Access reviews" });
  await link.focus();
  await page.keyboard.press("Enter");
  await said.waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${address}#reviews`);
  assert.match(page.url(), /#reviews$/);
});

browse("a link to a section is copied where the browser has no clipboard for pages", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  await page.evaluate(() => (globalThis.clipboard = navigator.clipboard));
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("link", { name: "Link to: Access reviews" }).click();
  await page.getByRole("status").filter({ hasText: "Link copied" }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.clipboard.readText()), `${world.server.root}${kinds.policy}#reviews`);
});

for (const where of ["by http", "by file"]) {
  browse(`keys turn pages and list themselves, ${where}`, {}, async (page) => {
    const address = (path) => (where === "by file" ? asFile(path) : world.server.root + path);
    await page.goto(address(kinds.control));
    const next = await page.locator(".neighbours .next").evaluate((link) => link.href);
    await page.keyboard.press("]");
    await page.waitForURL(next);
    await page.keyboard.press("[");
    await page.waitForURL(address(kinds.control));
    await page.keyboard.press("Control+]");
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keys" });
    await list.getByText("Next page").waitFor();
    assert.equal(await list.getByText("cell of the matrix").count(), 0);
    await page.keyboard.press("]");
    await list.getByRole("checkbox", { name: "Single keys" }).uncheck();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.keyboard.press("]");
    await page.getByRole("button", { name: "Keys" }).click();
    await list.getByRole("checkbox", { name: "Single keys" }).check();
    await list.getByRole("button", { name: "Close" }).click();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("a]?[");
    assert.equal(page.url(), address(kinds.control));
    assert.equal(await list.count(), 0);
    await page.goto(address(kinds.matrix));
    await page.keyboard.press("?");
    await list.getByText("cell of the matrix").waitFor();
  });
}

browse("a page opens at its section at once, and glides only within itself", { reducedMotion: "no-preference" }, async (page) => {
  const behaviour = () => getComputedStyle(document.documentElement).scrollBehavior;
  await page.goto(`${world.server.root}${kinds.policy}#reviews`);
  assert.equal(await page.evaluate(behaviour), "auto");
  await page.evaluate(() => addEventListener("click", () => (globalThis.glided = getComputedStyle(document.documentElement).scrollBehavior)));
  await page.locator(".toc a").first().click();
  assert.equal(await page.evaluate(() => globalThis.glided), "smooth");
  await page.waitForFunction(() => getComputedStyle(document.documentElement).scrollBehavior === "auto");
});

browse("the keyboard reaches everything, and what has the focus is seen", {}, async (page) => {
  await page.goto(world.server.root + kinds.control);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "_main");
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return document.activeElement === document.body || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
    });
    assert.ok(seen, await page.evaluate(() => document.activeElement.outerHTML));
  }
});

browse("a copy of the handbook says how old it is, and what has passed its day since", {}, async (page) => {
  const day = (ago) => new Date(Date.now() - ago * 86400000).toISOString().slice(0, 10);
  // The sample fixes its day, so the page is given the mark of a build that does not.
  const open = async (built, review) => {
    await page.route("**/documents/policies/access-control-policy.html", async (route) => {
      const answer = await route.fetch();
      const html = (await answer.text())
        .replace("<html ", `<html data-built="${day(built)}" `)
        .replace('<span class="badge good"', `<span class="badge good" data-until="${day(review)}"`);
      await route.fulfill({ response: answer, body: html });
    });
    await page.goto(world.server.root + kinds.policy);
    const texts = [await page.locator(".age").allTextContents(), await page.locator(".badge.bad").allTextContents()];
    await page.unroute("**/documents/policies/access-control-policy.html");
    return texts;
  };
  assert.deepEqual(await open(57, 3), [["This copy is 57 days old"], ["✗ past its day"]]);
  assert.deepEqual(await open(30, -3), [[], []]);
});
