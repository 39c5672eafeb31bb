import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import { droppedFields } from './dropped-fields.js';

/** JSON as it comes over the wire. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

/** Any field name, those of Object.prototype too. */
const name = fc.oneof(fc.string(), fc.constantFrom('constructor', 'toString', 'hasOwnProperty'));
const object = fc.dictionary(name, json, { noNullPrototype: true });

describe('droppedFields', () => {
  it('finds nothing in an answer that is what was sent', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(droppedFields(value, value)).toEqual([]);
      }),
    );
  });

  it('finds nothing when the server added fields', () => {
    fc.assert(
      fc.property(object, object, (sent, added) => {
        expect(droppedFields(sent, { ...added, ...sent })).toEqual([]);
      }),
    );
  });

  it('finds a text that is gone, whatever its name and whatever stands beside it', () => {
    fc.assert(
      fc.property(object, name, (kept, gone) => {
        const { [gone]: _, ...rest } = kept;
        expect(droppedFields({ ...rest, [gone]: 'text' }, rest)).toEqual([gone]);
      }),
    );
  });

  it('names each leaf below what is gone', () => {
    const sent = {
      spec: {
        containers: [
          { name: 'a', ports: [{ port: 1 }] },
          { name: 'b', probe: { grpc: { mode: 'x' } } },
        ],
      },
    };
    const answered = { spec: { containers: [{ name: 'a', ports: [{}] }, { name: 'b' }] } };
    expect(droppedFields(sent, answered)).toEqual([
      'spec.containers[0].ports[0].port',
      'spec.containers[1].probe.grpc.mode',
    ]);
    expect(droppedFields(sent, { spec: {} })).toHaveLength(4);
    expect(droppedFields(sent, undefined)).toHaveLength(4);
  });

  it('does not take a changed value for a dropped one', () => {
    expect(droppedFields({ a: 1, b: [1, 2] }, { a: 'one', b: [2, 1] })).toEqual([]);
  });

  it('finds a field whose parent has become something else', () => {
    expect(droppedFields({ a: { b: 1 }, c: [1] }, { a: 'text', c: {} })).toEqual(['a.b', 'c[0]']);
    expect(droppedFields({ a: { b: 1 } }, { a: null })).toEqual(['a.b']);
  });

  it('does not miss what says nothing: servers leave empty values out', () => {
    expect(droppedFields({ a: {}, b: [], c: '', d: null, e: undefined, f: { g: {} } }, {})).toEqual([]);
  });
});
