// A web page of another origin attacks a published handbook that sends no headers: it must not learn a word of it.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { after, before } from "node:test";
import { asFile, browse, kinds, serve, site, work, world } from "./harness.js";

const FILES = readdirSync(join(site, "search"), { recursive: true }).map((name) => `search/${name}`).filter((name) => name.endsWith(".js"));
const GUARD = /^location\.protocol=="file:"&&(.*?)clausebookSearch\(/;

/** Runs every file as a script of the page, with a function of its own in place of the reader and the page's `location`. */
const INSIDE = `
  const read = [];
  const takes = (...values) => read.push(JSON.stringify(values));
  for (const [name, value] of [["location", { protocol: "file:" }], ["document", { all: undefined }]])
    try { Object.defineProperty(globalThis, name, { value, configurable: true }); } catch {}
  try { Object.defineProperty(Location.prototype, "protocol", { value: "file:" }); } catch {}
  Object.defineProperty(globalThis, "clausebookSearch", { get: () => takes, set: () => {} });
`;
const PAGE = `<!doctype html><title>Any page</title><script src="page.js"></script>`;
const SCRIPT = (files) => `${INSIDE}
  globalThis.attack = Promise.all(${JSON.stringify(files)}.map((src) => new Promise((done) => {
    const script = Object.assign(document.createElement("script"), { src, onload: done, onerror: done });
    document.head.append(script);
  }))).then(() => read);
  globalThis.fetched = Promise.all(${JSON.stringify(files)}.flatMap((src) => [
    fetch(src).then((answer) => answer.text()), fetch(src, { mode: "no-cors" }).then((answer) => answer.text()), import(src).then(String),
  ]).map((text) => text.catch(() => ""))).then((texts) => texts.join(""));
  globalThis.worker = new Promise((done) => (new Worker("worker.js").onmessage = ({ data }) => done(data)));
`;
/** In a worker, every name can be replaced; \`document.all\` answers differently each time that it is asked. */
const WORKER = (files) => `${INSIDE}
  let asked = 0;
  const all = { get: () => (asked++ % 2 ? {} : undefined) };
  Object.defineProperty(globalThis, "document", { value: Object.defineProperty({}, "all", all) });
  for (const file of ${JSON.stringify(files)}) try { importScripts(file); } catch {}
  postMessage(read);
`;

let attacker;
/** Serves the attacking page for a handbook at an address. */
let target;
before(async () => {
  attacker = createServer((request, response) => {
    const files = FILES.map((name) => target + name);
    const made = { "/page.js": SCRIPT(files), "/worker.js": WORKER(files) }[request.url];
    response.writeHead(200, { "Content-Type": made ? "text/javascript" : "text/html" }).end(made ?? PAGE);
  });
  await new Promise((done) => attacker.listen(0, "127.0.0.1", done));
});
after(() => attacker.close());

/** Returns what the attacking page has read: by its scripts, its requests and its worker. */
async function attack(page, root) {
  target = root;
  await page.goto(`http://localhost:${attacker.address().port}/`);
  return page.evaluate(async () => ({ script: await attack, fetched: await fetched, worker: await worker }));
}

/** Serves the files of search with another start, to show that the attack reads what is not guarded. */
async function unguarded(name, start) {
  const folder = join(work, name);
  for (const path of FILES) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), readFileSync(join(site, path), "utf8").replace(GUARD, `${start}clausebookSearch(`));
  }
  return serve(folder);
}

browse("a page of another origin reads nothing of the handbook", {}, async (page) => {
  assert.ok(FILES.length > 10, FILES.join());
  for (const root of [world.server.root, world.server.subpath]) {
    assert.deepEqual(await attack(page, root), { script: [], fetched: "", worker: [] });
  }
});

browse("the same attack reads the files without their guard, and its worker those with half of it", {}, async (page) => {
  for (const [name, start, of] of [["bare", "", ["script", "worker"]], ["half", 'location.protocol=="file:"&&', ["worker"]]]) {
    const server = await unguarded(name, start);
    try {
      const read = await attack(page, server.root);
      for (const how of ["script", "worker"]) assert.equal(read[how].length > 10, of.includes(how), `${name}, ${how}`);
    } finally {
      await server.close();
    }
  }
});

browse("every file of search but the reader has the guard", {}, async () => {
  const bare = FILES.filter((name) => name !== "search/index.js" && !GUARD.test(readFileSync(join(site, name), "utf8")));
  assert.deepEqual(bare, []);
  const reader = readFileSync(join(site, "search/index.js"), "utf8");
  // A role, a term of the glossary and a kind, which the data of every page names.
  for (const word of ["Security lead", "Larkfield"]) assert.ok(!reader.includes(word), word);
});

for (const [where, address] of [["by http", (path) => world.server.root + path], ["by file", asFile]]) {
  browse(`a search runs scripts only where it cannot fetch, ${where}`, {}, async (page) => {
    const loaded = [];
    page.on("request", (request) => request.url().includes("/search/") && loaded.push([request.resourceType(), request.url()]));
    await page.goto(`${address(kinds.search)}?q=laptop`);
    await page.locator(".hits > li :is(ul, p)").first().waitFor();
    const data = loaded.filter(([, url]) => !url.endsWith("/index.js"));
    assert.ok(data.length > 3, loaded.join("\n"));
    const kind = where === "by file" ? "script" : "fetch";
    assert.deepEqual(data.filter(([type]) => type !== kind), []);
    assert.deepEqual(page.problems, []);
  });
}
