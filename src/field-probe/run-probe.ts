import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { conclusionOf } from '../fields/conclusion.js';
import { coverageOf } from '../fields/coverage.js';
import { parseCauseField } from '../fields/field-path.js';
import { causeOf, findingsOf, type Finding } from '../fields/findings.js';
import type { Kind } from '../fields/kind-answers.js';
import { sumOfCounts } from '../fields/normalise.js';
import type { ProbeResult, Proof } from '../fields/probe-result.js';
import { shrink } from '../fields/shrink.js';
import { KubeClient } from '../kube/kube-client.js';
import type { Launch } from '../model/plan.js';
import type { Cluster, ClusterProvider, ProgramLookup } from '../providers/cluster.js';
import { BadInputError, messageOf } from '../support/errors.js';
import type { EventSink } from '../support/events.js';
import { TeardownStack } from '../support/teardown.js';
import type { AnswersLog } from './answers-log.js';
import { askAll, type Trio } from './ask-field.js';
import { askEverything } from './probe.js';
import { prove } from './prove.js';
import { ProbedServer } from './server.js';
import { kindsOf } from './subjects.js';
import { writeStanding } from './write-standing.js';

/** One probe: three servers and what to ask them. */
export interface ProbeRequest {
  readonly id: string;
  readonly launches: Readonly<Record<keyof Trio, Launch>>;
  readonly etcdVersion: string;
  readonly provider: ClusterProvider;
  readonly programs: ProgramLookup;
  /** Private folder for data and credentials, and one for logs. */
  readonly workDirectory: string;
  readonly logDirectory: string;
  /** Kinds to ask about as `resource` or `groupVersion resource`. */
  readonly kinds: readonly string[] | 'all';
  readonly featureGates: string;
  /** Where answers go, and where those of an earlier part of this probe are. */
  readonly log: AnswersLog;
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

const SIDES = ['old', 'emulating', 'guide'] as const;

/**
 * Starts the real old release, the new one that emulates it, and the new one as itself; asks all three about every field;
 * makes what differs small; and proves it by a real write and a real rollback. Everything that was started has ended when it
 * returns or throws.
 */
export async function runProbe(request: ProbeRequest): Promise<ProbeResult> {
  const { events, signal, launches } = request;
  const teardown = new TeardownStack();
  try {
    const clusters = {} as Record<keyof Trio, Cluster>;
    // one after the other: each is busy for seconds, and together they only wait for one another
    for (const side of SIDES) {
      events({ type: 'progress', message: `starting ${side}: kube-apiserver ${launches[side].version.binary}` });
      clusters[side] = await start(request, teardown, side, launches[side]);
    }
    const trio = await askable(request, clusters, teardown);
    for (const side of SIDES) await writeStanding(trio[side]);
    const kinds = chosenKinds(trio, request.kinds);
    const answers = await askEverything(trio, kinds, request.log, progressTo(events, performance.now()), signal);
    const fields = answers.flatMap((kind) => kind.fields);
    const findings = findingsOf(fields);
    events({ type: 'progress', message: `making ${findings.length} findings small` });
    const small = [];
    for (const finding of findings) small.push(await made(trio, finding, signal));
    const proofs = await proofsOf(request, teardown, clusters, trio, small);
    const coverage = coverageOf(kinds, fields);
    const sum = (what: 'questions' | 'unanswered' | 'seconds'): number =>
      answers.reduce((total, kind) => total + kind[what], 0);
    return {
      schemaVersion: 1,
      versions: {
        old: launches.old.version,
        emulating: launches.emulating.version,
        guide: launches.guide.version,
      },
      featureGates: request.featureGates,
      chosen: request.kinds,
      ...conclusionOf({ findings: findings.length, coverage, unanswered: sum('unanswered') }),
      coverage,
      findings: small.map((finding) => {
        const proof = proofs.get(finding.id);
        return { ...finding, ...(proof && { proof }) };
      }),
      fields,
      obstacles: answers.flatMap(({ obstacles }) => obstacles),
      normalised: sumOfCounts(answers.map(({ normalised }) => normalised)),
      questions: sum('questions'),
      unanswered: sum('unanswered'),
      askingSeconds: sum('seconds'),
      peakMemory: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    for (const { name, message } of await teardown.run()) events({ type: 'warning', message: `${name}: ${message}` });
  }
}

async function start(
  request: ProbeRequest,
  teardown: TeardownStack,
  name: string,
  launch: Launch,
  restoreFrom?: string,
): Promise<Cluster> {
  request.signal.throwIfAborted();
  const id = `${request.id}-${name}`;
  const cluster = await request.provider.provision({
    id,
    workDirectory: join(request.workDirectory, id),
    logDirectory: join(request.logDirectory, name),
    launch,
    etcdVersion: request.etcdVersion,
    ...(restoreFrom !== undefined && { restoreFrom }),
    components: ['kube-apiserver'],
    // nobody is served who would profit from draining
    terminationGraceSeconds: 2,
    programs: request.programs,
    signal: request.signal,
    onWarning: (message) => request.events({ type: 'warning', message }),
  });
  teardown.defer(`stop ${id}`, () => cluster.stop());
  if (restoreFrom === undefined) await cluster.waitUntilReady('kube-apiserver');
  return cluster;
}

async function askable(
  request: ProbeRequest,
  clusters: Record<keyof Trio, Cluster>,
  teardown: TeardownStack,
): Promise<Trio> {
  const trio = {} as Record<keyof Trio, ProbedServer>;
  for (const side of SIDES) {
    const client = new KubeClient(clusters[side].api);
    teardown.defer(`close ${side}`, () => client.close());
    trio[side] = await ProbedServer.of(client, join(request.logDirectory, side));
  }
  return trio;
}

/** The finding with the smallest object that still shows it. */
async function made(trio: Trio, finding: Finding, signal: AbortSignal): Promise<Finding> {
  const { example } = finding;
  const { target, inOld, inEmulating } = example.question;
  const ask = (object: Finding['example']['object']): Promise<typeof example> =>
    askAll(trio, target, { object, at: parseCauseField(example.at) }, { inOld, inEmulating }, {}, signal);
  const small = await shrink({ object: example.object, at: parseCauseField(example.at) }, async ({ object }) => {
    const again = await ask(object);
    return (
      again.class === example.class &&
      causeOf({ ...finding.shownAt, declaredAs: finding.declaredAs }, again) === finding.cause
    );
  });
  return { ...finding, example: await ask(small.object) };
}

async function proofsOf(
  request: ProbeRequest,
  teardown: TeardownStack,
  clusters: Record<keyof Trio, Cluster>,
  trio: Trio,
  findings: readonly Finding[],
): Promise<ReadonlyMap<string, Proof>> {
  const leaks = findings.filter(({ class: fieldClass }) => fieldClass !== 'lost');
  if (leaks.length === 0) return new Map();
  request.events({ type: 'progress', message: `writing ${leaks.length} findings for real, and rolling back` });
  const snapshot = join(request.workDirectory, 'snapshot.db');
  teardown.defer('remove the snapshot', () => rm(snapshot, { force: true }));
  try {
    return await prove({
      findings: leaks,
      server: trio.emulating,
      cluster: clusters.emulating,
      snapshot,
      startOld: (copy) => start(request, teardown, 'rollback', request.launches.old, copy),
    });
  } catch (error) {
    request.signal.throwIfAborted();
    // what was found stays found, without this proof
    request.events({ type: 'warning', message: `the rollback could not be examined: ${messageOf(error)}` });
    return new Map(
      leaks.map(({ id }) => [id, { write: `not examined: ${messageOf(error)}`, rollback: 'not examined' }]),
    );
  }
}

/** The kinds to ask about. Throws BadInputError for a choice that names none: whoever misspells one must not read that nothing was found. */
function chosenKinds(trio: Trio, chosen: readonly string[] | 'all'): Kind[] {
  const all = kindsOf(trio);
  if (chosen === 'all') return all;
  const isMeant = ({ groupVersion, resource }: Kind, name: string): boolean =>
    name === resource || name === `${groupVersion} ${resource}`;
  const stranger = chosen.find((name) => !all.some((kind) => isMeant(kind, name)));
  if (stranger !== undefined) {
    throw new BadInputError({
      code: 'kind-unknown',
      message: `--kinds: no stored kind is called ${JSON.stringify(stranger)}`,
      remedy: `name resources, as in pods or "apps/v1 deployments"; these servers have ${[...new Set(all.map(({ resource }) => resource))].join(', ')}`,
    });
  }
  return all.filter((kind) => chosen.some((name) => isMeant(kind, name)));
}

function progressTo(events: EventSink, began: number): Parameters<typeof askEverything>[3] {
  return ({ kind, done, of, fields }) => {
    const seconds = Math.round((performance.now() - began) / 1000);
    const what = `${kind.groupVersion} ${kind.resource}`;
    events({
      type: 'progress',
      work: 'asking about fields',
      message: `asking about ${what}: kind ${done + 1} of ${of}, ${fields} fields so far, ${seconds} s`,
    });
  };
}
