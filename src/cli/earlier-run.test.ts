import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examplePlan } from '../assertions/testing/plan.js';
import type { JournalRecord } from '../model/journal.js';
import type { Plan } from '../model/plan.js';
import { createAuthorities, type Authorities } from '../providers/credentials.js';
import { storedAuthorities } from '../providers/stored-authorities.js';
import { RunDirectory, type RunInfo } from '../reporters/index.js';
import { sampleCheckpoint, sampleInfo, sampleOracle } from '../reporters/testing/sample-run.js';
import { BadInputError } from '../support/errors.js';
import { identifyProcess } from '../support/proc.js';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { beginAgain, beginNew } from './begin-run.js';
import { openToContinue, openToResume, stopsInCommon } from './earlier-run.js';
import { harnessVersion } from './harness-version.js';

let folder = '';
let authorities: Authorities;

beforeAll(async () => {
  authorities = await createAuthorities();
});
beforeEach(async () => {
  folder = await temporaryDirectory();
});

interface Left {
  readonly plan?: Plan;
  readonly info?: Partial<RunInfo>;
  readonly stops?: number;
  readonly snapshots?: readonly number[];
  readonly journal?: readonly JournalRecord[];
}

/** The directory of a run that was cut after some stops. */
async function leftRun(left: Left = {}): Promise<RunDirectory> {
  const { plan = examplePlan(), info = {}, stops = 3, snapshots = [stops - 1], journal = [] } = left;
  const directory = await RunDirectory.create(join(folder, 'left'));
  await directory.writeInfo(sampleInfo({ harnessVersion: harnessVersion(), ...info }));
  await directory.writePlan(plan);
  await directory.savepoints.writeAuthorities(storedAuthorities(authorities));
  await directory.savepoints.writePorts({ etcd: 12_345 });
  for (const { name } of plan.steps.slice(0, stops)) await directory.writeCheckpoint(sampleCheckpoint(name));
  for (const step of snapshots) await writeFile(directory.savepoints.snapshot(plan.steps[step]!.name), `data ${step}`);
  await directory.writeOracle('old', sampleOracle());
  const file = directory.openJournal();
  for (const record of journal) file.append(record);
  file.close();
  return directory;
}

async function refusal(opening: Promise<unknown>): Promise<BadInputError> {
  const error: unknown = await opening.catch((thrown: unknown) => thrown);
  if (error instanceof BadInputError) return error;
  throw new Error(`not refused: ${JSON.stringify(error)}`);
}

describe('a run to resume', () => {
  it('goes on from the last stop that is complete, with its authorities, ports and oracles', async () => {
    const { path } = await leftRun();
    const { savepoint, authorities: restored, plan } = await openToResume(path);
    expect(plan).toEqual(examplePlan());
    expect(savepoint).toEqual({
      step: 2,
      snapshot: join(path, 'savepoints', '02-binary-upgrade.snapshot'),
      ports: { etcd: 12_345 },
      oracles: new Set(['old']),
    });
    expect(storedAuthorities(restored)).toEqual(storedAuthorities(authorities));
    // they still issue what their own certificate verifies
    const { cert } = await restored.ca.issue({ commonName: 'x', usages: ['client'] });
    expect(cert).toContain('BEGIN CERTIFICATE');
  });

  it('goes on from an earlier stop where the last one has no savepoint', async () => {
    const { path } = await leftRun({ snapshots: [0] });
    expect((await openToResume(path)).savepoint.step).toBe(0);
  });

  it('does not count a stop that was cut while it was written', async () => {
    const directory = await leftRun({ stops: 2, snapshots: [0, 1, 2] });
    await mkdir(directory.at('checkpoints', '02-binary-upgrade'));
    expect((await openToResume(directory.path)).savepoint.step).toBe(1);
  });

  const run = (event: 'started' | 'completed' | 'step-failed' | 'interrupted'): JournalRecord => ({
    type: 'run',
    at: 5,
    event,
    message: '',
  });

  it.each(['completed', 'step-failed'] as const)('is none that has ended as %s', async (event) => {
    const { path } = await leftRun({ journal: [run('started'), run(event)] });
    const { code, message, remedy } = await refusal(openToResume(path));
    expect([code, message]).toEqual([
      'run-not-resumable',
      `${path} cannot be gone on with: it has come to its end (${event})`,
    ]);
    expect(remedy).toContain('judge');
  });

  it('may have been interrupted', async () => {
    const { path } = await leftRun({ journal: [run('started'), run('interrupted')] });
    expect((await openToResume(path)).savepoint.step).toBe(2);
  });

  it('is none that is still running', async () => {
    const harness = identifyProcess(process.pid)!;
    const { path } = await leftRun({ info: { harness } });
    expect((await refusal(openToResume(path))).message).toContain(`still running, as process ${process.pid}`);
  });

  it.each<[string, Left, string]>([
    ['of another release of this program', { info: { harnessVersion: '0.0.1' } }, 'begun by kube-rehearse 0.0.1'],
    ['on kind', { info: { provider: 'kind' } }, 'ran on kind'],
    ['without a complete stop', { stops: 0, snapshots: [] }, 'no complete stop'],
    ['without savepoints', { snapshots: [] }, 'no complete stop'],
    [
      'that is a control',
      { plan: { ...examplePlan(), control: { sabotage: { type: 'keep-binary' }, mustTrip: {} } as never } },
      'it is a control',
    ],
  ])('is none %s', async (_, left, reason) => {
    const { path } = await leftRun(left);
    const { code, message } = await refusal(openToResume(path));
    expect(code).toBe('run-not-resumable');
    expect(message).toContain(reason);
  });

  it('is none whose authorities are gone or broken', async () => {
    const directory = await leftRun();
    const path = directory.at('savepoints', 'authorities.json');
    await writeFile(path, JSON.stringify({ ca: { cert: 'x', key: 'y' } }));
    expect((await refusal(openToResume(directory.path))).message).toContain('authorities cannot be used');
    await rm(path);
    expect((await refusal(openToResume(directory.path))).message).toContain('authorities.json is missing');
  });

  it('needs the very programs it was begun with', async () => {
    const { path } = await leftRun();
    const earlier = await openToResume(path);
    const binaries = sampleInfo().binaries.map((each) => ({ ...each, sha256: 'other' }));
    expect((await refusal(beginAgain(earlier, sampleInfo({ binaries })))).message).toContain('another etcd 3.6.8');
  });

  it('is told as resumed, and its journal goes on in time', async () => {
    const { path } = await leftRun({ journal: [run('started'), { ...run('started'), at: 7_000 }] });
    const begun = await beginAgain(await openToResume(path), sampleInfo({ startedAt: 'later' }));
    begun.journal.resumed('02-binary-upgrade');
    begun.journal.close();
    expect(begun.info.resumed).toEqual([{ at: 'later', step: '02-binary-upgrade' }]);
    expect((await begun.directory.readInfo()).startedAt).toBe(sampleInfo().startedAt);
    expect((await begun.directory.readJournal()).at(-1)?.at).toBeGreaterThanOrEqual(7_000);
  });
});

describe('the stops that two plans have in common', () => {
  const plan = examplePlan();
  const altered = (step: number, change: object): Plan => ({
    ...plan,
    steps: plan.steps.map((each) => (each.index === step ? { ...each, ...change } : each)),
  });

  it('are all of the second where it is the first one, or a beginning of it', () => {
    expect(stopsInCommon(plan, plan)).toBe(plan.steps.length);
    expect(stopsInCommon(plan, { ...plan, steps: plan.steps.slice(0, 2) })).toBe(2);
    expect(stopsInCommon({ ...plan, steps: plan.steps.slice(0, 2) }, plan)).toBe(2);
  });

  it.each([
    [
      'a fault',
      { faults: [{ id: '1', spec: { type: 'kill', component: 'etcd' }, point: 'x', delayMs: 0, lastsMs: 0 }] },
    ],
    ['a half-way end', { halfway: {} }],
    ['another transition', { name: '02-null-restart', transition: 'null-restart' }],
    ['other flags', { launch: { ...plan.steps[0]!.launch } }],
    ['another expectation', { rollback: { worst: 'lossy', because: 'scenario' } }],
  ])('end where one has %s', (_, change) => {
    expect(stopsInCommon(plan, altered(2, change))).toBe(2);
  });

  it.each<[string, Partial<Plan>]>([
    ['releases', { versions: { ...plan.versions, to: '1.37.3' } }],
    ['etcd', { versions: { ...plan.versions, etcd: '3.7.0' } }],
    ['min-compatibility', { minCompatibility: 'pinned' }],
    ['objects', { manifests: [{ path: 'a.yaml', documents: [] }] }],
    ['grace', { terminationGraceSeconds: 3 }],
    ['fillings', { fill: 2000 }],
    ['load', { load: true }],
  ])('are none with other %s', (_, change) => {
    expect(stopsInCommon(plan, { ...plan, ...change })).toBe(0);
  });

  it('are none where the store was filled with another seed', () => {
    const filled = { ...plan, fill: 2000 };
    expect(stopsInCommon(filled, filled)).toBe(plan.steps.length);
    expect(stopsInCommon(filled, { ...filled, seed: filled.seed + 1 })).toBe(0);
    expect(stopsInCommon(plan, { ...plan, seed: plan.seed + 1 })).toBe(plan.steps.length);
  });

  it('are none with a control, whose stops are not what they seem', () => {
    const control = { ...plan, control: {} as never };
    expect(stopsInCommon(control, plan)).toBe(0);
    expect(stopsInCommon(plan, control)).toBe(0);
  });
});

describe('a run that continues from another', () => {
  const disturbed = (): Plan => {
    const plan = examplePlan();
    const fault = { id: '1-kill-etcd', spec: { type: 'kill', component: 'etcd' }, point: 'x', delayMs: 0, lastsMs: 0 };
    const steps = plan.steps.map((each) => (each.index === 2 ? { ...each, faults: [fault as never] } : each));
    return { ...plan, steps };
  };
  const step = (name: string, at: number): JournalRecord => ({ type: 'intent', at, step: name, action: 'wave' });

  it('takes over the stops in common and nothing of those behind them', async () => {
    const base = await leftRun({
      stops: 4,
      snapshots: [0, 1, 2, 3],
      journal: [
        { type: 'run', at: 0, event: 'started', message: 'example' },
        step('01-null-restart', 40),
        step('02-binary-upgrade', 80),
        { type: 'run', at: 99, event: 'completed', message: '' },
      ],
    });
    const plan = disturbed();
    const earlier = await openToContinue(base.path, plan);
    expect(earlier.savepoint.step).toBe(1);
    const scenarioPath = join(folder, 'scenario.yaml');
    await writeFile(scenarioPath, 'kind: Rehearsal\n');
    const path = join(folder, 'new');
    const { directory, journal, from } = await beginNew({
      path,
      scenarioPath,
      plan,
      info: sampleInfo(),
      authorities: earlier.authorities,
      base: earlier,
    });
    journal.resumed('01-null-restart');
    journal.close();
    expect(from).toBe(earlier.savepoint);
    expect(await directory.checkpointSteps()).toEqual(['00-baseline', '01-null-restart']);
    expect(await directory.readCheckpoint('01-null-restart')).toEqual(await base.readCheckpoint('01-null-restart'));
    expect(Object.keys(await directory.readOracles())).toEqual(['old']);
    expect((await directory.readInfo()).continuedFrom).toBe(base.path);
    expect((await directory.readJournal()).map(({ type }) => type)).toEqual(['run', 'intent', 'resumed']);
    // what is taken over is never changed for the other one
    await directory.writeCheckpoint(
      sampleCheckpoint('01-null-restart', { rollback: (await base.readCheckpoint('00-baseline')).rollback }),
    );
    expect(await base.checkpointSteps()).toHaveLength(4);
  });

  it('is refused where nothing is in common, or its savepoint is gone', async () => {
    const base = await leftRun({ stops: 4, snapshots: [3] });
    const { code, remedy } = await refusal(openToContinue(base.path, disturbed()));
    expect(code).toBe('nothing-in-common');
    expect(remedy).toContain('--savepoints');
    const other = { ...examplePlan(), minCompatibility: 'pinned' as const };
    expect((await refusal(openToContinue(base.path, other))).code).toBe('nothing-in-common');
  });
});
