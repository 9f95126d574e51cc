// Screenshots of the sample, for README and others: `tests/browser/run shots` writes them to target/screenshots.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { kinds, launch, site } from "./harness.js";
import { pathToFileURL } from "node:url";

const folder = join(process.env.BROWSER_TESTS, "../screenshots");
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  for (const [size, width, height] of [["", 1440, 900], ["-tablet", 768, 1024], ["-phone", 390, 844]]) {
    const page = await (await browser.newContext({ viewport: { width, height }, colorScheme })).newPage();
    for (const kind of ["start", "policy", "control", "matrix", "soa"]) {
      await page.goto(pathToFileURL(join(site, kinds[kind])).href);
      await page.screenshot({ path: join(folder, `${kind}-${colorScheme}${size}.png`) });
    }
    await page.context().close();
  }
}
await browser.close();
console.log(`Pictures of the sample are in ${folder}.`);
// The harness closes its browser and servers after the last test, and this is not a test.
process.exit();
