import { chromium } from "playwright-core";
const site = "/tmp/search-bench/sample";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const log = [];
for (const [w, h] of [[1440, 900], [390, 844]]) {
  const p = await (await b.newContext({ viewport: { width: w, height: h } })).newPage();
  p.on("console", m => log.push(m.text())); p.on("pageerror", e => log.push("ERR " + e.stack));
  await p.goto(`file://${site}/search.html?q=own+laptop`);
  await p.waitForSelector(".hit ul");
  await p.waitForTimeout(300);
  await p.screenshot({ path: `/tmp/search-bench/page-${w}.png` });
  await p.goto(`file://${site}/controls/a.5.18.html`);
  await p.keyboard.press("/");
  await p.keyboard.type("leaver ac", { delay: 30 });
  await p.waitForSelector(".found a .section");
  await p.keyboard.press("ArrowDown");
  await p.screenshot({ path: `/tmp/search-bench/box-${w}.png` });
  await p.keyboard.press("Enter");
  await p.waitForSelector("mark");
  await p.waitForTimeout(200);
  log.push(p.url());
  await p.screenshot({ path: `/tmp/search-bench/marked-${w}.png` });
}
console.log(log.join("\n"));
await b.close();
