import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunDirectory } from '../../reporters/index.js';
import { sampleInfo, samplePlan, sampleVerdict } from '../../reporters/testing/sample-run.js';
import { commandLine } from '../testing/command-line.js';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'kube-rehearse-report-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(base, { recursive: true, force: true });
});

describe('report', () => {
  it('prints where the page is and nothing else on stdout, and makes a missing one', async () => {
    const { path, reportPage } = await judgedRun('one');
    const { code, stdout, stderr } = await commandLine('report', path);
    expect([code, stdout]).toEqual([0, `${reportPage}\n`]);
    expect(stderr).toContain('ladder: pass');
    await access(reportPage);
  });

  it('prints a line for each of several runs', async () => {
    const runs = [await judgedRun('one'), await judgedRun('two')];
    const { stdout } = await commandLine('report', ...runs.map(({ path }) => path));
    expect(stdout).toBe(runs.map(({ reportPage }) => `${reportPage}\n`).join(''));
  });

  it('puts several runs on one page that leads to theirs', async () => {
    const runs = [await judgedRun('one'), await judgedRun('#two')];
    const index = join(base, 'index.html');
    const { stdout } = await commandLine('report', '--index', index, ...runs.map(({ path }) => path));
    expect(stdout).toBe(`${index}\n`);
    const html = await readFile(index, 'utf8');
    expect(html).toContain('"href":"one/report.html"');
    expect(html).toContain('"href":"%23two/report.html"');
  });

  it('prints what changed between two runs, and ends with it in one sentence', async () => {
    const runs = [await judgedRun('one'), await judgedRun('two')];
    const { code, stdout } = await commandLine('report', '--compare', ...runs.map(({ path }) => path));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A {2}one: pass(.|\n)*\nBoth runs came to the same: pass\.\n$/);
  });

  it('writes what changed as a page that leads to both runs', async () => {
    const runs = [await judgedRun('one'), await judgedRun('#two')];
    const page = join(base, 'compared.html');
    const { stdout } = await commandLine('report', '--compare', '--page', page, ...runs.map(({ path }) => path));
    expect(stdout).toBe(`${page}\n`);
    expect(await readFile(page, 'utf8')).toContain('{"after":"%23two/report.html","before":"one/report.html"}');
  });

  it.each([
    ['one run', ['--compare', 'a']],
    ['three runs', ['--compare', 'a', 'b', 'c']],
    ['a page without --compare', ['--page', 'x.html', 'a']],
    ['an index of a comparison', ['--compare', '--index', 'x.html', 'a', 'b']],
    ['nothing to open', ['--compare', '--open', 'a', 'b']],
  ])('refuses %s to compare', async (_, args) => {
    const { code, stderr } = await commandLine('report', ...args);
    expect([code, stderr]).toEqual([3, expect.stringContaining('[report-options]\nremedy: ')]);
  });

  it('says so where there is no display to open it on', async () => {
    vi.stubEnv('DISPLAY', '');
    vi.stubEnv('WAYLAND_DISPLAY', '');
    const { code, stderr } = await commandLine('report', '--open', (await judgedRun('one')).path);
    expect(code).toBe(0);
    expect(stderr).toContain('there is no display');
  });

  it('refuses a run that was never judged', async () => {
    const directory = await startedRun('killed');
    const { code, stdout, stderr } = await commandLine('report', directory.path);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('verdict.json is missing');
  });
});

async function startedRun(name: string): Promise<RunDirectory> {
  const directory = await RunDirectory.create(join(base, name));
  await directory.writeInfo(sampleInfo());
  await directory.writePlan(samplePlan());
  return directory;
}

async function judgedRun(name: string): Promise<RunDirectory> {
  const directory = await startedRun(name);
  await directory.writeVerdict(sampleVerdict());
  return directory;
}
