// The pictures in README: `tests/browser/run pictures` writes them to docs/pictures. They show the sample without drafts on its
// own day, so that whoever makes them again gets the same but for the fonts of the machine.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kinds, launch, site } from "./harness.js";
import { pathToFileURL } from "node:url";

const LIMIT = 150_000;
const folder = join(import.meta.dirname, "../../docs/pictures");
mkdirSync(folder, { recursive: true });
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", locale: "en-GB" });
const page = await context.newPage();
const converter = await context.newPage();

/** Turns a PNG into a WebP; playwright writes none itself, but Chromium can. */
async function webp(png) {
  const url = await converter.evaluate(async (base64) => {
    const picture = await (await fetch(`data:image/png;base64,${base64}`)).blob().then(createImageBitmap);
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas.toDataURL("image/webp", 0.9);
  }, png.toString("base64"));
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

for (const kind of ["start", "policy", "control", "soa", "matrix"]) {
  await page.goto(pathToFileURL(join(site, kinds[kind])).href);
  const bytes = await webp(await page.screenshot({ animations: "disabled" }));
  if (bytes.length >= LIMIT) throw new Error(`${kind}.webp has ${bytes.length} bytes; ${LIMIT} are too many`);
  writeFileSync(join(folder, `${kind}.webp`), bytes);
  console.log(`docs/pictures/${kind}.webp: ${bytes.length} bytes`);
}
await browser.close();
// The harness closes its browser and servers after the last test, and this is not a test.
process.exit();
