/**
 * Pictures of a real run's report for the README, in both themes: npm run screenshots -- RUN_DIR. The page is made anew first, so that it is
 * what this checkout makes of the run.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { $ } from 'zx';
import { CHROMIUM, startChromium } from '../test/support/chromium.js';

const FOLDER = 'docs/images';
/** Pixels: the first screen, down to the point of no return. */
const SIZE = { width: 1280, height: 780 };

const directory = process.argv[2];
if (directory === undefined || CHROMIUM === undefined) {
  console.error(
    directory === undefined
      ? 'which run? npm run screenshots -- RUN_DIR'
      : 'there is no Chromium; scripts/install-chromium.sh',
  );
  process.exit(3);
}
$.verbose = false;
// its exit code is that of the verdict
await $({ nothrow: true })`node bin/kube-rehearse.js judge ${directory}`;
await mkdir(FOLDER, { recursive: true });
const browser = await startChromium();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: SIZE, colorScheme });
    await page.goto(pathToFileURL(join(directory, 'report.html')).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const path = join(FOLDER, `report-${colorScheme}.png`);
    await page.screenshot({ path });
    console.log(path);
  }
} finally {
  await browser.close();
}
