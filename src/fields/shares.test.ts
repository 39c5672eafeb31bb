import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeApi } from '../kube/openapi.js';
import type { Json, ServedObject, ServedResource } from '../model/observation.js';
import { fieldsOf } from './field.js';
import { formatFieldPath } from './field-path.js';
import { fieldShares, isSet, typesOf } from './shares.js';
import { Types } from './schema.js';
import { DOCUMENT } from './testing/types.js';

const DESCRIPTION = describeApi({ components: { schemas: DOCUMENT } });

const PODS: ServedResource = {
  groupVersion: 'apps/v1',
  resource: 'pods',
  kind: 'Pod',
  namespaced: true,
  verbs: ['list'],
  shortNames: [],
  categories: [],
  storageVersionHash: 'x',
  custom: false,
};

const pod = (content: Json): ServedObject => {
  return { groupVersion: 'apps/v1', resource: 'pods', namespace: 'ns', name: 'a', content };
};
const shares = (served: readonly ServedObject[], ...resources: readonly ServedResource[]) =>
  fieldShares(DESCRIPTION, { surface: { resources }, served });

/** Every leaf of the example. */
const LEAVES = (() => {
  const types = new Types(DOCUMENT);
  const root = types.ofKind('apps/v1', 'Pod');
  return root ? fieldsOf(types, root).map(({ path }) => path) : [];
})();

/** An object that has exactly these leaves, each in an item or under a key of its own. */
function having(paths: readonly (readonly string[])[]): Json {
  const put = (value: Json | undefined, [step, ...rest]: readonly string[]): Json => {
    if (step === undefined) return 'x';
    if (step === '[]') return [...((value as Json[] | undefined) ?? []), put(undefined, rest)];
    const members = (value ?? {}) as Record<string, Json>;
    const key = step === '{}' ? `key${Object.keys(members).length}` : step;
    return { ...members, [key]: put(members[key], rest) };
  };
  return paths.reduce<Json>((object, path) => put(object, path), { metadata: { name: 'a' } });
}

describe('types of a reduced description', () => {
  it('have the same fields as the document that it was made from', () => {
    const types = typesOf(DESCRIPTION);
    const root = types.ofKind('apps/v1', 'Pod');
    if (!root) throw new Error('the kind is not described');
    expect(
      fieldsOf(types, root)
        .map(({ path }) => formatFieldPath(path))
        .sort(),
    ).toEqual(LEAVES.map(formatFieldPath).sort());
  });

  it('tell kinds apart by group and version', () => {
    expect(typesOf(DESCRIPTION).ofKind('v1', 'Pod')).toBeUndefined();
    expect(typesOf(DESCRIPTION).ofKind('apps/v2', 'Pod')).toBeUndefined();
  });
});

describe('the share of fields that objects set', () => {
  it('is nothing of all where there is no object', () => {
    expect(LEAVES.length).toBeGreaterThan(5);
    expect(shares([], PODS)).toEqual([{ kind: 'apps/v1 Pod', objects: 0, fields: LEAVES.length, set: 0 }]);
  });

  it('counts what one object sets and another does not, once', () => {
    const [one, two] = [LEAVES[0]!, LEAVES[1]!];
    const served = [pod(having([one])), pod(having([one, two])), pod(having([two]))];
    expect(shares(served, PODS)).toMatchObject([{ objects: 3, set: 2 }]);
  });

  it('counts only objects of the same version and resource', () => {
    const all = having(LEAVES);
    expect(
      shares(
        [
          { ...pod(all), groupVersion: 'v1' },
          { ...pod(all), resource: 'others' },
        ],
        PODS,
      ),
    ).toMatchObject([{ objects: 0, set: 0 }]);
  });

  it('leaves out what is not stored, what is a part of another, and what a definition serves', () => {
    const others = [{ storageVersionHash: '' }, { resource: 'pods/status' }, { custom: true }, { kind: 'Unknown' }];
    for (const other of others) expect(shares([pod(having(LEAVES))], { ...PODS, ...other })).toEqual([]);
  });

  it('is exactly that of the leaves that are set, whichever they are', () => {
    fc.assert(
      fc.property(fc.subarray([...LEAVES]), fc.subarray([...LEAVES]), (a, b) => {
        const set = new Set([...a, ...b].map(formatFieldPath)).size;
        expect(shares([pod(having(a)), pod(having(b))], PODS)).toEqual([
          { kind: 'apps/v1 Pod', objects: 2, fields: LEAVES.length, set },
        ]);
      }),
    );
  });

  it('never shrinks when an object is added', () => {
    fc.assert(
      fc.property(fc.array(fc.subarray([...LEAVES])), fc.subarray([...LEAVES]), (some, more) => {
        const before =
          shares(
            some.map((paths) => pod(having(paths))),
            PODS,
          )[0]?.set ?? 0;
        const after =
          shares(
            [...some, more].map((paths) => pod(having(paths))),
            PODS,
          )[0]?.set ?? 0;
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('whether a value is set', () => {
  it.each<[Json, string[], boolean]>([
    [{ a: { b: 0 } }, ['a', 'b'], true],
    [{ a: { b: false } }, ['a', 'b'], true],
    [{ a: { b: '' } }, ['a', 'b'], true],
    [{ a: { b: {} } }, ['a', 'b'], true],
    [{ a: { b: null } }, ['a', 'b'], false],
    [{ a: null }, ['a', 'b'], false],
    [{ a: 'text' }, ['a', 'length'], false],
    [{ a: [] }, ['a', '[]'], false],
    [{ a: [null, 'x'] }, ['a', '[]'], true],
    [{ a: [{ c: 1 }, { b: 1 }] }, ['a', '[]', 'b'], true],
    [{ a: [{ c: 1 }] }, ['a', '[]', 'b'], false],
    [{ a: { k: 'x' } }, ['a', '[]'], false],
    [{ a: {} }, ['a', '{}'], false],
    [{ a: { k: 'x' } }, ['a', '{}'], true],
    [{ a: { k: { b: 1 }, l: {} } }, ['a', '{}', 'b'], true],
    [{ a: ['x'] }, ['a', '{}'], false],
    [{}, ['constructor'], false],
  ])('%j at %j: %s', (object, path, expected) => {
    expect(isSet(object, path)).toBe(expected);
  });
});
