import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { examplePlan } from '../assertions/testing/plan.js';
import { describeFault, type FaultSpec, type PlannedFault } from '../model/fault.js';
import type { JournalRecord } from '../model/journal.js';
import type { OracleEvidence } from '../model/judge-input.js';
import type { Checkpoint } from '../model/observation.js';
import type { Plan } from '../model/plan.js';
import type { ClusterPorts } from '../providers/cluster.js';
import { served } from '../providers/testing/fake-api.js';
import { FakeProvider, fakeSha256 } from '../providers/testing/fake-provider.js';
import { RehearseError } from '../support/errors.js';
import type { RunEvent } from '../support/events.js';
import { NdjsonFile, readNdjson } from '../support/ndjson.js';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { admissionQuestions } from '../workload/questions/admission.js';
import { Journal } from './journal.js';
import { runPlan } from './run-plan.js';
import type { RunRequest, RunResult } from './run-request.js';

// nobody writes behind the back of a scripted server; that settle waits well is tested beside it
vi.mock('../probes/settle.js', () => ({ settle: async () => undefined }));

/** What the scripted faults do; by `type component`. */
const script = vi.hoisted(() => ({ log: [] as string[], onset: new Map<string, () => Promise<string>>() }));
vi.mock('../faults/index.js', () => ({
  prepareFault: async (spec: FaultSpec) => {
    const name = describeFault(spec);
    const say = (what: string) => async (): Promise<string> => {
      script.log.push(`${what} ${name}`);
      return `seen to ${what}`;
    };
    return { inject: say('inject'), onset: script.onset.get(name) ?? say('onset'), heal: say('heal'), end: say('end') };
  },
}));

/** Baseline, null restart, binary upgrade; one oracle. */
function shortPlan(): Plan {
  const plan = examplePlan();
  return { ...plan, steps: plan.steps.slice(0, 3), oracles: plan.oracles.slice(0, 1) };
}

class Rehearsal {
  readonly provider = new FakeProvider();
  readonly checkpoints: Checkpoint[] = [];
  readonly oracles: Record<string, OracleEvidence> = {};
  readonly passed: string[] = [];
  readonly ports: ClusterPorts[] = [];
  readonly events: RunEvent[] = [];
  readonly interruption = new AbortController();
  /** Called before a checkpoint is stored. */
  beforeCheckpoint: (step: string) => void = () => undefined;
  beforeOracle: () => void = () => undefined;

  constructor(readonly directory: string) {}

  async run(options: Partial<RunRequest> = {}): Promise<RunResult> {
    const workDirectory = join(this.directory, 'work');
    await mkdir(workDirectory);
    const journal = new Journal(new NdjsonFile(this.journalPath));
    try {
      return await runPlan({
        plan: shortPlan(),
        id: 'r',
        provider: this.provider,
        oracles: this.provider,
        questions: admissionQuestions(),
        programs: async (name, release) => ({ path: `/bin/${name}`, sha256: fakeSha256(name, release) }),
        store: {
          logs: join(this.directory, 'logs'),
          writeCheckpoint: async (checkpoint) => {
            this.beforeCheckpoint(checkpoint.step);
            this.checkpoints.push(checkpoint);
          },
          writeOracle: async (id, evidence) => {
            this.beforeOracle();
            this.oracles[id] = evidence;
          },
          provisioned: async (ports) => void this.ports.push(ports),
          savepoint: (step) => join(this.directory, `${step}.snapshot`),
          passed: async (step) => void this.passed.push(step),
        },
        journal,
        workDirectory,
        events: (event) => this.events.push(event),
        signal: this.interruption.signal,
        keep: false,
        skipOracles: false,
        ...options,
      });
    } finally {
      journal.close();
    }
  }

  get journalPath(): string {
    return join(this.directory, 'journal.ndjson');
  }

  journal(): Promise<JournalRecord[]> {
    return readNdjson<JournalRecord>(this.journalPath);
  }

  /** What the journal says of one step, without the rollback oracle, which runs beside it. */
  async actions(step: string): Promise<string[]> {
    return (await this.journal()).flatMap((record) =>
      (record.type === 'intent' || record.type === 'result') &&
      record.step === step &&
      record.action !== 'rollback/oracle'
        ? [`${record.type} ${record.action}`]
        : [],
    );
  }

  async ending(): Promise<string | undefined> {
    const last = (await this.journal()).at(-1);
    return last?.type === 'run' ? last.event : undefined;
  }

  get warnings(): string[] {
    return this.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  }
}

let rehearsal: Rehearsal;

beforeEach(async () => {
  rehearsal = new Rehearsal(await temporaryDirectory());
});

const notReady = new RehearseError({ code: 'wait-abandoned', message: 'exited with code 1', remedy: 'read its log' });

describe('a run that goes well', () => {
  it('is completed, with a checkpoint of every step and every oracle, and leaves nothing running', async () => {
    const result = await rehearsal.run();
    expect(result.error).toBeUndefined();
    expect(result.ending).toBe('completed');
    expect(rehearsal.checkpoints.map(({ step }) => step)).toEqual(shortPlan().steps.map(({ name }) => name));
    expect(Object.keys(rehearsal.oracles)).toEqual(['old']);
    expect(rehearsal.provider.running).toEqual([]);
    expect(await rehearsal.ending()).toBe('completed');
    expect(rehearsal.warnings).toEqual([]);
  });

  it('fills the store before it is looked at for the first time, where the plan says so', async () => {
    const fillers = ['v1 pods', 'v1 configmaps', 'v1 secrets', 'v1 serviceaccounts'];
    rehearsal.provider.resources = [
      ...rehearsal.provider.resources,
      ...fillers.map((name) => {
        const [groupVersion = '', resource = ''] = name.split(' ');
        return served(groupVersion, resource, resource);
      }),
    ];
    await rehearsal.run({ plan: { ...shortPlan(), fill: 3 } });
    const actions = await rehearsal.actions('00-baseline');
    expect(actions.indexOf('result fill')).toBeGreaterThan(actions.indexOf('result nodes/ready'));
    expect(actions.indexOf('result fill')).toBeLessThan(actions.indexOf('intent arrival/settle'));
    const stored = rehearsal.checkpoints[0]?.arrival.store.map(({ key }) => key) ?? [];
    expect(stored.filter((key) => key.includes('/namespaces/rehearse-fill-000/'))).toHaveLength(3);
  });

  it('replaces the components in the order of the plan, one when the one before is ready', async () => {
    const plan = shortPlan();
    const backwards = [...(plan.steps[2]?.order ?? [])].reverse();
    const steps = plan.steps.map((step) => (step.index === 2 ? { ...step, order: backwards } : step));
    await rehearsal.run({ plan: { ...plan, steps } });
    const [apiserver, manager, scheduler] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
    const old = '1.36.3 (emulating 1.36, min-compat 1.35)';
    const now = '1.37.2 (emulating 1.36, min-compat 1.35)';
    const log = rehearsal.provider.log.filter(
      (line) => line.startsWith('replace') || line.startsWith('ready r-cluster'),
    );
    expect(log).toEqual([
      ...[apiserver, manager, scheduler].map((component) => `ready r-cluster ${component}`),
      ...[apiserver, manager, scheduler].flatMap((component) => [
        `replace ${component}: ${old}`,
        `ready r-cluster ${component}`,
      ]),
      // who was replaced first must have survived the others' restarts
      ...[apiserver, manager].map((component) => `ready r-cluster ${component}`),
      ...[scheduler, manager, apiserver].flatMap((component) => [
        `replace ${component}: ${now}`,
        `ready r-cluster ${component}`,
      ]),
      ...[scheduler, manager].map((component) => `ready r-cluster ${component}`),
    ]);
  });

  it('observes, writes and observes again at every stop, every intent on disk before its result', async () => {
    await rehearsal.run();
    const once = (action: string): string[] => [`intent ${action}`, `result ${action}`];
    const replaced = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].flatMap((component) => [
      ...once(`${component}/stop`),
      ...once(`${component}/spawn`),
      ...once(`${component}/ready`),
    ]);
    expect(await rehearsal.actions('01-null-restart')).toEqual([
      ...replaced,
      ...once('kube-apiserver/ready'),
      ...once('kube-controller-manager/ready'),
      ...once('arrival/reported'),
      ...once('arrival/settle'),
      ...once('arrival/evidence'),
      ...once('arrival/observe'),
      ...once('arrival/behaviour'),
      ...once('wave'),
      ...once('departure/settle'),
      ...once('departure/observe'),
      ...once('rollback/snapshot'),
    ]);
  });

  it('sees in the store of a stop what was written there, and not before', async () => {
    await rehearsal.run();
    const written = (checkpoint: Checkpoint | undefined, when: 'arrival' | 'departure'): string[] =>
      (checkpoint?.[when].store ?? []).map(({ key }) => key).filter((key) => key.includes('w01'));
    const [, second] = rehearsal.checkpoints;
    expect(written(second, 'arrival')).toEqual([]);
    expect(written(second, 'departure').length).toBeGreaterThan(0);
    const configmaps = second?.wave.writes.filter(({ resource }) => resource === 'configmaps') ?? [];
    expect(configmaps.map(({ action, status }) => `${action} ${status}`)).toEqual(
      expect.arrayContaining(['create 201', 'update 200']),
    );
  });

  it('records what each component really runs beside what the plan asked for', async () => {
    await rehearsal.run();
    const evidence = rehearsal.checkpoints.map(({ components }) => components['kube-scheduler']);
    expect(evidence.map(({ instance, binary }) => `${instance} ${binary}`)).toEqual([
      'kube-scheduler#1 1.36.3',
      'kube-scheduler#2 1.36.3',
      'kube-scheduler#3 1.37.2',
    ]);
    for (const { executableSha256, expectedSha256 } of evidence) expect(executableSha256).toBe(expectedSha256);
  });

  it('has the old release examine a copy of the data of every stop', async () => {
    await rehearsal.run();
    expect(rehearsal.checkpoints.map(({ rollback }) => rollback.outcome)).toEqual(['safe', 'safe', 'safe']);
    expect(rehearsal.checkpoints.every(({ rollback }) => rollback.examined > 0)).toBe(true);
    expect(await readdir(join(rehearsal.directory, 'work'))).toEqual([]);
  });

  it('runs one oracle at a time', async () => {
    await rehearsal.run();
    const oracles = rehearsal.provider.log.filter((line) => /^(provision|stop) r-(oracle|rollback)/.test(line));
    const names = oracles.filter((_, index) => index % 2 === 0).map((line) => line.replace('provision ', ''));
    expect(oracles).toEqual(names.flatMap((name) => [`provision ${name}`, `stop ${name}`]));
    expect(names).toEqual(['r-oracle-old', 'r-rollback-0', 'r-rollback-1', 'r-rollback-2']);
  });

  it('tells what it does', async () => {
    await rehearsal.run();
    const steps = rehearsal.events.flatMap((event) =>
      event.type === 'step-started' || event.type === 'step-finished' ? [`${event.type} ${event.step}`] : [],
    );
    expect(steps).toEqual(shortPlan().steps.flatMap(({ name }) => [`step-started ${name}`, `step-finished ${name}`]));
  });

  it('examines nothing when oracles are left out, and says so', async () => {
    await rehearsal.run({ skipOracles: true });
    expect(rehearsal.checkpoints.map(({ rollback }) => rollback.outcome)).toEqual(Array(3).fill('not examined'));
    expect(rehearsal.oracles).toEqual({});
    expect(rehearsal.provider.log.filter((line) => line.startsWith('provision'))).toEqual(['provision r-cluster']);
  });

  it('leaves the rehearsed cluster, and only that, running when it is to be kept', async () => {
    const { cluster } = await rehearsal.run({ keep: true });
    expect(rehearsal.provider.running).toEqual(['r-cluster']);
    expect(cluster?.id).toBe('r-cluster');
    await cluster?.stop();
  });
});

describe('a run that does not go well', () => {
  it('ends at a step that does not land, which is a finding and no failure of the harness', async () => {
    rehearsal.provider.failures.ready = (id, component, { version }) => {
      if (id === 'r-cluster' && component === 'kube-controller-manager' && version.binary === '1.37.2') throw notReady;
    };
    const { ending, error } = await rehearsal.run();
    expect(ending).toBe('step-failed');
    expect(error).toMatchObject({ message: '02-binary-upgrade did not land: exited with code 1' });
    expect((await rehearsal.actions('02-binary-upgrade')).at(-1)).toBe('result kube-controller-manager/ready');
    expect(rehearsal.provider.log.filter((line) => line.startsWith('replace kube-scheduler'))).toHaveLength(1);
    expect(rehearsal.provider.running).toEqual([]);
    expect(await rehearsal.ending()).toBe('step-failed');
  });

  it('still asks the old release about the stops before a step that does not land', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    rehearsal.provider.failures.ready = async (id, component, { version }) => {
      if (id === 'r-rollback-0') await held;
      if (id === 'r-cluster' && component === 'kube-apiserver' && version.binary === '1.37.2') {
        release();
        throw notReady;
      }
    };
    expect((await rehearsal.run()).ending).toBe('step-failed');
    expect(rehearsal.checkpoints.map(({ step, rollback }) => [step, rollback.outcome])).toEqual([
      ['00-baseline', 'safe'],
      ['01-null-restart', 'safe'],
    ]);
  });

  it('ends at a component that did not survive the restart of the others', async () => {
    let asked = 0;
    rehearsal.provider.failures.ready = (id, component) => {
      if (id === 'r-cluster' && component === 'kube-apiserver' && (asked += 1) === 3) throw notReady;
    };
    expect((await rehearsal.run()).ending).toBe('step-failed');
    expect(rehearsal.checkpoints.map(({ step }) => step)).not.toContain('01-null-restart');
  });

  it('is broken when not even the baseline comes up', async () => {
    rehearsal.provider.failures.ready = (id) => {
      if (id === 'r-cluster') throw notReady;
    };
    const { ending, error } = await rehearsal.run();
    expect([ending, error]).toEqual(['broken', notReady]);
    expect(rehearsal.provider.running).toEqual([]);
  });

  it('is broken when the cluster cannot be made', async () => {
    rehearsal.provider.failures.provision = (id) => {
      if (id === 'r-cluster') throw new Error('no free port');
    };
    expect(await rehearsal.run()).toMatchObject({ ending: 'broken', error: { message: 'no free port' } });
    expect(rehearsal.provider.running).toEqual([]);
  });

  it('is broken when an oracle fails, also when everything else is done', async () => {
    rehearsal.provider.failures.ready = (id) => {
      if (id === 'r-oracle-old') throw new Error('the oracle is not ready');
    };
    const { ending, error } = await rehearsal.run({ plan: { ...shortPlan(), steps: shortPlan().steps.slice(0, 1) } });
    expect([ending, (error as Error).message]).toEqual(['broken', 'the oracle is not ready']);
    expect(rehearsal.provider.running).toEqual([]);
  });

  it('is broken when the last result cannot be stored', async () => {
    rehearsal.beforeCheckpoint = (step) => {
      if (step === '02-binary-upgrade') throw new Error('ENOSPC: no space left on device');
    };
    const { ending, error } = await rehearsal.run();
    expect([ending, (error as Error).message]).toEqual(['broken', 'ENOSPC: no space left on device']);
    expect(await rehearsal.ending()).toBe('broken');
  });

  it('has a stop that nobody could examine when the old release could not be asked', async () => {
    rehearsal.provider.failures.provision = (id) => {
      if (id === 'r-rollback-1') throw new Error('no free port');
    };
    expect((await rehearsal.run()).ending).toBe('completed');
    expect(rehearsal.checkpoints.map(({ rollback }) => `${rollback.outcome} ${rollback.reason}`.trim())).toEqual([
      'safe',
      'not examined no free port',
      'safe',
    ]);
  });

  it('counts what could not be cleaned up', async () => {
    rehearsal.provider.failures.stop = (id) => {
      if (id === 'r-cluster') throw new Error('etcd does not die');
    };
    const { ending, error } = await rehearsal.run();
    expect([ending, (error as Error).message]).toEqual(['broken', 'could not clean up: stop r-cluster']);
    expect(rehearsal.warnings).toEqual(['stop r-cluster: etcd does not die']);
  });

  it('keeps its first reason when it cannot be cleaned up either', async () => {
    rehearsal.provider.failures.ready = (id, _, { version }) => {
      if (id === 'r-cluster' && version.binary === '1.37.2') throw notReady;
    };
    rehearsal.provider.failures.stop = (id) => {
      if (id === 'r-cluster') throw new Error('does not die');
    };
    expect((await rehearsal.run()).ending).toBe('step-failed');
    expect(rehearsal.warnings).toContain('stop r-cluster: does not die');
  });
});

describe('faults', () => {
  const fault = (point: string, overrides: Partial<PlannedFault> = {}): PlannedFault => {
    return { id: '1', spec: { type: 'kill', component: 'etcd' }, point, delayMs: 0, lastsMs: 0, ...overrides };
  };
  const planWith = (overrides: Partial<Plan['steps'][number]>, control: Partial<Plan> = {}): Plan => {
    const plan = shortPlan();
    const steps = plan.steps.map((step) => (step.index === 1 ? { ...step, ...overrides } : step));
    return { ...plan, steps, ...control };
  };
  /** Intents, faults and halts of the null restart up to its arrival, in order. */
  const story = async (): Promise<string[]> =>
    (await rehearsal.journal())
      .filter((record) => 'step' in record && record.step === '01-null-restart')
      .flatMap((record) => {
        if (record.type === 'intent') return [record.action];
        if (record.type === 'fault')
          return [`${record.fault} ${record.event}${record.message && `: ${record.message}`}`];
        return record.type === 'halt' ? [`halt at ${record.point}`] : [];
      })
      .slice(0, 40);

  beforeEach(() => {
    script.log.length = 0;
    script.onset.clear();
  });

  it('act before the action at whose before-point they are, and it waits for their onset', async () => {
    await rehearsal.run({ plan: planWith({ faults: [fault('kube-controller-manager/before-spawn')] }) });
    const told = await story();
    const at = told.indexOf('1 inject');
    expect(told.slice(at - 1, at + 2)).toEqual(['kube-controller-manager/stop', '1 inject', '1 onset: seen to onset']);
    expect(told.indexOf('kube-controller-manager/spawn')).toBeGreaterThan(at + 1);
    expect(told).toContain('1 end: seen to end');
    expect(script.log).toEqual(['inject', 'onset', 'heal', 'end'].map((what) => `${what} kill etcd`));
  });

  it('act while an action goes on at a during-point, and after it at an after-point', async () => {
    const faults = [fault('kube-scheduler/during-ready'), fault('kube-scheduler/after-stop', { id: '2' })];
    await rehearsal.run({ plan: planWith({ faults }) });
    const told = await story();
    const order = ['kube-scheduler/stop', '2 inject', 'kube-scheduler/spawn', 'kube-scheduler/ready', '1 inject'];
    expect(told.filter((line) => order.includes(line)).slice(0, 5)).toEqual(order);
  });

  it('have ended, and every component is well again, before the stop is looked at', async () => {
    const faults = [
      fault('kube-scheduler/after-ready', { lastsMs: 50 }),
      fault('kube-apiserver/before-stop', { id: '2', delayMs: 20 }),
    ];
    await rehearsal.run({ plan: planWith({ faults }) });
    const told = await story();
    const rest = told.slice(told.lastIndexOf('1 heal'));
    expect(rest.slice(0, 8)).toEqual([
      '1 heal',
      '1 end: seen to end',
      'etcd/ready',
      'kube-apiserver/ready',
      'kube-controller-manager/ready',
      'kube-scheduler/ready',
      'arrival/reported',
      'arrival/settle',
    ]);
    expect(told).toContain('2 end: seen to end');
  });

  it('without a receipt are healed and do not end the run', async () => {
    script.onset.set('kill etcd', () => Promise.reject(new Error('it lives')));
    const { ending } = await rehearsal.run({ plan: planWith({ faults: [fault('kube-apiserver/after-spawn')] }) });
    expect(ending).toBe('completed');
    expect((await story()).filter((line) => line.startsWith('1 '))).toEqual([
      '1 inject',
      '1 heal',
      '1 unconfirmed: it lives',
    ]);
  });

  it('are healed when their transition does not land', async () => {
    rehearsal.provider.failures.ready = (_, component, { version }) => {
      if (component === 'kube-scheduler' && version.binary === '1.36.3' && script.log.length > 0) throw notReady;
    };
    const faults = [fault('kube-apiserver/after-ready', { lastsMs: 3_600_000 })];
    expect((await rehearsal.run({ plan: planWith({ faults }) })).ending).toBe('step-failed');
    expect(script.log).toContain('heal kill etcd');
  });

  it('whose injector a control has idle are looked for all the same', async () => {
    const control = {
      sabotage: { type: 'idle-fault' as const, step: 1, fault: '1' },
      mustTrip: { guarantee: 'faults-landed' as const, subject: '1' },
    };
    await rehearsal.run({ plan: planWith({ faults: [fault('kube-apiserver/after-spawn')] }, { control }) });
    expect(script.log).toEqual(['onset', 'heal', 'end'].map((what) => `${what} kill etcd`));
  });

  it('can be followed by an end half-way, after which only the step itself goes on', async () => {
    const plan = shortPlan();
    const halfway = {
      transition: 'binary-upgrade' as const,
      launch: plan.steps[2]!.launch,
      order: plan.steps[2]!.order,
      stopAt: 'kube-controller-manager/after-stop',
      faults: [fault('kube-controller-manager/after-stop')],
    };
    const order = ['kube-controller-manager', 'kube-apiserver'] as const;
    await rehearsal.run({ plan: planWith({ halfway, order }) });
    const told = await story();
    const transition = told.slice(0, told.indexOf('arrival/reported'));
    // a fault heals beside the actions that follow its point; it has ended before the components are looked at once more
    const ending = ['1 heal', '1 end: seen to end'];
    const beforeTheLook = transition.slice(0, transition.indexOf('etcd/ready'));
    expect(beforeTheLook.filter((line) => ending.includes(line))).toEqual(ending);
    expect(transition.filter((line) => !ending.includes(line))).toEqual([
      'kube-apiserver/stop',
      'kube-apiserver/spawn',
      'kube-apiserver/ready',
      'kube-controller-manager/stop',
      '1 inject',
      '1 onset: seen to onset',
      'halt at kube-controller-manager/after-stop',
      'kube-controller-manager/stop',
      'kube-controller-manager/spawn',
      'kube-controller-manager/ready',
      'kube-apiserver/stop',
      'kube-apiserver/spawn',
      'kube-apiserver/ready',
      'etcd/ready',
      'kube-apiserver/ready',
      'kube-controller-manager/ready',
      'kube-scheduler/ready',
    ]);
    expect(rehearsal.provider.log).toContain('replace kube-apiserver: 1.37.2 (emulating 1.36, min-compat 1.35)');
  });
});

describe('an interrupted run', () => {
  const reason = new Error('interrupted by SIGINT');

  it.each([
    ['while the cluster is made', (id: string, at: string) => at === 'provision' && id === 'r-cluster'],
    ['while an oracle is asked', (id: string, at: string) => at === 'ready' && id === 'r-oracle-old'],
    ['while the baseline comes up', (id: string, at: string) => at === 'ready' && id === 'r-cluster'],
    ['while the last rollback is examined', (id: string) => id === 'r-rollback-2'],
  ])('%s ends as such with nothing left running', async (_, here) => {
    const interrupt = (at: string) => (id: string) => {
      if (here(id, at)) rehearsal.interruption.abort(reason);
    };
    rehearsal.provider.failures = { provision: interrupt('provision'), ready: interrupt('ready') };
    const { ending, error } = await rehearsal.run();
    expect([ending, error]).toEqual(['interrupted', reason]);
    expect(rehearsal.provider.running).toEqual([]);
    expect(await rehearsal.ending()).toBe('interrupted');
  });

  it('in a transition starts nothing more', async () => {
    rehearsal.provider.failures.ready = (_, component, { version }) => {
      if (version.binary === '1.37.2' && component === 'kube-apiserver') rehearsal.interruption.abort(reason);
    };
    expect((await rehearsal.run()).ending).toBe('interrupted');
    expect((await rehearsal.actions('02-binary-upgrade')).at(-1)).toBe('result kube-apiserver/ready');
    expect(rehearsal.provider.running).toEqual([]);
  });

  it('before its start makes nothing', async () => {
    rehearsal.interruption.abort(reason);
    expect((await rehearsal.run()).ending).toBe('interrupted');
    expect(rehearsal.provider.log).toEqual([]);
  });
});

describe('a run that goes on from the end of a stop', () => {
  const from = async (step: number, oracles: readonly string[] = []): Promise<NonNullable<RunRequest['from']>> => {
    const snapshot = join(rehearsal.directory, 'savepoint');
    await writeFile(snapshot, JSON.stringify([['/api/v1/namespaces/kept', { metadata: { name: 'kept' } }]]));
    return { step, snapshot, ports: { etcd: 1 }, oracles: new Set(oracles) };
  };

  it('starts everybody as there, on its data, and visits only what is ahead', async () => {
    const result = await rehearsal.run({ from: await from(1) });
    expect(result.error).toBeUndefined();
    expect(result.ending).toBe('completed');
    expect(rehearsal.checkpoints.map(({ step }) => step)).toEqual(['02-binary-upgrade']);
    const [checkpoint] = rehearsal.checkpoints;
    expect(checkpoint?.arrival.store.map(({ key }) => key)).toContain('/registry/api/v1/namespaces/kept');
    expect(rehearsal.provider.log.filter((line) => line.startsWith('replace'))).toHaveLength(3);
    expect((await rehearsal.journal())[0]).toMatchObject({ type: 'resumed', step: '01-null-restart' });
    expect((await rehearsal.actions('01-null-restart')).filter((line) => line.startsWith('intent'))).toEqual([
      'intent resume/provision',
      ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'nodes'].map(
        (each) => `intent resume/${each}`,
      ),
    ]);
    expect(rehearsal.provider.running).toEqual([]);
  });

  it('asks only the oracles that were not asked before', async () => {
    await rehearsal.run({ from: await from(1, ['old']) });
    expect(Object.keys(rehearsal.oracles)).toEqual([]);
    expect(rehearsal.checkpoints).toHaveLength(1);
  });

  it('starts no cluster when only oracles are missing', async () => {
    const result = await rehearsal.run({ from: await from(2) });
    expect(result.ending).toBe('completed');
    expect(rehearsal.checkpoints).toEqual([]);
    expect(Object.keys(rehearsal.oracles)).toEqual(['old']);
    expect(rehearsal.provider.log.filter((line) => line.includes('r-cluster'))).toEqual([]);
  });

  it('ends as broken when somebody does not come up again, because no step has failed', async () => {
    rehearsal.provider.failures.ready = (id, component) => {
      if (id === 'r-cluster' && component === 'kube-scheduler') throw notReady;
    };
    const result = await rehearsal.run({ from: await from(1) });
    expect(result).toMatchObject({ ending: 'broken', error: notReady });
    expect(rehearsal.provider.running).toEqual([]);
  });
});

describe('what a run can be gone on from', () => {
  it('is kept before the checkpoint of its stop is there, and let go when the next one is', async () => {
    rehearsal.beforeCheckpoint = (step) => {
      expect(existsSync(join(rehearsal.directory, `${step}.snapshot`)), step).toBe(true);
    };
    await rehearsal.run();
    expect(rehearsal.checkpoints).toHaveLength(3);
    expect(rehearsal.passed).toEqual(shortPlan().steps.map(({ name }) => name));
  });

  it('is kept without oracles too', async () => {
    await rehearsal.run({ skipOracles: true });
    expect(existsSync(join(rehearsal.directory, '02-binary-upgrade.snapshot'))).toBe(true);
    expect(rehearsal.passed).toHaveLength(3);
  });
});
