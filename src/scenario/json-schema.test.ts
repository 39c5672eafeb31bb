import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from './json-schema.js';

const published = new URL('../../schemas/scenario.schema.json', import.meta.url);

/** Every mapping of the schema, by JSON pointer. */
function* nodes(value: unknown, pointer = '#'): Generator<[string, Record<string, unknown>]> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield [pointer, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) yield* nodes(child, `${pointer}/${key}`);
}

describe('the JSON Schema of a scenario', () => {
  it('is the one in schemas/ (else run scripts/make-schemas.ts)', async () => {
    expect(JSON.parse(await readFile(published, 'utf8'))).toEqual(scenarioJsonSchema());
  });

  it('is of draft-07, which YAML language servers read', () => {
    expect(scenarioJsonSchema()['$schema']).toBe('http://json-schema.org/draft-07/schema#');
  });

  it('forbids unknown keys in everything that has fixed ones', () => {
    const open = [...nodes(scenarioJsonSchema())].filter(
      ([pointer, node]) =>
        'properties' in node && !pointer.endsWith('/properties') && node['additionalProperties'] !== false,
    );
    expect(open.map(([pointer]) => pointer)).toEqual([]);
  });

  it('describes every field, so that an editor can', () => {
    const schema = scenarioJsonSchema();
    const spec = (schema['definitions'] as { spec: { properties: Record<string, { description?: string }> } }).spec;
    const silent = Object.entries(spec.properties).filter(([, field]) => !field.description);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('lets numbers and booleans stand where the loader takes the text that was typed', () => {
    const types = [...nodes(scenarioJsonSchema())].filter(([, node]) => Array.isArray(node['type']));
    const fields = types.map(([pointer]) => pointer.split('/properties/').at(-1)?.split('/')[0]);
    expect([...new Set(fields)].sort()).toEqual(['env', 'extraArgs', 'from', 'runtimeConfig', 'to', 'value']);
  });
});
