// Tables of records: filters, sorting, the file of what is shown, cards on a phone, and lists that are longer than a page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { all, asFile, browse, clausebook, kinds, serve, site, world } from "./harness.js";

const PHONE = { viewport: { width: 390, height: 844 } };
const WIDE = { viewport: { width: 1440, height: 900 } };
const TREATMENT = "risks/treatment.html";

const bar = (page, name) => page.getByRole("form", { name: `Filter the rows: ${name}`, exact: true });
const words = (page, name) => bar(page, name).getByRole("searchbox", { name: "Filter" });
const choice = (page, name, label) => bar(page, name).getByRole("combobox", { name: label, exact: true });
const said = (page, name) => bar(page, name).getByRole("status");
const table = (page, name) => page.getByRole("table", { name, exact: true });
/** The rows that are in sight, without headings of groups. */
const rows = (page, name) => table(page, name).locator("tbody > tr:not(.group):visible");
const head = (page, name, label) => table(page, name).locator("thead th").filter({ hasText: new RegExp(`^${label}`) });
const asked = (page) => Object.fromEntries(new URL(page.url()).searchParams);

/** Returns the texts of a column's cells: their first line, or the one below it. */
async function column(page, name, label, line = "first") {
  const at = await head(page, name, label).evaluate((cell) => cell.cellIndex);
  return rows(page, name).evaluateAll(
    (all, [at, line]) =>
      all.map((row) => {
        const copy = row.cells[at].cloneNode(true);
        for (const sign of copy.querySelectorAll("[aria-hidden]")) sign.remove();
        const below = copy.querySelector(":scope > .below");
        below?.remove();
        if (line === "first") for (const rest of copy.querySelectorAll(":scope > :is(br, .note)")) rest.remove();
        return (line === "below" ? below : copy).textContent.trim();
      }),
    [at, line],
  );
}

/** Returns the days of a column, or "" where it has none. */
async function days(page, name, label) {
  const at = await head(page, name, label).evaluate((cell) => cell.cellIndex);
  return rows(page, name).evaluateAll((all, at) => all.map((row) => row.cells[at].querySelector("time")?.dateTime ?? ""), at);
}

const SOA = "Statement of Applicability";

// Filters.

browse("a table is filtered by several words in any order and case, with or without accents", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.soa);
  assert.equal(await rows(page, SOA).count(), 93);
  await words(page, SOA).fill("practices POLICY");
  const both = await rows(page, SOA).allTextContents();
  assert.ok(both.length > 0 && both.length < 93);
  assert.ok(both.every((text) => /practices/i.test(text) && /policy/i.test(text)), both.join("\n"));
  assert.equal(await said(page, SOA).textContent(), `${both.length} of 93`);
  await words(page, SOA).fill("policy practices");
  assert.deepEqual(await rows(page, SOA).allTextContents(), both);
  await page.goto(`${world.server.root}registers/glossary/index.html`);
  const count = await rows(page, "Glossary").count();
  await words(page, "Glossary").fill("évìdençe");
  const found = await rows(page, "Glossary").count();
  assert.ok(found > 0 && found < count, `${found} of ${count}`);
  await words(page, "Glossary").fill("evidence");
  assert.equal(await rows(page, "Glossary").count(), found);
  assert.deepEqual(page.problems, []);
});

browse("a word with an accent is found without it", WIDE, async (page) => {
  await page.goto(`${world.server.root}registers/interested-parties/index.html`);
  const cell = page.locator("main tbody th").first();
  await cell.evaluate((cell) => cell.append(" Müller café"));
  await words(page, "Interested parties").fill("muller CAFE");
  assert.equal(await rows(page, "Interested parties").count(), 1);
});

browse("a table is filtered by the value of a column, by its second line, and by both and words", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.register);
  await choice(page, "Risks", "State").selectOption("open");
  assert.equal(await rows(page, "Risks").count(), 9);
  assert.ok((await column(page, "Risks", "State")).every((state) => state === "open"));
  await choice(page, "Risks", "State").selectOption("");
  assert.equal(await rows(page, "Risks").count(), 25);
  await choice(page, "Risks", "Status").selectOption("Treated");
  assert.equal(await rows(page, "Risks").count(), 14);
  assert.ok((await column(page, "Risks", "Treatment", "below")).every((status) => status === "Treated"));
  await choice(page, "Risks", "Owner").selectOption("IT lead");
  await words(page, "Risks").fill("laptop");
  const left = await rows(page, "Risks").allTextContents();
  assert.ok(left.length > 0 && left.length < 4);
  assert.ok(left.every((text) => /laptop/i.test(text) && text.includes("IT lead") && text.includes("Treated")), left.join("\n"));
  assert.deepEqual(asked(page), { status: "Treated", owner: "IT lead", q: "laptop" });
});

browse("each value of each filter leads to as many rows as it says", WIDE, async (page) => {
  const pages = all().filter((path) => /data-part="?bar/.test(readFileSync(join(site, path), "utf8")));
  assert.ok(pages.length > 30);
  for (const path of pages) {
    await page.goto(world.server.root + path);
    const wrong = await page.evaluate(async () => {
      const wrong = [];
      for (const bar of document.querySelectorAll("[data-part=bar]")) {
        const shown = () => bar.nextElementSibling.querySelectorAll("tbody:not([hidden]) > tr:not(.group, [hidden])").length;
        for (const option of bar.querySelectorAll("option:not([value=''])")) {
          const select = option.parentElement;
          select.value = option.value;
          select.dispatchEvent(new Event("input", { bubbles: true }));
          await new Promise((done) => setTimeout(done));
          const expected = Number(/ \((\d+)\)$/.exec(option.textContent)[1]);
          if (shown() !== expected) wrong.push(`${bar.ariaLabel}: ${select.name}=${option.textContent}: ${shown()}`);
          select.value = "";
        }
      }
      return wrong;
    });
    assert.deepEqual(wrong, [], path);
  }
});

browse("each count that leads to a filtered table leads to as many rows as it says", WIDE, async (page) => {
  const counts = new Map();
  for (const path of all()) {
    if (!/href="?[^"> ]*\?[a-z-]+=/.test(readFileSync(join(site, path), "utf8"))) continue;
    await page.goto(world.server.root + path);
    const here = await page.locator("main li a[href*='?']").evaluateAll((links) =>
      links
        .filter((link) => link.origin === location.origin && !link.pathname.endsWith("/search.html"))
        .map((link) => [link.href, link.closest("li").querySelector("strong, .kind")?.textContent]));
    for (const [href, count] of here) if (count) counts.set(href, [path, Number(count)]);
  }
  const paths = [...counts.keys()].map((href) => href.slice(world.server.root.length));
  for (const expected of ["soa.html?coverage=partial", "soa.html?applicable=excluded", "registers/actions/index.html?state=overdue", "documents/index.html?status=draft"]) {
    assert.ok(paths.includes(expected), `${expected}: ${paths.join()}`);
  }
  const wrong = [];
  for (const [href, [from, count]] of counts) {
    await page.goto(href);
    const shown = await page.locator("main [data-part=list] > tbody > tr:not(.group):visible").count();
    if (shown !== count) wrong.push(`${from} says ${count}, ${href} shows ${shown}`);
  }
  assert.deepEqual(wrong, []);
});

browse("nothing that matches is said in words, and all rows come back", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.soa);
  const nothing = page.getByText("Nothing matches. Change the filter, or show all rows.");
  assert.ok(await nothing.isHidden());
  await words(page, SOA).fill("zeppelin");
  assert.ok(await nothing.isVisible());
  assert.equal(await rows(page, SOA).count(), 0);
  assert.equal(await table(page, SOA).locator("tr.group:visible").count(), 0);
  assert.equal(await said(page, SOA).textContent(), "0 of 93");
  await choice(page, SOA, "Coverage").selectOption("gap");
  await bar(page, SOA).getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(() => location.search === "");
  assert.equal(await rows(page, SOA).count(), 93);
  assert.ok(await nothing.isHidden());
  assert.equal(await words(page, SOA).inputValue(), "");
  assert.equal(await choice(page, SOA, "Coverage").inputValue(), "");
  assert.equal(await said(page, SOA).textContent(), "");
});

browse("the heading of a group vanishes with its last row", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.soa);
  const groups = table(page, SOA).locator("tr.group:visible");
  assert.equal(await groups.count(), 4);
  await choice(page, SOA, "Applicable").selectOption("excluded");
  assert.deepEqual(await groups.allTextContents(), ["Physical controls", "Technological controls"]);
  assert.equal(await rows(page, SOA).count(), 3);
  await head(page, SOA, "Control").getByRole("button").click();
  assert.equal(await groups.count(), 0, "rows of all groups are sorted as one");
});

// The address.

for (const [how, address] of [["by http", (path) => world.server.root + path], ["by file://", asFile]]) {
  browse(`the address keeps what is chosen; reload and Back bring it back ${how}`, WIDE, async (page) => {
    await page.goto(address(kinds.soa));
    await choice(page, SOA, "Coverage").selectOption("covered");
    await choice(page, SOA, "Owner").selectOption("IT lead");
    await words(page, SOA).pressSequentially("laptop");
    await head(page, SOA, "Evidence").getByRole("button").click();
    const chosen = { coverage: "covered", owner: "IT lead", q: "laptop", sort: "evidence" };
    assert.deepEqual(asked(page), chosen);
    const shown = await rows(page, SOA).allTextContents();
    assert.ok(shown.length > 1 && shown.length < 16);
    await page.reload();
    assert.deepEqual(await rows(page, SOA).allTextContents(), shown);
    assert.equal(await choice(page, SOA, "Owner").inputValue(), "IT lead");
    assert.equal(await words(page, SOA).inputValue(), "laptop");
    assert.equal(await head(page, SOA, "Evidence").getAttribute("aria-sort"), "ascending");
    await rows(page, SOA).first().getByRole("link").first().click();
    await page.waitForURL(/\/controls\//);
    await page.goBack();
    assert.deepEqual(await rows(page, SOA).allTextContents(), shown);
    await page.goBack();
    assert.deepEqual(asked(page), { coverage: "covered", owner: "IT lead", q: "laptop" }, "a step for each choice, not for each letter");
    assert.equal(await head(page, SOA, "Evidence").getAttribute("aria-sort"), null);
    await page.goBack();
    assert.deepEqual(asked(page), { coverage: "covered" });
    assert.equal(await rows(page, SOA).count(), 85);
    assert.equal(await words(page, SOA).inputValue(), "");
    await page.goForward();
    assert.equal(await choice(page, SOA, "Owner").inputValue(), "IT lead");
    assert.deepEqual(page.problems, []);
  });
}

browse("what the address asks for and the table does not have is passed over", WIDE, async (page) => {
  await page.goto(`${world.server.root}${kinds.soa}?coverage=splendid&colour=red&sort=-nothing`);
  assert.equal(await rows(page, SOA).count(), 93);
  assert.equal(await choice(page, SOA, "Coverage").inputValue(), "");
  assert.deepEqual(page.problems, []);
});

browse("two tables of a page keep their own filters and order", WIDE, async (page) => {
  await page.goto(world.server.root + TREATMENT);
  const [open, done] = await page.locator("[data-part=list]").evaluateAll((tables) =>
    tables.map((table) => document.getElementById(table.getAttribute("aria-labelledby")).firstChild.textContent.trim()));
  const before = await rows(page, open).allTextContents();
  const all = await rows(page, done).count();
  await choice(page, done, "Score before").selectOption("high");
  assert.equal(await rows(page, done).count(), 10);
  assert.deepEqual(await rows(page, open).allTextContents(), before);
  await head(page, open, "Due").getByRole("button").click();
  await head(page, done, "Owner").getByRole("button").click();
  assert.deepEqual(asked(page), { "done.score-before": "high", "open.sort": "due", "done.sort": "owner" });
  const after = await rows(page, open).allTextContents();
  assert.equal(after.length, before.length);
  await bar(page, done).getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(() => !location.search.includes("score-before"));
  assert.equal(await rows(page, done).count(), all);
  assert.deepEqual(await rows(page, open).allTextContents(), after);
});

// Order.

/** Turns the head of a column by its button, and returns what it says of the order. */
async function turn(page, name, label) {
  await head(page, name, label).getByRole("button").click();
  return head(page, name, label).getAttribute("aria-sort");
}

const isEmpty = (text) => text === "" || text === "–";

/** Asserts that a column is in order upwards and downwards with the empty cells last, and then as it was. */
async function ordered(page, name, label, key, read = column) {
  const before = await rows(page, name).allTextContents();
  const sorted = (values, sign) =>
    [...values].sort((a, b) => isEmpty(a) - isEmpty(b) || (isEmpty(a) ? 0 : sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)));
  assert.equal(await turn(page, name, label), "ascending");
  const up = await read(page, name, label);
  assert.deepEqual(up, sorted(up, 1));
  assert.ok(new Set(up).size > 1, "there is something to sort");
  assert.equal(await turn(page, name, label), "descending");
  const down = await read(page, name, label);
  assert.deepEqual(down, sorted(down, -1));
  assert.deepEqual(down.filter((text) => !isEmpty(text)), up.filter((text) => !isEmpty(text)).reverse());
  assert.equal(await turn(page, name, label), null);
  assert.deepEqual(await rows(page, name).allTextContents(), before, "as it was");
  return up;
}

browse("columns are sorted by text, number, date and id, with the empty cells last", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.register);
  await ordered(page, "Risks", "Title", (text) => text.toLowerCase());
  await ordered(page, "Risks", "Likelihood", Number);
  const due = await ordered(page, "Risks", "Due", (day) => day, days);
  assert.ok(due.filter(Boolean).length > 5);
  await page.goto(world.server.root + kinds.documents);
  const claims = await ordered(page, "Documents", "Claims", Number);
  assert.ok(claims.includes("9") || claims.some((text) => text.length === 1), "numbers of one and two digits");
  const approved = await ordered(page, "Documents", "Approved on", (day) => day, days);
  assert.equal(approved.at(-1), "", "what is not approved comes last");
  await page.goto(world.server.root + kinds.soa);
  const ids = await ordered(page, SOA, "Control", (text) => {
    const [, theme, number] = /^A\.(\d)\.(\d+)/.exec(text);
    return Number(theme) * 100 + Number(number);
  });
  assert.ok(ids[9].startsWith("A.5.10 "), ids[9]);
});

browse("columns of choices are sorted in their own order", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.register);
  const order = (select) => select.locator("option").evaluateAll((options) => options.map((option) => option.value));
  const states = await order(choice(page, "Risks", "State"));
  assert.deepEqual(states, ["", "open", "done", "valid"], "not by the alphabet");
  await ordered(page, "Risks", "State", (text) => states.indexOf(text));
  const categories = await order(choice(page, "Risks", "Category"));
  await ordered(page, "Risks", "Category", (text) => categories.indexOf(text));
  await page.goto(world.server.root + TREATMENT);
  const lists = await page.locator("[data-part=list]").evaluateAll((tables) =>
    tables.map((table) => document.getElementById(table.getAttribute("aria-labelledby")).firstChild.textContent.trim()));
  for (const name of lists) {
    const scores = await ordered(page, name, "Score before", (text) => Number.parseInt(text, 10));
    assert.ok(scores.every((text) => /^\d+ (low|medium|high|very high)$/.test(text)), scores.join());
  }
});

browse("a table is sorted and filtered with the keyboard alone", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.register);
  await words(page, "Risks").focus();
  await page.keyboard.type("access");
  const found = await rows(page, "Risks").count();
  assert.ok(found > 0 && found < 25);
  await head(page, "Risks", "Title").getByRole("button").focus();
  await page.keyboard.press("Enter");
  assert.equal(await head(page, "Risks", "Title").getAttribute("aria-sort"), "ascending");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.equal(await head(page, "Risks", "State").getAttribute("aria-sort"), "ascending");
  assert.equal(await head(page, "Risks", "Title").getAttribute("aria-sort"), null, "one column at a time");
  assert.ok(await head(page, "Risks", "State").getByRole("button").evaluate((button) => button === document.activeElement), "the focus stays");
  assert.equal(await rows(page, "Risks").count(), found);
});

// The file of what is shown.

/** Returns the cells of a file of comma-separated values. */
function cells(text) {
  assert.ok(text.startsWith("\uFEFF"), "a spreadsheet sees that it is UTF-8");
  return text.slice(1).trimEnd().split("\r\n").map((line) =>
    [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell]) => cell.replaceAll('""', '"')));
}

async function saved(page, name) {
  const download = page.waitForEvent("download");
  await bar(page, name).getByRole("button", { name: "Download these rows" }).click();
  const file = await download;
  return { name: file.suggestedFilename(), cells: cells(readFileSync(await file.path(), "utf8")) };
}

browse("what is shown is downloaded, in the order in which it is shown, and nothing else", WIDE, async (page) => {
  await page.goto(`${world.server.root}${kinds.soa}?applicable=excluded&sort=-control`);
  const file = await saved(page, SOA);
  assert.equal(file.name, "soa.csv");
  const [heads, ...records] = file.cells;
  assert.deepEqual(heads, ["Control", "Applicable; Coverage", "Reasons", "Justification", "Implementation; Owner", "Described in", "Evidence"]);
  assert.equal(records.length, 3);
  assert.deepEqual(records.map(([control]) => control), await column(page, SOA, "Control"));
  assert.ok(records.every((record) => record.length === heads.length && record[1].startsWith("excluded") && record[3].length > 20), JSON.stringify(records));
  await page.goto(`${world.server.root}registers/actions/index.html`);
  assert.equal((await saved(page, "Actions")).cells.length, 12, "all rows, and the heads");
  assert.deepEqual(page.problems, []);
});

// Where the table stands.

for (const width of [1024, 1440]) {
  browse(`the head of a long table stays in sight at ${width} pixels`, { viewport: { width, height: 800 } }, async (page) => {
    await page.goto(world.server.root + kinds.soa);
    await page.locator("[id='row.a.8.13']").evaluate((row) => row.scrollIntoView({ block: "center", behavior: "instant" }));
    const top = await head(page, SOA, "Control").boundingBox();
    assert.ok(top.y >= 0 && top.y < 150, JSON.stringify(top));
    assert.ok(await head(page, SOA, "Control").evaluate((cell) => {
      const { x, y } = cell.getBoundingClientRect();
      return cell.contains(document.elementFromPoint(x + 15, y + 12));
    }), "nothing lies over it");
  });
}

browse("each row has an anchor of its own, and one that is led to is not behind the head", WIDE, async (page) => {
  await page.goto(world.server.root + kinds.soa);
  const ids = await rows(page, SOA).evaluateAll((all) => all.map((row) => row.id));
  assert.equal(new Set(ids).size, 93);
  assert.ok(ids.every((id) => /^row\.a\.\d\.\d+$/.test(id)), ids.join());
  await page.goto("about:blank");
  await page.goto(`${world.server.root}${kinds.soa}#row.a.8.13`);
  await page.waitForFunction(() => scrollY > 1000);
  const row = await page.locator("[id='row.a.8.13']").boundingBox();
  const top = await head(page, SOA, "Control").boundingBox();
  assert.ok(row.y >= top.y + top.height - 1 && row.y < 400, `${JSON.stringify(row)} ${JSON.stringify(top)}`);
});

browse("without JavaScript a table is whole, and shows nothing that would not work", { ...WIDE, javaScriptEnabled: false }, async (page) => {
  for (const [path, name, count] of [[kinds.soa, SOA, 93], [kinds.register, "Risks", 25], [kinds.documents, "Documents", 38]]) {
    await page.goto(`${world.server.root}${path}?q=zeppelin`);
    assert.equal(await rows(page, name).count(), count);
    const bar = page.locator("[data-part=bar]");
    assert.equal(await bar.count(), 1);
    assert.ok(await bar.isHidden());
    assert.equal(await table(page, name).locator("thead button").count(), 0);
    assert.equal(await page.getByText("Nothing matches").count(), 0);
  }
});

for (const javaScriptEnabled of [true, false]) {
  browse(`on a phone rows are cards with labels, ${javaScriptEnabled ? "and can be filtered" : "without JavaScript"}`, { ...PHONE, javaScriptEnabled }, async (page) => {
    await page.goto(world.server.root + kinds.soa);
    const row = page.locator("[id='row.a.8.13']");
    const { width } = await row.boundingBox();
    const places = await row.locator("> *").evaluateAll((cells) =>
      cells.map((cell) => ({ ...cell.getBoundingClientRect().toJSON(), label: getComputedStyle(cell, "::before").content })));
    for (const [at, place] of places.entries()) {
      assert.ok(place.left >= 0 && place.right <= 390, JSON.stringify(place));
      if (at) assert.ok(place.top >= places[at - 1].bottom - 1, "one below the other");
    }
    assert.ok(width > 300);
    assert.deepEqual(places.slice(1).map(({ label }) => label), ["Applicable / Coverage", "Reasons", "Justification", "Implementation / Owner", "Described in", "Evidence"].map((label) => `"${label}"`));
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
    if (!javaScriptEnabled) return;
    await choice(page, SOA, "Applicable").selectOption("excluded");
    assert.equal(await rows(page, SOA).count(), 3);
    assert.ok(await rows(page, SOA).first().isVisible());
  });
}

browse("on a phone the heads come into sight for the keyboard", PHONE, async (page) => {
  await page.goto(world.server.root + kinds.register);
  const due = head(page, "Risks", "Due").getByRole("button");
  await bar(page, "Risks").getByRole("button", { name: "Download these rows" }).focus();
  for (let at = 0; at < 8; at += 1) await page.keyboard.press("Tab");
  assert.ok(await due.evaluate((button) => button === document.activeElement));
  const box = await due.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 844, JSON.stringify(box));
  assert.ok(await due.evaluate((button) => {
    const { x, y, width, height } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  }), "nothing cuts it off");
  await page.keyboard.press("Enter");
  const order = await days(page, "Risks", "Due");
  assert.deepEqual(order.filter(Boolean), order.filter(Boolean).sort());
});

// A list that is longer than a page.

const folder = mkdtempSync(join(tmpdir(), "long-"));
const list = (root) => new URL("registers/actions/index.html", root).href;
let long;

before(async () => {
  const registers = join(folder, "content", "registers");
  mkdirSync(registers, { recursive: true });
  writeFileSync(join(folder, "book.toml"), '[book]\ntitle = "Long"\norganisation = "Larkfield"\nas-of = 2026-10-01\ncontent = "content"\n');
  writeFileSync(join(folder, "content", "a.md"), "# A\n\nText.\n");
  writeFileSync(join(registers, "roles.toml"), '[[role]]\nid = "it"\ntitle = "IT"\n');
  const actions = Array.from({ length: 600 }, (_, n) => {
    const title = n === 599 ? '=HYPERLINK(\\"x\\"), the last' : `Do ${n}`;
    const due = n % 30 === 0 ? "2026-01-01" : "2027-06-01";
    return `[[action]]\nid = "AC-${String(n).padStart(3, "0")}"\ntitle = "${title}"\nkind = "improvement"\nstatus = "open"\nowner = "it"\nopened = 2025-05-07\ndue = ${due}\n`;
  });
  writeFileSync(join(registers, "actions.toml"), actions.join(""));
  execFileSync(clausebook, ["build", folder, "--output", join(folder, "site")], { stdio: "ignore" });
  long = await serve(join(folder, "site"), { policy: "default-src 'self'" });
  world.hosts.push(long.host);
});
after(async () => {
  await long?.close();
  rmSync(folder, { recursive: true });
});

for (const [how, root] of [["by http", () => long.root], ["by file://", () => pathToFileURL(join(folder, "site/")).href]]) {
  browse(`a list of 600 rows shows 500, and is filtered and sorted as a whole ${how}`, WIDE, async (page) => {
    await page.goto(list(root()));
    assert.equal(await rows(page, "Actions").count(), 500);
    assert.ok(!page.requests.some((url) => url.endsWith("rows.js")), "the other rows are loaded when they are needed");
    await words(page, "Actions").fill("the last");
    await said(page, "Actions").getByText("1 of 600").waitFor();
    const [row] = await rows(page, "Actions").allTextContents();
    assert.match(row, /^=HYPERLINK\("x"\), the last/);
    const { name, cells } = await saved(page, "Actions");
    assert.equal(name, "actions.csv");
    assert.equal(cells.length, 2);
    assert.match(cells[1][0], /^'=HYPERLINK\("x"\), the last; AC-599$/);
    await rows(page, "Actions").getByRole("link", { name: /the last/ }).click();
    await page.waitForURL(/ac-599\.html$/);
    await page.goBack();
    await said(page, "Actions").getByText("1 of 600").waitFor();
    await words(page, "Actions").fill("");
    await choice(page, "Actions", "State").selectOption("overdue");
    await said(page, "Actions").getByText("20 of 600").waitFor();
    assert.equal(await rows(page, "Actions").count(), 20);
    assert.deepEqual(page.problems, []);
  });

  browse(`a long list that is sorted shows more when asked to ${how}`, WIDE, async (page) => {
    await page.goto(`${list(root())}?sort=-title`);
    const more = page.getByRole("button", { name: "Show more (100)" });
    await more.waitFor();
    assert.equal(await rows(page, "Actions").count(), 500);
    assert.match(await rows(page, "Actions").first().textContent(), /^Do 598AC-598/);
    await more.click();
    assert.equal(await rows(page, "Actions").count(), 600);
    assert.ok(await more.isHidden());
    assert.deepEqual(page.problems, []);
  });

  browse(`a long list is downloaded as a whole ${how}`, WIDE, async (page) => {
    await page.goto(list(root()));
    assert.equal((await saved(page, "Actions")).cells.length, 601);
    assert.deepEqual(page.problems, []);
  });

  browse(`if the other rows do not come, it is said, and those of the page can be used ${how}`, WIDE, async (page) => {
    await page.route("**/rows.js", (route) => route.abort());
    await page.goto(list(root()));
    await words(page, "Actions").fill("Do 598");
    await said(page, "Actions").getByText("The other rows could not be loaded").waitFor();
    assert.equal(await rows(page, "Actions").count(), 500);
    assert.ok(await rows(page, "Actions").getByRole("link", { name: "Do 499" }).isVisible());
    await page.unroute("**/rows.js");
    await words(page, "Actions").fill("Do 597");
    await said(page, "Actions").getByText("1 of 600").waitFor();
  });
}

browse("without JavaScript a long list has pages, and its states have theirs", { ...WIDE, javaScriptEnabled: false }, async (page) => {
  await page.goto(list(long.root));
  await page.getByRole("main").getByRole("link", { name: "overdue" }).click();
  assert.equal(await page.locator("main tbody tr:visible").count(), 20);
  await page.goBack();
  await page.getByRole("link", { name: "501–600" }).click();
  assert.equal(await page.locator("main tbody tr:visible").count(), 100);
  assert.deepEqual(page.problems, []);
});
