import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { chosenCases } from '../../explore/choose.js';
import { enumerateCases } from '../../explore/enumerate.js';
import { kindsNamed } from '../../explore/kinds.js';
import { classesOf } from '../../explore/same-state.js';
import type { Verdict } from '../../model/verdict.js';
import { RunDirectory } from '../../reporters/index.js';
import {
  sampleCheckpoint,
  sampleFinding,
  sampleInfo,
  samplePlan,
  sampleVerdict,
} from '../../reporters/testing/sample-run.js';
import { loadScenario } from '../../scenario/load-scenario.js';
import { BadInputError, RehearseError } from '../../support/errors.js';
import type { RunEvent } from '../../support/events.js';
import { temporaryDirectory } from '../../support/testing/temporary-directory.js';
import { commandLine } from '../testing/command-line.js';
import { ExplorationDirectory, type ExplorationFrame } from './exploration-directory.js';
import { explore } from './explore.js';
import { workersOfMachine } from './workers.js';

/** What the scripted runs do, and what they were told. */
interface Script {
  readonly told: string[][];
  run: (words: readonly string[], scenario: string, out: string) => Promise<void>;
}
const script = vi.hoisted((): Script => ({ told: [], run: () => Promise.resolve() }));
vi.mock('./child-run.js', () => ({
  childRun: async (words: string[], signal: AbortSignal) => {
    signal.throwIfAborted();
    script.told.push(words);
    await script.run(words, await readFile(words[0]!, 'utf8'), words[words.indexOf('--out') + 1]!);
  },
}));

const FRAME: ExplorationFrame = {
  schemaVersion: 1,
  harnessVersion: '0.1.0',
  scenario: 'up',
  plan: 'sha',
  seed: 1,
  faults: ['binary-missing'],
  share: 0.5,
};

let folder = '';
let scenarioPath = '';
const events: RunEvent[] = [];

beforeEach(async () => {
  folder = await temporaryDirectory();
  scenarioPath = join(folder, 'up.yaml');
  await writeFile(
    scenarioPath,
    [
      'apiVersion: kube-rehearse/v1alpha1',
      'kind: Rehearsal',
      'metadata: { name: up }',
      'spec: { steps: [null-restart, binary-upgrade] }',
    ].join('\n'),
  );
  script.told.length = 0;
  events.length = 0;
  script.run = (_, __, out) => leave(out);
});

/** Leaves the directory of a run with this verdict. */
async function leave(out: string, verdict: Verdict = sampleVerdict()): Promise<void> {
  const run = await RunDirectory.create(out);
  await run.writeInfo(sampleInfo());
  await run.writePlan(samplePlan());
  for (const { name } of samplePlan().steps) await run.writeCheckpoint(sampleCheckpoint(name));
  await run.writeVerdict(verdict);
}

const failing = (): Verdict => sampleVerdict({ outcome: 'fail', findings: [sampleFinding()] });
const isBase = (words: readonly string[]): boolean => words.includes('--savepoints');

async function exploration(options: { workers?: number; signal?: AbortSignal } = {}): Promise<ExplorationDirectory> {
  const classes = classesOf(enumerateCases(await loadScenario(scenarioPath), kindsNamed(['binary-missing'])));
  const directory = await ExplorationDirectory.open(join(folder, 'out'), FRAME);
  await explore({
    directory,
    scenarioPath,
    chosen: chosenCases(classes, FRAME),
    runOptions: ['--seed', '1'],
    workers: 1,
    events: (event) => events.push(event),
    signal: new AbortController().signal,
    ...options,
  });
  return directory;
}

describe('exploring', () => {
  it('rehearses the scenario itself once a worker, then each case from it, and keeps the results of what passed only', async () => {
    const directory = await exploration();
    const [base, ...cases] = script.told;
    expect(base).toEqual([scenarioPath, '--seed', '1', '--savepoints', '--out', directory.at('bases', '1')]);
    expect(cases).toHaveLength(9);
    for (const words of cases) {
      expect(words.slice(1, 5)).toEqual(['--seed', '1', '--continue-from', directory.at('bases', '1')]);
    }
    const results = await directory.results();
    expect(results).toHaveLength(9);
    expect(new Set(results.map(({ endState }) => endState)).size).toBe(1);
    expect(await directory.endState(results[0]!.endState)).toMatchObject({ outcome: 'pass' });
    expect(await readdir(directory.at('runs'))).toEqual([]);
    expect(await readdir(directory.at('cases'))).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      message: expect.stringMatching(/^9\/9 .*: pass, \d+ s; about \d+ min left$/) as string,
    });
  });

  it('shares the cases between workers, each with a base of its own', async () => {
    const directory = await exploration({ workers: 2 });
    expect(script.told.filter(isBase)).toHaveLength(2);
    expect(await directory.results()).toHaveLength(9);
    const used = new Set(script.told.filter((words) => !isBase(words)).map((words) => words[4]));
    expect(used).toEqual(new Set([directory.at('bases', '1'), directory.at('bases', '2')]));
  });

  it('goes on without the cases that have a result, and with the base that it has', async () => {
    await exploration();
    script.told.length = 0;
    await exploration();
    expect(script.told).toEqual([]);
    const results = join(folder, 'out', 'results.ndjson');
    const lines = (await readFile(results, 'utf8')).trimEnd().split('\n');
    await writeFile(results, `${lines.slice(0, 7).join('\n')}\n`);
    await exploration();
    expect(script.told.filter(isBase)).toEqual([]);
    expect(script.told).toHaveLength(2);
  });

  it.each<[string, () => Verdict]>([
    ['fails', failing],
    ['cannot be judged', () => sampleVerdict({ outcome: 'inconclusive' })],
  ])('says nothing of a scenario that %s by itself', async (_, verdict) => {
    script.run = (words, __, out) => leave(out, isBase(words) ? verdict() : sampleVerdict());
    const error: unknown = await exploration().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'base-does-not-pass' });
    expect(script.told).toHaveLength(1);
  });

  it('keeps the run of a case that fails, and the smallest scenario that fails alike', async () => {
    // whatever goes back after the API server was to start fails, with the fault and without
    const fails = (text: string): boolean => /stopAt: kube-apiserver\/(after-stop|before-spawn)/.test(text);
    script.run = (_, text, out) => leave(out, fails(text) ? failing() : sampleVerdict());
    const directory = await exploration();
    const bad = (await directory.results()).filter(({ outcome }) => outcome === 'fail');
    expect(bad.length).toBeGreaterThan(0);
    for (const { id, findings } of bad) {
      expect(id).toMatch(/kube-apiserver.*back$/);
      expect(findings).toHaveLength(1);
      const smallest = await readFile(directory.at('failing', `${id}.yaml`), 'utf8');
      expect(fails(smallest)).toBe(true);
      expect(smallest).not.toContain('faults');
      await expect(loadScenario(directory.at('failing', `${id}.yaml`))).resolves.toMatchObject({ kind: 'Rehearsal' });
    }
    expect((await readdir(directory.at('runs'))).sort()).toEqual(bad.map(({ id }) => id).sort());
  });

  it('keeps the case itself where nothing smaller fails alike', async () => {
    const fails = (text: string): boolean => text.includes('faults') && text.includes('component: kube-scheduler');
    script.run = (_, text, out) => leave(out, fails(text) ? failing() : sampleVerdict());
    const directory = await exploration();
    for (const name of await readdir(directory.at('failing'))) {
      expect(await readFile(directory.at('failing', name), 'utf8')).toContain('faults');
    }
  });

  it('keeps the case itself, and its result, where smaller ones cannot be run', async () => {
    const broken = new RehearseError({ code: 'child-run-failed', message: 'the disk is full', remedy: 'make room' });
    script.run = async (words, text, out) => {
      if (out.endsWith('.smaller')) throw broken;
      const fails = !isBase(words) && text.includes('stopAt: kube-apiserver/after-stop');
      await leave(out, fails ? failing() : sampleVerdict());
    };
    const directory = await exploration();
    const bad = (await directory.results()).filter(({ outcome }) => outcome === 'fail');
    expect(bad.length).toBeGreaterThan(0);
    const told = events.map((event) => ('message' in event ? event.message : ''));
    for (const { id } of bad) {
      expect(await readFile(directory.at('failing', `${id}.yaml`), 'utf8')).toContain('faults');
      expect(told).toContainEqual(expect.stringMatching(new RegExp(`\\d/9 ${id}: fail`)));
      expect(told).toContain(`${id}: a smaller one could not be run, the disk is full`);
    }
  });

  it('tells of a case that could not be run, goes on with the others, and leaves it for the next time', async () => {
    const broken = new RehearseError({ code: 'child-run-failed', message: 'the disk is full', remedy: 'make room' });
    let left = 1;
    script.run = async (words, _, out) => {
      if (!isBase(words) && left-- > 0) throw broken;
      await leave(out);
    };
    const directory = await exploration();
    expect(await directory.results()).toHaveLength(8);
    expect(events.map((event) => ('message' in event ? event.message : ''))).toContainEqual(
      expect.stringMatching(/^1\/9 .*: not run, the disk is full/),
    );
    await exploration();
    expect(await directory.results()).toHaveLength(9);
  });

  it('ends when it is asked to, and what has a result keeps it', async () => {
    const ending = new AbortController();
    script.run = async (words, _, out) => {
      await leave(out);
      if (!isBase(words)) ending.abort(new Error('enough'));
    };
    await expect(exploration({ signal: ending.signal })).rejects.toThrow('enough');
    const directory = await ExplorationDirectory.open(join(folder, 'out'), FRAME);
    expect(await directory.results()).toHaveLength(1);
  });
});

describe("an exploration's directory", () => {
  it('is not that of anything else', async () => {
    const path = join(folder, 'mine');
    await mkdir(path);
    await writeFile(join(path, 'precious'), '');
    await expect(ExplorationDirectory.open(path, FRAME)).rejects.toThrow('holds something else');
    await writeFile(join(path, 'exploration.json'), 'no JSON');
    await expect(ExplorationDirectory.open(path, FRAME)).rejects.toThrow('holds something else');
    const other = join(folder, 'other');
    await ExplorationDirectory.open(other, FRAME);
    for (const change of [{ seed: 2 }, { plan: 'other' }, { faults: ['kill'] }, { share: 0 }]) {
      await expect(ExplorationDirectory.open(other, { ...FRAME, ...change })).rejects.toThrow(BadInputError);
    }
    await expect(ExplorationDirectory.open(other, FRAME)).resolves.toBeDefined();
  });

  it('names a result that is broken, and forgets one that was cut', async () => {
    const directory = await ExplorationDirectory.open(join(folder, 'out'), FRAME);
    expect(await directory.results()).toEqual([]);
    await writeFile(directory.at('results.ndjson'), '{"id":1}\n');
    await expect(directory.results()).rejects.toThrow('record 1 is no result');
    await writeFile(directory.at('results.ndjson'), '{"id":');
    expect(await directory.results()).toEqual([]);
  });
});

describe('kube-rehearse explore', () => {
  it('lists the classes without running anything', async () => {
    const { code, stdout } = await commandLine('explore', scenarioPath, '--faults', 'binary-missing', '--list');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      '12 cases in 6 classes of the same state; 7 to run, 1 of them samples',
    );
    expect(script.told).toEqual([]);
  });

  it('is inconclusive where the directories that are merged do not have everything', async () => {
    const out = join(folder, 'shard-1');
    const words = ['explore', scenarioPath, '--faults', 'binary-missing'];
    const run = await commandLine(...words, '--shard', '1/2', '--workers', '1', '--out', out);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('4/4')]);
    expect(run.stdout).toContain('pass');
    const merged = await commandLine(...words, '--merge', out);
    expect(merged.code).toBe(2);
    expect(merged.stdout).toContain('not run');
    const second = await commandLine(...words, '--shard', '2/2', '--workers', '1', '--out', join(folder, 'shard-2'));
    expect(second.code).toBe(0);
    const whole = await commandLine(...words, '--merge', out, join(folder, 'shard-2'));
    expect([whole.code, whole.stdout.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      'pass, 6 of 6 classes judged by 7 of 12 cases',
    ]);
  });

  it.each([
    ['a share that is none', ['--share', '2']],
    ['no workers', ['--workers', '0']],
    ['a fault that is none', ['--faults', 'flood']],
    ['a shard that is none', ['--shard', '3/2']],
  ])('refuses %s', async (_, words) => {
    expect((await commandLine('explore', scenarioPath, ...words)).code).toBe(3);
    expect(script.told).toEqual([]);
  });
});

describe('the workers of a machine', () => {
  it.each([
    [2, 20, 4],
    [2, 5, 2],
    [8, 1000, 16],
    [2, 0.5, 1],
  ])('%i processors and %f GiB hold %i', (processors, gigabytes, workers) => {
    expect(workersOfMachine(processors, gigabytes * 1024 ** 3)).toBe(workers);
  });
});
