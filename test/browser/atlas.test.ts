import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE, sampleAtlas } from '../../src/atlas/testing/sample-atlas.js';
import { renderAtlasPage } from '../../src/reporters/index.js';
import { accessibilityProblems } from '../support/accessibility.js';
import { CHROMIUM, startChromium } from '../support/chromium.js';
import { showPage } from '../support/shown-page.js';

const BEFORE = '1.36.3-emulating-1.35-min-1.35-strict';
const AFTER = '1.36.3-emulating-1.36-min-1.36-strict';
const UNKNOWN = '1.36.3-emulating-1.35-min-1.33-strict';

describe.skipIf(CHROMIUM === undefined)('the site of an atlas in a browser', () => {
  let browser: Browser;
  let folder: string;
  let site: string;

  beforeAll(async () => {
    browser = await startChromium();
    folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-atlas-'));
    site = join(folder, 'index.html');
    await writeFile(site, await renderAtlasPage(sampleAtlas({ [UNKNOWN]: { why: `does not start: ${HOSTILE}` } })));
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Shows a part of the site; anything that is not as it should be on it fails the test. */
  const show = (part: string, use: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void> =>
    showPage(browser, pathToFileURL(site).href + part, use, options);

  it('has every cell, also the one that could not be observed, with its reason as text', async () => {
    await show('', async (page) => {
      const table = page.getByRole('region', { name: 'Cells of 1.36.3' });
      expect(await table.getByRole('link', { name: /min-compat/ }).count()).toBe(13);
      expect(await table.innerText()).toContain(`does not start: ${HOSTILE}`);
      expect(await page.locator('main img').count()).toBe(0);
    });
  });

  it('leads from a cell to its page, and back, with the focus on what is new', async () => {
    await show('', async (page) => {
      await page.getByRole('link', { name: '1.36.3 emulating 1.36, min-compat 1.36', exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: /emulating 1\.36, min-compat 1\.36/ }).waitFor();
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
      expect(await page.title()).toContain('emulating 1.36');
      await page.getByRole('searchbox').fill('opened');
      expect(await page.getByRole('region', { name: 'gates' }).innerText()).toMatch(/Opened KEP-4330\s+on, GA/);
      await page.goBack();
      await page.getByRole('region', { name: 'Cells of 1.36.3' }).waitFor();
    });
  });

  it('shows the difference of any two cells', async () => {
    await show('#/difference//', async (page) => {
      await page.getByRole('combobox', { name: 'before' }).selectOption(BEFORE);
      await page.getByRole('combobox', { name: 'after' }).selectOption(AFTER);
      const found = page.getByRole('region', { name: 'Differences' });
      await found.getByText('4 differences.').waitFor();
      expect(await found.innerText()).toMatch(/v1 pods\s+before\s+v1beta1\s+after\s+v1\s/);
      expect(await found.innerText()).toContain(HOSTILE);
      expect(await found.innerText()).toContain('Not compared, because one of the two was not seen: field probe.');
    });
  });

  it('claims no difference from a cell that was not observed', async () => {
    await show(`#/difference/${UNKNOWN}/${AFTER}`, async (page) => {
      const found = page.getByRole('region', { name: 'Differences' });
      expect(await found.innerText()).toBe('Not compared: nothing is known of one of the two.');
    });
  });

  it('finds by field, and says in which cells', async () => {
    await show('#/search/', async (page) => {
      await page.getByRole('searchbox').fill('podspec hostusers');
      const found = page.getByRole('region', { name: 'Found' });
      await found.getByText('boolean in all 12').click();
      // what is inside is made only once it is open
      await found.locator('details[open] > .inside').last().getByRole('link').first().waitFor();
      expect(await found.getByRole('link').count()).toBe(12);
      expect(page.url()).toContain('#/search/podspec%20hostusers');
    });
  });

  it('says where the published lists could not be had', async () => {
    await show(`#/cell/${BEFORE}`, async (page) => {
      const claims = page.locator('#claims');
      expect(await claims.innerText()).toContain('the sources of 1.35.4 could not be had');
    });
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility problem, everything unfolded, in %s',
    async (colorScheme) => {
      const parts = [
        '#/',
        `#/cell/${AFTER}`,
        `#/cell/${UNKNOWN}`,
        `#/difference/${BEFORE}/${AFTER}`,
        '#/search/o',
        '#/cell/none',
      ];
      for (const part of parts) {
        await show(
          part,
          async (page) => {
            const closed = page.locator('details:not([open]) > summary');
            while ((await closed.count()) > 0) await closed.first().click();
            expect(await accessibilityProblems(page), part).toEqual([]);
          },
          { colorScheme, reducedMotion: 'reduce' },
        );
      }
    },
  );

  it('fits a narrow window without scrolling sideways', async () => {
    for (const part of ['#/', `#/cell/${AFTER}`, `#/difference/${BEFORE}/${AFTER}`, '#/search/pods']) {
      await show(
        part,
        async (page) => {
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), part).toBe(true);
        },
        { viewport: { width: 420, height: 800 } },
      );
    }
  });
});
