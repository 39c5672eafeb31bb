import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScenarioError } from './problems.js';
import { load, shortest } from './testing/temporary-files.js';

const full = shortest(
  '  from: 1.36',
  '  fill: 2000',
  '  manifests: [m.yaml]',
  '  components: { kube-apiserver: { extraArgs: { v: 4 }, env: { A: b } } }',
  '  featureGates: { A: true }',
  '  expected: [{ id: a, guarantee: gates, versions: 1.36 -> 1.37, subject: s, reason: r, source: s }]',
);

/** A file with some of its bytes replaced by others. */
const damaged = fc
  .array(
    fc.tuple(
      fc.nat(full.length - 1),
      fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from(':[]{}*&!|>%@`"\'-?#,\n\t '))),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((changes) => {
    const bytes = Buffer.from(full);
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes;
  });
/** YAML made of the words and signs that mean something. */
const nearly = fc
  .array(
    fc.constantFrom(
      'apiVersion',
      'kind',
      'spec',
      'steps',
      'Control',
      'null-restart',
      '1.30',
      '&a',
      '*a',
      '<<',
      ': ',
      '- ',
      '\n',
      '\n  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '---\n',
      '!!',
      '|',
      '"',
      "'",
      '#',
      '~',
      '? ',
      '\u0000',
      '\ufeff',
      '\r',
    ),
    {
      maxLength: 40,
    },
  )
  .map((words) => Buffer.from(words.join('')));
const bytes = fc.uint8Array({ maxLength: 200 });

describe('loading whatever bytes there are', () => {
  it('gives a scenario or its problems with positions, and never any other error', async () => {
    const manifest = 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\n';
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, damaged, nearly), fc.boolean(), async (content, asManifest) => {
        const loading = asManifest ? load(full, { 'm.yaml': content }) : load(content, { 'm.yaml': manifest });
        const result: unknown = await loading.catch((error: unknown) => error);
        if (!(result instanceof Error)) {
          expect(result).toHaveProperty('steps');
          return;
        }
        expect(result).toBeInstanceOf(ScenarioError);
        const { problems } = result as ScenarioError;
        expect(problems.length).toBeGreaterThan(0);
        for (const { line, column, found, expected } of problems) {
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
          expect(`${found}${expected}`).not.toContain('undefined');
        }
      }),
      { numRuns: 300 },
    );
  });
});
