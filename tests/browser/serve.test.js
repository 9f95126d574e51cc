// The preview in a browser: an edit updates the open page in place, and a problem is shown where it is.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { browse, clausebook, world } from "./harness.js";

const POLICY = "documents/policies/access-control-policy.html";
const SOURCE = "content-sample/policies/access-control-policy.md";
const book = mkdtempSync(join(tmpdir(), "preview-"));
let server;
let root;

before(async () => {
  for (const part of ["book.toml", "content-sample"]) cpSync(join("../..", part), join(book, part), { recursive: true });
  edit("book.toml", 'title = "Larkfield', 'editor = "vscode://file/{path}:{line}:{column}"\ntitle = "Larkfield');
  server = spawn(clausebook, ["serve", book, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  root = await new Promise((found, failed) => {
    let said = "";
    server.stderr.on("data", (data) => {
      said += data;
      const address = /serving at (\S+)/.exec(said);
      if (address) found(address[1]);
    });
    server.on("exit", () => failed(new Error(said)));
  });
  world.hosts.push(root);
});
after(() => {
  server.kill("SIGINT");
  rmSync(book, { recursive: true });
});

function edit(file, from, to) {
  const path = join(book, file);
  const text = readFileSync(path, "utf8");
  assert.ok(text.includes(from), `${file} has ${from}`);
  writeFileSync(path, text.replace(from, to));
}

const heard = (page) => page.locator("clausebook-preview .says:not(:empty)").waitFor();

/** Sets a mark on the page that is lost if the page is reloaded. */
const mark = (page) => page.evaluate(() => (window.mark = true));
const marked = (page) => page.evaluate(() => window.mark === true);

browse("an edit comes into the open page in place", {}, async (page) => {
  await page.goto(root + POLICY);
  await heard(page);
  await mark(page);
  const box = page.getByRole("searchbox", { name: "Search the handbook" }).or(page.getByRole("combobox", { name: "Search the handbook" })).first();
  await box.fill("laptop");
  await page.evaluate(() => {
    document.querySelectorAll("main details").forEach((details) => (details.open = true));
    document.getElementById("reviews").scrollIntoView({ behavior: "instant" });
  });
  // What comes above, as the note that the text changed since its approval does, does not move what is being read.
  const state = () => ({
    y: Math.round(document.getElementById("reviews").getBoundingClientRect().y),
    open: document.querySelectorAll("main details[open]").length,
  });
  const before = await page.evaluate(state);
  edit(SOURCE, "## Access reviews", "## Access reviews, anew");
  await page.locator("#reviews", { hasText: "Access reviews, anew" }).waitFor();
  assert.deepEqual(await page.evaluate(state), before);
  assert.equal(await box.inputValue(), "laptop");
  assert.ok(await box.evaluate((box) => box === document.activeElement), "the box keeps the focus");
  assert.ok(await marked(page), "the page was not loaded anew");
  assert.equal(await page.locator(".toc a", { hasText: "Access reviews, anew" }).count(), 1);
  edit(SOURCE, "## Access reviews, anew", "## Access reviews");
  await page.locator("#reviews", { hasText: /^Access reviews(?!,)/ }).waitFor();
});

browse("the link to edit a page opens its file in the editor", {}, async (page) => {
  await page.goto(root + POLICY);
  await heard(page);
  const href = await page.getByRole("link", { name: "Edit this page" }).getAttribute("href");
  assert.equal(href, `vscode://file/${join(book, SOURCE).slice(1)}:1:1`);
});

browse("what the page's scripts made stays, and what is new comes among it", {}, async (page) => {
  await page.goto(`${root}documents/plans/ict-continuity-plan.html`);
  await heard(page);
  await mark(page);
  const code = await page.locator(".code").count();
  assert.ok(code > 0);
  const path = "content-sample/plans/ict-continuity-plan.md";
  const text = readFileSync(join(book, path), "utf8");
  const at = text.indexOf("\n## ");
  writeFileSync(join(book, path), `${text.slice(0, at)}\nA new paragraph before all.\n\n- one\n- two\n${text.slice(at)}`);
  await page.getByText("A new paragraph before all.").waitFor();
  assert.equal(await page.locator(".code").count(), code);
  assert.equal(await page.locator(".code pre").count(), code);
  writeFileSync(join(book, path), text);
  await page.getByText("A new paragraph before all.").waitFor({ state: "detached" });
  assert.equal(await page.locator("main").evaluate((main) => main.textContent.includes("- one")), false);
  assert.equal(await page.locator(".code").count(), code);
  assert.ok(await marked(page));
  assert.deepEqual(page.problems, []);
});

browse("a page that did not change is left alone", {}, async (page) => {
  await page.goto(`${root}clauses/4.1.html`);
  await heard(page);
  await page.evaluate(() => {
    window.touched = 0;
    new MutationObserver((changes) => (window.touched += changes.length)).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const asked = page.waitForResponse((response) => response.url().endsWith("4.1.html"));
  edit(SOURCE, "## Access reviews", "## Access reviews!");
  assert.equal((await asked).ok(), true);
  edit(SOURCE, "## Access reviews!", "## Access reviews");
  assert.equal(await page.evaluate(() => window.touched), 0);
});

browse("a change of style swaps the sheet and nothing else", {}, async (page) => {
  await page.goto(root + POLICY);
  await heard(page);
  await mark(page);
  cpSync("../../themes/default/assets/style.css", join(book, "theme/assets/style.css"), { recursive: true });
  const path = join(book, "theme/assets/style.css");
  writeFileSync(path, `${readFileSync(path, "utf8")}\nh1 { color: rgb(1, 2, 3) !important; }\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  assert.equal(await page.evaluate(() => document.querySelectorAll("head link[rel=stylesheet]").length), 1);
  assert.ok(await marked(page));
  rmSync(join(book, "theme"), { recursive: true });
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(1, 2, 3)");
  assert.ok(await marked(page));
  assert.deepEqual(page.problems, []);
});

browse("the panel opens when the build fails, and folds to a count when it warns", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(root + POLICY);
  await heard(page);
  const says = page.locator("clausebook-preview .says");
  const problems = page.locator("clausebook-preview .problems");
  assert.match(await says.textContent(), /^\d+ warnings$/);
  assert.equal(await problems.isVisible(), false);
  edit(SOURCE, "## Access reviews", "See [[nothing-like-it]] <script>alert(1)</script>.\n\n## Access reviews");
  const problem = page.locator("clausebook-preview .problems li.error");
  await problem.waitFor();
  assert.match(await says.textContent(), /^1 error, .* showing the last good site$/);
  assert.equal(await page.getByRole("heading", { level: 1 }).isVisible(), true);
  assert.match(await problem.textContent(), /unknown-reference.*nothing-like-it/s);
  assert.equal(await problem.locator("p code").first().textContent(), "nothing-like-it");
  assert.doesNotMatch(await problem.locator("p").first().textContent(), /`/);
  const warning = page.locator("clausebook-preview .problems li.warning").filter({ hasText: "Privacy policy" }).first();
  assert.match(await warning.textContent(), /was due on 16 June 2026/);
  assert.ok((await problem.locator("pre code").textContent()).includes("<script>alert(1)</script>"), "it is escaped");
  const place = problem.getByRole("button").first();
  const words = await place.textContent();
  assert.match(words, /^content-sample\/policies\/access-control-policy\.md:\d+:7$/);
  await place.click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), words);
  assert.equal(await problem.getByRole("link", { name: "Open" }).getAttribute("href"), `vscode://file/${book.slice(1)}/${words}`);
  await page.screenshot({ path: join(process.env.BROWSER_TESTS, "preview-panel.png") });
  edit(SOURCE, "See [[nothing-like-it]] <script>alert(1)</script>.\n\n", "");
  await problem.waitFor({ state: "hidden" });
  assert.match(await says.textContent(), /^\d+ warnings$/);
  assert.deepEqual(page.problems, []);
});

browse("a page that is renamed leads to where it went", {}, async (page) => {
  // A document that nothing refers to by its path: references to any other would have to be fixed first.
  const [source, other] = ["watering-plants.md", "plants.md"].map((name) => join(book, "content-sample/guidelines", name));
  writeFileSync(source, "# Watering the plants\n\nOn Mondays.\n");
  await page.goto(root);
  await heard(page);
  await page.waitForFunction(async () => (await fetch("/documents/guidelines/watering-plants.html")).ok);
  await page.goto(`${root}documents/guidelines/watering-plants.html`);
  await heard(page);
  renameSync(source, other);
  await page.getByRole("heading", { name: "Page not found" }).waitFor();
  await page.getByRole("link", { name: "documents/guidelines/plants.html" }).click();
  await page.waitForURL(/\/plants\.html$/);
  rmSync(other);
  await page.getByRole("heading", { name: "Page not found" }).waitFor();
});

browse("one click shows the handbook on the day of the audit", {}, async (page) => {
  await page.goto(root);
  await heard(page);
  await page.locator("clausebook-preview .calendar summary").click();
  const day = page.locator("clausebook-preview .days button").first();
  const [, wanted] = /, (\d+ \p{L}+ \d{4})$/u.exec(await day.textContent());
  await day.click();
  await page.locator(".as-of time", { hasText: wanted }).waitFor();
  await page.locator("clausebook-preview .calendar summary", { hasText: `As of ${wanted} (chosen here)` }).waitFor();
  await page.locator("clausebook-preview .calendar summary").click();
  await page.locator("clausebook-preview .calendar summary").click();
  await page.getByRole("button", { name: "Back to the date of the book" }).click();
  await page.locator('.as-of time[datetime="2026-10-01"]').waitFor();
});

browse("twelve tabs of one browser follow, and pages still load", {}, async (page) => {
  const context = page.context();
  const tabs = await Promise.all(Array.from({ length: 12 }, () => context.newPage()));
  for (const tab of tabs) {
    await tab.goto(root + POLICY);
    await heard(tab);
  }
  edit(SOURCE, "## Access reviews", "## Access reviews of all");
  for (const tab of tabs) await tab.locator("#reviews", { hasText: "Access reviews of all" }).waitFor();
  edit(SOURCE, "## Access reviews of all", "## Access reviews");
  for (const tab of tabs) await tab.locator("#reviews", { hasText: /^Access reviews(?! of)/ }).waitFor();
});

browse("search works in the preview", {}, async (page) => {
  await page.goto(`${root}search.html?q=laptop`);
  await page.locator(".hits a").first().waitFor();
});

browse("the theme's scripts dress what an edit brings", {}, async (page) => {
  await page.goto(root + POLICY);
  await heard(page);
  await mark(page);
  const code = await page.locator(".code").count();
  edit(SOURCE, "## Access reviews", "```sh\nuname -a\n```\n\n## New part {#new-part}\n\nNew.\n\n## Access reviews");
  await page.locator("#new-part").waitFor();
  assert.equal(await page.locator(".code").count(), code + 1);
  assert.ok(await page.locator(".code", { hasText: "uname -a" }).getByRole("button", { name: "Copy" }).count());
  await page.evaluate(() => document.getElementById("new-part").scrollIntoView({ behavior: "instant" }));
  await page.locator(".toc a[aria-current]", { hasText: "New part" }).waitFor();
  edit(SOURCE, "```sh\nuname -a\n```\n\n## New part {#new-part}\n\nNew.\n\n## Access reviews", "## Access reviews");
  await page.locator("#new-part").waitFor({ state: "detached" });
  assert.equal(await page.locator(".code").count(), code);
  assert.ok(await marked(page));
  assert.deepEqual(page.problems, []);
});

browse("the filters of a matrix outlast an edit, and its sums follow", {}, async (page) => {
  await page.goto(`${root}matrix/controls-documents.html?part=people-controls`);
  await heard(page);
  await mark(page);
  const rows = page.locator(".matrix tbody tr[data-tags]:visible");
  const sum = () => page.locator(".matrix tfoot td").first().textContent();
  const [shown, claims] = [await rows.count(), Number(await sum())];
  assert.ok(shown > 0 && shown < 20, `${shown} rows`);
  const at = "## Access reviews {#reviews";
  edit(SOURCE, at, `## Awareness {#awareness controls="A.6.3"}\n\nPeople learn of A.6.3.\n\n${at}`);
  await page.waitForFunction((before) => Number(document.querySelector(".matrix tfoot td").textContent) === before, claims + 1);
  assert.equal(await rows.count(), shown);
  assert.match(page.url(), /\?part=people-controls$/);
  assert.ok(await marked(page));
  edit(SOURCE, `## Awareness {#awareness controls="A.6.3"}\n\nPeople learn of A.6.3.\n\n${at}`, at);
  await page.waitForFunction((before) => Number(document.querySelector(".matrix tfoot td").textContent) === before, claims);
  assert.deepEqual(page.problems, []);
});

browse("a draft is there, and says that it is one", {}, async (page) => {
  await page.goto(`${root}documents/plans/ict-continuity-plan.html`);
  await heard(page);
  const note = page.getByRole("note").first();
  assert.match(await note.textContent(), /Draft.*not in force/s);
});
