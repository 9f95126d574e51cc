// Answers queries with the search reader of a built site, as a browser would: `node answers.js SITE < queries.json`.
// Reads a list of queries and writes, for each, the corrections, the number of matching pages, the sentence that
// answers it, and the first ten with their sections.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const folder = join(process.argv[2], "search");
const text = (name) => readFileSync(join(folder, name), "utf8");
const load = async (name) => clausebookSearch.parse(text(name));

async function answer(reader, text) {
  const query = await reader.lookUp(text);
  const ranked = await reader.rank(query);
  const results = ranked.slice(0, 10).map(async ({ page, sections }) => {
    const parts = await Promise.all(sections.map((section) => reader.part(page, section)));
    const { path } = await reader.part(page);
    return [path, ...parts.map(({ anchor }) => `${path}#${anchor}`)];
  });
  const wanted = await reader.wanted(query);
  const [{ page, sections } = { sections: [] }] = ranked;
  const first = page === undefined ? [] : sections.length ? sections : [undefined];
  const quotations = await Promise.all(first.map(async (section) => wanted.answer(await reader.part(page, section))));
  const quotation = quotations.find(Boolean) ?? null;
  return { corrected: query.corrected, count: ranked.length, quotation, results: await Promise.all(results) };
}

(async () => {
  vm.runInThisContext(text("index.js"), "index.js");
  const reader = new clausebookSearch.Reader(await load("root.js"), load);
  const answers = [];
  for (const text of JSON.parse(readFileSync(0, "utf8"))) answers.push(await answer(reader, text));
  process.stdout.write(JSON.stringify(answers));
})();
