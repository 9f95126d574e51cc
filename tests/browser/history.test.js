// What a document says to a reader who comes back: what changed since, and whether a confirmation still counts.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { browse, clausebook, serve, work, world } from "./harness.js";

const book = join(work, "history");
const site = join(book, "site");
const PAGE = "documents/policies/doors.html";
const ADDRESS = "https://desk.example";
let server;

const git = (day, ...words) => {
  const date = `${day}T12:00:00+0000`;
  const who = ["AUTHOR", "COMMITTER"].flatMap((role) => [[`GIT_${role}_NAME`, "Ada"], [`GIT_${role}_EMAIL`, "a@x.example"], [`GIT_${role}_DATE`, date]]);
  const none = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  execFileSync("git", words, { cwd: book, stdio: "pipe", env: { ...process.env, ...none, ...Object.fromEntries(who) } });
};

/** The versions of the document: the day, the text, and the notes on versions. */
const VERSIONS = {
  "1.0": ["2026-01-10", "Doors are locked at seven.", ""],
  "2.0": ["2026-02-10", "Doors are locked at six.", ""],
  2.1: ["2026-03-10", "Doors are locked at six o'clock.", '[[change]]\nversion = "2.1"\nsays = "Plainer words."\nmaterial = false\n'],
};

function write(version, more = "") {
  const [day, text, notes] = VERSIONS[version];
  const front = `version = "${version}"\nstatus = "approved"\napproved = ${day}\nclassification = "Internal"\n${notes}`;
  writeFileSync(join(book, "content/policies/doors.md"), `+++\n${front}+++\n# Doors\n\nHow our doors are kept.\n\n## At night\n\n${text}${more}\n`);
}

/** Builds the book as it was with a version, into the same place; `more` is a text that is not committed. */
function build(version, more) {
  rmSync(join(book, ".git"), { recursive: true, force: true });
  git("2026-01-01", "init", "--quiet", "--initial-branch=main");
  for (const name of ["1.0", "2.0", "2.1"].filter((name) => name <= version)) {
    write(name);
    git(VERSIONS[name][0], "add", "book.toml", "content");
    git(VERSIONS[name][0], "commit", "--quiet", "--message", `Version ${name}`);
  }
  write(version, more);
  execFileSync(clausebook, ["build", book, "--output", site], { stdio: ["ignore", "ignore", "pipe"] });
}

before(async () => {
  rmSync(book, { recursive: true, force: true });
  mkdirSync(join(book, "content/policies"), { recursive: true });
  mkdirSync(join(book, "content/registers"));
  const config = `[book]\ntitle = "Doors"\norganisation = "O"\nlanguage = "en-GB"\nas-of = 2026-10-01\nconfirm-reading = "${ADDRESS}/{document}/{version}"\n`;
  writeFileSync(join(book, "book.toml"), config);
  writeFileSync(join(book, "content/registers/roles.toml"), '[[role]]\nid = "all-staff"\ntitle = "All staff"\ngroup = true\n');
  build("1.0");
  server = await serve(site);
  world.hosts.push(server.host);
});
after(() => server?.close());

const WAYS = [["by http", (path) => server.root + path], ["by file", (path) => pathToFileURL(join(site, path)).href]];
const note = (page) => page.getByRole("note").filter({ hasText: "Changed since you read" });
const hasRead = (page) => note(page).getByRole("button", { name: "I have read it" });
const redline = (page) => page.locator(".newest .redline");

for (const [how, address] of WAYS) {
  browse(`who comes back to a new version sees what changed until it is read, ${how}`, {}, async (page) => {
    build("1.0");
    await page.goto(address(PAGE));
    await page.reload();
    assert.equal(await note(page).count(), 0, "a first visit has nothing to say");

    build("2.0");
    for (const visit of ["first", "second"]) {
      await page.goto(address("index.html"));
      await page.goto(address(PAGE));
      await note(page).getByText("Changed since you read version 1.0.").waitFor();
      assert.ok(!(await redline(page).isVisible()), `what changed is folded at the ${visit} visit`);
    }
    assert.equal(await redline(page).count(), 1, "what changed is on the page once");
    const fold = note(page).getByText("What changed in version 2.0");
    await fold.focus();
    await page.keyboard.press("Enter");
    await redline(page).waitFor();
    assert.deepEqual(await redline(page).locator(".changed :is(ins, del)").allTextContents(), ["seven", "six"]);
    assert.ok(await note(page).evaluate((note) => note.compareDocumentPosition(document.querySelector(".prose")) & Node.DOCUMENT_POSITION_FOLLOWING));

    await hasRead(page).click();
    assert.equal(await note(page).count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.id), "_main");
    const versions = page.getByRole("region", { name: "Versions" });
    assert.ok(await versions.getByText("What changed in version 2.0").isVisible(), "it is back at the end");
    assert.ok(!(await redline(page).isVisible()));
    await page.reload();
    assert.equal(await note(page).count(), 0);
    assert.deepEqual(page.problems, []);
  });

  browse(`who read an older version is led to the history, ${how}`, {}, async (page) => {
    build("1.0");
    await page.goto(address(PAGE));
    build("2.1");
    await page.goto(address(PAGE));
    await note(page).getByText("Changed since you read version 1.0.").waitFor();
    assert.equal(await note(page).locator(".redline").count(), 0);
    await note(page).getByRole("link", { name: "What changed" }).click();
    await page.waitForURL(/history\/policies\/doors\.html#v2\.1$/);
    assert.ok(await page.evaluate(() => document.getElementById(location.hash.slice(1))), "the history has the version");
    assert.deepEqual(page.problems, []);
  });
}

browse("a text that changes within its version is said to have changed since a day", {}, async (page) => {
  build("2.0");
  await page.goto(server.root + PAGE);
  build("2.0", " Keys stay with the guard.");
  await page.goto(server.root + PAGE);
  await note(page).getByText(/Changed since you read it on \d+ \w+/).waitFor();
  await note(page).getByRole("link", { name: "What changed" }).waitFor();
  await hasRead(page).click();
  await page.reload();
  assert.equal(await note(page).count(), 0);
});

/** Clicks a link to confirm, which leads out of the site, and stays on the page. */
async function confirm(page) {
  await page.route(`${ADDRESS}/**`, (route) => route.fulfill({ status: 204 }));
  await page.getByRole("link", { name: /^Confirm that you have read version/ }).first().click();
}

browse("a version that need not be read again is confirmed by the one before", {}, async (page) => {
  build("2.0");
  world.hosts.push(ADDRESS);
  await page.goto(server.root + PAGE);
  await confirm(page);
  await page.getByText(/You confirmed version 2\.0 on \d+ \w+/).first().waitFor();
  build("2.1");
  const still = /You confirmed version 2\.0 on [\w ]+; version 2\.1 need not be read again: Plainer words/;
  await page.goto(server.root + PAGE);
  assert.equal(await page.getByText(still).count(), 2);
  assert.equal(await page.getByRole("link", { name: /^Confirm that/ }).count(), 0);
  await note(page).getByText("Changed since you read version 2.0.").waitFor();
  await page.goto(`${server.root}roles/everyone.html`);
  await page.getByText(still).waitFor();
  assert.equal(await page.getByRole("link", { name: /^Confirm that/ }).count(), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "Confirm that you have read Doors, version 2.1" }).waitFor();
});

browse("a version whose author says nothing has to be confirmed again, and then is read", {}, async (page) => {
  build("1.0");
  world.hosts.push(ADDRESS);
  await page.goto(server.root + PAGE);
  await confirm(page);
  for (const version of ["2.1", "2.0"]) {
    build(version);
    await page.goto(server.root + PAGE);
    await page.getByText(/You confirmed version 1\.0 on \d+ \w+/).first().waitFor();
    assert.equal(await page.getByText("need not be read again").count(), 0);
    assert.equal(await page.getByRole("link", { name: `Confirm that you have read version ${version}` }).count(), 2);
  }
  await note(page).waitFor();
  await confirm(page);
  await note(page).waitFor({ state: "hidden" });
  await page.reload();
  assert.equal(await note(page).count(), 0);
});

const BROKEN = {
  "is missing": () => Object.defineProperty(globalThis, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } }),
  "is full": () => (Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }),
  "holds something else": () => ["seen:/", "read:/"].forEach((key) => localStorage.setItem(key, '[["doors", 5]]')),
};
for (const [how, breaks] of Object.entries(BROKEN)) {
  browse(`nothing breaks where storage ${how}`, {}, async (page) => {
    build("2.0");
    await page.addInitScript(breaks);
    await page.goto(server.root + PAGE);
    await page.getByText("What changed in version 2.0").click();
    await redline(page).waitFor();
    if (how === "holds something else") await hasRead(page).click();
    await page.getByRole("button", { name: /Use dark colours/ }).click();
    assert.equal(await note(page).count(), 0);
    assert.deepEqual(page.problems, []);
  });
}

browse("without a script what changed is folded at the end", { javaScriptEnabled: false }, async (page) => {
  build("2.0");
  await page.goto(server.root + PAGE);
  assert.equal(await note(page).count(), 0);
  await page.getByRole("region", { name: "Versions" }).getByText("What changed in version 2.0").click();
  await redline(page).waitFor();
});

browse("on paper nobody is told what they read, and what changed is at the end", {}, async (page) => {
  build("1.0");
  await page.goto(server.root + PAGE);
  build("2.0");
  await page.goto(server.root + PAGE);
  await note(page).waitFor();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await note(page).count(), 0);
  await page.getByRole("region", { name: "Versions" }).locator(".redline").waitFor();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await note(page).getByText("What changed in version 2.0").waitFor();
});
