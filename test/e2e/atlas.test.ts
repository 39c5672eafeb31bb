import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { differenceOf, type Atlas } from '../../src/model/atlas.js';
import { CHROMIUM, startChromium } from '../support/chromium.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';

it('two shards of a small atlas of real binaries make a whole one, whose cells differ in nothing but what they were asked for', async () => {
  const folder = await temporaryDirectory();
  const state = { KUBE_REHEARSE_STATE: join(folder, 'state') };
  const atlas = ['atlas', '1.36', '--emulated', '1.33'];
  // what the second shard looked at before, it need not look at again
  for (const shard of [['1/2', '--fresh'], ['2/2']]) {
    const out = join(folder, shard[0]!.slice(0, 1));
    const { exitCode, stderr } = await runCli([...atlas, '--shard', ...shard, '--out', out], state);
    expect(exitCode, stderr).toBe(0);
  }
  const out = join(folder, 'whole');
  const { exitCode, stdout, stderr } = await runCli(
    ['atlas', '--merge', join(folder, '1'), join(folder, '2'), '--out', out],
    state,
  );
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('3 of 3 cells observed');

  const whole = JSON.parse(await readFile(join(out, 'atlas.json'), 'utf8')) as Atlas;
  const has = (section: string): number => whole.facts.filter((fact) => fact.section === section).length;
  for (const section of ['resources', 'gates', 'cel', 'default objects', 'fields', 'flags', 'settings']) {
    expect(has(section), section).toBeGreaterThan(20);
  }
  // --emulation-forward-compatible adds nothing to 1.36 at 1.33: docs/matrix.md
  expect(differenceOf(whole, 0, 1).differences).toEqual([]);
  const first = whole.cells[0]!;
  expect([...first.claims.sources, ...first.claims.missing]).not.toEqual([]);

  if (CHROMIUM === undefined) return;
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(out, 'index.html')).href);
    await page.getByRole('link', { name: '1.36.3 emulating 1.33, min-compat 1.33', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '1.36.3 emulating 1.33, min-compat 1.33' }).waitFor();
    await page.getByRole('searchbox').fill('KEP-4330');
    await page.getByRole('status').getByText('fact').waitFor();
  } finally {
    await browser.close();
  }
});
