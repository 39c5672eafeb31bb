import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Verdict } from '../../src/model/verdict.js';
import { accessibilityProblems } from './accessibility.js';
import { CHROMIUM, startChromium } from './chromium.js';

/**
 * What is wrong with the report of a real run, looked at in a browser in both themes: another verdict than the run's own, errors, anything
 * asked of a network, links that lead out of the run's directory or nowhere, obstacles for people who do not see it. Empty when nothing is,
 * and where there is no browser: then the tests of test/browser are skipped, which is counted.
 */
export async function reportProblems(directory: string): Promise<string[]> {
  if (CHROMIUM === undefined) return [];
  const verdict = JSON.parse(await readFile(join(directory, 'verdict.json'), 'utf8')) as Verdict;
  const browser = await startChromium();
  try {
    const problems = [];
    for (const theme of ['light', 'dark'] as const) {
      for (const problem of await look(browser, join(directory, 'report.html'), theme, verdict))
        problems.push(`${theme}: ${problem}`);
    }
    return problems;
  } finally {
    await browser.close();
  }
}

async function look(
  browser: Browser,
  file: string,
  colorScheme: 'light' | 'dark',
  { outcome, versions }: Verdict,
): Promise<string[]> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => problems.push(...(request.isNavigationRequest() ? [] : [request.url()])));
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const said = await page.locator('header .verdict-line').innerText();
  if (!said.toLowerCase().startsWith(outcome) || !said.includes(`rom ${versions.from} to ${versions.to}`))
    problems.push(`it does not say that the run is ${outcome}: ${said}`);
  // made when it comes into sight
  await page.locator('#objects').scrollIntoViewIfNeeded();
  await page.locator('#objects table, #objects .empty').first().waitFor();
  // one of each kind of what is folded; all of a real run are thousands
  for (const section of await page.locator('section').all()) {
    const closed = section.locator('details:not([open]) > summary');
    for (let depth = 0; depth < 3 && (await closed.count()) > 0; depth += 1) {
      await closed.first().click();
      // what is inside is made only when it is open
      await page.locator('details[open]:not(:has(> .inside))').first().waitFor({ state: 'detached' });
    }
  }
  problems.push(...(await accessibilityProblems(page)));
  if (!(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')))
    problems.push('it scrolls sideways');
  const links = await page.locator('a').evaluateAll((all) => all.map((a) => (a as unknown as { href: string }).href));
  const folder = `${dirname(file)}/`;
  for (const link of links.filter((href) => href.startsWith('file:') && !href.includes('#'))) {
    const path = fileURLToPath(link);
    if (!path.startsWith(folder) || !existsSync(path)) problems.push(`link into nowhere: ${path}`);
  }
  await page.close();
  return problems;
}
