// Search in a browser: the box on every page, the search page, and the pages opened from a result.

import assert from "node:assert/strict";
import { asFile, browse, kinds, world } from "./harness.js";

const PHONE = { viewport: { width: 390, height: 844 } };
const OWN_LAPTOP = "documents/policies/acceptable-use-policy.html";

const box = (page) => page.getByRole("combobox", { name: "Search the handbook" });
const options = (page) => page.getByRole("listbox", { name: "Results" }).getByRole("option");
const field = (page) => page.getByRole("searchbox", { name: "Search the handbook" });
const hits = (page) => page.locator(".hits > li");
const outcome = (page) => page.locator(".outcome");

/** Opens the search page with a query, and waits for the excerpts. */
async function ask(page, root, query, more = "") {
  await page.goto(`${root}search.html?q=${encodeURIComponent(query)}${more}`);
  await page.locator(".hits > li :is(ul, p)").first().waitFor();
}

for (const [where, address] of [
  ["by http", (path) => world.server.root + path],
  ["under a sub-path", (path) => world.server.subpath + path],
  ["by file", asFile],
]) {
  browse(`a question typed into the box leads to the section, with the words marked, ${where}`, {}, async (page) => {
    await page.goto(address(kinds.control));
    assert.deepEqual(page.requests.filter((url) => url.startsWith(address("search/"))), [], "nothing of search before it is reached for");
    await page.keyboard.press("/");
    await page.keyboard.type("can I use my own laptop");
    await options(page).first().getByText("Can I use my own laptop?").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/acceptable-use-policy\.html(\?mark=[^#]+)?#own-laptop$/);
    await page.locator("#own-laptop mark").first().waitFor();
    // The address is one to share.
    await page.waitForURL(/acceptable-use-policy\.html#own-laptop$/);
    const marked = await page.locator("main mark").allTextContents();
    assert.ok(marked.some((word) => /^laptops?$/i.test(word)), marked.join());
    assert.ok(marked.every((word) => /^(own|owns|owned|laptops?|use|used|uses|using)$/i.test(word)), marked.join());
    // The browser may still be loading the page.
    await page.waitForFunction(() => {
      const { top } = document.querySelector("#own-laptop").getBoundingClientRect();
      return top >= 0 && top < 300;
    });
    assert.deepEqual(page.problems, []);
  });
}

browse("the box is a combobox: arrows, Enter, Escape, and what is found is said", {}, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("leavers");
  await options(page).first().waitFor();
  assert.equal(await box(page).getAttribute("aria-expanded"), "true");
  const list = await box(page).getAttribute("aria-controls");
  assert.equal(await page.locator(`[id="${list}"]`).getAttribute("role"), "listbox");
  assert.match(await page.getByRole("search").getByRole("status").textContent(), /^\d+ pages?/);
  const count = await options(page).count();
  const chosen = () => box(page).getAttribute("aria-activedescendant");
  assert.equal(await chosen(), null);
  await page.keyboard.press("ArrowDown");
  assert.equal(await chosen(), await options(page).first().getAttribute("id"));
  assert.equal(await options(page).first().getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowUp");
  assert.equal(await chosen(), null, "one step up is the box itself");
  await page.keyboard.press("ArrowUp");
  assert.equal(await chosen(), await options(page).nth(count - 1).getAttribute("id"));
  await page.keyboard.press("Escape");
  assert.equal(await box(page).getAttribute("aria-expanded"), "false");
  assert.ok(await options(page).first().isHidden());
  assert.equal(await box(page).inputValue(), "leavers");
  await page.keyboard.press("Escape");
  assert.equal(await box(page).inputValue(), "");
  await page.keyboard.type("leavers");
  await options(page).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\.html\?q=leavers$/);
  await hits(page).first().waitFor();
});

browse("a question is answered with a sentence of a document in force, or not at all", {}, async (page) => {
  const answer = page.locator(".answer");
  const sentence = "For work you may use the AI assistant in the MDM catalogue and no other, signed in with your work account.";
  await ask(page, world.server.root, "may I use ChatGPT");
  assert.equal(await answer.locator("blockquote").textContent(), sentence);
  assert.match(await answer.textContent(), /Acceptable use policy · May I use an AI assistant\? · version \d[\d.]*, approved \d+ \w+ \d{4}$/);
  await page.goto(world.server.root + kinds.start);
  await page.keyboard.press("/");
  await page.keyboard.type("may I use ChatGPT");
  await options(page).first().getByText(sentence).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/acceptable-use-policy\.html(\?mark=[^#]+)?#ai$/);
  await ask(page, world.server.root, "chatgpt");
  assert.ok(await answer.isHidden(), "a single word asks nothing");
  assert.deepEqual(page.problems, []);
});

browse("a key that is typed into another field does not take the focus away", {}, async (page) => {
  await ask(page, world.server.root, "access");
  await page.locator("select[name=kind]").focus();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "_kind");
});

browse("results are pages with sections, excerpts with marks, kind, status and owner", {}, async (page) => {
  await ask(page, world.server.root, "own laptop");
  const first = hits(page).first();
  assert.equal(await first.getByRole("heading", { level: 2 }).textContent(), "Acceptable use policy");
  assert.match(await first.locator(".facts").textContent(), /^Policy · ✓ approved · Security lead/);
  const section = first.locator("li").first();
  assert.equal(await section.getByRole("heading", { level: 3 }).textContent(), "Can I use my own laptop?");
  assert.ok((await section.locator("p mark").count()) > 0);
  await section.getByRole("link").click();
  await page.waitForURL((url) => url.pathname.endsWith(OWN_LAPTOP) && url.hash === "#own-laptop");
  await page.goBack();
  await hits(page).first().waitFor();
  assert.equal(await field(page).inputValue(), "own laptop");
});

browse("the address holds the query and the facets, and back takes a step back", {}, async (page) => {
  await ask(page, world.server.root, "supplier");
  const all = parseInt(await outcome(page).textContent(), 10);
  for (const name of ["kind", "theme", "owner", "role"]) {
    await page.locator(`select[name=${name}] option`).nth(2).waitFor({ state: "attached" });
    const counted = await page.locator(`select[name=${name}] option`).allTextContents();
    assert.ok(counted.length > 2 && counted.slice(1).every((text) => / \(\d+\)$/.test(text)), `${name}: ${counted}`);
  }
  const kind = page.locator("select[name=kind]");
  const choice = await kind.locator("option").nth(1).textContent();
  const [, name, count] = /^(.+) \((\d+)\)$/.exec(choice);
  await kind.selectOption(name);
  await page.waitForFunction((count) => document.querySelector(".outcome").textContent.startsWith(`${count} page`), count);
  assert.ok(Number(count) < all);
  assert.equal(new URL(page.url()).searchParams.get("kind"), name);
  const facts = await page.locator(".hits .facts").allTextContents();
  assert.ok(facts.length > 0 && facts.every((line) => line.startsWith(name)), facts.join("\n"));
  await page.goBack();
  await page.waitForFunction((all) => parseInt(document.querySelector(".outcome").textContent, 10) === all, all);
  assert.equal(await kind.inputValue(), "");
  await page.goForward();
  await page.waitForFunction((count) => document.querySelector(".outcome").textContent.startsWith(`${count} page`), count);
  await page.reload();
  await page.waitForFunction((count) => document.querySelector(".outcome")?.textContent.startsWith(`${count} page`), count);
});

browse("a slip is said, a phrase must stand there, an id leads to its page", {}, async (page) => {
  await ask(page, world.server.root, "encrpytion ");
  assert.match(await outcome(page).textContent(), /^No results for “encrpytion”. Showing results for “encryption”\. \d+ pages/);
  await ask(page, world.server.root, "least privilege");
  const loose = parseInt(await outcome(page).textContent(), 10);
  await ask(page, world.server.root, '"least privilege"');
  const phrase = parseInt(await outcome(page).textContent(), 10);
  assert.ok(phrase > 0 && phrase < loose, `${phrase} of ${loose}`);
  for (const [id, title] of [["5.15", "A.5.15 Access control"], ["R-004", "R-004 A leaver keeps access"]]) {
    await ask(page, world.server.root, id);
    assert.equal(await hits(page).first().getByRole("heading", { level: 2 }).textContent(), title);
  }
});

browse("more results come when they are asked for, and arrows go through them", {}, async (page) => {
  await ask(page, world.server.root, "access");
  assert.equal(await hits(page).count(), 10);
  await page.getByRole("button", { name: "Show more" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".hits > li").length === 20);
  await field(page).focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), await hits(page).first().locator("h2").textContent());
  await page.keyboard.press("Escape");
  assert.ok(await field(page).evaluate((field) => field === document.activeElement));
});

browse("nothing that is typed breaks search or is run", {}, async (page) => {
  page.on("dialog", () => page.problems.push("a script was run"));
  await page.goto(`${world.server.root}search.html`);
  const advice = /Nothing found\. Try other or fewer words|these words are on almost every page/;
  const nothing = ["<img src=x onerror=alert(1)> laptop", "?!,;", "...", "how do I ", "🔑🔒", "xyzzyqwv ", "שלום", '"', "\u0000\u0001"];
  const something = ["\"access control", "🔑 laptop", "laptop مرحبا", "access ".repeat(1_400), "<access> </access>"];
  for (const query of [...nothing, "<script>alert(1)</script>", "constructor toString", "__proto__", "x".repeat(10_000), ...something]) {
    await field(page).fill("leavers");
    await page.waitForFunction(() => /^\d+ page/.test(document.querySelector(".outcome").textContent));
    await field(page).fill(query);
    await page.waitForFunction((query) => new URLSearchParams(location.search).get("q") === query.trim(), query);
    if (nothing.includes(query)) await outcome(page).getByText(advice).waitFor();
    if (something.includes(query)) await hits(page).first().locator(":is(ul, p)").first().waitFor();
  }
  for (const query of ["<img src=x onerror=alert(1)>", "__proto__", "constructor"]) {
    await page.goto(`${world.server.root}${kinds.policy}?mark=${encodeURIComponent(query)}`);
    await field(page).or(box(page)).fill(query);
    await page.getByRole("search").getByRole("status").getByText(/page|Nothing/).waitFor();
  }
  assert.equal(await page.locator("main img[src=x]").count(), 0);
  assert.deepEqual(page.problems, []);
});

for (const [what, pattern] of [["the reader", /search\/index\.js/], ["a part of the index", /search\/\w+\/s\d+\.js/], ["a text", /search\/\w+\/x\d+\.js/]]) {
  browse(`if ${what} does not load, a message offers to try again`, {}, async (page) => {
    await page.route(pattern, (route) => route.abort());
    await page.goto(world.server.root + kinds.policy);
    await page.keyboard.press("/");
    await page.keyboard.type("leavers");
    const again = page.getByRole("button", { name: "Try again" });
    await again.waitFor();
    await page.unroute(pattern);
    await again.click();
    await options(page).first().waitFor();
    await again.waitFor({ state: "hidden" });
  });
}

browse("if the texts do not load, the page of search offers to try again", {}, async (page) => {
  await page.route(/search\/\w+\/x\d+\.js/, (route) => route.abort());
  await page.goto(`${world.server.root}search.html?q=own+laptop`);
  const again = page.getByRole("button", { name: "Try again" });
  await again.waitFor();
  await page.unroute(/search\/\w+\/x\d+\.js/);
  await again.click();
  await hits(page).first().locator("ul").waitFor();
  await again.waitFor({ state: "hidden" });
});

browse("what was chosen stays while the words change, before the facets are there and without them", {}, async (page) => {
  let arrive;
  const held = new Promise((go) => (arrive = go));
  await page.route(/search\/\w+\/f\.js/, (route) => held.then(() => route.abort()));
  await page.goto(`${world.server.root}search.html?q=access&kind=Policy`, { waitUntil: "commit" });
  await hits(page).first().waitFor();
  await field(page).press("End");
  await page.keyboard.type(" review");
  await page.waitForURL(/q=access\+review/, { waitUntil: "commit" });
  assert.equal(new URL(page.url()).searchParams.get("kind"), "Policy");
  const facts = await page.locator(".hits .facts").allTextContents();
  assert.ok(facts.length > 0 && facts.every((line) => line.startsWith("Policy")), facts.join("\n"));
  arrive();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.unroute(/search\/\w+\/f\.js/);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("select[name=role] option").nth(2).waitFor({ state: "attached" });
});

browse("without JavaScript the page of search says so and leads to every list", { javaScriptEnabled: false }, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  await page.getByRole("searchbox").fill("laptop");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL(/search\.html\?q=laptop$/);
  await page.locator("noscript .alert").waitFor();
  for (const name of ["Documents", "Controls", "Clauses", "Registers", "Glossary"]) {
    assert.ok(await page.getByRole("main").getByRole("link", { name }).first().isVisible(), name);
  }
});

browse("on a phone the list and the results fit", PHONE, async (page) => {
  await page.goto(world.server.root + kinds.policy);
  await box(page).or(field(page)).fill("joiners, movers and leavers");
  await options(page).first().waitFor();
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok((await over()) <= 0);
  const { x, width } = await page.getByRole("listbox").boundingBox();
  assert.ok(x >= 0 && x + width <= 390);
  await ask(page, world.server.root, "joiners, movers and leavers");
  assert.ok((await over()) <= 0);
});
