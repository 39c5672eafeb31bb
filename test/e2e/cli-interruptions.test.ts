import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { JournalRecord } from '../../src/model/journal.js';
import type { Verdict } from '../../src/model/verdict.js';
import { readNdjson } from '../../src/support/ndjson.js';
import { TlsClient } from '../../src/support/tls-client.js';
import { waitFor } from '../../src/support/wait.js';
import { reportProblems } from '../support/report-page.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';
import { actionBegun, filesBelow, printed, processesNaming, startCli } from '../support/running-cli.js';

const SCENARIO = 'scenarios/reference/phase-1-and-back.yaml';
/** The first action of the first transition: the API server has its clients and takes all its time to end. */
const TRANSITION = ['01-null-restart', 'kube-apiserver/stop'] as const;

let folder = '';
let out = '';
let state = '';
let env: Record<string, string> = {};

beforeEach(async () => {
  folder = await temporaryDirectory();
  out = join(folder, 'run');
  state = join(folder, 'state');
  env = { KUBE_REHEARSE_STATE: state };
});

async function verdictOf(directory: string): Promise<Verdict> {
  return JSON.parse(await readFile(join(directory, 'verdict.json'), 'utf8')) as Verdict;
}

async function nobodyLives(timeoutMs: number): Promise<void> {
  await waitFor(
    async () => {
      const living = await processesNaming(state);
      return living.length === 0 ? { done: true, value: undefined } : { done: false, seen: living.join('\n') };
    },
    { what: 'every process of the run to be gone', timeoutMs, intervalMs: 50 },
  );
}

/** A scenario of the user's own. */
async function scenario(name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, `${name}.yaml`);
  const head = ['apiVersion: kube-rehearse/v1alpha1', 'kind: Rehearsal', `metadata: { name: ${name} }`];
  await writeFile(path, [...head, ...lines, ''].join('\n'));
  return path;
}

describe('a run that is cut short', () => {
  it('by Ctrl-C in a transition ends in order: everything stopped, everything written', async () => {
    const cli = startCli(['run', SCENARIO, '--out', out], env);
    await actionBegun(cli, join(out, 'journal.ndjson'), ...TRANSITION);
    cli.kill('SIGINT');
    const { exitCode, stderr } = await cli.ended;
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toContain('SIGINT: ending the run and cleaning up');
    expect(stderr.trimEnd().endsWith('interrupted')).toBe(true);
    expect(await reportProblems(out)).toEqual([]);

    expect(await processesNaming(state)).toEqual([]);
    expect(await filesBelow(state)).toEqual([]);
    expect(await readdir(join(state, 'work'))).toEqual([]);

    const journal = await readNdjson<JournalRecord>(join(out, 'journal.ndjson'));
    expect(journal.at(-1)).toMatchObject({ type: 'run', event: 'interrupted' });
    const verdict = await verdictOf(out);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.findings.filter(({ severity }) => severity === 'violation')).toEqual([]);
    expect(await readFile(join(out, 'summary.md'), 'utf8')).toContain('inconclusive');
    expect(await readdir(out)).toEqual(
      expect.arrayContaining(['run.json', 'scenario.yaml', 'expected.yaml', 'plan.json', 'junit.xml', 'logs']),
    );
    expect(await readdir(join(out, 'logs'))).toContain('kube-apiserver-1.log');

    const written = await readFile(join(out, 'verdict.json'), 'utf8');
    expect((await runCli(['judge', out], env)).exitCode).toBe(2);
    expect(await readFile(join(out, 'verdict.json'), 'utf8')).toBe(written);
  });

  it('by a kill that it cannot see leaves no process, and what it leaves is found and removed', async () => {
    const cli = startCli(['run', SCENARIO, '--out', out], env);
    await actionBegun(cli, join(out, 'journal.ndjson'), ...TRANSITION);
    expect((await processesNaming(state)).length).toBeGreaterThanOrEqual(4);
    cli.kill('SIGKILL');
    await nobodyLives(5_000);
    expect((await cli.ended).signal).toBe('SIGKILL');

    const would = await runCli(['clean', '--dry-run'], env);
    expect(would.stdout).toContain('would remove phase-1-and-back-');
    expect(await filesBelow(state)).not.toEqual([]);
    const cleaned = await runCli(['clean'], env);
    expect(cleaned.exitCode).toBe(0);
    expect(cleaned.stdout).toBe(would.stdout.replaceAll('would remove', 'removed'));
    expect(await filesBelow(state)).toEqual([]);
    expect(await readdir(join(state, 'work'))).toEqual([]);
    expect((await runCli(['clean'], env)).stdout).toBe('nothing to clean');

    // its intent is the last word of a transition that never landed
    const journal = await readNdjson<JournalRecord>(join(out, 'journal.ndjson'));
    expect(journal.some(({ type }) => type === 'run')).toBe(true);
    expect(journal.filter((record) => record.type === 'run' && record.event !== 'started')).toEqual([]);
    expect((await runCli(['judge', out], env)).exitCode).toBe(2);
  });
});

describe('two runs at once', () => {
  it('do not disturb each other', async () => {
    const paths = [
      await scenario('one', 'spec: { steps: [null-restart], terminationGraceSeconds: 2 }'),
      await scenario('two', 'spec: { steps: [null-restart], terminationGraceSeconds: 2 }'),
    ];
    const runs = paths.map((path, index) => startCli(['run', path, '--out', join(folder, `run-${index}`)], env));
    for (const [index, run] of runs.entries()) {
      const { exitCode, stderr } = await run.ended;
      const verdict = await verdictOf(join(folder, `run-${index}`)).catch(() => {
        throw new Error(`run ${index} has no verdict: ${stderr}`);
      });
      const violations = verdict.findings.filter(({ severity }) => severity !== 'note');
      expect(violations.map(({ step, message }) => `${step} ${message}`)).toEqual([]);
      expect(exitCode, stderr).toBe(0);
    }
    expect(await processesNaming(state)).toEqual([]);
    expect(await filesBelow(state)).toEqual([]);
  });
});

describe('a cluster that is to be kept', () => {
  it('serves until Ctrl-C, and is gone afterwards', async () => {
    const path = await scenario('kept', 'spec: { steps: [null-restart], terminationGraceSeconds: 2 }');
    const cli = startCli(['run', path, '--out', out, '--keep', '--no-oracles'], env);
    const [, url = '', kubeconfig = ''] = await printed(cli, /^kept: (https:\S+), kubeconfig (.+); Ctrl-C ends it$/m);
    // judged already, whatever becomes of the cluster
    const { outcome } = await verdictOf(out);
    expect(outcome).toBe('inconclusive');
    const pki = (name: string): Promise<string> => readFile(join(dirname(kubeconfig), '..', 'pki', name), 'utf8');
    const client = new TlsClient({
      url,
      ca: await pki('ca.crt'),
      cert: await pki('admin.crt'),
      key: await pki('admin.key'),
    });
    onTestFinished(() => client.close());
    expect((await client.request({ path: '/api/v1/namespaces/rehearse-w00' })).status).toBe(200);
    expect((await runCli(['clean'], env)).stdout).toBe('nothing to clean');
    expect((await client.request({ path: '/readyz' })).status).toBe(200);

    cli.kill('SIGINT');
    const { exitCode, stderr } = await cli.ended;
    expect(exitCode, stderr).toBe(2);
    expect(await processesNaming(state)).toEqual([]);
    expect(await filesBelow(state)).toEqual([]);
  });
});

describe('a run that cannot begin', () => {
  it('leaves a directory that holds something as it is', async () => {
    await mkdir(out);
    await writeFile(join(out, 'report.md'), 'of last week');
    const { exitCode, stdout, stderr } = await runCli(['run', SCENARIO, '--out', out], env);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^error: .*\/run is not empty \[out-not-empty\]\nremedy: .*--out/);
    expect(await readFile(join(out, 'report.md'), 'utf8')).toBe('of last week');
    expect(await readdir(out)).toEqual(['report.md']);
    expect(await filesBelow(state)).toEqual([]);
  });

  it('names every mistake of a scenario, each with file, line and column', async () => {
    const path = await scenario(
      'mistaken',
      'spec:',
      '  steps:',
      '    - null-restart',
      '    - binary-upgrad',
      '  terminationGraceSeconds: soon',
      '  minCompatibilty: pinned',
    );
    const { exitCode, stdout, stderr } = await runCli(['run', path, '--out', out], env);
    expect([exitCode, stdout]).toEqual([3, '']);
    for (const place of [`${path}:7:7`, `${path}:8:28`, `${path}:9:3`]) expect(stderr).toContain(place);
    expect(await filesBelow(out)).toEqual([]);
    expect(await filesBelow(state)).toEqual([]);
  });
});

describe('a full disk', () => {
  it('below --out ends the run with a word on it, and with nothing left running', async (context) => {
    await mkdir(out);
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'none', out], { reject: false });
    context.skip(mounted.failed, `a small file system cannot be mounted here: ${mounted.stderr}`);
    onTestFinished(async () => {
      await execa('umount', ['--lazy', out]);
    });
    const { exitCode, stderr } = await runCli(['run', SCENARIO, '--out', out], env);
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/error: the disk is full: .* \[disk-full\]\nremedy: free space/);
    // whatever could be written can be read
    expect(await readNdjson(join(out, 'journal.ndjson'))).not.toEqual([]);
    expect(await processesNaming(state)).toEqual([]);
    expect(await filesBelow(state)).toEqual([]);
  });
});
