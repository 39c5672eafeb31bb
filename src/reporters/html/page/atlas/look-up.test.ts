import { describe, expect, it } from 'vitest';
import { sampleAtlas } from '../../../../atlas/testing/sample-atlas.js';
import { isSeen } from '../../../../model/atlas.js';
import { bySection, changedLines, factsOf, holders, kepOf, search } from './look-up.js';

const atlas = sampleAtlas();
const names = (text: string): string[] => search(atlas, text).map(({ name }) => name);

describe('search', () => {
  it('finds by part of a name in any case, by several words, and by the number of a proposal', () => {
    expect(names('HOSTUSERS')).toEqual(['io.k8s.api.core.v1.PodSpec.hostUsers']);
    expect(names('storage pods')).toEqual(['v1 pods']);
    expect(names('KEP-4330')).toEqual(['Opened']);
    expect(names('no such thing')).toEqual([]);
  });

  it('finds everything by nothing', () => {
    expect(search(atlas, '  ')).toHaveLength(atlas.facts.length);
  });
});

it('only gates have proposals', () => {
  expect(kepOf(atlas, { section: 'fields', name: 'Opened' })).toBe('');
  expect(kepOf(atlas, { section: 'gates', name: 'constructor' })).toBe('');
});

it('a cell has its own values, by section', () => {
  const gates = factsOf(atlas, 0).find(([section]) => section === 'gates')![1];
  expect(gates.map(({ name, value }) => [name, value])).toEqual([['Opened', 'off, ALPHA']]);
  expect(bySection([])).toEqual([]);
});

it('says which cells have a value, and which are known to have none', () => {
  const fact = atlas.facts.find(({ name }) => name.startsWith('</script>'))!;
  const known = (cell: number): boolean => isSeen(atlas.cells[cell], 'gates');
  expect(holders(atlas, fact, known)).toEqual([
    { value: 'off, ALPHA', cells: [9, 10, 11, 12] },
    { value: null, cells: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
  ]);
  expect(holders(atlas, fact, () => false)).toEqual([]);
});

it('shows of two long values the lines that only one has', () => {
  expect(changedLines('{\na\na\nb\n}', '{\na\nc\n}')).toEqual({ before: 'a\nb', after: 'c' });
});
