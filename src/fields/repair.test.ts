import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import { valueAt } from './field-path.js';
import { causeKeys, repair, supportedValues, type Cause } from './repair.js';
import { ROOT, TYPES } from './testing/types.js';

const AT = ['spec', 'volumes', 0, 'nfs', 'readOnly'];
const OBJECT: Json = { spec: { mode: 'X', volumes: [{ name: 'one', empty: {}, nfs: { readOnly: true } }] } };

function repaired(...causes: Partial<Cause>[]): Json | undefined {
  const full = causes.map((cause) => ({ reason: '', field: '', message: '', ...cause }));
  return repair(TYPES, ROOT, { object: OBJECT, at: AT }, full)?.object;
}

describe('a refusal', () => {
  it('that asks for a value gets one of the right type', () => {
    const object = repaired(
      { reason: 'FieldValueRequired', field: 'spec.volumes[0].nfs.path', message: 'Required value' },
      { reason: 'FieldValueRequired', field: 'spec.limits', message: 'Required value' },
    );
    expect(valueAt(object, ['spec', 'volumes', 0, 'nfs'])).toEqual({ readOnly: true, path: '/rehearse' });
    expect(valueAt(object, ['spec', 'limits'])).toEqual({});
  });

  it('that lists the supported values gets one of them', () => {
    const message = 'Unsupported value: "X": supported values: "Fast", "Slow"';
    expect(valueAt(repaired({ reason: 'FieldValueNotSupported', field: 'spec.mode', message }), ['spec', 'mode'])).toBe(
      'Fast',
    );
  });

  it('that forbids something beside the field gets the object without it', () => {
    const object = repaired({
      reason: 'FieldValueForbidden',
      field: 'spec.volumes[0].empty',
      message: 'may not be set',
    });
    expect(valueAt(object, ['spec', 'volumes', 0])).toEqual({ name: 'one', nfs: { readOnly: true } });
  });

  it('that finds something beside the field invalid gets the next plausible value', () => {
    const object = repaired({ reason: 'FieldValueInvalid', field: 'spec.mode', message: 'Invalid value' });
    expect(valueAt(object, ['spec', 'mode'])).toBe('Fast');
  });

  it('that takes one of several members only gets the one with the field, and what is required beside it', () => {
    const alone = { name: 'one', nfs: { readOnly: true } };
    const message = 'may not specify more than 1 volume type';
    const forbidden = { reason: 'FieldValueForbidden', field: 'spec.volumes[0].nfs', message };
    expect(valueAt(repaired(forbidden), ['spec', 'volumes', 0])).toEqual(alone);
    const invalid = {
      reason: 'FieldValueInvalid',
      field: 'spec.volumes[0]',
      message: 'may not have more than one field specified at a time',
    };
    expect(valueAt(repaired(invalid), ['spec', 'volumes', 0])).toEqual(alone);
  });

  it('that names the member that excludes the field gets the object without it', () => {
    const message = 'may not be specified when `empty` is not empty';
    const object = repaired({ reason: 'FieldValueInvalid', field: 'spec.volumes[0].nfs', message });
    expect(valueAt(object, ['spec', 'volumes', 0])).toEqual({ name: 'one', nfs: { readOnly: true } });
  });

  it('that asks for one of several members gets the first that it names and the object lacks', () => {
    const message = 'either readOnly, server or path must be specified';
    const object = repaired({ reason: 'FieldValueRequired', field: 'spec.volumes[0].nfs', message });
    expect(Object.keys(valueAt(object, ['spec', 'volumes', 0, 'nfs']) as object)).toEqual(['readOnly', 'server']);
  });

  it('of the probed value itself teaches nothing more', () => {
    for (const field of ['spec.volumes[0].nfs.readOnly', 'spec.volumes[0].nfs', 'spec.volumes[0]']) {
      expect(repaired({ reason: 'FieldValueForbidden', field })).toBeUndefined();
      expect(repaired({ reason: 'FieldValueInvalid', field })).toBeUndefined();
    }
  });

  it('without a cause, or about metadata, teaches nothing', () => {
    expect(repaired()).toBeUndefined();
    expect(repaired({ reason: 'FieldValueInvalid', field: 'metadata.name' })).toBeUndefined();
    expect(repaired({ reason: 'SomethingNew', field: 'spec.mode' })).toBeUndefined();
  });
});

describe('causes', () => {
  it('list what is supported, and nothing where they do not', () => {
    expect(supportedValues('Unsupported value: "a": supported values: "B", "C d"')).toEqual(['B', 'C d']);
    expect(supportedValues('Invalid value: "a"')).toEqual([]);
  });

  it('compare by reason and field, in any order and without their words', () => {
    const a = { reason: 'FieldValueInvalid', field: 'spec.mode', message: 'old words' };
    const b = { reason: 'FieldValueRequired', field: 'spec.volumes', message: '' };
    expect(causeKeys([a, b])).toEqual(causeKeys([b, { ...a, message: 'new words' }, a]));
    expect(causeKeys([a])).not.toEqual(causeKeys([{ ...a, reason: 'FieldValueForbidden' }]));
  });
});
