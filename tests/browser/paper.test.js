// Printing: header and footer of every sheet, the size of the sheet, and that no text is missing.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { browse, kinds, work, world } from "./harness.js";

const squeeze = (text) => text.replace(/\s+/g, " ").trim();
const run = (program, ...args) => execFileSync(program, args, { maxBuffer: 1 << 27 }).toString();

/** Returns the sheets of a PDF as text, line by line, or a part of each sheet, given in points. */
const text = (file, ...part) => run("pdftotext", "-layout", ...part, file, "-").split("\f").slice(0, -1);
const lines = (sheet) => sheet.split("\n").map(squeeze).filter(Boolean);

/** Prints the page: its sheets with header, footer, body and size in points, and its text in reading order. */
async function print(page, name, options) {
  const file = join(work, `paper-${name.replace(/[^a-z0-9]+/gi, "-")}.pdf`);
  writeFileSync(file, await page.pdf(options));
  const info = run("pdfinfo", "-f", "1", "-l", "999", file);
  const sizes = [...info.matchAll(/size: +([\d.]+) x ([\d.]+) pts/g)].map(([, width, height]) => [Math.round(width), Math.round(height)]);
  const [width, height] = sizes[0];
  // The margins are at least 51 and 45 points.
  const band = (top, bottom) => text(file, "-x", "0", "-y", `${top}`, "-W", `${width}`, "-H", `${bottom - top}`);
  const [heads, bodies, feet] = [band(0, 50), band(50, height - 45), band(height - 45, height)];
  const sheets = sizes.map((size, at) => ({ size, head: lines(heads[at]), body: lines(bodies[at]), foot: lines(feet[at]) }));
  return { sheets, plain: run("pdftotext", file, "-") };
}

/** Returns the words of a text with their counts. Symbols alone are not words, so a line may end at a hyphen. */
function words(text) {
  const counts = new Map();
  for (const [word] of text.normalize("NFKC").matchAll(/[\p{L}\p{N}]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const SIZES = { A4: [595, 842], Letter: [612, 792] };
const BOOK = "Larkfield ISMS handbook · as of 1 October 2026 · version 3.2";

/** The pages to print, the text of the header, and whether the sheet is in landscape. */
const printed = {
  "a policy": [kinds.policy, "Access control policy · version 2.1 · approved 10 February 2026", false],
  "an entry": [kinds.entry, "R-004 A leaver keeps access", false],
  "the Statement of Applicability": [kinds.soa, "Statement of Applicability · version 1.2", true],
  "a matrix": [kinds.matrix, "Controls × documents", true],
  "the gaps": [kinds.gaps, "Gaps", true],
  "the auditor's file": ["auditor.html", "Auditor's file", false],
  "the whole handbook": ["handbook.html", "Larkfield ISMS handbook · version 3.2", false],
};

for (const [name, [path, head, broad]] of Object.entries(printed)) {
  for (const format of ["A4", "Letter"]) {
    browse(`${name} is whole on ${format}, and every sheet says what it is of`, {}, async (page) => {
      await page.goto(world.server.root + path);
      await page.emulateMedia({ media: "print" });
      const main = page.locator("main");
      // The number of a footnote is a word of its own.
      await main.evaluate((main) => main.querySelectorAll("sup").forEach((number) => number.before(" ")));
      const shown = await main.innerText();
      const headings = (await main.locator(":is(h1, h2, h3, h4):visible").allInnerTexts()).map(squeeze);
      const named = (await main.locator(":is(td, li) a").allInnerTexts()).map(squeeze);
      const { sheets } = await print(page, `${name} ${format}`, { format });

      const [narrow, long] = SIZES[format];
      const size = broad ? [long, narrow] : [narrow, long];
      assert.ok(sheets.length > 0);
      for (const [at, sheet] of sheets.entries()) {
        const where = `sheet ${at + 1} of ${sheets.length}`;
        assert.ok(sheet.size.every((length, side) => Math.abs(length - size[side]) <= 1), `${where} is ${sheet.size.join(" by ")}`);
        assert.deepEqual(sheet.head, [`${head} Internal`], where);
        assert.deepEqual(sheet.foot.map((line) => line.replace(" / ", "/")), [`${BOOK} ${at + 1}/${sheets.length}`], where);
        const last = sheet.body.at(-1);
        // Among so many documents, a link in a list or a table may end with the words of a heading.
        const linked = path === "handbook.html" && named.some((words) => words.endsWith(last));
        assert.ok(linked || !headings.includes(last), `${where} ends with a heading: ${sheet.body.at(-1)}`);
      }

      const there = words(sheets.flatMap((sheet) => sheet.body).join("\n"));
      const lost = [...words(shown)].filter(([word, count]) => (there.get(word) ?? 0) < count).map(([word]) => word);
      assert.deepEqual(lost, [], "words that are on the screen and not on paper");
      assert.deepEqual(page.problems, []);
    });
  }
}

browse("a sheet that is wide asks for no paper of its own but for its side", {}, async (page) => {
  for (const [path, broad] of [[kinds.policy, false], [kinds.soa, true]]) {
    await page.goto(world.server.root + path);
    const { sheets } = await print(page, `as ${path} wants it`, { preferCSSPageSize: true });
    assert.ok(sheets.length > 0 && sheets.every(({ size: [width, height] }) => width > height === broad), path);
  }
});

browse("links that leave a document are numbered on paper, and their addresses stand at the end", {}, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  const { plain } = await print(page, "links", { format: "A4" });
  const list = plain.slice(plain.indexOf("Link addresses"));
  const numbers = [...plain.slice(0, -list.length).matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
  assert.ok(numbers.length > 0 && numbers.every((number) => list.includes(`${number}. `)), `${numbers}`);
  assert.ok(list.includes(`${world.server.root}documents/forms/access-request-form.html`));
  // A link whose text is the target's id needs no address.
  assert.ok(!list.includes("a.5.15"));
  await page.waitForFunction(() => !document.querySelector(".targets, [data-target]"));
  assert.deepEqual(page.problems, []);
});

browse("without a script the addresses of other hosts stand beside the links", { javaScriptEnabled: false }, async (page) => {
  const outside = '<div class="prose"><p><a href="https://example.com/notice">the notice</a></p></div>';
  await page.route(/access-control-policy\.html$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('<div class="prose">', `${outside}$&`) });
  });
  await page.goto(world.server.root + kinds.policy);
  const { plain } = await print(page, "links without a script", { format: "A4" });
  assert.match(plain, /the notice \(https:\/\/example\.com\/notice\)/);
});

browse("what is folded on the screen is open on paper", {}, async (page) => {
  const folded = "<details><summary>Exceptions</summary><p>Contractors may keep HIDDENRULE.</p></details>";
  await page.route(/access-control-policy\.html$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<div class="prose">', `<div class="prose">${folded}`);
    await route.fulfill({ response, body });
  });
  await page.goto(world.server.root + kinds.policy);
  assert.equal(await page.getByText("HIDDENRULE").isVisible(), false);
  const { plain } = await print(page, "folded", { format: "A4" });
  assert.ok(plain.includes("HIDDENRULE"), "the words of a closed part");
});
