import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../corpus/index.js';
import { CORPUS, entryKey } from '../corpus/index.js';
import { CEL_PROBES } from './cel.js';
import { allQuestions } from './index.js';
import { nearMisses } from './near-misses.js';

const QUESTIONS = allQuestions();

describe('the questions', () => {
  it('are the same in every run, and each has a name of its own', () => {
    expect(JSON.stringify(allQuestions())).toBe(JSON.stringify(QUESTIONS));
    expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
  });

  it('store nothing: each is a dry run, and none is about an object of a wave', () => {
    for (const { id, path, body } of QUESTIONS) {
      expect(path, id).toContain('dryRun=All');
      expect((body as { metadata?: { name?: string } }).metadata?.name ?? '', id).not.toMatch(/w\d\d/);
      if (path.includes('/namespaces/')) expect(path, id).toMatch(/\/namespaces\/(default|rehearse-none)\//);
    }
  });

  it('ask for every object of the corpus in every version it has', () => {
    const asked = new Set(QUESTIONS.map(({ id }) => id));
    for (const entry of CORPUS) {
      for (const groupVersion of entry.groupVersions) {
        expect(asked).toContain(entryKey({ ...entry, groupVersions: [groupVersion] }));
      }
    }
  });

  it('ask for every library of CEL wherever an expression can be written', () => {
    for (const { library } of CEL_PROBES) {
      expect(QUESTIONS.filter(({ id }) => id.includes(` with ${library} (`)).length, library).toBe(6);
    }
  });

  it('are about all topics', () => {
    expect([...new Set(QUESTIONS.map(({ topic }) => topic))].sort()).toEqual(['admission', 'cel-new', 'validation']);
  });
});

describe('a near miss', () => {
  const good: JsonObject = {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: { name: 'a' },
    spec: { size: 1, on: true, word: 'x', list: [{ inner: 'y' }] },
  };
  const misses = nearMisses(good);

  it('differs from the good object, in one way each', () => {
    expect(new Set(misses.map(({ change }) => change)).size).toBe(misses.length);
    for (const { object, change } of misses) expect(JSON.stringify(object), change).not.toBe(JSON.stringify(good));
  });

  it('leaves fields out, and puts wrong values, unknown fields and overlong names in', () => {
    const changes = misses.map(({ change }) => change).join('\n');
    expect(changes).toContain('without spec');
    expect(changes).toContain('with {} at spec');
    expect(changes).toContain('with an unknown field');
    expect(changes).toContain('with a name of 300 characters');
  });

  it('does not change the good object', () => {
    expect(good).toEqual({
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { name: 'a' },
      spec: { size: 1, on: true, word: 'x', list: [{ inner: 'y' }] },
    });
  });
});
