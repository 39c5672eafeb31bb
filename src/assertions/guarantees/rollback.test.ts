import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { inconclusives, stopOf, violations } from '../testing/edit.js';
import { rehearsal } from '../testing/rehearsal.js';

describe('rollback', () => {
  const fact = (type: 'field-lost' | 'undecodable' | 'refused', subject: string, path = '') =>
    ({ type, subject, path, before: 'x', after: null, message: `${subject} is ${type}` }) as const;

  it('trips on each fact where a safe rollback is promised', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).rollback, {
      outcome: 'lossy',
      facts: [fact('field-lost', 'v1 ConfigMap a/b', 'spec.#1999'), fact('field-lost', 'v1 ConfigMap a/c', 'spec.x')],
    });
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['rollback | v1 ConfigMap a/b', 'rollback | v1 ConfigMap a/c']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')?.evidence).toEqual([
      'checkpoints/02-binary-upgrade/rollback.json',
      'logs/rollback-02-binary-upgrade.log',
    ]);
  });

  it('takes what is no worse than expected for a fact, not for a finding', () => {
    const verdict = judge(rehearsal());
    expect(verdict.rollback[3]).toMatchObject({ outcome: 'lossy', facts: [{ type: 'orphaned' }] });
    expect(verdict.findings.filter(({ guarantee }) => guarantee === 'rollback')).toEqual([]);
  });

  it('names only the facts that make it worse than expected', () => {
    const run = rehearsal();
    const { rollback } = stopOf(run, 3);
    rollback.outcome = 'impossible';
    rollback.facts.push({ ...fact('undecodable', 'resource.k8s.io/v1 resourceslices') });
    expect(violations(judge(run))).toEqual(['rollback | resource.k8s.io/v1 resourceslices']);
  });

  it('trips on an outcome that is worse without saying why', () => {
    const run = rehearsal();
    stopOf(run, 2).rollback.outcome = 'impossible';
    expect(violations(judge(run))).toEqual(['rollback | 1.36.3']);
  });

  it('does not believe an outcome that is better than its facts', () => {
    const run = rehearsal();
    stopOf(run, 2).rollback.facts.push({ ...fact('refused', 'v1 Pod a/b') });
    expect(violations(judge(run))).toEqual(['rollback | v1 Pod a/b']);
  });

  it('is inconclusive when it was not examined, or examined on nothing', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).rollback, { outcome: 'not examined', reason: 'no copy', examined: 0 });
    expect(inconclusives(judge(run))).toEqual(['rollback | 1.36.3']);
    const other = rehearsal();
    stopOf(other, 2).rollback.examined = 0;
    expect(inconclusives(judge(other))).toEqual(['rollback | rollback']);
  });

  it('shows the facts of every stop in one order', () => {
    const run = rehearsal();
    const facts = [fact('field-lost', 'v1 B b'), fact('field-lost', 'v1 A a')];
    stopOf(run, 3).rollback.facts = facts.map((each) => ({ ...each }));
    expect(judge(run).rollback[3]?.facts.map(({ subject }) => subject)).toEqual(['v1 A a', 'v1 B b']);
  });
});
