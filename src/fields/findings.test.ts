import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import { coverageOf, formatShare } from './coverage.js';
import { findingsOf, formatFieldName } from './findings.js';
import type { Example, FieldResult } from './result.js';
import { shrink } from './shrink.js';
import { valueAt } from './field-path.js';

function example(change: Partial<Example> = {}): Example {
  return {
    class: 'persisted',
    question: {
      target: { groupVersion: 'v1', resource: 'pods', namespace: 'x' },
      inOld: true,
      inEmulating: true,
    },
    value: 'a',
    object: { spec: { mode: 'a', padding: 'long' } },
    at: 'spec.mode',
    old: { kind: 'dropped' },
    emulating: { kind: 'kept', value: 'a' },
    guide: { kind: 'kept', value: 'a' },
    elsewhere: [],
    ...change,
  };
}

function result(change: Partial<FieldResult> = {}): FieldResult {
  return {
    groupVersion: 'v1',
    resource: 'pods',
    subresource: '',
    path: 'spec.mode',
    declaredAs: 'PodSpec.mode',
    gates: [],
    isNew: false,
    shown: { old: true, emulating: true },
    reached: true,
    class: 'persisted',
    obstacle: '',
    examples: [example()],
    ...change,
  };
}

describe('findings', () => {
  it('of one declaration are one, with every place, and the shortest object as the example', () => {
    const short: Json = { spec: { mode: 'a' } };
    const found = findingsOf([
      result(),
      result({ groupVersion: 'apps/v1', resource: 'deployments', examples: [example({ object: short })] }),
      result({ examples: [example({ value: 'b' })] }),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]?.places.map(formatFieldName)).toEqual(['v1 pods spec.mode', 'apps/v1 deployments spec.mode']);
    expect(found[0]?.example.object).toBe(short);
    expect(found[0]?.shownAt.resource).toBe('deployments');
  });

  it('are ranked by what they mean, then by name', () => {
    const found = findingsOf([
      result({ declaredAs: 'B.b' }),
      result({ declaredAs: 'A.a' }),
      result({ declaredAs: 'C.c', examples: [example({ class: 'lost' })] }),
    ]);
    expect(found.map(({ id }) => id)).toEqual(['lost C.c', 'persisted A.a', 'persisted B.b']);
  });

  it('are none where a field was refused, shown or the same', () => {
    const quiet = (['refused', 'shown only', 'not shown', 'same', 'dropped', 'unreached'] as const).map((fieldClass) =>
      result({ class: fieldClass, examples: [example({ class: fieldClass })] }),
    );
    expect(findingsOf(quiet)).toEqual([]);
  });

  it('beside the probed fields are one for the kind, however many fields were asked about', () => {
    const beside = example({
      class: 'changed',
      old: { kind: 'kept', value: 'a' },
      elsewhere: [{ path: 'status.items[3].x', old: undefined, emulating: {} }],
    });
    const found = findingsOf([
      result({ examples: [beside] }),
      result({ path: 'spec.other', declaredAs: 'PodSpec.other', examples: [beside] }),
    ]);
    expect(found.map(({ cause }) => cause)).toEqual(['v1 pods: status.items[].x']);
  });
});

describe('coverage', () => {
  it('counts kinds, fields and new fields, and takes nothing for reached that was not', () => {
    const kinds = [
      { groupVersion: 'v1', resource: 'pods' },
      { groupVersion: 'v1', resource: 'nodes' },
    ];
    const coverage = coverageOf(kinds, [
      result({ class: 'same', isNew: true }),
      result({ reached: false, class: 'unreached', isNew: true }),
      result({ resource: 'nodes', reached: false, class: 'unreached' }),
    ]);
    expect(coverage).toEqual({
      kinds: { reached: 1, of: 2 },
      unreachedKinds: ['v1 nodes'],
      fields: { reached: 1, of: 3 },
      newFields: { reached: 1, of: 2 },
      classes: { same: 1, unreached: 2 },
    });
  });

  it('is rounded down, so that it is never better than it is', () => {
    expect(formatShare({ reached: 1999, of: 2000 })).toBe('1999 of 2000 (99.9 %)');
    expect(formatShare({ reached: 0, of: 0 })).toBe('0 of 0');
  });
});

describe('shrinking', () => {
  it('leaves what names the object, the value, and what it needs to show the same', async () => {
    const object: Json = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x', namespace: 'y', labels: { a: 'b' } },
      spec: { mode: 'a', needed: { very: 1, not: 2 }, list: [{ name: 'one', more: 1 }], rest: { deep: {} } },
    };
    const small = await shrink({ object, at: ['spec', 'mode'] }, ({ object: smaller }) =>
      Promise.resolve(valueAt(smaller, ['spec', 'needed', 'very']) === 1),
    );
    expect(small.object).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x', namespace: 'y' },
      spec: { mode: 'a', needed: { very: 1 } },
    });
  });

  it('gives the object itself when nothing can go', async () => {
    const placed = { object: { spec: { mode: 'a', b: 1 } }, at: ['spec', 'mode'] };
    expect(await shrink(placed, () => Promise.resolve(false))).toEqual(placed);
  });
});
