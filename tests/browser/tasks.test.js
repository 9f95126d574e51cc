// What people come for, from the start page, in so many clicks or keys at most; what is typed into the search box does not count.

import assert from "node:assert/strict";
import { browse, kinds, world } from "./harness.js";

const WIDE = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };

/** A reader who counts clicks and keys, and clicks only what is in sight or can be scrolled to. */
async function reader(page) {
  await page.goto(world.server.root + kinds.start);
  const steps = [];
  return {
    steps,
    async click(link) {
      await link.first().waitFor();
      assert.equal(await link.count(), 1, `one ${link}`);
      steps.push(await link.textContent());
      await link.click();
    },
    async press(key) {
      steps.push(key);
      await page.keyboard.press(key);
    },
    /** Asserts that it took at most so many steps. */
    took: (most) => assert.ok(steps.length <= most, `${steps.length} steps: ${steps.map((step) => step.trim()).join(" → ")}`),
  };
}

const main = (page) => page.getByRole("main");
const shown = (table) => table.locator("tbody > tr:not(.group):visible");

browse("all exclusions with their justification, in two clicks", WIDE, async (page) => {
  const reads = await reader(page);
  await reads.click(main(page).getByRole("link", { name: /3\s+excluded/ }));
  const rows = shown(page.getByRole("table", { name: "Statement of Applicability" }));
  await page.waitForURL(/soa\.html/);
  const found = await rows.evaluateAll((all) => all.map((row) => ({
    control: row.cells[0].textContent.trim(),
    state: row.cells[1].textContent.trim(),
    justification: row.querySelector("[data-label=Justification]").textContent.trim(),
  })));
  assert.equal(found.length, 3);
  for (const { control, state, justification } of found) {
    assert.match(state, /excluded/, control);
    assert.ok(justification.length > 20, `${control}: ${justification}`);
  }
  assert.ok(await rows.first().locator("[data-label=Justification]").isVisible());
  reads.took(2);
});

browse("everything that is overdue, by owner, in two clicks", WIDE, async (page) => {
  const reads = await reader(page);
  const link = main(page).getByRole("link", { name: /^\d+ overdue$/ });
  const count = parseInt(await link.textContent(), 10);
  await reads.click(link);
  await page.waitForURL(/calendar\/index\.html#overdue$/);
  const table = page.getByRole("table", { name: "Overdue" });
  await reads.click(table.getByRole("button", { name: "Owner" }));
  const owners = await shown(table).evaluateAll((rows) => rows.map((row) => row.querySelector("[data-label=Owner]").textContent.trim()));
  assert.equal(owners.length, count);
  assert.ok(owners.every(Boolean), "each has an owner");
  assert.deepEqual(owners, [...owners].sort((a, b) => a.localeCompare(b, "en")));
  assert.ok(new Set(owners).size > 1);
  const box = await shown(table).first().boundingBox();
  assert.ok(box.y > 0 && box.y < 900, "in sight");
  reads.took(2);
});

/** Follows a control to a section, from there to evidence for it, and from there to a finding on it. */
async function chain(page, { control, section, evidence, finding }) {
  const reads = await reader(page);
  // The table of contents of an audit is the Statement of Applicability: it names section and evidence beside the control.
  await reads.click(page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Statement of Applicability" }));
  await page.waitForURL(/soa\.html$/);
  const row = page.getByRole("table", { name: "Statement of Applicability" }).getByRole("row", { name: `${control} ` });
  assert.ok(await row.getByRole("link", { name: evidence }).isVisible(), "the evidence is named beside the control");
  await reads.click(row.getByRole("link", { name: section.title }));
  await page.waitForURL((url) => url.hash === `#${section.id}`);
  await page.locator(`#${section.id}`).waitFor();
  assert.ok(await page.locator(`.heading:has(#${section.id}) + .claims`).getByRole("link", { name: control }).isVisible());
  await reads.click(main(page).getByRole("link", { name: evidence }));
  await page.waitForURL(/\/registers\/evidence\//);
  assert.ok(await main(page).getByRole("link", { name: `${control} ` }).isVisible());
  if (finding) {
    await reads.click(main(page).getByRole("link", { name: finding }));
    await page.waitForURL(/\/registers\/findings\//);
    assert.ok(await main(page).getByRole("link", { name: `${control} ` }).isVisible());
  }
  reads.took(4);
  assert.deepEqual(page.problems, []);
}

browse("from a control to its section, evidence and finding, in four clicks", WIDE, (page) =>
  chain(page, { control: "A.5.18", section: { title: /Access reviews/, id: "reviews" }, evidence: /^EV-012/, finding: /^F-01/ }));

// No audit of the sample has a finding on this control.
browse("from A.8.13 to its section and evidence, in four clicks", WIDE, (page) =>
  chain(page, { control: "A.8.13", section: { title: /Proving that it works/, id: "restore-tests" }, evidence: /^EV-028/ }));

browse("section, evidence and audits of A.8.13 are one click from its page", WIDE, async (page) => {
  const reads = await reader(page);
  await page.getByRole("search").getByRole("searchbox").or(page.getByRole("search").getByRole("combobox")).first().fill("A.8.13");
  await reads.click(page.getByRole("option").filter({ hasText: "Information backup" }).first());
  await page.waitForURL(/controls\/a\.8\.13\.html/);
  const supports = page.getByRole("table", { name: "Supports" });
  for (const name of [/^Proving that it works/, /^EV-028/, /^AUD-2026-2/]) assert.ok(await supports.getByRole("link", { name }).isVisible());
  reads.took(1);
});

browse("who approved version 2.1 of the access control policy, in two clicks", WIDE, async (page) => {
  const reads = await reader(page);
  await reads.click(main(page).getByRole("link", { name: "Access control policy", exact: true }).first());
  await page.waitForURL(/access-control-policy\.html$/);
  const panel = main(page).locator("dl[aria-label='Document control']");
  const said = await panel.locator("div").allTextContents();
  assert.ok(said.includes("Version2.1"), said.join());
  assert.ok(said.includes("Approved10 February 2026 by Chief executive"), said.join());
  const box = await panel.getByRole("link", { name: "Chief executive" }).boundingBox();
  assert.ok(box.y > 0 && box.y < 900, "without scrolling");
  reads.took(2);
});

browse("who approved what, in which version and when, is one table, in two clicks", WIDE, async (page) => {
  const reads = await reader(page);
  await reads.click(page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Documents", exact: true }));
  await page.waitForURL(/documents\/index\.html$/);
  const row = page.getByRole("row", { name: /^Access control policy/ });
  assert.match(await row.textContent(), /2\.1.*10 February 2026.*Chief executive/);
  const table = page.getByRole("table", { name: "Documents" });
  await reads.click(table.getByRole("button", { name: "Approved on" }));
  const days = await shown(table).evaluateAll((rows) => rows.map((row) => row.querySelector("[data-label^=Approved] time")?.dateTime ?? "none"));
  assert.equal(days.length, 38);
  assert.deepEqual(days, [...days].sort());
  reads.took(2);
});

for (const [how, view] of [["wide", WIDE], ["on a phone", PHONE]]) {
  browse(`what must I read, in one click, ${how}`, view, async (page) => {
    const reads = await reader(page);
    await reads.click(page.getByRole("link", { name: "For everyone" }).filter({ visible: true }).first());
    await page.waitForURL(/roles\/everyone\.html$/);
    const items = page.locator(".reading li");
    assert.ok((await items.count()) > 10);
    assert.ok(await items.first().getByRole("link").first().isVisible());
    reads.took(1);
  });

  browse(`may I use ChatGPT is answered in the search box without a click, ${how}`, view, async (page) => {
    const reads = await reader(page);
    await reads.press("/");
    await page.keyboard.type("may I use ChatGPT");
    const answer = page.getByRole("option").first();
    await answer.getByText("For work you may use the AI assistant in the MDM catalogue and no other").waitFor();
    const box = await answer.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= view.viewport.height, "the whole answer is in sight");
    assert.match(page.url(), /index\.html$/, "on the start page");
    reads.took(1);
  });

  browse(`a lost phone is reported from any page in one click, ${how}`, view, async (page) => {
    const pages = [kinds.start, kinds.policy, kinds.register, kinds.entry, kinds.soa, kinds.matrix, kinds.search, "calendar/index.html"];
    for (const path of pages) {
      await page.goto(world.server.root + path);
      // Halfway down a page, too.
      await page.evaluate(() => scrollTo({ top: document.body.scrollHeight / 2, behavior: "instant" }));
      if (view === WIDE) await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
      const link = page.getByRole("banner").getByRole("link", { name: /^Report/ });
      const box = await link.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= view.viewport.height && box.x + box.width <= view.viewport.width, `${path}: ${JSON.stringify(box)}`);
      await link.click();
      await page.waitForURL(/reporting\.html$/);
      const phone = main(page).locator(".contacts a").first();
      assert.equal(await phone.getAttribute("href"), "tel:+442079460110", path);
      const at = await phone.boundingBox();
      assert.ok(at.y + at.height <= view.viewport.height, `${path}: the number is in sight`);
    }
    assert.deepEqual(page.problems, []);
  });
}
