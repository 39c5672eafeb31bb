import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome.js';

const AT = ['spec', 'mode'];
const answer = (status: number, body: unknown): Parameters<typeof outcomeOf>[0] => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  warnings: [],
});

describe('the outcome of a question', () => {
  it('is kept with the value that the server answers, which may be another one', () => {
    const object = { spec: { mode: 'fast' } };
    expect(outcomeOf(answer(201, object), AT)).toEqual({ kind: 'kept', value: 'fast', object, warnings: [] });
  });

  it('is dropped where the answer has nothing there; false, 0 and empty text are something', () => {
    expect(outcomeOf(answer(201, { spec: {} }), AT)).toMatchObject({ kind: 'dropped' });
    for (const value of [false, 0, '', null]) {
      expect(outcomeOf(answer(200, { spec: { mode: value } }), AT)).toMatchObject({ kind: 'kept', value });
    }
  });

  it('is refused with the causes that the server names', () => {
    const cause = { reason: 'FieldValueInvalid', field: 'spec.mode', message: 'no' };
    const status = { kind: 'Status', message: 'invalid', details: { causes: [cause] } };
    expect(outcomeOf(answer(422, status), AT)).toEqual({
      kind: 'refused',
      status: 422,
      causes: [cause],
      message: 'invalid',
    });
  });

  it('is not served where the resource is missing, and refused where an object is', () => {
    expect(outcomeOf(answer(404, '404 page not found'), AT)).toEqual({ kind: 'not served' });
    const missing = { message: 'the server could not find the requested resource', details: {} };
    expect(outcomeOf(answer(404, missing), AT)).toEqual({ kind: 'not served' });
    const object = { message: 'namespaces "x" not found', details: { name: 'x', kind: 'namespaces' } };
    expect(outcomeOf(answer(404, object), AT)).toMatchObject({ kind: 'refused', status: 404 });
  });

  it('is no answer where the server is busy or talks no JSON: that says nothing of the field', () => {
    for (const status of [429, 503, 504]) {
      expect(outcomeOf(answer(status, { message: 'busy' }), AT)).toMatchObject({ kind: 'unanswered' });
    }
    expect(outcomeOf(answer(500, 'panic'), AT)).toMatchObject({ kind: 'unanswered' });
  });
});
