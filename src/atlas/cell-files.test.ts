import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { atlasCells } from './cells.js';
import { cellKey, readCell, writeCell } from './cell-files.js';
import type { CellObservation } from './observation.js';

const [cell, other] = atlasCells(['1.36.3'], 'all');

it('a cell is kept under another name for other programs, another cell and other questions', () => {
  const question = { id: 'q', topic: 'cel-new', method: 'POST', path: '/', headers: {}, body: null } as const;
  const keys = [
    cellKey(cell!, { etcd: 'a' }, []),
    cellKey(cell!, { etcd: 'b' }, []),
    cellKey(other!, { etcd: 'a' }, []),
    cellKey(cell!, { etcd: 'a' }, [question]),
  ];
  expect(new Set(keys).size).toBe(4);
  expect(cellKey(cell!, { etcd: 'a' }, [])).toBe(keys[0]);
});

it('what was kept is read again; a damaged file, or that of another cell, is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-cells-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const observation: CellObservation = { schemaVersion: 1, cell: cell!, programs: {}, sections: {}, problems: [] };
  const path = join(folder, 'below', 'cell.json');
  expect(await readCell(path, cell!)).toBeUndefined();
  await writeCell(path, observation);
  expect(await readCell(path, cell!)).toEqual(observation);
  expect(await readCell(path, other!)).toBeUndefined();
  await writeFile(path, '{"schemaVersion":1');
  expect(await readCell(path, cell!)).toBeUndefined();
});
