import { expect, it } from 'vitest';
import { formatAtlas } from './format.js';
import { sampleAtlas } from './testing/sample-atlas.js';

it('has a line for each cell and the outcome last', () => {
  const lines = formatAtlas(sampleAtlas()).trimEnd().split('\n');
  expect(lines).toContain(
    '  1.36.3-emulating-1.36-min-1.36-strict: observed, 0 of 3 claims contradicted, 1 not published',
  );
  expect(lines).toContain('published lists: the sources of 1.35.4 could not be had');
  expect(lines.at(-1)).toBe('pass');
});

it('says why a cell is not known', () => {
  const { id } = sampleAtlas().cells[0]!;
  const text = formatAtlas(sampleAtlas({ [id]: { why: 'it exits with 1' } }));
  expect(text).toContain(`  ${id}: inconclusive, not observed: it exits with 1\n`);
  expect(text.trimEnd().endsWith('inconclusive')).toBe(true);
});
