import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  compareRuns,
  indexRun,
  readRun,
  renderComparisonPage,
  renderRunIndex,
  RunDirectory,
  writeReports,
} from '../../src/reporters/index.js';
import { writeFileAtomically } from '../../src/support/atomic-file.js';
import { samplePlan, sampleSentences } from '../../src/reporters/testing/sample-run.js';
import { accessibilityProblems } from '../support/accessibility.js';
import { CHROMIUM, startChromium } from '../support/chromium.js';
import { hostileVerdict, manyObjects, writeSampleRun } from '../support/sample-runs.js';
import { showPage } from '../support/shown-page.js';

const KEYS = 100_000;

describe.skipIf(CHROMIUM === undefined)('report.html in a browser', () => {
  let browser: Browser;
  let base: string;
  let passing: RunDirectory, failing: RunDirectory, interrupted: RunDirectory, large: RunDirectory;

  beforeAll(async () => {
    browser = await startChromium();
    base = await mkdtemp(join(tmpdir(), 'kube-rehearse-browser-'));
    passing = await writeSampleRun(join(base, 'passing run #1'));
    failing = await writeSampleRun(join(base, 'failing'), { verdict: hostileVerdict() });
    interrupted = await writeSampleRun(join(base, 'interrupted'), {
      observed: 2,
      ending: 'interrupted',
      verdict: { outcome: 'inconclusive', notJudged: ['the run was interrupted'], rollback: [] },
    });
    large = await writeSampleRun(join(base, 'large'), { observed: 1, store: manyObjects(KEYS) });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(base, { recursive: true, force: true });
  });

  /** Shows a page; anything that is not as it should be on it fails the test. */
  const show = (path: string, use: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void> =>
    showPage(browser, pathToFileURL(path).href, use, options);

  it('says in one sentence what came of a run, and shows its ladder', async () => {
    await show(passing.reportPage, async (page) => {
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('everything that must stay the same');
      const ladder = page.getByRole('region', { name: 'The ladder' });
      expect(await ladder.getByRole('columnheader').allInnerTexts()).toEqual(
        ['WHAT', '00 baseline', '01 binary upgrade', '02 emulation upgrade', '03 emulation rollback'].map(
          (text) => expect.stringMatching(new RegExp(text.replace(' ', '\\s'), 'i')) as string,
        ),
      );
      expect(await ladder.getByRole('row', { name: 'API away' }).innerText()).toMatch(/–\s+5\.6 s/);
      expect(await ladder.getByRole('row', { name: 'back to 1.36.3' }).innerText()).toMatch(/safe\s+safe\s+lossy/);
      expect(await page.locator('#no-return').innerText()).toContain('loses something is 02-emulation-upgrade');
    });
  });

  it('shows hostile names and values as text', async () => {
    await show(failing.reportPage, async (page) => {
      await unfoldAll(page);
      const text = await page.locator('main').innerText();
      expect(text).toContain('</script><img src=x onerror=alert(1)>');
      expect(text).toContain('\\u{1b}[2J\\u{7}<script>alert("1")</script>');
      expect(text).toContain('\\u{202e}gnp.exe');
      expect(text).toContain('more characters');
      expect(await page.locator('main img, main script').count()).toBe(0);
      const links = await page
        .locator('a')
        .evaluateAll((all) => all.map((a) => (a as unknown as { href: string }).href));
      const folder = pathToFileURL(failing.path).href;
      expect(links.filter((href) => !href.startsWith(folder) && !href.startsWith('https://'))).toEqual([]);
    });
  });

  it('names every stop of a difference, and can show those of one stop', async () => {
    await show(failing.reportPage, async (page) => {
      const violations = page.locator('#violations');
      await unfoldAll(page);
      expect(await violations.innerText()).toContain('01-binary-upgrade, 02-emulation-upgrade');
      expect(await violations.getByText('keys-kept').count()).toBe(1);
      await violations.getByRole('combobox', { name: 'At stop' }).selectOption('02-emulation-upgrade');
      expect(await violations.getByText('keys-kept').count()).toBe(0);
      expect(await violations.getByText('content-unchanged').count()).toBe(1);
    });
  });

  it('tells how far an interrupted run got', async () => {
    await show(interrupted.reportPage, async (page) => {
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('the run was interrupted');
      expect(await page.locator('header').innerText()).toContain('2 of 4 observed');
      const ladder = page.getByRole('region', { name: 'The ladder' });
      expect(await ladder.getByRole('row', { name: 'back to' }).innerText()).toMatch(/unfinished\s+not reached$/);
      expect(await page.locator('#timeline').innerText()).toContain('ended on its own');
    });
  });

  it('shows each fault with its receipts, and which one has none', async () => {
    await show(passing.reportPage, async (page) => {
      const faults = page.getByRole('region', { name: 'Faults and their receipts' });
      const pause = faults.getByRole('row', { name: /^pause etcd/ });
      expect(await pause.innerText()).toMatch(/after-spawn\s+3\.6 s\s+state T in .*; state S in/);
      expect(await faults.getByRole('row', { name: /^kill etcd/ }).innerText()).toMatch(
        /inconclusive\s+nobody saw that it took effect/,
      );
      expect(await page.locator('#timeline').innerText()).toContain('ended half-way');
    });
  });

  it('shows in the picture where a transition was left half-way, and how many faults there were on the way', async () => {
    const plan = samplePlan();
    const stopAt = 'kube-apiserver/after-spawn';
    const faults = [
      { id: 'halfway-1-kill-etcd', spec: { type: 'kill', component: 'etcd' }, point: stopAt, delayMs: 0, lastsMs: 0 },
    ] as const;
    const steps = plan.steps.map((step) =>
      step.index === 1
        ? {
            ...step,
            halfway: { transition: 'binary-upgrade', launch: step.launch, order: step.order, stopAt, faults } as const,
          }
        : step,
    );
    const { reportPage } = await writeSampleRun(join(base, 'half-way'), { plan: { ...plan, steps } });
    await show(reportPage, async (page) => {
      const ladder = page.getByRole('region', { name: 'The ladder' });
      expect(await ladder.locator('.halfway-mark').count()).toBe(1);
      expect(await ladder.getByRole('row', { name: 'faults' }).innerText()).toMatch(
        /none\s+1 fault\s+binary upgrade left half-way\s+none\s+none/,
      );
    });
  });

  it('shows how much was asked of the API server, and how long it took', async () => {
    await show(passing.reportPage, async (page) => {
      const timeline = page.locator('#timeline');
      expect(await timeline.innerText()).toMatch(
        /made 1\s360 requests to the API server, at most 48 in a second; 8 got no good/,
      );
      await timeline.locator('.requests .with-errors').first().hover();
      expect(await timeline.locator('.told').innerText()).toMatch(
        /requests a second, 2 without a good answer, median 4 ms/,
      );
    });
  });

  it('moves the timeline by keyboard', async () => {
    await show(passing.reportPage, async (page) => {
      const timeline = page.getByRole('group', { name: /^Timeline/ });
      const ticks = () => timeline.locator('.tick').allTextContents();
      const all = await ticks();
      await timeline.focus();
      await page.keyboard.press('+');
      await page.keyboard.press('+');
      expect(await ticks()).not.toEqual(all);
      await page.keyboard.press('0');
      expect(await ticks()).toEqual(all);
    });
  });

  it('finds one of 100,000 keys, and makes no more rows than are in sight', async () => {
    await show(large.reportPage, async (page) => {
      const objects = page.locator('#objects');
      await objects.scrollIntoViewIfNeeded();
      const table = objects.getByRole('region', { name: 'Stored objects' }).getByRole('table');
      await table.waitFor();
      expect(await table.getAttribute('aria-rowcount')).toBe(String(KEYS + 3));
      expect(await table.locator('tr').count()).toBeLessThan(100);
      await objects.getByRole('searchbox').fill('web-frontend-099999');
      await objects.getByText('1 of').waitFor();
      await table.getByRole('button').click();
      expect(await objects.getByRole('region', { name: 'Versions' }).innerText()).toContain('arrival at 00-baseline');
    });
    // a thousandth of what such a store holds
    expect((await readFile(large.reportPage)).length).toBeLessThan(10_000_000);
  });

  it('shows the last rows at the end of a long list', async () => {
    await show(large.reportPage, async (page) => {
      const objects = page.locator('#objects');
      await objects.scrollIntoViewIfNeeded();
      const region = objects.getByRole('region', { name: 'Stored objects' });
      await region.getByRole('table').waitFor();
      await region.focus();
      await page.keyboard.press('End');
      await region.getByText('secrets/shop/one').waitFor();
    });
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility problem, everything unfolded, in %s',
    async (colorScheme) => {
      for (const { reportPage } of [passing, failing, interrupted]) {
        await show(
          reportPage,
          async (page) => {
            await unfoldAll(page);
            await page.locator('#objects').scrollIntoViewIfNeeded();
            await page.locator('#objects table').first().waitFor();
            await page.locator('#objects button.key').first().click();
            expect(await accessibilityProblems(page)).toEqual([]);
          },
          { colorScheme, reducedMotion: 'reduce' },
        );
      }
    },
  );

  it('switches between the themes by keyboard', async () => {
    await show(passing.reportPage, async (page) => {
      const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
      const toggle = page.getByRole('button', { name: /^Theme/ });
      const light = await ground();
      await toggle.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await expect.poll(ground).not.toBe(light);
      expect(await toggle.innerText()).toContain('Theme: dark');
    });
  });

  it('prints in light colours, without controls', async () => {
    await show(
      passing.reportPage,
      async (page) => {
        await page.emulateMedia({ media: 'print' });
        // a button that is a row's name is part of what it says
        const controls = page.locator('select, input, label, button:not(.key)');
        for (const control of await controls.all()) expect(await control.isVisible()).toBe(false);
        expect(await page.evaluate('getComputedStyle(document.documentElement).color')).toBe('rgb(27, 32, 40)');
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      },
      { colorScheme: 'dark', viewport: { width: 480, height: 720 } },
    );
  });

  it('fits a narrow window without scrolling sideways', async () => {
    await show(
      failing.reportPage,
      async (page) => {
        await unfoldAll(page);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      },
      { viewport: { width: 420, height: 800 } },
    );
  });

  it('is the same bytes when the run is judged again', async () => {
    const before = await readFile(failing.reportPage);
    const again = await RunDirectory.open(failing.path);
    await writeReports(again, await again.readPlan(), await again.readVerdict(), sampleSentences());
    expect((await readFile(failing.reportPage)).equals(before)).toBe(true);
  });

  it('lists several runs on a page that leads to each', async () => {
    const file = join(base, 'index.html');
    const runs = [];
    for (const directory of [passing, failing, interrupted]) runs.push(await indexRun(directory, file));
    await writeFileAtomically(file, await renderRunIndex(runs));
    await show(file, async (page) => {
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('3 rehearsals, 1 passed');
      expect(await accessibilityProblems(page)).toEqual([]);
      await page
        .getByRole('row', { name: /passing run #1/ })
        .getByRole('link')
        .click();
      await page.getByRole('region', { name: 'The ladder' }).first().waitFor();
    });
  });

  it.each(['light', 'dark'] as const)('compares two runs on a page that leads to both, in %s', async (colorScheme) => {
    const file = join(base, 'compared.html');
    const comparison = compareRuns(await readRun(passing), await readRun(failing));
    await writeFileAtomically(file, await renderComparisonPage(comparison, file, passing, failing));
    await show(
      file,
      async (page) => {
        expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('pass became fail');
        await unfoldAll(page);
        expect(await page.locator('#violation').innerText()).toContain('</script><img src=x onerror=alert(1)>');
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
        expect(await accessibilityProblems(page)).toEqual([]);
        await page.getByRole('link', { name: 'passing run #1' }).click();
        await page.getByRole('region', { name: 'The ladder' }).first().waitFor();
      },
      { colorScheme, viewport: { width: 700, height: 800 } },
    );
  });
});

describe.skipIf(CHROMIUM === undefined)('the accessibility check', () => {
  it('finds what it is for', async () => {
    const browser = await startChromium();
    try {
      const page = await browser.newPage();
      await page.setContent(`<html><body>
        <h1 id="a">one</h1><h3 id="a">three</h3><p style="color: #999; background: #fff">pale</p>
        <button></button><a href="#nowhere">there</a><ul><p>no item</p></ul><table><tr><td>1</td></tr></table>
        <div aria-hidden="true"><button>hidden</button></div>
        <div style="overflow: auto; height: 20px"><p style="height: 90px">long</p></div></body></html>`);
      const found = (await accessibilityProblems(page)).map((problem) => problem.split(':')[0]);
      for (const problem of [
        'a button has no name',
        'the page has no language',
        'the page has no title',
        'there must be one main',
        'two elements are a',
        'dangling link',
        'heading level skipped',
        'no list item',
        'table without headers',
        'focus can go into the hidden <div aria-hidden="true"><button>hidden</button></div>',
        'cannot be scrolled by keyboard',
        'contrast 2.85',
      ]) {
        expect(found).toContain(problem);
      }
    } finally {
      await browser.close();
    }
  });
});

/** Opens folds until none is closed: what is inside one is made only when it is open. */
async function unfoldAll(page: Page): Promise<void> {
  const closed = page.locator('details:not([open]) > summary');
  const unmade = page.locator('details[open]:not(:has(> .inside))');
  for (let left = await closed.count(); left > 0; left = await closed.count()) {
    await closed.first().click();
    await unmade.first().waitFor({ state: 'detached' });
  }
}
