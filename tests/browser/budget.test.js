// Performance budget of a page with an empty cache: compressed bytes, requests, layout shifts, blocking. No times are
// measured.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { browse, clausebook, kinds, serve, work, world } from "./harness.js";

const MOST = { bytes: 30_000, requests: 5, scripts: 10_000 };

/** Opens a page with an empty cache, and returns the size of its requests. */
async function weigh(page, address) {
  const answers = [];
  page.on("response", (response) => answers.push(response));
  await page.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (globalThis.shifted += value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(address, { waitUntil: "networkidle" });
  const weight = { bytes: 0, requests: answers.length, scripts: 0, fonts: 0 };
  for (const answer of answers) {
    const bytes = gzipSync(await answer.body(), { level: 6 }).length;
    weight.bytes += bytes;
    if (answer.request().resourceType() === "script") weight.scripts += bytes;
    if (answer.request().resourceType() === "font") weight.fonts += 1;
  }
  const blocking = await page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").length);
  const shifted = await page.evaluate(() => globalThis.shifted);
  return { ...weight, blocking, shifted };
}

function within(weight, what, most = MOST) {
  const said = `${what}: ${JSON.stringify(weight)}`;
  for (const [name, limit] of Object.entries(most)) assert.ok(weight[name] <= limit, said);
  assert.deepEqual([weight.fonts, weight.blocking, weight.shifted], [0, 1, 0], said);
}

browse("a document page is light, and nothing in it moves", {}, async (page, t) => {
  const weight = await weigh(page, world.server.root + kinds.policy);
  t.diagnostic(JSON.stringify(weight));
  within(weight, kinds.policy);
});

browse("a document page is as light in a handbook of 1,000 pages", {}, async (page, t) => {
  const book = join(work, "thousand");
  rmSync(book, { recursive: true, force: true });
  mkdirSync(join(book, "content/policies"), { recursive: true });
  writeFileSync(join(book, "book.toml"), '[book]\ntitle = "Thousand"\norganisation = "O"\n');
  const text = readFileSync("../../content-sample/policies/cryptography-policy.md", "utf8").replace(/^\+\+\+[^]*?\+\+\+/, "");
  const plain = text.replace(/\[\[[^\]]*\]\]|\]\([^)]*\)|\{[^}]*\}|[A-Z]+-\d+/g, "");
  for (let at = 1; at <= 1_000; at++) {
    writeFileSync(join(book, `content/policies/p${at}.md`), `+++\ntitle = "Policy ${at}"\nstatus = "approved"\ncontrols = "A.8.24"\n+++\n${plain}`);
  }
  execFileSync(clausebook, ["build", book, "--output", join(book, "site")], { stdio: ["ignore", "ignore", "pipe"] });
  const server = await serve(join(book, "site"));
  try {
    page.problems = [];
    const weight = await weigh(page, `${server.root}documents/policies/p500.html`);
    t.diagnostic(JSON.stringify(weight));
    within(weight, "p500");
  } finally {
    await server.close();
  }
});

for (const kind of ["start", "control", "soa", "matrix", "documents", "entry"]) {
  browse(`nothing moves and nothing blocks on the page ${kind}`, {}, async (page, t) => {
    const weight = await weigh(page, world.server.root + kinds[kind]);
    t.diagnostic(JSON.stringify(weight));
    within(weight, kind, { requests: 6, scripts: MOST.scripts });
  });
}
