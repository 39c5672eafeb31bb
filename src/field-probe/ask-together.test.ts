import { describe, expect, it } from 'vitest';
import { formatFieldPath, valueAt, withoutValueAt } from '../fields/field-path.js';
import { fieldsOf } from '../fields/field.js';
import type { Known } from '../fields/kind-answers.js';
import { outcomeOf } from '../fields/outcome.js';
import { ROOT, TYPES } from '../fields/testing/types.js';
import type { AskedField, Subject } from './ask-field.js';
import { askTogether } from './ask-together.js';
import type { ProbedServer } from './server.js';

const SUBJECT: Subject = {
  target: { groupVersion: 'apps/v1', resource: 'pods', namespace: '' },
  guide: { types: TYPES, root: ROOT },
  old: { types: TYPES, root: ROOT },
  bases: [{ spec: { volumes: [{ name: 'one' }] } }],
};

const FIELDS: AskedField[] = fieldsOf(TYPES, ROOT).map((field) => ({
  field,
  inGuide: true,
  inOld: true,
  inEmulating: true,
}));

const WAYS: Known = new Map(
  FIELDS.map(({ field }) => [
    field.declaredAs,
    { placement: { how: 'item', number: 0 }, value: field.schema.type === 'boolean' ? true : 'x' },
  ]),
);

type Fake = Pick<ProbedServer, 'ask'> & { asked: number };

/** Answers what it was sent, without what it drops; refuses objects that have both of two fields. */
function server(
  options: { drops?: readonly (string | number)[]; excludes?: readonly [string, string]; forbids?: string } = {},
): Fake {
  const fake: Fake = {
    asked: 0,
    ask: (_, { object, at }) => {
      fake.asked += 1;
      const has = (path: string): boolean => valueAt(object, path.split('.')) !== undefined;
      const refused = options.excludes?.every(has) ?? false;
      if (options.forbids !== undefined && has(options.forbids)) {
        const causes = [{ reason: 'FieldValueForbidden', field: options.forbids, message: '' }];
        return Promise.resolve(
          outcomeOf({ status: 422, body: JSON.stringify({ details: { causes } }), warnings: [] }, at),
        );
      }
      const answered = options.drops ? withoutValueAt(object, options.drops) : object;
      const body = JSON.stringify(refused ? { details: {} } : answered);
      return Promise.resolve(outcomeOf({ status: refused ? 422 : 201, body, warnings: [] }, at));
    },
  };
  return fake;
}

const ask = (old: Fake, emulating: Fake, known = WAYS, fields: readonly AskedField[] = FIELDS) =>
  askTogether({ old, emulating }, SUBJECT, fields, known, { normalised: {}, signal: new AbortController().signal });

const paths = (fields: readonly AskedField[]): string[] => fields.map(({ field }) => formatFieldPath(field.path));

describe('many fields asked about at once', () => {
  it('are alike when both servers keep them all, after fewer questions than fields', async () => {
    const [old, emulating] = [server(), server()];
    const { alike, left } = await ask(old, emulating);
    expect(left).toEqual([]);
    expect(alike.map(({ path }) => path)).toEqual(paths(FIELDS));
    expect(alike.every(({ reached, class: found }) => reached && found === 'same')).toBe(true);
    expect(old.asked).toBeLessThan(FIELDS.length);
    expect(emulating.asked).toBe(old.asked);
  });

  it.each(
    FIELDS.filter(({ field }) => !field.path.includes('{}')).map((field) => [paths([field]).join(), field] as const),
  )('leave %s when either server drops it', async (path, { field }) => {
    const drops = field.path.map((step) => (step === '[]' ? 0 : step));
    for (const [old, emulating] of [
      [server({ drops }), server()],
      [server(), server({ drops })],
      [server({ drops }), server({ drops })],
    ] as const) {
      const { alike, left } = await ask(old, emulating);
      expect(paths(left)).toContain(path);
      expect(alike.map((settled) => settled.path)).not.toContain(path);
      expect(alike.length + left.length).toBe(FIELDS.length);
    }
  });

  it('are told apart where two exclude one another', async () => {
    const excludes = ['spec.mode', 'spec.inner.word'] as const;
    const { left } = await ask(server({ excludes }), server({ excludes }));
    expect(left).toEqual([]);
  });

  it('are asked about again without the one that a refusal names', async () => {
    const [old, emulating] = [server({ forbids: 'spec.mode' }), server({ forbids: 'spec.mode' })];
    const { left } = await ask(old, emulating);
    expect(paths(left)).toEqual(['spec.mode']);
    // as many as without it, and one more
    const [free] = [server()];
    await ask(free, server());
    expect(old.asked).toBe(free.asked + 1);
  });

  it('are left when no way to them is known, or only one release has them', async () => {
    const [first, ...others] = FIELDS;
    if (!first) throw new Error('the kind has no field');
    const unknown = new Map(WAYS);
    unknown.set(first.field.declaredAs, 'in vain');
    expect(paths((await ask(server(), server(), unknown)).left)).toEqual(paths([first]));
    const fields = [{ ...first, inOld: false }, ...others];
    expect(paths((await ask(server(), server(), WAYS, fields)).left)).toEqual(paths([first]));
  });
});
