import { expect, it } from 'vitest';
import { assembleAtlas } from './assemble.js';
import { atlasCells } from './cells.js';
import { sampleAtlas, sampleSections } from './testing/sample-atlas.js';

const [first] = sampleAtlas().cells;

it('an atlas whose cells were all observed passes, and has each cell once', () => {
  const atlas = sampleAtlas();
  expect(atlas.outcome).toBe('pass');
  expect(atlas.cells).toHaveLength(13);
  expect(new Set(atlas.cells.map(({ id }) => id)).size).toBe(13);
});

it('a cell that could not be observed is there, with its reason, and makes the atlas inconclusive', () => {
  const atlas = sampleAtlas({ [first!.id]: { why: 'it does not become ready' } });
  expect(atlas.outcome).toBe('inconclusive');
  expect(atlas.cells[0]).toMatchObject({ id: first!.id, state: 'not observed', why: ['it does not become ready'] });
});

it('a cell of which nobody said anything is not observed', () => {
  const cells = atlasCells(['1.36.3'], ['1.36']);
  const frame = { harnessVersion: '', etcd: '', binaries: [], programs: {}, emulated: 'all', shard: null } as const;
  const atlas = assembleAtlas({ frame, cells, results: {}, published: {}, probes: [] });
  expect(atlas.outcome).toBe('inconclusive');
  expect(atlas.cells.map(({ state }) => state)).toEqual(cells.map(() => 'not observed'));
});

it('an atlas without cells proves nothing', () => {
  const frame = { harnessVersion: '', etcd: '', binaries: [], programs: {}, emulated: 'all', shard: null } as const;
  expect(assembleAtlas({ frame, cells: [], results: {}, published: {}, probes: [] }).outcome).toBe('inconclusive');
});

it('a section that could not be seen wholly is not known there, and the cell is incomplete', () => {
  const { id, version, mode } = first!;
  const atlas = sampleAtlas({
    [id]: {
      schemaVersion: 1,
      cell: { id, version, mode },
      programs: {},
      sections: sampleSections('1.35'),
      problems: [{ section: 'cel', message: 'no answer' }],
    },
  });
  expect(atlas.cells[0]).toMatchObject({
    state: 'incomplete',
    why: ['cel: no answer'],
    unseen: ['cel', 'field probe'],
  });
  expect(atlas.outcome).toBe('inconclusive');
});

it("another shard's cells do not count, but an atlas of nothing else proves nothing", () => {
  const all = Object.fromEntries(sampleAtlas().cells.map(({ id }) => [id, 'elsewhere'] as const));
  expect(sampleAtlas({ [first!.id]: 'elsewhere' }).outcome).toBe('pass');
  expect(sampleAtlas(all).outcome).toBe('inconclusive');
});

it('a probe is shown at the strict cell of its triple, and only there', () => {
  const { version } = first!;
  const cells = atlasCells(['1.36.3'], ['1.35']);
  const results = Object.fromEntries(
    cells.map((cell) => [cell.id, { schemaVersion: 1, cell, programs: {}, sections: {}, problems: [] } as const]),
  );
  const old = { binary: '1.35.4', emulated: '1.35', minCompatibility: '1.34' } as const;
  const field = { groupVersion: 'v1', resource: 'pods', subresource: 'status', path: 'a.b', class: 'lost' };
  const probe = { versions: { old, emulating: version }, featureGates: '', fields: [field] };
  const frame = { harnessVersion: '', etcd: '', binaries: [], programs: {}, emulated: 'all', shard: null } as const;
  const atlas = assembleAtlas({ frame, cells, results, published: {}, probes: [probe] });
  expect(atlas.facts.map(({ name, values }) => [name, values])).toEqual([
    ['v1 pods/status a.b', ['lost, against 1.35.4']],
  ]);
  expect(atlas.cells.filter(({ unseen }) => !unseen.includes('field probe')).map(({ id }) => id)).toEqual([first!.id]);
});
