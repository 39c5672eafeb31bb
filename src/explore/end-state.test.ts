import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpoint, StoredObject } from '../model/observation.js';
import type { Verdict } from '../model/verdict.js';
import { sampleCheckpoint, sampleFinding, sampleVerdict } from '../reporters/testing/sample-run.js';
import { differenceOf, digestOf, endStateOf, type EndState } from './end-state.js';

function stored(apiVersion: string, kind: string, name: string, namespace = '', key = name): StoredObject {
  return {
    key: `/registry/${key}`,
    createRevision: 1,
    modRevision: 1,
    sha256: '',
    encoding: 'protobuf',
    apiVersion,
    kind,
    content: name === '' ? {} : { metadata: { name, ...(namespace !== '' && { namespace }) } },
    unknownFields: [],
  };
}

function stateOf(store: readonly StoredObject[], verdict: Partial<Verdict> = {}): EndState {
  const last = sampleCheckpoint('02-binary-upgrade');
  return endStateOf(sampleVerdict(verdict), { ...last, departure: { ...last.departure, store } });
}

/** One object of each sort whose name a run makes up, as two runs would store it. */
const MADE_UP: readonly [string, StoredObject, StoredObject][] = [
  ['pod', stored('v1', 'Pod', 'web-5b57f6f78f-z84p5', 'a'), stored('v1', 'Pod', 'web-5b57f6f78f-nfqb6', 'a')],
  ['pod of a set', stored('v1', 'Pod', 'rehearse-w00-cjs5d', 'a'), stored('v1', 'Pod', 'rehearse-w00-jnscm', 'a')],
  [
    'slice',
    stored('discovery.k8s.io/v1', 'EndpointSlice', 'web-dsj9x', 'a'),
    stored('discovery.k8s.io/v1', 'EndpointSlice', 'web-s6zf8', 'a'),
  ],
  [
    'address',
    stored('networking.k8s.io/v1', 'IPAddress', '10.104.41.202'),
    stored('networking.k8s.io/v1', 'IPAddress', '198.19.0.6'),
  ],
  ['job', stored('batch/v1', 'Job', 'nightly-29453760', 'a'), stored('batch/v1', 'Job', 'nightly-29453761', 'a')],
  [
    'hash',
    stored('apps/v1', 'ReplicaSet', 'web-5b57f6f78f', 'a'),
    stored('apps/v1', 'ReplicaSet', 'web-786c446798', 'a'),
  ],
  [
    'wave',
    stored('v1', 'ConfigMap', 'rehearse-w01', 'rehearse-w01'),
    stored('v1', 'ConfigMap', 'rehearse-w03', 'rehearse-w03'),
  ],
];

/** What says only that something happened, or that somebody lives. */
const PASSING: readonly [string, StoredObject][] = [
  ['event of a component', stored('v1', 'Event', 'kube-scheduler.18eb43b16d24cefc', 'kube-system')],
  ['event about a pod', stored('v1', 'Event', 'rehearse-w00.18eb43b4b9cbf459', 'rehearse-w00')],
  ['lease of a component', stored('coordination.k8s.io/v1', 'Lease', 'kube-scheduler', 'kube-system')],
  ['candidate', stored('coordination.k8s.io/v1beta1', 'LeaseCandidate', 'node_0e7', 'kube-system')],
  ['heartbeat', stored('v1', 'Endpoints', '', '', 'masterleases/127.0.0.1')],
];

describe('the state in which a run ended', () => {
  it('is its outcome, what it found, the triples of the last stop and the version of every object', () => {
    const findings = [
      sampleFinding({ subject: 'v1 Pod rehearse-w02/web-5b57f6f78f-z84p5' }),
      sampleFinding({ severity: 'note', guarantee: 'gates' }),
      sampleFinding({ severity: 'inconclusive', guarantee: 'faults-landed', subject: '1-kill-etcd', path: 'end' }),
    ];
    const store = [stored('v1', 'ConfigMap', 'one', 'shop'), stored('apps/v1', 'Deployment', 'web', 'shop')];
    expect(stateOf(store, { outcome: 'fail', findings })).toEqual({
      outcome: 'fail',
      findings: [
        'content-unchanged v1 Pod rehearse-{wave}/web-{suffix} spec.replicas',
        'faults-landed 1-kill-etcd end',
      ],
      components: [
        'kube-apiserver 1.36.3 (emulating 1.36, min-compat unknown)',
        'kube-controller-manager 1.36.3 (emulating 1.36, min-compat unknown)',
        'kube-scheduler 1.36.3 (emulating 1.36, min-compat unknown)',
      ],
      objects: ['ConfigMap shop/one stored as v1', 'Deployment shop/web stored as apps/v1'],
    });
  });

  it('is known of a run that reached no stop', () => {
    expect(endStateOf(sampleVerdict({ outcome: 'inconclusive' }), undefined)).toEqual({
      outcome: 'inconclusive',
      findings: [],
      components: [],
      objects: [],
    });
  });

  it.each(MADE_UP)('is the same whatever name a run makes up: %s', (_, one, other) => {
    expect(stateOf([one])).toEqual(stateOf([other]));
    expect(stateOf([one]).objects).toHaveLength(1);
    expect(stateOf([one, other])).toEqual(stateOf([one]));
  });

  it.each(PASSING)('is the same with and without what passes: %s', (_, object) => {
    expect(stateOf([object])).toEqual(stateOf([]));
  });

  it('does not pass over what a client wrote of the same kinds', () => {
    const written = [
      stored('v1', 'Event', 'rehearse-w00', 'rehearse-w00'),
      stored('coordination.k8s.io/v1', 'Lease', 'rehearse-w00', 'rehearse-w00'),
    ];
    expect(stateOf(written).objects).toEqual([
      'Event rehearse-{wave}/rehearse-{wave} stored as v1',
      'Lease rehearse-{wave}/rehearse-{wave} stored as coordination.k8s.io/v1',
    ]);
  });

  it('names what has no name or cannot be read by its key', () => {
    const secret = { ...stored('', '', '', '', 'secrets/shop/one'), encoding: 'encrypted' as const, content: null };
    expect(stateOf([stored('v1', 'RangeAllocation', '', '', 'ranges/serviceips'), secret]).objects).toEqual([
      '/registry/ranges/serviceips stored as v1',
      '/registry/secrets/shop/one stored as encrypted',
    ]);
  });

  it('does not depend on the order, the repetition or the step of what was found', () => {
    const findings = ['a', 'b', 'c'].map((path) => sampleFinding({ path }));
    const store = MADE_UP.map(([, one]) => one);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(findings, { minLength: 3 }),
        fc.shuffledSubarray(store, { minLength: 7 }),
        (f, s) => {
          const moved = [...f, { ...f[0]!, step: '03-binary-rollback' }];
          expect(stateOf(s, { findings: moved })).toEqual(stateOf(store, { findings }));
        },
      ),
    );
  });
});

/** Changes that make it another state. */
const OTHERS: readonly [string, EndState][] = [
  ['outcome', stateOf([stored('v1', 'ConfigMap', 'one', 'shop')], { outcome: 'fail' })],
  ['finding', stateOf([stored('v1', 'ConfigMap', 'one', 'shop')], { findings: [sampleFinding()] })],
  ['stored version', stateOf([stored('v2', 'ConfigMap', 'one', 'shop')])],
  ['missing object', stateOf([])],
  ['one object more', stateOf([stored('v1', 'ConfigMap', 'one', 'shop'), stored('v1', 'Secret', 'one', 'shop')])],
  ['triple', withBinary('1.37.2')],
];

function withBinary(binary: string): EndState {
  const last: Checkpoint = sampleCheckpoint('x');
  const scheduler = { ...last.components['kube-scheduler'], binary };
  const store = [stored('v1', 'ConfigMap', 'one', 'shop')];
  return endStateOf(sampleVerdict(), {
    components: { ...last.components, 'kube-scheduler': scheduler },
    departure: { ...last.departure, store },
  });
}

describe('two end states', () => {
  const state = stateOf([stored('v1', 'ConfigMap', 'one', 'shop')]);

  it('have one digest exactly when they are equal', () => {
    expect(digestOf(state)).toMatch(/^[0-9a-f]{12}$/);
    expect(digestOf(state)).toBe(digestOf(structuredClone(state)));
    const digests = [state, ...OTHERS.map(([, other]) => other)].map(digestOf);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('do not differ when they are equal', () => {
    expect(differenceOf(state, structuredClone(state))).toEqual([]);
  });

  it.each(OTHERS)('differ in what differs, whichever is asked first: %s', (_, other) => {
    const lines = differenceOf(state, other);
    expect(lines.length).toBeGreaterThan(0);
    const swapped = lines.map((line) => line.replace(/^[-+]/, (sign) => (sign === '-' ? '+' : '-')));
    expect([...differenceOf(other, state)].sort()).toEqual(swapped.sort());
  });

  it('tell what only one of them has', () => {
    expect(differenceOf(state, stateOf([stored('v2', 'ConfigMap', 'one', 'shop')], { outcome: 'fail' }))).toEqual([
      '- pass',
      '+ fail',
      '- ConfigMap shop/one stored as v1',
      '+ ConfigMap shop/one stored as v2',
    ]);
  });

  it('tell a few lines, and how many more there are', () => {
    const many = stateOf(Array.from({ length: 20 }, (_, at) => stored('v1', 'Secret', `s${at}`, 'shop')));
    expect(differenceOf(state, many)).toHaveLength(6);
    expect(differenceOf(state, many).at(-1)).toBe('and 16 more');
  });
});
