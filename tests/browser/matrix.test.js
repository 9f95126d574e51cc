// The interactive matrix: filters, arrow keys, tooltips of cells, printing.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browse, clausebook, kinds, serve, work, world } from "./harness.js";

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
