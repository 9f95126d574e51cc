// Measures the cost of a search in Chromium over a server with compression, for a site with our search and, if it is
// given, the same site with Pagefind: `node search-bench.mjs SITE [PAGEFIND-SITE]`. `cargo bench --bench search` builds
// both sites and calls this.

import { readFileSync, readdirSync, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { browserPath } from "./chromium.js";

const [ours, theirs] = process.argv.slice(2);
/** Queries of two and three words. */
const QUERIES = readFileSync(new URL("../search/typical.txt", import.meta.url), "utf8").trim().split("\n");
const TYPED = "access rev";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm" };
// A page with Pagefind's own interface, as in its manual.
const PEER = `<!doctype html><meta charset="utf-8"><title>Search</title><link href="pagefind/pagefind-ui.css" rel="stylesheet">
<script src="pagefind/pagefind-ui.js"></script><div id="search"></div><script src="peer.js"></script>`;
const PEER_SCRIPT = `window.ui = new PagefindUI({ element: "#search", showSubResults: true, pageSize: 10, showImages: false, debounceTimeoutMs: 0 });
const asked = new URLSearchParams(location.search).get("q"); if (asked) window.ui.triggerSearch(asked);`;

/** Latency of a response, which separates parallel requests from sequential ones. */
const WAY = 50;

/** Serves a folder with compression, and records each response: path, bytes of the body, time of the request. */
function serve(folder) {
  const sent = [];
  const packed = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const made = { "/peer.html": PEER, "/peer.js": PEER_SCRIPT }[path];
    const file = join(folder, normalize(path));
    if (made === undefined && !(existsSync(file) && statSync(file).isFile())) return response.writeHead(404).end();
    if (!packed.has(path)) packed.set(path, gzipSync(made ?? readFileSync(file), { level: 6 }));
    const body = packed.get(path);
    sent.push({ path, bytes: body.length, at: performance.timeOrigin + performance.now() });
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Content-Encoding": "gzip", "Cache-Control": "no-store" });
    setTimeout(() => response.end(body), WAY);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ server, sent, root: `http://127.0.0.1:${server.address().port}/` })));
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Returns the files below a folder with their bytes. */
const files = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).size);

/**
 * Measures each query with an empty cache, until the excerpts of the first ten results are shown: what readers wait for.
 * All files loaded for search count. Scripts and styles are the same for every query and stay in the cache, so they are
 * listed apart.
 */
async function cold(browser, { sent, root }, { page: address, waiting, shown: link, counts, script }) {
  const costs = [];
  for (const query of QUERIES) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(([link, waiting]) => {
      const watch = new MutationObserver(() => {
        if (!document.querySelector(link) || document.querySelector(waiting)) return;
        watch.disconnect();
        window.shownAt = performance.timeOrigin + performance.now();
      });
      watch.observe(document, { childList: true, subtree: true });
    }, [link, waiting]);
    sent.length = 0;
    await page.goto(root + address + encodeURIComponent(query), { waitUntil: "commit" });
    const shown = await (await page.waitForFunction(() => window.shownAt)).jsonValue();
    const all = sent.filter(({ path, at }) => counts(path) && at < shown);
    const needed = all.filter(({ path }) => !script(path));
    let [rounds, begun] = [0, -Infinity];
    for (const { at } of needed) if (at >= begun + WAY) [rounds, begun] = [rounds + 1, at];
    const sum = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0);
    costs.push({ bytes: sum(needed), requests: needed.length, rounds, scripts: sum(all) - sum(needed), words: query.split(" ").length });
    await context.close();
  }
  const some = (from, to, key) => costs.filter(({ words }) => words >= from && words <= to).map((cost) => cost[key]);
  const most = (key) => Math.max(...some(0, 9, key));
  return {
    two: median(some(2, 2, "bytes")), more: median(some(3, 9, "bytes")), most: most("bytes"),
    requests: median(some(3, 9, "requests")), requestsMost: most("requests"), rounds: most("rounds"), scripts: most("scripts"),
  };
}

/** Measures the last key of a query whose files are loaded, until the frame that shows its results; and the longest
   task. */
async function warm(browser, { root }, { page: address, field, list }) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(root + address);
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  });
  const times = await page.evaluate(async ([field, list, typed]) => {
    const input = document.querySelector(field);
    const type = (text) => new Promise((done) => {
      const start = performance.now();
      const target = document.querySelector(".hits") ?? document.body;
      const watch = new MutationObserver(() => {
        if (!document.querySelector(`${list} a`)) return;
        watch.disconnect();
        done(performance.now() - start);
      });
      watch.observe(target, { childList: true, subtree: true });
      input.focus();
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const rest = () => new Promise((done) => setTimeout(done, 500));
    const times = [];
    for (let round = 0; round < 12; round++) {
      await type(typed.slice(0, -1));
      await rest();
      const time = await type(typed);
      if (round > 1) times.push(time);
      await rest();
    }
    return times;
  }, [field, list, TYPED]);
  const tasks = await page.evaluate(() => window.tasks);
  await page.context().close();
  return { key: median(times), task: Math.max(0, ...tasks) };
}

const OURS = {
  folder: "search", page: "search.html?q=", field: "main input[type=search]", list: ".hits",
  shown: ".hits > li", waiting: ".hits > li:not(:has(p))",
  counts: (path) => path.startsWith("/search/") || /^\/assets\/search\b/.test(path),
  script: (path) => path === "/search/index.js" || path.startsWith("/assets/"),
};
const THEIRS = {
  folder: "pagefind", page: "peer.html?q=", field: ".pagefind-ui__search-input", list: ".pagefind-ui__results",
  shown: ".pagefind-ui__result-link", waiting: ".pagefind-ui__loading",
  counts: (path) => path.startsWith("/pagefind/"), script: (path) => /\.(js|css|pagefind)$/.test(path) && /pagefind[^/]*$/.test(path) && !/\/(index|fragment)\//.test(path),
};

const browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
const measured = [];
for (const [folder, how] of [[ours, OURS], ...(theirs ? [[theirs, THEIRS]] : [])]) {
  const served = await serve(folder);
  const all = files(join(folder, how.folder));
  measured.push({
    ...await cold(browser, served, how), ...await warm(browser, served, how),
    disk: all.reduce((a, b) => a + b, 0), largest: Math.max(...all), files: all.length,
  });
  served.server.close();
}
await browser.close();

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const ms = (time) => `${time.toFixed(1)} ms`;
const rows = [
  ["data of two words, median", "two", kb], ["data of three words, median", "more", kb], ["the most", "most", kb],
  ["requests, three words, median", "requests", String], ["the most", "requestsMost", String], ["dependent rounds", "rounds", String],
  ["scripts and styles", "scripts", kb],
  ["last key to results, warm", "key", ms], ["longest task of over 50 ms", "task", (time) => (time ? ms(time) : "none")],
  ["on the disk", "disk", kb], ["largest file", "largest", kb], ["files", "files", String],
];
console.log("to the last excerpt".padEnd(32) + ["clausebook", "pagefind"].slice(0, measured.length).map((name) => name.padStart(12)).join(""));
for (const [what, key, show] of rows) console.log(what.padEnd(32) + measured.map((each) => show(each[key]).padStart(12)).join(""));
