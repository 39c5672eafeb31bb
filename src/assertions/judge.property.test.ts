import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgeInput } from '../model/judge-input.js';
import type { Json, Observation } from '../model/observation.js';
import { judge } from './judge.js';
import type { JsonRecord } from './json.js';
import { remove, stopOf, storedAt } from './testing/edit.js';
import type { Mutable } from './testing/mutable.js';
import { rehearsal as build, type Run } from './testing/rehearsal.js';
import { resource } from './testing/surfaces.js';
import { checksum, stored } from './testing/world.js';

type View = Mutable<Observation>;

const CLEAN = JSON.stringify(build());
const rehearsal = (): Run => JSON.parse(CLEAN) as Run;

/** Observations that a later one is compared with, or that are compared with an earlier one. */
const COMPARED = fc.constantFrom<[number, 'arrival' | 'departure']>(
  ...[0, 1, 2, 3, 4].map((index): [number, 'departure'] => [index, 'departure']),
  ...[1, 2, 3, 4, 5].map((index): [number, 'arrival'] => [index, 'arrival']),
);
const ANY_VIEW = fc.tuple(fc.nat(5), fc.constantFrom('arrival' as const, 'departure' as const));
const pick = fc.nat(10_000);

const view = (run: Run, [index, moment]: readonly [number, 'arrival' | 'departure']): View =>
  stopOf(run, index)[moment];
const at = <T>(list: readonly T[], choice: number): T => {
  const found = list[choice % list.length];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};

/** What a restart moves by itself, where a single change cannot be told from the next renewal. */
const movesByItself = (kind: string): boolean => ['Lease', 'Event', 'RangeAllocation'].includes(kind);

/** Another value somewhere in an object, or a field more or less; never in its names. */
function mutate(content: JsonRecord, choice: number, how: 'change' | 'add' | 'drop'): JsonRecord {
  const leaves = leafPaths(content).filter((path) => !['name', 'namespace'].includes(String(path.at(-1))));
  const path = at(leaves, choice);
  const edit = (value: Json, [step, ...rest]: readonly (string | number)[]): Json => {
    if (step === undefined) return 'mutated';
    if (Array.isArray(value)) {
      const list = value as readonly Json[];
      if (rest.length === 0 && how === 'drop') return list.filter((_, index) => index !== step);
      return list.map((item, index) => (index === step ? edit(item, rest) : item));
    }
    const key = String(step);
    const { [key]: inner = null, ...others } = value as JsonRecord;
    if (rest.length === 0 && how === 'drop') return others;
    if (rest.length === 0 && how === 'add') return { ...others, [key]: inner, extra: 1 };
    return { ...others, [key]: edit(inner, rest) };
  };
  return edit(content, path) as JsonRecord;
}

function leafPaths(value: Json, path: readonly (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [[...path]];
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => leafPaths(item, [...path, index]));
  }
  return Object.entries(value).flatMap(([key, item]) => leafPaths(item, [...path, key]));
}

const HOW = fc.constantFrom('change' as const, 'add' as const, 'drop' as const);

/** Generous: dozens of whole runs are judged in one test. */
const PATIENCE = { timeout: 60_000 };

describe('judge', PATIENCE, () => {
  it('gives the same verdict for the same input, whatever order its lists are in', () => {
    const expected = JSON.stringify(judge(rehearsal()));
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const shuffle = <T>(list: T[]): T[] => {
          const keyed = list.map((value) => ({ value, key: Number(numbers.next().value) }));
          keyed.sort((a, b) => a.key - b.key);
          return keyed.map(({ value }) => value);
        };
        const run = rehearsal();
        for (const checkpoint of run.checkpoints) {
          for (const seen of [checkpoint.arrival, checkpoint.departure]) {
            seen.store = shuffle(seen.store);
            seen.served = shuffle(seen.served);
            seen.surface.resources = shuffle(seen.surface.resources);
          }
          checkpoint.wave.writes = shuffle(checkpoint.wave.writes);
          for (const evidence of Object.values(checkpoint.components)) evidence.gates = shuffle(evidence.gates);
        }
        expect(JSON.stringify(judge(run))).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('does not change what it judges', () => {
    const run = rehearsal();
    const before = JSON.stringify(run);
    judge(run);
    expect(JSON.stringify(run)).toBe(before);
  });

  it('takes input that is read from files', () => {
    const run = JSON.parse(JSON.stringify(rehearsal())) as JudgeInput;
    expect(JSON.stringify(judge(run))).toBe(JSON.stringify(judge(rehearsal())));
  });
});

describe('no single change of a clean run passes', PATIENCE, () => {
  const mustNotPass = (run: Run): void => expect(judge(run).outcome).not.toBe('pass');

  it('in the content of a stored object', () => {
    fc.assert(
      fc.property(COMPARED, pick, pick, HOW, (where, object, leaf, how) => {
        const run = rehearsal();
        const candidates = view(run, where).store.filter(({ kind, content }) => {
          const written = JSON.stringify(content).includes(`rehearse-w0${where[0]}`);
          return !movesByItself(kind) && !(where[1] === 'arrival' && written);
        });
        const value = at(candidates, object);
        value.content = mutate(value.content as JsonRecord, leaf, how);
        value.sha256 = checksum(value);
        mustNotPass(run);
      }),
      { numRuns: 60 },
    );
  });

  it('in a field that no schema knows', () => {
    fc.assert(
      fc.property(COMPARED, pick, (where, object) => {
        const run = rehearsal();
        const value = at(
          view(run, where).store.filter(
            ({ kind, content }) => !movesByItself(kind) && !JSON.stringify(content).includes(`w0${where[0]}`),
          ),
          object,
        );
        value.unknownFields = ['spec.#1047'];
        value.sha256 = checksum(value);
        mustNotPass(run);
      }),
      { numRuns: 30 },
    );
  });

  it('in the set of keys, wherever one is removed', () => {
    fc.assert(
      fc.property(ANY_VIEW, pick, fc.boolean(), (where, object, alsoServed) => {
        const run = rehearsal();
        const seen = view(run, where);
        // a default object that is seen again is only a note: the fresh server writes it too
        const isDefault = (name: string): boolean =>
          Object.values(run.oracles).some(({ store }) => store.some(({ key: own }) => own === name));
        const { key } = at(
          seen.store.filter((each) => !movesByItself(each.kind) && !(where[1] === 'departure' && isDefault(each.key))),
          object,
        );
        const isFirst = where[0] === 0 && where[1] === 'arrival';
        // a missing object at the very first or last look has no other to differ from, unless the server lists it
        if (alsoServed && !isFirst && !(where[0] === 5 && where[1] === 'departure')) remove(seen, key);
        else seen.store = seen.store.filter((value) => value.key !== key);
        mustNotPass(run);
      }),
      { numRuns: 60 },
    );
  });

  it('in the set of keys, wherever one is added', () => {
    fc.assert(
      fc.property(ANY_VIEW, pick, (where, object) => {
        const run = rehearsal();
        const seen = view(run, where);
        const { kind, apiVersion, content } = at(
          seen.store.filter((value) => value.kind !== 'RangeAllocation'),
          object,
        );
        seen.store.push(stored({ key: `/registry/x/${kind}/planted`, kind, apiVersion, content }) as never);
        mustNotPass(run);
      }),
      { numRuns: 30 },
    );
  });

  it('in what is served of an object', () => {
    fc.assert(
      fc.property(COMPARED, pick, pick, HOW, (where, object, leaf, how) => {
        const run = rehearsal();
        const seen = view(run, where);
        const isOwn = (name: string, namespace: string): boolean => `${name} ${namespace}`.includes(`w0${where[0]}`);
        const candidates = seen.served.filter(
          ({ resource: plural, name, namespace }) =>
            plural !== 'leases' && plural !== 'events' && !(where[1] === 'arrival' && isOwn(name, namespace)),
        );
        // a kind that the next stop does not serve has nothing to be compared with
        const value = at(
          candidates.filter((each) => each.resource !== 'podcertificaterequests'),
          object,
        );
        value.content = mutate(value.content as JsonRecord, leaf, how);
        mustNotPass(run);
      }),
      { numRuns: 60 },
    );
  });

  it('in the surface', () => {
    const fields = fc.constantFrom('gone', 'new', 'kind', 'verbs', 'namespaced', 'storageVersionHash', 'categories');
    fc.assert(
      fc.property(ANY_VIEW, pick, fields, (where, choice, field) => {
        const run = rehearsal();
        const { surface } = view(run, where);
        const target = at(surface.resources, choice);
        if (field === 'gone') surface.resources = surface.resources.filter((each) => each !== target);
        else if (field === 'new') surface.resources.push({ ...resource('x.k8s.io/v1', 'xs', 'X') } as never);
        else if (field === 'kind') target.kind = 'Mutated';
        else if (field === 'verbs') target.verbs = target.verbs.slice(1);
        else if (field === 'namespaced') target.namespaced = !target.namespaced;
        else if (field === 'storageVersionHash') target.storageVersionHash = 'mutated';
        else target.categories = ['mutated'];
        // custom resources may be new or other at the departure of the stop that writes their definition
        fc.pre(!(target.custom && where[1] === 'departure' && target.groupVersion.startsWith(`w0${where[0]}`)));
        mustNotPass(run);
      }),
      { numRuns: 60 },
    );
  });

  it('in the gates or the evidence of a component', () => {
    const fields = fc.constantFrom('instance', 'executableSha256', 'binary', 'emulated', 'minCompatibility', 'gates');
    const component = fc.constantFrom(
      'kube-apiserver' as const,
      'kube-controller-manager' as const,
      'kube-scheduler' as const,
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), component, fields, pick, (index, name, field, choice) => {
        const run = rehearsal();
        const evidence = stopOf(run, index).components[name];
        if (field === 'instance') evidence.instance = stopOf(run, index - 1).components[name].instance;
        else if (field === 'gates') {
          const gate = at(
            evidence.gates.filter(({ stage }) => stage !== 'ALPHA'),
            choice,
          );
          gate.enabled = !gate.enabled;
        } else evidence[field] = '1.30';
        mustNotPass(run);
      }),
      { numRuns: 40 },
    );
  });

  it('in a wave or a rollback', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        pick,
        fc.integer({ min: 300, max: 599 }),
        fc.boolean(),
        (index, choice, status, inWave) => {
          const run = rehearsal();
          const { wave, rollback } = stopOf(run, index);
          if (inWave) Object.assign(at(wave.writes, choice), { status });
          else rollback.outcome = choice % 2 === 0 ? 'impossible' : 'not examined';
          mustNotPass(run);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('in the stored version of an object, except that a change without a write is only a note', () => {
    const run = rehearsal();
    const value = storedAt(stopOf(run, 5).arrival, '/registry/clusterroles/system:default');
    value.apiVersion = 'rbac.authorization.k8s.io/v1alpha1';
    mustNotPass(run);
    value.apiVersion = 'rbac.authorization.k8s.io/v1beta1';
    expect(judge(run).outcome).toBe('pass');
  });
});
