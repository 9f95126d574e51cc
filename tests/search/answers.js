// Answers queries with the search reader of a built site, as a browser would: `node answers.js SITE < queries.json`.
// Reads a list of queries and writes, for each, the corrections, the number of matching pages, the sentence that
// answers it, the words marked in
// the first result, and the first ten with their sections.
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
  const wanted = await reader.wanted(query);
  const best = ranked.slice(0, 10);
  const parts = await Promise.all(best.map((found) => reader.shown(found)));
  const results = best.map(async ({ page, sections }, at) => {
    const { path } = await reader.part(page);
    return [path, ...sections.map((_, section) => `${path}#${parts[at][section].anchor}`)];
  });
  const quotation = (parts[0] ?? []).map((part) => wanted.answer(part)).find(Boolean) ?? null;
  const all = (parts[0] ?? []).flatMap(({ text }) => clausebookSearch.runs(text)).map(({ run }) => run);
  const marked = all.filter((run) => clausebookSearch.forms(run).some((form) => wanted.has(form)));
  return { corrected: query.corrected, count: ranked.length, quotation, marked, results: await Promise.all(results) };
}

(async () => {
  vm.runInThisContext(text("index.js"), "index.js");
  const reader = new clausebookSearch.Reader(await load("root.js"), load);
  const answers = [];
  for (const text of JSON.parse(readFileSync(0, "utf8"))) answers.push(await answer(reader, text));
  process.stdout.write(JSON.stringify(answers));
})();
