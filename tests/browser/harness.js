// The test harness: the built sample by http (at the root and under a sub-path) and by file://, a browser, and pages
// that record errors.

import { createReadStream, existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { browserPath } from "./chromium.js";

/** The folder for test output: the site, screenshots of failures. */
export const work = process.env.BROWSER_TESTS;
/** The built sample. */
export const site = join(work, "site");
/** The program. */
export const clausebook = process.env.CLAUSEBOOK;
/** The sub-path under which the server serves the site a second time. */
export const SUBPATH = "/intranet/isms/";

const CSP = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:";
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv", ".txt": "text/plain", ".xml": "application/xml",
};

/** Serves a folder at `/` and at the sub-path, with a strict content security policy; compressed, if requested. */
export async function serve(folder = site, { packed = false, policy = CSP } = {}) {
  const server = createServer((request, response) => {
    let path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    if (path.startsWith(SUBPATH)) path = path.slice(SUBPATH.length - 1);
    if (path.endsWith("/")) path += "index.html";
    let file = join(folder, normalize(path));
    const found = existsSync(file);
    if (!found) file = join(folder, "404.html");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const headers = { "Content-Type": type, "Content-Security-Policy": policy, ...(packed && { "Content-Encoding": "gzip" }) };
    response.writeHead(found ? 200 : 404, headers);
    const bytes = createReadStream(file);
    (packed ? bytes.pipe(createGzip()) : bytes).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `http://127.0.0.1:${server.address().port}`;
  // Node does not treat a connection that the browser opened in advance and never used as idle, and would wait for it.
  const close = () => new Promise((done) => server.close(done).closeAllConnections());
  return { host, root: `${host}/`, subpath: host + SUBPATH, close };
}

/** The address of a page by file://. */
export const asFile = (path) => pathToFileURL(join(site, path)).href;

/** Starts the browser. */
export const launch = () => chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });

/** One page of each kind of the sample; `all()` lists every page. */
export const kinds = {
  start: "index.html",
  documents: "documents/index.html",
  policy: "documents/policies/access-control-policy.html",
  form: "documents/forms/access-request-form.html",
  controls: "controls/index.html",
  control: "controls/a.5.18.html",
  standard: "standards/nis2/index.html",
  measured: "standards/nis2/21-2-d.html",
  left: "standards/nis2/left.html",
  pairs: "matrix/standard-nis2-controls.html",
  clauses: "clauses/index.html",
  clause: "clauses/6.1.3.html",
  soa: "soa.html",
  matrices: "matrix/index.html",
  matrix: "matrix/controls-documents.html",
  gaps: "gaps.html",
  required: "required-documents.html",
  registers: "registers/index.html",
  register: "registers/risks/index.html",
  entry: "registers/risks/r-004.html",
  transition: "transition-2013.html",
  search: "search.html",
  everyone: "roles/everyone.html",
  reporting: "reporting.html",
};

/** Every page of the site that is not a redirect. */
export function all() {
  const names = readdirSync(site, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  const moved = (name) => readFileSync(join(site, name), "utf8").includes('http-equiv="refresh"');
  return names.filter((name) => name.endsWith(".html") && name !== "404.html" && !moved(name)).sort();
}

/** The browser and the server of a test file, which are closed after its last test, and its own servers. */
export const world = { hosts: [] };
before(async () => {
  world.browser = await launch();
  world.server = await serve();
});
after(async () => {
  await world.browser?.close();
  await world.server?.close();
});

/** Opens a page that records each console error, each refused or failed request and each request to another host. */
export async function open(options = {}) {
  const context = await world.browser.newContext(options);
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.problems = [];
  page.requests = [];
  const note = (words) => page.problems.push(`${page.url()}: ${words}`);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && note(message.text()));
  page.on("pageerror", (error) => note(error.message));
  // A request that is cancelled by the next page has not failed.
  const cut = "net::ERR_ABORTED";
  page.on("requestfailed", (request) => request.failure().errorText !== cut && note(`failed: ${request.url()}`));
  page.on("request", (request) => {
    page.requests.push(request.url());
    const ours = [world.server.host, ...world.hosts, "file:", "data:", "about:"].some((start) => request.url().startsWith(start));
    if (!ours) note(`asks elsewhere: ${request.url()}`);
  });
  page.on("response", (response) => response.status() >= 400 && note(`${response.status()}: ${response.url()}`));
  return page;
}

/** A test with a page of its own; if it fails, a screenshot is left in the work folder. */
export function browse(name, options, body) {
  test(name, async (t) => {
    const page = await open(options);
    try {
      await body(page, t);
    } catch (error) {
      const file = join(work, `${name.replace(/[^a-z0-9]+/gi, "-")}.png`);
      await page.screenshot({ path: file }).catch(() => {});
      error.message += `\nat ${page.url()}; see ${file}`;
      throw error;
    } finally {
      await page.context().close();
    }
  });
}
