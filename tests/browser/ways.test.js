// Ways into the handbook: the documents in the sidebar, the bar on phones, confirming and reporting.

import assert from "node:assert/strict";
import { asFile, browse, kinds, world } from "./harness.js";

const PHONE = { viewport: { width: 390, height: 844 } };
const LOW = { viewport: { width: 1440, height: 500 } };

browse("the sidebar opens the kind of a document and shows its place without moving the page", LOW, async (page) => {
  await page.goto(`${world.server.root}documents/policies/supplier-security-policy.html`);
  const nav = page.getByRole("navigation", { name: "Sections" });
  assert.equal(await nav.locator("details[open]").count(), 1);
  const here = nav.locator("[aria-current=page]");
  assert.equal(await here.textContent(), "Supplier security policy");
  const [frame, at] = [await nav.boundingBox(), await here.boundingBox()];
  assert.ok(at.y >= frame.y && at.y + at.height <= frame.y + frame.height, "it is in view");
  assert.equal(await page.evaluate(() => scrollY), 0);
  await nav.getByText("Procedures").click();
  await nav.getByRole("link", { name: "Incident response procedure" }).click();
  assert.match(page.url(), /incident-response-procedure\.html$/);
});

browse("at 1024 pixels the text has the whole width, and the sections are behind the menu", { viewport: { width: 1024, height: 800 } }, async (page) => {
  await page.goto(world.server.root + kinds.soa);
  assert.ok(await page.getByRole("button", { name: "Menu" }).isVisible());
  assert.ok((await page.getByRole("main").boundingBox()).width > 900);
});

browse("on a phone search, report, menu and contents stay in reach", PHONE, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const contents = page.locator("[data-part=toc] details");
  assert.equal(await contents.evaluate((fold) => fold.open), false);
  await page.locator("#reviews").evaluate((heading) => heading.scrollIntoView({ behavior: "instant" }));
  for (const part of [page.getByRole("searchbox"), page.getByRole("link", { name: "Report", exact: true }), page.getByRole("button", { name: "Menu" }), contents.locator("summary")]) {
    const box = await part.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height < 130, `${await part.evaluate((e) => e.outerHTML.slice(0, 60))}: ${JSON.stringify(box)}`);
  }
  const heading = await page.locator("#reviews").boundingBox();
  const fold = await contents.boundingBox();
  assert.ok(heading.y >= fold.y + fold.height - 1, "the heading is not behind the bar");
  await contents.locator("summary").click();
  await contents.getByRole("link", { name: "Signing in" }).click();
  assert.equal(await contents.evaluate((fold) => fold.open), false, "it folds up again");
  assert.match(page.url(), /#/);
});

browse("without JavaScript the contents unfold, and stand open beside a wide page", { ...PHONE, javaScriptEnabled: false }, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const link = page.locator(".toc").getByRole("link", { name: "Signing in" });
  assert.ok(!(await link.isVisible()));
  await page.locator(".toc summary").click();
  assert.ok(await link.isVisible());
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  assert.ok(await link.isVisible());
});

/** Clicks a link that leads out of the site, and stays on the page. */
async function confirm(page, link) {
  await page.route("https://desk.larkfield.example/**", (route) => route.fulfill({ status: 204 }));
  await link.click();
}

for (const [how, address] of [["by http", (path) => world.server.root + path], ["by file://", asFile]]) {
  browse(`what was confirmed is remembered, listed last, and can be undone ${how}`, {}, async (page) => {
    await page.goto(address(kinds.policy));
    const links = page.getByRole("link", { name: "Confirm that you have read version 2.1" });
    assert.equal(await links.count(), 2);
    await confirm(page, links.first());
    const said = page.getByText(/You confirmed version 2\.1 on \d+ \w+/);
    await said.first().waitFor();
    assert.equal(await said.count(), 2);
    assert.equal(await links.count(), 0);

    await page.goto(address("roles/everyone.html"));
    const items = page.locator(".reading li");
    assert.match(await items.last().textContent(), /Access control policy.*You confirmed version 2\.1/s);
    assert.equal(await items.first().getByRole("link", { name: /^Confirm that/ }).count(), 1);
    await items.last().getByRole("button", { name: "Undo" }).click();
    await items.last().getByRole("link", { name: "Confirm that you have read Access control policy" }).waitFor();
    await page.goto(address(kinds.policy));
    assert.equal(await links.count(), 2);
  });
}

browse("a confirmation of an earlier version is said, and the new one can be confirmed", {}, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  await page.evaluate(() => localStorage.setItem("read:/", JSON.stringify([["access-control-policy", ["2.0", "2026-01-05"]]])));
  await page.reload();
  await page.getByText("You confirmed version 2.0 on 5 January").first().waitFor();
  assert.equal(await page.getByRole("link", { name: "Confirm that you have read version 2.1" }).count(), 2);
  await page.evaluate(() => localStorage.setItem("read:/", "{not json"));
  await page.reload();
  assert.equal(await page.getByText(/You confirmed/).count(), 0, "what cannot be read counts for nothing");
});

browse("a lost phone is reported from any page with one click, by phone before mail", {}, async (page) => {
  for (const path of [kinds.start, kinds.policy, kinds.control, kinds.soa, kinds.matrix, kinds.entry]) {
    await page.goto(world.server.root + path);
    await page.getByRole("link", { name: "Report something" }).click();
    const ways = await page.getByRole("main").locator(".contacts a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    assert.deepEqual(ways, ["tel:+442079460110", "mailto:security@larkfield.example"], path);
  }
});

browse("what must I read is one click from the start page", {}, async (page) => {
  await page.goto(world.server.root + kinds.start);
  await page.getByRole("link", { name: "For everyone" }).click();
  assert.ok((await page.locator(".reading li").count()) > 10);
});
