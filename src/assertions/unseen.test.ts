import { describe, expect, it } from 'vitest';
import { judge } from './judge.js';
import { inconclusives, remove, stopOf, viewsFrom, viewsOf } from './testing/edit.js';
import { CONFIG_MAP } from './testing/plant.js';
import { rehearsal } from './testing/rehearsal.js';

describe('problems of an observation', () => {
  it('are inconclusive, each named, at either moment', () => {
    const run = rehearsal();
    for (const [index, view] of viewsOf(run, 2).entries()) {
      view.problems.push({ probe: 'settle', subject: index === 0 ? 'etcd' : '', message: 'still busy' });
    }
    const verdict = judge(run);
    expect(verdict.outcome).toBe('inconclusive');
    expect(inconclusives(verdict)).toEqual(['keys-accounted | etcd', 'keys-accounted | settle']);
    expect(verdict.findings.find(({ severity }) => severity === 'inconclusive')?.evidence).toEqual([
      'checkpoints/02-binary-upgrade/problems.json',
    ]);
  });

  it('do not hide a violation beside them', () => {
    const run = rehearsal();
    stopOf(run, 2).arrival.problems.push({ probe: 'served-objects', subject: 'apps/v1 deployments', message: '500' });
    for (const view of viewsFrom(run, 2)) remove(view, CONFIG_MAP);
    expect(judge(run).outcome).toBe('fail');
  });
});
