import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CaseResult, ExplorationSummary } from '../../src/model/exploration.js';
import type { JournalRecord } from '../../src/model/journal.js';
import type { Verdict } from '../../src/model/verdict.js';
import { readNdjson } from '../../src/support/ndjson.js';
import { waitFor } from '../../src/support/wait.js';
import { outcomes, shown } from '../support/rehearse.js';
import { reportProblems } from '../support/report-page.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';
import { actionBegun, filesBelow, printed, processesNaming, startCli } from '../support/running-cli.js';

let folder = '';
let env: Record<string, string> = {};

beforeEach(async () => {
  folder = await temporaryDirectory();
  env = { KUBE_REHEARSE_STATE: join(folder, 'state') };
});

/** Up to the new binary, and no further. */
async function up(): Promise<string> {
  const path = join(folder, 'up.yaml');
  const lines = [
    'apiVersion: kube-rehearse/v1alpha1',
    'kind: Rehearsal',
    'metadata: { name: up }',
    'spec: { terminationGraceSeconds: 2, steps: [null-restart, binary-upgrade] }',
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

describe('a run that was killed in a transition', () => {
  it('is gone on with from the stop before, and ends with the verdict of an undisturbed one', async () => {
    const out = join(folder, 'run');
    const cli = startCli(['run', await up(), '--out', out], env);
    await actionBegun(cli, join(out, 'journal.ndjson'), '02-binary-upgrade', 'kube-apiserver/spawn');
    // a stop is complete when the rollback oracle, which runs beside the transition, has looked at it
    const complete = join(out, 'checkpoints/01-null-restart/checkpoint.json');
    await waitFor(
      async () => (existsSync(complete) ? { done: true, value: undefined } : { done: false, seen: 'not yet' }),
      {
        what: complete,
        timeoutMs: 600_000,
      },
    );
    const alive = await runCli(['run', '--resume', out], env);
    expect([alive.exitCode, alive.stderr]).toEqual([3, expect.stringContaining('[run-not-resumable]')]);
    cli.kill('SIGKILL');
    await cli.ended;

    const { exitCode, stdout, stderr } = await runCli(['run', '--resume', out], env);
    expect(exitCode, `${stderr}\n${stdout}`).toBe(0);
    const verdict = JSON.parse(await readFile(join(out, 'verdict.json'), 'utf8')) as Verdict;
    expect(shown(verdict)).toEqual([]);
    expect(verdict.notJudged).toEqual([]);
    expect(outcomes(verdict)).toEqual(['00-baseline safe', '01-null-restart safe', '02-binary-upgrade lossy']);
    const journal = await readNdjson<JournalRecord>(join(out, 'journal.ndjson'));
    expect(journal.filter(({ type }) => type === 'resumed')).toMatchObject([{ step: '01-null-restart' }]);
    expect(await reportProblems(out)).toEqual([]);
    // it has come to its end: nothing is kept for going on, and nothing lives
    expect(await readdir(out)).not.toContain('savepoints');
    expect(await processesNaming(env['KUBE_REHEARSE_STATE']!)).toEqual([]);
    expect(await filesBelow(env['KUBE_REHEARSE_STATE']!)).toEqual([]);
    const again = await runCli(['run', '--resume', out], env);
    expect([again.exitCode, again.stderr]).toEqual([3, expect.stringContaining('has come to its end (completed)')]);
  });
});

describe('an exploration', () => {
  it('judges every class of its part, goes on after Ctrl-C without what it has, and its samples agree', async () => {
    const out = join(folder, 'exploration');
    const command = ['explore', await up(), '--faults', 'binary-missing', '--share', '0.1', '--workers', '2'];
    const words = [...command, '--out', out];
    const cli = startCli(words, env);
    await printed(cli, /^1\/7 \S+: pass/m);
    cli.kill('SIGINT');
    expect((await cli.ended).exitCode).toBe(130);
    const before = await readNdjson<CaseResult>(join(out, 'results.ndjson'));
    expect(before.length).toBeGreaterThan(0);

    const { exitCode, stdout, stderr } = await runCli(words, env);
    expect(exitCode, `${stderr}\n${stdout}`).toBe(0);
    const results = await readNdjson<CaseResult>(join(out, 'results.ndjson'));
    expect(results.slice(0, before.length)).toEqual(before);
    const summary = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as ExplorationSummary;
    expect(summary).toMatchObject({ outcome: 'pass', enumerated: 12, classes: 6, covered: 6, missing: [] });
    expect(summary.executed).toBe(results.length);
    expect([summary.agreeing, summary.disagreeing]).toEqual([results.length - 6, []]);
    expect(summary.agreeing).toBeGreaterThan(0);
    expect(stdout).toMatch(/^pass, 6 of 6 classes judged by \d of 12 cases$/m);
    expect(await filesBelow(env['KUBE_REHEARSE_STATE']!)).toEqual([]);
    expect(await readdir(join(out, 'runs'))).toEqual([]);
  });
});
