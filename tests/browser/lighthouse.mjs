// Lighthouse on six kinds of page of the built sample: a table of the four scores, and the reasons for a score below
// 100.
//
//     npm install --no-save lighthouse@12.8.2     it is 185 MB, so the tests do without it
//     ./run lighthouse [KIND…]
//
// Exits with 1 if a page has less than 100 in accessibility, best practices or search engines. The performance score is
// only printed, because it depends on the machine; budget.test.js tests its causes.

import { launch as start } from "chrome-launcher";
import lighthouse from "lighthouse";
import { browserPath } from "./chromium.js";
import { kinds, serve, site } from "./harness.js";

const FIRM = ["accessibility", "best-practices", "seo"];
const ALL = ["performance", ...FIRM];
// Audits that depend on the web server, not on the pages.
const HOST = ["is-on-https", "redirects-http", "uses-text-compression", "cache-insight", "document-latency-insight", "uses-long-cache-ttl"];

const server = await serve(site, { packed: true });
const chrome = await start({ chromePath: browserPath(), chromeFlags: ["--headless=new", "--no-sandbox"] });
let short = false;
console.log(["page".padEnd(10), ...ALL.map((name) => name.padStart(15))].join(""));
const asked = process.argv.slice(2);
for (const kind of asked.length > 0 ? asked : ["start", "policy", "control", "matrix", "soa", "search"]) {
  for (const form of ["mobile", "desktop"]) {
    const preset = form === "desktop" ? (await import("lighthouse/core/config/desktop-config.js")).default : undefined;
    const flags = { port: chrome.port, onlyCategories: ALL, logLevel: "error" };
    const { lhr } = await lighthouse(server.root + kinds[kind], flags, preset);
    const scores = ALL.map((name) => Math.round(lhr.categories[name].score * 100));
    console.log([kind.padEnd(10), ...scores.map((score) => String(score).padStart(15))].join(""), ` ${form}`);
    short ||= FIRM.some((name) => lhr.categories[name].score < 1);
    for (const name of ALL) {
      const counted = lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && !HOST.includes(id));
      const failed = counted.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1);
      for (const { id, displayValue = "", score } of failed) console.log(`    ${name}: ${id} ${score} ${displayValue}`);
    }
  }
}
await chrome.kill();
await server.close();
// The harness closes its browser and servers after the last test, and this is not a test.
process.exit(short ? 1 : 0);
