import type { ApiDescription, Behaviour } from '../../model/behaviour.js';
import type { KubeComponent } from '../../model/component.js';
import type { EffectiveVersion } from '../../model/effective-version.js';
import { GUARANTEE_IDS, type GuaranteeId } from '../../model/guarantee.js';
import type { OracleEvidence } from '../../model/judge-input.js';
import type { Checkpoint, ComponentEvidence, Observation } from '../../model/observation.js';
import type { Launch, Plan, PlannedStep } from '../../model/plan.js';
import type { LedgerEntry } from '../../model/scenario.js';
import type { Finding, Verdict } from '../../model/verdict.js';
import type { RunInfo } from '../run-info.js';

const OLD: EffectiveVersion = { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' };
const PHASE_1: EffectiveVersion = { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' };
const PHASE_2: EffectiveVersion = { binary: '1.37.2', emulated: '1.37', minCompatibility: '1.36' };

/** Text that tries to break out of a terminal, a Markdown page, an XML file. */
export const HOSTILE =
  '\u001b[2J\u0007<script>alert("1")</script> | `x` **b** [l](javascript:x) ]]> &amp; \u202egnp.exe \ud800 \u0000 \uffff\n# heading';

/** A sentence for each guarantee. */
export function sampleSentences(): Readonly<Record<GuaranteeId, string>> {
  return Object.fromEntries(GUARANTEE_IDS.map((id) => [id, `What ${id} says holds`])) as Record<GuaranteeId, string>;
}

/** The plan of a short ladder: baseline, up in two moves, one back. */
export function samplePlan(change: Partial<Plan> = {}): Plan {
  return {
    schemaVersion: 1,
    scenario: 'ladder',
    kind: 'Rehearsal',
    seed: 7,
    versions: { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' },
    minCompatibility: 'default',
    steps: [
      step(0, '00-baseline', 'baseline', OLD),
      step(1, '01-binary-upgrade', 'binary-upgrade', PHASE_1),
      step(2, '02-emulation-upgrade', 'emulation-upgrade', PHASE_2),
      { ...step(3, '03-emulation-rollback', 'emulation-rollback', PHASE_1), returnsTo: 1 },
    ],
    oracles: [{ id: 'real-1.36', launch: launch(OLD) }],
    rollbackTarget: launch(OLD),
    manifests: [],
    terminationGraceSeconds: 30,
    expected: [sampleEntry()],
    ...change,
  };
}

function step(
  index: number,
  name: string,
  transition: PlannedStep['transition'],
  version: EffectiveVersion,
): PlannedStep {
  return {
    index,
    name,
    transition,
    launch: launch(version),
    order: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
    oracle: 'real-1.36',
    rollback: { worst: 'safe', because: 'promised' },
    apply: [],
  };
}

function launch(version: EffectiveVersion): Launch {
  const none = { extraArgs: {}, env: {} };
  return { version, components: { 'kube-apiserver': none, 'kube-controller-manager': none, 'kube-scheduler': none } };
}

/** A ledger entry with the given differences from the sample. */
export function sampleEntry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: 'node-reader-role',
    guarantee: 'content-unchanged',
    versions: '1.36 -> 1.37',
    subject: 'rbac.authorization.k8s.io/v1 ClusterRole system:node',
    path: 'rules[4].verbs',
    reason: 'The new release reconciles this default role when it starts.',
    source: 'https://example.org/kubernetes/policy.go',
    ...change,
  };
}

/** A finding with the given differences from the sample, which is a violation. */
export function sampleFinding(change: Partial<Finding> = {}): Finding {
  return {
    guarantee: 'content-unchanged',
    severity: 'violation',
    step: '01-binary-upgrade',
    component: '',
    subject: 'apps/v1 Deployment shop/web',
    path: 'spec.replicas',
    before: 3,
    after: 4,
    message:
      'Stored content stays as it is unless somebody writes it: apps/v1 Deployment shop/web spec.replicas changed, and nobody wrote it',
    evidence: ['checkpoints/01-binary-upgrade/store-arrival.ndjson'],
    ...change,
  };
}

/** A passing verdict over the sample plan, with the given differences. */
export function sampleVerdict(change: Partial<Verdict> = {}): Verdict {
  return {
    schemaVersion: 1,
    outcome: 'pass',
    scenario: 'ladder',
    versions: { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' },
    coverage: Object.fromEntries(GUARANTEE_IDS.map((id, at) => [id, 10 + at])),
    findings: [],
    expected: [],
    unmatched: [],
    noise: [],
    rollback: [
      { step: '00-baseline', outcome: 'safe', facts: [] },
      { step: '01-binary-upgrade', outcome: 'safe', facts: [] },
      {
        step: '02-emulation-upgrade',
        outcome: 'lossy',
        facts: [
          {
            type: 'field-lost',
            subject: 'v1 Pod shop/web-0',
            path: 'spec.newField',
            before: { a: 1 },
            after: null,
            message: 'gone after the first rewrite',
          },
          {
            type: 'orphaned',
            subject: '/registry/devicetaintrules/one',
            path: '',
            before: null,
            after: null,
            message: '',
          },
        ],
      },
      { step: '03-emulation-rollback', outcome: 'not examined', facts: [] },
    ],
    notJudged: [],
    ...change,
  };
}

/** What an oracle shows. */
export function sampleOracle(): OracleEvidence {
  const { surface, store, problems } = sampleObservation(1);
  const gates = [{ name: 'SomeGate', stage: 'BETA', enabled: true }];
  return {
    surface,
    behaviour: sampleBehaviour(),
    gates: { 'kube-apiserver': gates, 'kube-controller-manager': gates, 'kube-scheduler': [] },
    store,
    problems,
  };
}

/** What run.json holds for the sample plan. */
export function sampleInfo(change: Partial<RunInfo> = {}): RunInfo {
  return {
    schemaVersion: 1,
    harnessVersion: '0.1.0',
    scenario: 'scenarios/reference/ladder.yaml',
    seed: 7,
    arguments: ['run', 'scenarios/reference/ladder.yaml', '--out', 'here', '--binaries', '1.37=my builds'],
    provider: 'local',
    binaries: [{ program: 'etcd', release: '3.6.8', sha256: 'ab', source: 'https://example.org/etcd.tar.gz' }],
    host: { platform: 'linux', arch: 'x64', kernel: '6.1', cpus: 2, memory: 4_000_000_000 },
    startedAt: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

/** A checkpoint of the given stop, with objects in it. */
export function sampleCheckpoint(stop: string, change: Partial<Checkpoint> = {}): Checkpoint {
  return {
    step: stop,
    components: {
      'kube-apiserver': sampleEvidence('kube-apiserver'),
      'kube-controller-manager': sampleEvidence('kube-controller-manager'),
      'kube-scheduler': sampleEvidence('kube-scheduler'),
    },
    arrival: sampleObservation(5),
    behaviour: sampleBehaviour(),
    departure: sampleObservation(9),
    wave: {
      writes: [
        {
          action: 'create',
          groupVersion: 'v1',
          resource: 'pods',
          namespace: 'shop',
          name: 'web-0',
          status: 201,
          message: '',
          required: true,
          dropped: ['spec.newField'],
        },
      ],
    },
    rollback: { outcome: 'safe', reason: '', facts: [], examined: 12, evidence: ['logs/rollback.log'] },
    ...change,
  };
}

function sampleEvidence(component: KubeComponent): ComponentEvidence {
  return {
    component,
    instance: '41:7',
    executableSha256: 'aa',
    expectedSha256: 'aa',
    binary: '1.36.3',
    emulated: '1.36',
    minCompatibility: null,
    sources: ['/version'],
    gates: [{ name: 'SomeGate', stage: 'BETA', enabled: true }],
  };
}

function sampleBehaviour(): Behaviour {
  const description = (version: string): ApiDescription => ({
    operations: { 'GET /api/v1/pods': { '': '{}', 'parameter query limit': '{"type":"integer"}' } },
    schemas: { [`io.k8s.api.core.v1.Pod of ${version}`]: { '': '{"type":"object"}' } },
  });
  return {
    openapi: { v2: description('v2'), v3: description('v3') },
    answers: [
      { question: 'v1 pods', topic: 'validation', status: 201, warnings: [], refusal: null, object: { spec: {} } },
      {
        question: 'v1 pods without spec',
        topic: 'validation',
        status: 422,
        warnings: ['two\nlines'],
        refusal: { reason: 'Invalid', message: '', causes: { 'spec FieldValueRequired': 'Required value' } },
        object: null,
      },
    ],
    admission: ['Priority admit CREATE'],
    problems: [],
  };
}

function sampleObservation(modRevision: number): Observation {
  return {
    surface: {
      resources: [
        {
          groupVersion: 'v1',
          resource: 'pods',
          kind: 'Pod',
          namespaced: true,
          verbs: ['get'],
          shortNames: ['po'],
          categories: ['all'],
          storageVersionHash: 'x',
          custom: false,
        },
      ],
    },
    store: [
      {
        key: '/registry/pods/shop/web-0',
        createRevision: 5,
        modRevision,
        sha256: 'cc',
        encoding: 'protobuf',
        apiVersion: 'v1',
        kind: 'Pod',
        content: { spec: { text: 'two\nlines and \u2028 in between' } },
        unknownFields: [],
      },
      {
        key: '/registry/secrets/shop/one',
        createRevision: 6,
        modRevision: 6,
        sha256: 'dd',
        encoding: 'encrypted',
        apiVersion: '',
        kind: '',
        content: null,
        unknownFields: [],
      },
    ],
    served: [{ groupVersion: 'v1', resource: 'pods', namespace: 'shop', name: 'web-0', content: { spec: {} } }],
    problems: [{ probe: 'metrics', subject: 'kube-scheduler', message: 'connection refused' }],
  };
}
