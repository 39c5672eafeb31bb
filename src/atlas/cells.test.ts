import { expect, it } from 'vitest';
import { atlasCells, launchOfCell } from './cells.js';

it('has every legal triple of a release once in strict mode, and in both forward-compatible modes where those are legal', () => {
  const cells = atlasCells(['1.36.3'], 'all');
  const of = (mode: string): number => cells.filter((cell) => cell.mode === mode).length;
  // docs/matrix.md: the columns of 1.36.3
  expect([of('strict'), of('forward-compatible'), of('runtime-config-forward-compatible')]).toEqual([10, 6, 6]);
  for (const { id } of cells) expect(id).toMatch(/^[\w.-]+$/);
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
});

it('starts the three components at the triple, and the API server alone in the mode', () => {
  const cell = atlasCells(['1.36.3'], ['1.35']).find(({ mode }) => mode === 'forward-compatible')!;
  const { components } = launchOfCell(cell);
  const version = { 'emulated-version': '1.35' };
  expect(components['kube-apiserver'].extraArgs).toMatchObject({ ...version, 'emulation-forward-compatible': 'true' });
  expect(components['kube-scheduler'].extraArgs).toMatchObject(version);
  expect(components['kube-scheduler'].extraArgs).not.toHaveProperty('emulation-forward-compatible');
});
