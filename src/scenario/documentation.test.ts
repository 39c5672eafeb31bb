import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../model/transition.js';
import { scenarioJsonSchema } from './json-schema.js';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = await read('docs/scenarios.md');
const faults = await read('docs/faults.md');

describe('docs/scenarios.md', () => {
  it('shows a reference scenario as it is', async () => {
    expect(text).toContain(await read('scenarios/reference/no-way-back.yaml'));
  });

  it('names with docs/faults.md every field of a scenario, every transition, every sabotage and every fault', () => {
    const names = new Set<string>(TRANSITIONS);
    const collect = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return;
      const { properties, const: constant } = value as { properties?: object; const?: string };
      for (const name of Object.keys(properties ?? {})) names.add(name);
      if (constant !== undefined) names.add(constant);
      Object.values(value).forEach(collect);
    };
    collect(scenarioJsonSchema());
    expect([...names].filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text + faults))).toEqual([]);
  });
});
