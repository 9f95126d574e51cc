// The interactive matrix: filters, arrow keys, tooltips of cells, printing.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { all, browse, clausebook, kinds, serve, work, world } from "./harness.js";

const shown = (page) => page.locator(".matrix tbody tr[data-tags]:visible");

browse("filters choose the rows, count again, and live in the address", {}, async (page) => {
  await page.goto(world.server.root + kinds.matrix);
  const all = await shown(page).count();
  await page.getByLabel("Status").selectOption("gap");
  const gaps = await shown(page).count();
  assert.ok(gaps > 0 && gaps < all, `${gaps} of ${all}`);
  assert.match(page.url(), /\?status=gap$/);
  for (const badge of await shown(page).locator(".badge").allTextContents()) assert.match(badge, /gap/);
  const claims = await shown(page).evaluateAll((rows) => rows.reduce((sum, row) => sum + row.querySelectorAll(".claim, .weak").length, 0));
  assert.equal(await page.locator(".matrix tfoot td").first().textContent(), String(claims));
  assert.equal(await page.locator(".filters output").textContent(), `${gaps} of ${all} requirements`);
  await page.reload();
  assert.equal(await shown(page).count(), gaps);
  assert.equal(await page.getByLabel("Status").inputValue(), "gap");
  await page.goBack();
  assert.equal(await shown(page).count(), all);
  await page.getByLabel("Only with gaps").check();
  assert.match(page.url(), /\?only=holes$/);
  assert.ok((await shown(page).count()) < all);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(() => !location.search);
  assert.equal(await shown(page).count(), all);
  assert.deepEqual(page.problems, []);
});

browse("a theme that no row of is left is not shown", {}, async (page) => {
  await page.goto(`${world.server.root}${kinds.matrix}?part=people-controls`);
  assert.equal(await page.locator(".matrix .group:visible").count(), 1);
  assert.equal(await page.locator(".matrix .group:visible").innerText(), "People controls");
});

browse("the table is one stop of the Tab key, and the arrow keys go from cell to cell", {}, async (page) => {
  await page.goto(world.server.root + kinds.matrix);
  assert.equal(await page.locator('.matrix a[tabindex="0"]').count(), 1);
  const at = () => page.evaluate(() => {
    const cell = document.activeElement.closest("th, td");
    return [cell.parentElement.querySelector("th a")?.textContent, cell.cellIndex];
  });
  await page.locator(".matrix tbody th a").first().focus();
  assert.deepEqual(await at(), ["A.5.1", 0]);
  await page.keyboard.press("ArrowRight");
  const [row, column] = await at();
  assert.ok(row === "A.5.1" && column >= 3, "the next cell that says something");
  await page.getByRole("tooltip").waitFor();
  assert.match(await page.getByRole("tooltip").textContent(), /^[^:]+: ./, "document and section");
  await page.keyboard.press("ArrowUp");
  assert.equal((await at())[1], column, "the head of the column");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await at(), ["A.5.1", column]);
  await page.keyboard.press("Home");
  assert.deepEqual(await at(), ["A.5.1", 0]);
  await page.keyboard.press("Control+End");
  assert.equal((await at())[0], "A.8.34");
  assert.equal(await page.locator('.matrix a[tabindex="0"]').count(), 1);
});

browse("heads stay in sight in both directions", { viewport: { width: 768, height: 600 } }, async (page) => {
  await page.goto(world.server.root + kinds.matrix);
  await page.locator(".matrix-scroll").evaluate((scroll) => scroll.scrollTo(600, 900));
  const inside = await page.evaluate(() => {
    const frame = document.querySelector(".matrix-scroll").getBoundingClientRect();
    const corner = document.querySelector(".matrix .corner").getBoundingClientRect();
    return [corner.left - frame.left, corner.top - frame.top].map(Math.round);
  });
  assert.ok(inside.every((distance) => distance >= 0 && distance <= 2), String(inside));
});

browse("without JavaScript the matrix is a table without filters", { javaScriptEnabled: false }, async (page) => {
  await page.goto(world.server.root + kinds.matrix);
  assert.ok(await page.locator(".matrix tbody td.claim a").first().isVisible());
  assert.ok(!(await page.locator(".filters").isVisible()));
});

browse("columns that nothing is left in go, with their head and their total", {}, async (page) => {
  await page.goto(world.server.root + kinds.matrix);
  const heads = page.locator(".matrix thead .column");
  const totals = page.locator(".matrix tfoot td.cell");
  const all = await heads.count();
  assert.equal(await page.locator(".matrix thead .column:visible").count(), all);
  await page.getByLabel("Status").selectOption("gap");
  const left = page.locator(".matrix thead .column:visible");
  assert.ok((await left.count()) > 0 && (await left.count()) < all);
  const empty = await page.evaluate(() => {
    const rows = [...document.querySelectorAll(".matrix tbody tr[data-tags]:not([hidden])")];
    const heads = [...document.querySelectorAll(".matrix thead .column")];
    return heads.filter((head) => head.hidden !== rows.every((row) => !row.cells[head.cellIndex].hasChildNodes())).length;
  });
  assert.equal(empty, 0, "exactly the empty ones are hidden");
  assert.equal(await page.locator(".matrix tfoot td.cell:visible").count(), await left.count());
  const width = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().width);
  assert.equal(await width(".matrix tbody:not([hidden]) .group"), await width(".matrix thead tr"), "a group is as wide as the rest");
  await page.locator(".matrix tbody tr[data-tags]:visible th a").first().focus();
  await page.keyboard.press("End");
  assert.ok(await page.evaluate(() => document.activeElement.checkVisibility()), "keys go to cells in sight");
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(() => !location.search);
  assert.equal(await page.locator(".matrix tfoot td.cell:visible").count(), all);
  assert.equal(await totals.count(), all);
});

browse("sheets on paper have the columns that are left", {}, async (page) => {
  await page.goto(`${world.server.root}matrix/standard-nist-csf-controls.html?part=govern`);
  const left = await page.locator(".matrix thead .column:visible").count();
  assert.ok(left > 30 && left < (await page.locator(".matrix thead .column").count()), String(left));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const captions = await page.locator(".sheets caption").allTextContents();
  assert.match(captions.at(-1), new RegExp(`^Columns \\d+ to ${left} of ${left}$`));
  assert.equal(await page.locator(".sheets thead .column").count(), left);
});

browse("the first row of every matrix is in sight without scrolling", { viewport: { width: 1440, height: 900 } }, async (page) => {
  for (const path of all().filter((name) => /^matrix\/(?!index)/.test(name))) {
    await page.goto(world.server.root + path);
    const bottom = await page.locator(".matrix tr[data-tags]").first().evaluate((row) => row.getBoundingClientRect().bottom);
    assert.ok(bottom < 850, `${path}: ${bottom}`);
  }
});

for (const javaScriptEnabled of [true, false]) {
  browse(`the list stands beside the grid ${javaScriptEnabled ? "with" : "without"} JavaScript`, { javaScriptEnabled }, async (page) => {
    await page.goto(world.server.root + kinds.matrix);
    const list = page.locator("[data-part=matrix-list]");
    assert.ok(!(await list.isVisible()));
    await page.getByLabel("List").check();
    assert.ok(await list.isVisible());
    assert.ok(!(await page.locator(".matrix").isVisible()));
    assert.match(await list.locator("li", { hasText: "A.5.18" }).first().innerText(), /A\.5\.18\s+Access rights\s+\W covered\s+●\s+Access control policy: /);
  });
}

browse("filters choose from the list as from the grid, and the address keeps the view", {}, async (page) => {
  await page.goto(world.server.root + kinds.matrix);
  await page.getByLabel("Status").selectOption("gap");
  const gaps = await shown(page).count();
  await page.getByLabel("List").check();
  assert.match(page.url(), /\?view=list&status=gap$/);
  await page.reload();
  assert.ok(await page.getByLabel("List").isChecked());
  assert.equal(await page.locator(".matrix-list .head:visible").count(), gaps);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(() => location.search === "?view=list");
  assert.equal(await page.locator(".matrix-list .head:visible").count(), 93);
  await page.goBack();
  await page.goBack();
  assert.ok(await page.getByLabel("Grid").isChecked());
  assert.deepEqual(page.problems, []);
});

browse("a phone gets the list alone", { viewport: { width: 390, height: 844 } }, async (page) => {
  await page.goto(`${world.server.root}${kinds.matrix}?status=gap`);
  assert.ok(!(await page.locator(".matrix").isVisible()));
  assert.ok((await page.locator(".matrix-list .head:visible").count()) < 93);
  assert.ok(!(await page.getByLabel("Grid").isVisible()));
});

/** Creates a book with so many documents that their matrix has several sheets. */
function wide() {
  const book = join(work, "wide");
  rmSync(book, { recursive: true, force: true });
  mkdirSync(join(book, "content/policies"), { recursive: true });
  writeFileSync(join(book, "book.toml"), '[book]\ntitle = "Wide"\norganisation = "O"\n');
  for (let at = 1; at <= 300; at++) {
    const claims = [1, 9, 23].map((step) => `A.5.${((at * step) % 37) + 1}`).join(" ");
    const front = `+++\ntitle = "Policy ${at}"\nstatus = "approved"\nversion = "1"\nowner = "it"\n+++\n`;
    writeFileSync(join(book, `content/policies/p${at}.md`), `${front}## Rules ${at} {controls="${claims}"}\nText\n`);
  }
  mkdirSync(join(book, "content/registers"));
  cpSync("../../content-sample/registers/roles.toml", join(book, "content/registers/roles.toml"));
  writeFileSync(join(book, "content/registers/roles.toml"), '[[role]]\nid = "it"\ntitle = "IT lead"\n');
  execFileSync(clausebook, ["build", book, "--output", join(book, "site")], { stdio: ["ignore", "ignore", "pipe"] });
  return join(book, "site");
}

const text = (file) => execFileSync("pdftotext", ["-layout", file, "-"], { maxBuffer: 1 << 26 }).toString();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "as sheets of columns with their heads" : "as a list where no script runs";
  browse(`a matrix of 300 columns is printed ${how}, and loses nothing`, { javaScriptEnabled }, async (page) => {
    const site = wide();
    const server = await serve(site);
    try {
      await page.goto(`${server.root}matrix/controls-documents.html`);
      const file = join(work, `wide-${javaScriptEnabled}.pdf`);
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
      const printed = text(file);
      const html = readFileSync(join(site, "matrix/controls-documents.html"), "utf8");
      const claims = html.match(/class="cell (claim|weak)"><a/g).length;
      assert.ok(claims > 800, String(claims));
      if (javaScriptEnabled) {
        const sheets = [...printed.matchAll(/Columns (\d+) to (\d+) of 300/g)];
        assert.equal(sheets.length, 10);
        assert.equal([...printed.matchAll(/A\.5\.37/g)].length, 10, "each sheet has the requirements");
        assert.equal([...printed.matchAll(/●|◐/g)].length >= claims, true, "every claim is on paper");
      } else {
        for (let at = 1; at <= 300; at++) assert.ok(printed.includes(`Rules ${at}`), `Rules ${at}`);
      }
    } finally {
      await server.close();
    }
  });
}

browse("choosing rows among 93 × 300 cells takes no longer than a moment", {}, async (page) => {
  // No time is asserted. Slowness would come from a layout for each row, so layouts are counted.
  const server = await serve(wide());
  try {
    await page.goto(`${server.root}matrix/controls-documents.html`);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const layouts = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "LayoutCount").value;
    const before = await layouts();
    await page.getByLabel("Part").selectOption("people-controls");
    await page.waitForFunction(() => location.search === "?part=people-controls");
    const count = (await layouts()) - before;
    assert.ok(count < 30, `${count} layouts`);
  } finally {
    await server.close();
  }
});
