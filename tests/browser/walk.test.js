// A visit to every page: nothing fails, nothing is refused, nothing is requested from another host, nothing overflows.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { all, asFile, browse, clausebook, kinds, serve, site, work, world } from "./harness.js";

browse("every page loads without an error, a refusal or a request elsewhere", {}, async (page) => {
  for (const path of all()) {
    await page.goto(world.server.root + path);
  }
  assert.deepEqual(page.problems, []);
});

for (const [where, address] of [["under a sub-path", (path) => world.server.subpath + path], ["by file", asFile]]) {
  browse(`one page of each kind works ${where}`, {}, async (page) => {
    for (const path of Object.values(kinds)) {
      await page.goto(address(path));
      assert.ok(await page.locator("h1").isVisible(), path);
    }
    assert.deepEqual(page.problems, []);
  });
}

browse("without JavaScript every kind of page can be read and left", { javaScriptEnabled: false }, async (page) => {
  for (const path of Object.values(kinds)) {
    await page.goto(world.server.root + path);
    assert.ok(await page.locator("main h1").isVisible(), path);
    assert.ok(await page.locator("nav a:visible, main a:visible").first().isVisible(), path);
  }
  await page.goto(world.server.root);
  await page.getByRole("navigation").getByRole("link", { name: "Statement of Applicability" }).first().click();
  await page.getByRole("link", { name: /^A\.5\.18 / }).first().click();
  assert.match(page.url(), /controls\/a\.5\.18\.html$/);
  assert.deepEqual(page.problems, []);
});

for (const [width, height, zoom] of [[1440, 900, 1], [768, 1024, 1], [390, 844, 1], [1280, 800, 2]]) {
  const viewport = { width: width / zoom, height: height / zoom };
  browse(`nothing runs off the side at ${width} pixels${zoom > 1 ? " and 200 %" : ""}`, { viewport }, async (page) => {
    for (const [kind, path] of Object.entries(kinds)) {
      await page.goto(world.server.root + path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${kind} is ${over} pixels too wide`);
    }
  });
}

for (const [where, start] of [["by http", (path) => world.server.root + path], ["under a sub-path", (path) => world.server.subpath + path], ["by file", asFile]]) {
  browse(`an auditor walks from the SoA to the control, its text, its evidence and its finding, ${where}`, {}, async (page) => {
    const main = page.locator("main");
    await page.goto(start("index.html"));
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Statement of Applicability" }).click();
    await main.getByRole("link", { name: /^A\.5\.18 / }).first().click();
    await page.waitForURL(/controls\/a\.5\.18\.html/);
    await main.getByRole("link", { name: "Access reviews" }).first().click();
    await page.waitForURL(/access-control-policy\.html#reviews$/);
    await page.waitForFunction(() => {
      const { top } = document.getElementById("reviews").getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    });
    await page.goBack();
    await main.getByRole("link", { name: /^EV-\d+/ }).first().click();
    await page.waitForURL(/registers\/evidence\/ev-\d+\.html/);
    await page.goBack();
    await main.getByRole("link", { name: /^F-01/ }).first().click();
    await page.waitForURL(/registers\/findings\/f-01\.html/);
    await main.getByRole("link", { name: /^A\.5\.18/ }).first().click();
    await page.waitForURL(/controls\/a\.5\.18\.html/);
    assert.deepEqual(page.problems, []);
  });
}

browse("an old address leads to the page", {}, async (page) => {
  await page.goto(`${world.server.root}incidents/how-to-report.html`, { waitUntil: "commit" });
  await page.waitForURL(/incident-response-procedure\.html/);
});

browse("an address deep below that has no page answers with one that leads back", {}, async (page) => {
  // Without a script, only a site with a known path can have such a page at any depth.
  const folder = join(work, "not-found");
  const published = await serve(folder);
  execFileSync(clausebook, ["build", "../..", "--output", folder, "--base-url", published.subpath]);
  await page.route("**/*.js", (route) => route.abort());
  const response = await page.goto(`${published.subpath}one/two/three/four/five/six/seven/eight/nothing.html`);
  assert.equal(response.status(), 404);
  assert.equal(await page.evaluate(() => document.styleSheets.length), 1);
  await page.getByRole("main").getByRole("link", { name: "start page" }).click();
  assert.equal(page.url(), `${published.subpath}index.html`);
  await published.close();
});

// The sample names another host and the root of it as its address.
for (const below of ["", "team/handbook/"]) {
  for (const depth of ["", "deep/", "deep/below/it/all/"]) {
    browse(`a missing address is answered on any host: /${below}${depth}`, {}, async (page) => {
      const folder = join(work, "elsewhere");
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, "team"), { recursive: true });
      symlinkSync(site, join(folder, "team/handbook"));
      symlinkSync(join(site, "404.html"), join(folder, "404.html"));
      const published = await serve(below ? folder : site);
      const start = published.root + below;
      await page.goto(`${start}${depth}nothing.html?x=1`, { waitUntil: "networkidle" });
      const styled = () => [...document.styleSheets].some((sheet) => sheet.href?.includes("/assets/style."));
      await page.waitForFunction(styled);
      await page.waitForFunction(() => document.querySelector("img").naturalWidth > 0);
      await page.getByRole("link", { name: "Skip to content" }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(`${start}${depth}nothing.html?x=1#_main`);
      await page.keyboard.press("/");
      await page.keyboard.type("own laptop");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(`${start}documents/**`);
      await page.goBack();
      await page.getByRole("main").getByRole("link", { name: "documents" }).click();
      assert.equal(page.url(), `${start}documents/index.html`);
      await published.close();
    });
  }
}

browse("without a script, the page for a missing address is still styled", { javaScriptEnabled: false }, async (page) => {
  await page.goto(`${world.server.subpath}deep/below/nothing.html`);
  const font = await page.locator("h1").evaluate((heading) => getComputedStyle(heading).fontFamily);
  assert.doesNotMatch(font, /Times/);
});
