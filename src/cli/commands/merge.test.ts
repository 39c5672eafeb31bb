import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunDirectory, type ShardInfo } from '../../reporters/index.js';
import { sampleFinding, sampleInfo, samplePlan, sampleVerdict } from '../../reporters/testing/sample-run.js';
import { readXml } from '../../reporters/testing/strict-xml.js';
import type { Verdict } from '../../model/verdict.js';
import { writeShardInfo } from '../shard.js';
import { commandLine } from '../testing/command-line.js';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'kube-rehearse-merge-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function run(name: string, verdict: Partial<Verdict> | null = {}): Promise<void> {
  const directory = await RunDirectory.create(join(base, name));
  await directory.writeInfo(sampleInfo());
  await directory.writePlan(samplePlan());
  if (verdict !== null) await directory.writeVerdict(sampleVerdict(verdict));
}

const shard = (folder: string, info: Partial<ShardInfo>): Promise<void> =>
  writeShardInfo(join(base, folder), { schemaVersion: 1, index: 1, of: 1, group: 'g', runs: [], ...info });

async function merge(): Promise<{ code: number; lines: string[]; junit: string; summary: string; page: string }> {
  const out = join(base, 'merged');
  const { code, stdout } = await commandLine('merge', base, '--out', out);
  const [junit, summary, page] = await Promise.all(
    ['junit.xml', 'summary.md', 'index.html'].map((name) => readFile(join(out, name), 'utf8')),
  );
  return { code, lines: stdout.trimEnd().split('\n'), junit: junit!, summary: summary!, page: page! };
}

describe('merge', () => {
  it('puts the runs of all shards together', async () => {
    await shard('a', { index: 1, of: 2, runs: ['ladder'] });
    await run('a/ladder');
    await shard('b', { index: 2, of: 2, runs: ['ladder', 'other'] });
    await run('b/ladder');
    await run('b/other');
    const { code, lines, junit, summary, page } = await merge();
    expect([code, lines]).toEqual([0, ['a/ladder: pass', 'b/ladder: pass', 'b/other: pass', 'pass, 3 runs']]);
    expect(page).toContain('"href":"../b/other/report.html"');
    expect(summary).toMatch(/^# Rehearsals: pass, 3 runs\n/);
    const suites = readXml(junit);
    expect(suites.attributes).toMatchObject({ name: 'rehearsals', failures: '0', errors: '0' });
    expect(junit).toContain('name="a/ladder/00-baseline"');
  });

  it('is as bad as the worst run, and says what is wrong with it', async () => {
    await run('good');
    await run('bad', { outcome: 'fail', findings: [sampleFinding()] });
    await run('unknown', { outcome: 'inconclusive', notJudged: ['a reason'] });
    const { code, lines, summary } = await merge();
    expect([code, lines.at(-1)]).toEqual([1, 'fail, 1 of 3 runs passed']);
    expect(summary).toContain('fail, 1 violation');
    expect(summary).toContain('- a reason');
  });

  it.each([
    ['a shard', async () => shard('a', { index: 1, of: 2 }), 'shard 2/2 left nothing (g)'],
    ['a run of a shard', async () => shard('a', { runs: ['gone'] }), 'shard 1/1: gone left no run'],
    ['the verdict of a run', async () => run('killed', null), 'killed was not judged: '],
  ])('is inconclusive where %s is missing', async (_, lose, sentence) => {
    await run('good');
    await lose();
    const { code, lines, junit, summary, page } = await merge();
    expect([code, lines.at(-1)]).toEqual([2, 'inconclusive, 1 run, 1 missing']);
    for (const text of [lines.join('\n'), summary.replaceAll('\\', ''), junit, page]) expect(text).toContain(sentence);
    expect(readXml(junit).attributes).toMatchObject({ errors: '1' });
  });

  it('refuses folders without any run, and damaged files', async () => {
    expect(await commandLine('merge', base)).toMatchObject({ code: 3, stdout: '' });
    await writeFile(join(base, 'shard.json'), '{');
    expect((await commandLine('merge', base)).stderr).toContain('shard.json');
  });
});
