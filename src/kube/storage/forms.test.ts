import { describe, expect, it } from 'vitest';
import { FORMS, type RawRecord } from './forms.js';
import type { Json } from '../../model/observation.js';

const META = 'k8s.io.apimachinery.pkg.apis.meta.v1';
const SCHEMA = 'k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1';

/** The form's answer and the problems it noted. */
function form(name: string, record: RawRecord): { value: Json; problems: string[] } {
  const problems: string[] = [];
  const context = { problem: (text: string) => void problems.push(text), embedded: () => 'embedded' };
  const make = FORMS.get(name);
  if (make === undefined) throw new Error(`no form ${name}`);
  return { value: make(record, context), problems };
}

describe('the JSON forms', () => {
  it.each([
    [{}, null],
    [{ seconds: 0 }, '1970-01-01T00:00:00Z'],
    [{ seconds: 1_700_000_000, nanos: 999_999_999 }, '2023-11-14T22:13:20Z'],
    [{ seconds: -1, nanos: 0 }, '1969-12-31T23:59:59Z'],
  ])('writes the Time %j as %j, without a fraction', (record, expected) => {
    expect(form(`${META}.Time`, record)).toEqual({ value: expected, problems: [] });
  });

  it('writes a MicroTime with six digits', () => {
    const record = { seconds: 1_700_000_000, nanos: 1_234_567 };
    expect(form(`${META}.MicroTime`, record).value).toBe('2023-11-14T22:13:20.001234Z');
    expect(form(`${META}.MicroTime`, { seconds: 5 }).value).toBe('1970-01-01T00:00:05.000000Z');
    expect(form(`${META}.MicroTime`, {}).value).toBeNull();
  });

  it('says that a time is out of range', () => {
    const { problems } = form(`${META}.Time`, { seconds: '9223372036854775807' });
    expect(problems).toEqual(['a time 9223372036854775807 s from 1970 is out of range']);
  });

  it.each([
    [0, '0s'],
    [1, '1ns'],
    [1_100, '1.1µs'],
    [2_200_000, '2.2ms'],
    [20_000_000, '20ms'],
    [1_500_000_000, '1.5s'],
    [10_000_000_000, '10s'],
    [60_000_000_000, '1m0s'],
    [3_600_000_000_000, '1h0m0s'],
    [5_430_000_000_001, '1h30m30.000000001s'],
    [-90_000_000_000, '-1m30s'],
    ['9223372036854775807', '2562047h47m16.854775807s'],
  ])('writes the duration of %s ns as Go does: %s', (duration, expected) => {
    expect(form(`${META}.Duration`, { duration }).value).toBe(expected);
  });

  it('writes an IntOrString as what it is', () => {
    const name = 'k8s.io.apimachinery.pkg.util.intstr.IntOrString';
    expect(form(name, { type: 0, intVal: 8080, strVal: '' }).value).toBe(8080);
    expect(form(name, { type: 1, intVal: 0, strVal: '25%' }).value).toBe('25%');
    expect(form(name, {}).value).toBe(0);
    expect(form(name, { type: 2, intVal: 7 })).toEqual({ value: 7, problems: ['an IntOrString that is neither'] });
  });

  it('writes a quantity as its text', () => {
    expect(form('k8s.io.apimachinery.pkg.api.resource.Quantity', { string: '1500m' }).value).toBe('1500m');
    expect(form('k8s.io.apimachinery.pkg.api.resource.Quantity', {}).value).toBe('0');
  });

  it('opens embedded JSON and embedded objects, and says when bytes are neither', () => {
    const name = 'k8s.io.apimachinery.pkg.runtime.RawExtension';
    expect(form(name, {}).value).toBeNull();
    expect(form(name, { raw: Buffer.from('[1,{"a":null}]') }).value).toEqual([1, { a: null }]);
    expect(form(name, { raw: Buffer.from('k8s\0...') }).value).toBe('embedded');
    expect(form(name, { raw: Buffer.from('plain') })).toEqual({
      value: 'cGxhaW4=',
      problems: ['the embedded bytes are not JSON; shown as base64'],
    });
  });

  it('writes the either-or types of JSON schemas', () => {
    expect(form(`${SCHEMA}.JSONSchemaPropsOrBool`, { allows: true }).value).toBe(true);
    expect(form(`${SCHEMA}.JSONSchemaPropsOrBool`, {}).value).toBe(false);
    expect(form(`${SCHEMA}.JSONSchemaPropsOrBool`, { allows: true, schema: { type: 'string' } }).value).toEqual({
      type: 'string',
    });
    expect(form(`${SCHEMA}.JSONSchemaPropsOrArray`, { schema: { type: 'string' } }).value).toEqual({ type: 'string' });
    expect(form(`${SCHEMA}.JSONSchemaPropsOrArray`, {}).value).toBeNull();
    expect(form(`${SCHEMA}.JSONSchemaPropsOrStringArray`, { property: ['a'] }).value).toEqual(['a']);
  });
});
