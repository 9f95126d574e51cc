// Measures what queries load up to the last excerpt of their first ten results: `node cost.js SITE < queries.json`.
// Writes, for each query, the bytes of the files as a server sends them, and their number.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");
const { gzipSync } = require("node:zlib");

const folder = join(process.argv[2], "search");
const content = (name) => readFileSync(join(folder, name), "utf8");

async function cost(text) {
  const bytes = [];
  const load = async (name) => {
    bytes.push(gzipSync(content(name), { level: 6 }).length);
    return clausebookSearch.parse(content(name));
  };
  const reader = new clausebookSearch.Reader(await load("root.js"), load);
  const query = await reader.lookUp(text);
  const ranked = await reader.rank(query);
  await Promise.all(ranked.slice(0, 10).map((found) => reader.shown(found)));
  return { bytes: bytes.reduce((sum, more) => sum + more, 0), requests: bytes.length };
}

(async () => {
  vm.runInThisContext(content("index.js"), "index.js");
  const costs = [];
  for (const query of JSON.parse(readFileSync(0, "utf8"))) costs.push(await cost(query));
  process.stdout.write(JSON.stringify(costs));
})();
