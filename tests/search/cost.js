// Measures what queries load up to the last excerpt of their first ten results: `node cost.js SITE < queries.json`.
// Writes, for each query, the bytes of the files as a server sends them, and their number.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");
const { gzipSync } = require("node:zlib");

const folder = join(process.argv[2], "search");
const text = (name) => readFileSync(join(folder, name), "utf8");

async function cost(query) {
  const bytes = [];
  const load = async (name) => {
    bytes.push(gzipSync(text(name), { level: 6 }).length);
    return clausebookSearch.parse(text(name));
  };
  const reader = new clausebookSearch.Reader(await load("root.js"), load);
  const ranked = await reader.rank(await reader.lookUp(query));
  const shown = ranked.slice(0, 10).flatMap(({ page, sections }) => (sections.length ? sections : [undefined]).map((section) => [page, section]));
  await Promise.all(shown.map(([page, section]) => reader.part(page, section)));
  return { bytes: bytes.reduce((sum, more) => sum + more, 0), requests: bytes.length };
}

(async () => {
  vm.runInThisContext(text("index.js"), "index.js");
  const costs = [];
  for (const query of JSON.parse(readFileSync(0, "utf8"))) costs.push(await cost(query));
  process.stdout.write(JSON.stringify(costs));
})();
