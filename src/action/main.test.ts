import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { commandLine } from '../cli/testing/command-line.js';
import { RunDirectory } from '../reporters/index.js';
import { sampleInfo, samplePlan, sampleVerdict } from '../reporters/testing/sample-run.js';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { runStep } from './main.js';
import { setOutputs } from './outputs.js';

/** Runs a step quietly; its exit code, and what it wrote for the runner. */
async function step(name: string, env: Readonly<Record<string, string>>) {
  const folder = await temporaryDirectory();
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true));
  const code = await runStep(name, { ...env, ...files });
  for (const spy of spies) spy.mockRestore();
  const read = (path: string) => readFile(path, 'utf8').catch(() => '');
  return { code, outputs: await read(files.GITHUB_OUTPUT), summary: await read(files.GITHUB_STEP_SUMMARY) };
}

async function results(): Promise<string> {
  const out = join(await temporaryDirectory(), 'results');
  const directory = await RunDirectory.create(join(out, 'kube-rehearse-0', 'as-written-local'));
  await directory.writeInfo(sampleInfo());
  await directory.writePlan(samplePlan());
  await directory.writeVerdict(sampleVerdict());
  return out;
}

describe('the step merge', () => {
  it('puts the runs together, with the summary in the job', async () => {
    const { code, outputs, summary } = await step('merge', { INPUT_OUT: await results(), INPUT_JOBS: 'success' });
    expect(code).toBe(0);
    expect(outputs).toMatch(/^outcome<<.*\npass\n/m);
    expect(summary).toMatch(/^# Rehearsals: pass, 1 run\n/);
  });

  it('is no pass where a job before did not end well, whatever the runs say that are there', async () => {
    const { code, outputs, summary } = await step('merge', { INPUT_OUT: await results(), INPUT_JOBS: 'failure' });
    expect(code).toBe(2);
    expect(outputs).toMatch(/^outcome<<.*\ninconclusive\n/m);
    expect(summary).toContain('the jobs before ended with failure');
  });

  it('is an error where nothing is there', async () => {
    const { code, outputs, summary } = await step('merge', {
      INPUT_OUT: await temporaryDirectory(),
      INPUT_JOBS: 'success',
    });
    expect([code, summary]).toEqual([3, '']);
    expect(outputs).toMatch(/^outcome<<.*\nerror\n/m);
  });
});

describe('a step', () => {
  it('that is none, or whose inputs are none, is bad input', async () => {
    expect((await step('dance', {})).code).toBe(3);
    expect((await step('prepare', { INPUT_SCENARIOS: 'nowhere.yaml' })).code).toBe(3);
  });

  it('names a cache for the releases that it needs, and another one for others', async () => {
    const prefix = async (pairs: string) => {
      const env = { INPUT_SCENARIOS: 'scenarios/reference/ladder.yaml', INPUT_PAIRS: pairs };
      return /^cache-prefix<<.*\n(.*)\n/m.exec((await step('prepare', env)).outputs)![1]!;
    };
    expect(await prefix('1.36..1.37')).toMatch(/^kube-rehearse-linux-\w+-[0-9a-f]{16}-$/);
    expect(await prefix('1.36..1.37')).toBe(await prefix('1.36..1.37'));
    expect(await prefix('1.35..1.36')).not.toBe(await prefix('1.36..1.37'));
  });
});

describe('an output', () => {
  it('can hold several lines, and none that ends it early', async () => {
    const file = join(await temporaryDirectory(), 'output');
    await writeFile(file, 'before=1\n');
    await setOutputs({ GITHUB_OUTPUT: file }, { text: 'a\nEOF\nother=2' });
    const [, , end] = /^before=1\ntext<<(end-.*)\na\nEOF\nother=2\n(.*)\n$/.exec(await readFile(file, 'utf8')) ?? [];
    expect(end).toMatch(/^end-[0-9a-f-]{36}$/);
    await setOutputs({}, { text: 'x' });
  });
});

describe('merge --missing', () => {
  it('makes the best result inconclusive', async () => {
    const out = await results();
    const { code, stdout } = await commandLine('merge', out, '--out', out, '--missing', 'the other machine');
    expect(code).toBe(2);
    expect(stdout).toContain('the other machine\ninconclusive, 1 run, 1 missing\n');
  });
});
