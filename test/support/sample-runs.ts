import type { JournalRecord } from '../../src/model/journal.js';
import type { RequestSecond } from '../../src/model/request-second.js';
import type { StoredObject } from '../../src/model/observation.js';
import type { Plan } from '../../src/model/plan.js';
import type { Verdict } from '../../src/model/verdict.js';
import { RunDirectory, writeReports } from '../../src/reporters/index.js';
import {
  HOSTILE,
  sampleCheckpoint,
  sampleEntry,
  sampleFinding,
  sampleInfo,
  samplePlan,
  sampleSentences,
  sampleVerdict,
} from '../../src/reporters/testing/sample-run.js';

/** What differs from a passing run of the sample plan. */
export interface SampleRun {
  readonly plan?: Plan;
  readonly verdict?: Partial<Verdict>;
  /** The stops that were observed to their end; all of them unless told. */
  readonly observed?: number;
  readonly ending?: 'completed' | 'interrupted';
  /** What etcd holds, beside the sample's own objects. */
  readonly store?: readonly StoredObject[];
}

/** Writes a run's directory as a run does, reports included. */
export async function writeSampleRun(path: string, run: SampleRun = {}): Promise<RunDirectory> {
  const { plan = samplePlan() } = run;
  const observed = plan.steps.slice(0, run.observed ?? plan.steps.length);
  const directory = await RunDirectory.create(path);
  await directory.writeInfo(sampleInfo());
  await directory.writePlan(plan);
  await directory.writeScenario('kind: Rehearsal\n');
  await directory.writeExpected(plan.expected);
  const journal = directory.openJournal();
  for (const record of journalOf(plan, observed.length, run.ending ?? 'completed')) journal.append(record);
  journal.close();
  const requests = directory.openRequests();
  for (let second = 0; second < 40; second += 1) requests.append(requestsOf(second));
  requests.close();
  for (const { name } of observed) {
    const checkpoint = sampleCheckpoint(name);
    const store = [...checkpoint.arrival.store, ...(run.store ?? [])];
    await directory.writeCheckpoint({
      ...checkpoint,
      arrival: { ...checkpoint.arrival, store },
      departure: { ...checkpoint.departure, store },
    });
  }
  await writeReports(directory, plan, sampleVerdict({ ...accepted(), ...run.verdict }), sampleSentences());
  return directory;
}

/** A verdict with violations, and names and values that try to break out. */
export function hostileVerdict(): Partial<Verdict> {
  const long = 'x'.repeat(200_000);
  return {
    outcome: 'fail',
    findings: [
      sampleFinding(),
      sampleFinding({ step: '02-emulation-upgrade' }),
      sampleFinding({
        subject: HOSTILE,
        path: '</script><img src=x onerror=alert(1)>',
        before: HOSTILE,
        after: { [HOSTILE]: long },
      }),
      sampleFinding({
        guarantee: 'keys-kept',
        subject: long,
        path: '',
        evidence: ['javascript:alert(1)', '../../etc/passwd', '/etc/passwd'],
      }),
      sampleFinding({ severity: 'note', guarantee: 'gates', message: `Gates: ${HOSTILE}` }),
      sampleFinding({ severity: 'inconclusive', guarantee: 'discovery', message: 'Could not be seen.' }),
    ],
    // more than a page shows at first
    noise: Array.from({ length: 60 }, (_, at) => ({
      subject: at === 0 ? HOSTILE : `coordination.k8s.io/v1 Lease kube-node-lease/node-${at}`,
      path: 'spec.renewTime',
      explained: 8,
    })),
    unmatched: [HOSTILE],
    notJudged: [HOSTILE],
  };
}

/** Keys as a large cluster has them. */
export function manyObjects(count: number): StoredObject[] {
  return Array.from({ length: count }, (_, at) => ({
    key: `/registry/pods/team-${at % 300}/web-frontend-${String(at).padStart(6, '0')}-${((at * 2_654_435_761) >>> 8).toString(36)}`,
    createRevision: at + 1,
    modRevision: at * 3 + 1,
    sha256: `${((at * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}${((at * 40_503_001) >>> 0).toString(16).padStart(8, '0')}`,
    encoding: 'protobuf' as const,
    apiVersion: 'v1',
    kind: 'Pod',
    content: null,
    unknownFields: [],
  }));
}

function accepted(): Partial<Verdict> {
  return { expected: [{ entry: sampleEntry(), step: '01-binary-upgrade', before: ['get'], after: ['get', 'list'] }] };
}

/** A second in every nine fails. */
function requestsOf(second: number): RequestSecond {
  return { second, requests: 20 + 7 * (second % 5), errors: second % 9 === 8 ? 2 : 0, median: 4, p99: 15 + second };
}

function journalOf({ steps }: Plan, observed: number, ending: 'completed' | 'interrupted'): JournalRecord[] {
  const records: JournalRecord[] = [{ type: 'run', at: 0, event: 'started', message: 'ladder' }];
  let at = 0;
  const act = (step: string, action: string, ms: number) => {
    records.push({ type: 'intent', at, step, action });
    at += ms;
    records.push({ type: 'result', at, step, action, ok: true, ms, message: '' });
  };
  for (const { name, order, index } of steps.slice(0, observed)) {
    for (const component of order) {
      if (index > 0) {
        act(name, `${component}/stop`, 2000);
        act(name, `${component}/spawn`, 100);
      }
      act(name, `${component}/ready`, 3500);
    }
    act(name, 'arrival/settle', 2000);
    act(name, 'arrival/observe', 900);
    act(name, 'wave', 5000);
    act(name, 'departure/observe', 900);
    act(name, 'rollback/snapshot', 100);
  }
  const fault = { type: 'fault' as const, step: steps[1]!.name, point: 'kube-apiserver/after-spawn' };
  for (const [at, event, message] of [
    [12_000, 'inject', ''],
    [12_400, 'onset', 'state T in /proc/813/stat'],
    [15_400, 'heal', ''],
    [15_600, 'end', 'state S in /proc/813/stat'],
  ] as const) {
    records.push({ ...fault, at, fault: '1-pause-etcd', event, what: 'pause etcd', message });
  }
  records.push({ ...fault, at: 18_000, fault: '2-kill-etcd', event: 'inject', what: 'kill etcd', message: '' });
  records.push({ type: 'halt', at: 18_500, step: fault.step, point: fault.point });
  const next = steps[observed];
  if (next) {
    act(next.name, 'kube-apiserver/stop', 2000);
    records.push({ type: 'intent', at, step: next.name, action: 'kube-apiserver/ready' });
    records.push({
      type: 'warning',
      at: at + 500,
      step: next.name,
      message: 'kube-scheduler ended on its own and is started again',
    });
    at += 1500;
  }
  return [...records, { type: 'run', at, event: ending, message: ending === 'interrupted' ? 'SIGINT' : '' }];
}
