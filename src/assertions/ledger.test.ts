import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../model/scenario.js';
import { trippedExactly } from './controls.js';
import { ledgerFor, PROJECT_LEDGER } from './expected/index.js';
import { judge } from './judge.js';
import { Ledger, namesSubject } from './ledger.js';
import { alter, stopOf, viewsFrom, violations, withValue } from './testing/edit.js';
import { rehearsal, type Run } from './testing/rehearsal.js';

const entry = (rest: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: 'one',
  guarantee: 'gates',
  versions: '1.36 -> 1.37',
  subject: 'kube-scheduler gate Settled',
  path: 'enabled',
  reason: 'for the test',
  source: 'this file',
  ...rest,
});

function withFlippedGate(...ledger: LedgerEntry[]): Run {
  const run = rehearsal();
  const { components } = stopOf(run, 2);
  Object.assign(components['kube-scheduler'].gates[2] ?? {}, { enabled: false });
  Object.assign(components['kube-apiserver'].gates[2] ?? {}, { enabled: false });
  run.ledger.push(...ledger);
  return run;
}

describe('a ledger entry', () => {
  it('accepts exactly one subject and path', () => {
    const verdict = judge(withFlippedGate(entry()));
    expect(violations(verdict)).toEqual(['gates | kube-apiserver gate Settled']);
    expect(verdict.expected).toEqual([{ entry: entry(), step: '02-binary-upgrade', before: true, after: false }]);
    expect(verdict.unmatched).toEqual([]);
  });

  it.each([
    ['guarantee', { guarantee: 'discovery' as const }],
    ['subject', { subject: 'kube-scheduler gate Settle' }],
    ['path', { path: '' }],
  ])('with another %s accepts nothing, and is reported', (_what, change) => {
    const verdict = judge(withFlippedGate(entry(change)));
    expect(verdict.expected).toEqual([]);
    expect(verdict.unmatched).toEqual(['one']);
  });

  it('for another pair of versions accepts nothing and is not reported', () => {
    const verdict = judge(withFlippedGate(entry({ versions: '1.35 -> 1.36' })));
    expect(verdict.expected).toEqual([]);
    expect(verdict.unmatched).toEqual([]);
  });

  it('is no pattern', () => {
    const verdict = judge(
      withFlippedGate(entry({ subject: '* gate Settled' }), entry({ id: 'two', subject: '.*', path: '.*' })),
    );
    expect(verdict.expected).toEqual([]);
    expect(verdict.unmatched).toEqual(['one', 'two']);
  });

  it('that repeats another one is reported as matching nothing', () => {
    expect(judge(withFlippedGate(entry({ id: 'two' }), entry())).unmatched).toEqual(['two']);
  });

  it('accepts the same difference at every stop', () => {
    const run = rehearsal();
    for (const index of [2, 4]) {
      Object.assign(stopOf(run, index).components['kube-scheduler'].gates[2] ?? {}, { enabled: false });
    }
    run.ledger.push(entry());
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.expected.map(({ step }) => step)).toEqual(['02-binary-upgrade', '04-emulation-rollback']);
  });

  it('accepts notes too, and they are then no longer listed', () => {
    const run = rehearsal();
    run.ledger.push(
      entry({
        guarantee: 'keys-accounted',
        subject: 'certificates.k8s.io/v1beta1 PodCertificateRequest rehearse-{wave}/rehearse-{wave}',
        path: '',
      }),
    );
    const verdict = judge(run);
    expect(verdict.findings).toEqual([]);
    expect(verdict.expected).toHaveLength(2);
  });

  it('never accepts what could not be checked', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-scheduler'].gates = [];
    run.ledger.push(entry({ subject: 'kube-scheduler', path: 'gates' }));
    expect(judge(run).outcome).toBe('inconclusive');
    expect(judge(run).unmatched).toEqual(['one']);
  });

  it('names one object of the corpus for whichever wave, and still only that one', () => {
    const run = rehearsal();
    for (const wave of ['w00', 'w01']) {
      for (const view of viewsFrom(run, 2)) {
        alter(view, `/registry/configmaps/rehearse-${wave}/rehearse-${wave}`, (content) =>
          withValue(content, ['data', 'colour'], 'x'),
        );
        alter(view, `/registry/deployments/rehearse-${wave}/rehearse-${wave}`, (content) =>
          withValue(content, ['data', 'colour'], 'x'),
        );
      }
    }
    run.ledger.push(
      entry({
        guarantee: 'content-unchanged',
        subject: 'v1 ConfigMap rehearse-{wave}/rehearse-{wave}',
        path: 'data.colour',
      }),
    );
    const verdict = judge(run);
    expect(violations(verdict).filter((each) => each.includes('ConfigMap'))).toEqual([]);
    expect(violations(verdict).filter((each) => each.includes('Deployment'))).toHaveLength(2);
  });
});

describe('namesSubject', () => {
  it('knows the very string, and the one without the wave', () => {
    expect(namesSubject('v1 A rehearse-w03/b', 'v1 A rehearse-w03/b')).toBe(true);
    expect(namesSubject('v1 A rehearse-{wave}/b', 'v1 A rehearse-w03/b')).toBe(true);
    expect(namesSubject('v1 A rehearse-w04/b', 'v1 A rehearse-w03/b')).toBe(false);
    const lease = (identity: string): string => `coordination.k8s.io/v1 Lease kube-system/apiserver-${identity}`;
    expect(namesSubject(lease('{identity}'), lease('wlv32tlttr4jl3gtroqexyxapa'))).toBe(true);
    expect(namesSubject(lease('{identity}'), lease('other'))).toBe(false);
    expect(namesSubject('v1 A rehearse-w*/b', 'v1 A rehearse-w03/b')).toBe(false);
  });
});

describe('Ledger', () => {
  it('does not depend on the order of its entries', () => {
    const entries = [entry({ id: 'b' }), entry({ id: 'a' }), entry({ id: 'c', path: 'stage' })];
    const versions = { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' } as const;
    for (const list of [entries, [...entries].reverse()]) {
      const ledger = new Ledger(list, versions);
      expect(ledger.match('gates', 'kube-scheduler gate Settled', 'enabled')?.id).toBe('a');
      expect(ledger.unmatched()).toEqual(['b', 'c']);
    }
  });
});

describe('the project\u2019s own ledger', () => {
  it('is found by its pair of versions', () => {
    expect(ledgerFor('1.20', '1.21')).toEqual([]);
    for (const each of PROJECT_LEDGER) {
      const [from = '', to = ''] = each.versions.split(' -> ');
      expect(ledgerFor(from as '1.36', to as '1.37')).toContain(each);
    }
  });

  it('accepts what a kubelet writes of its node only where there is that node', () => {
    const about = (nodes: readonly string[]): string[] =>
      ledgerFor('1.36', '1.37', nodes)
        .filter(({ subject }) => /CSINode (?!rehearse-)/.test(subject))
        .map(({ subject, path }) => `${subject} ${path}`);
    expect(about([])).toEqual([]);
    expect(about(['control-plane', 'worker'])).toEqual([
      'storage.k8s.io/v1 CSINode control-plane status',
      'storage.k8s.io/v1 CSINode worker status',
    ]);
    expect(ledgerFor('1.35', '1.36', ['control-plane'])).toEqual(ledgerFor('1.35', '1.36'));
  });

  it('has exact entries with an id of their own, a reason and a source', () => {
    expect(new Set(PROJECT_LEDGER.map(({ id }) => id)).size).toBe(PROJECT_LEDGER.length);
    for (const each of PROJECT_LEDGER) {
      expect(each.versions, each.id).toMatch(/^1\.\d+ -> 1\.\d+$/);
      expect(`${each.subject}${each.path}`, each.id).not.toContain('*');
      expect(each.subject, each.id).not.toMatch(/\bw\d{2}\b/);
      expect(each.subject && each.reason && each.source, each.id).not.toBe('');
    }
  });
});

describe('trippedExactly', () => {
  const mustTrip = { guarantee: 'gates', subject: 'kube-scheduler gate Settled' } as const;

  it('is true when every violation is the planted one', () => {
    const run = withFlippedGate();
    Object.assign(stopOf(run, 2).components['kube-apiserver'].gates[2] ?? {}, { enabled: true });
    expect(trippedExactly(judge(run), mustTrip)).toBe(true);
  });

  it('is false when there is another one, none, or one about another subject', () => {
    expect(trippedExactly(judge(withFlippedGate()), mustTrip)).toBe(false);
    expect(trippedExactly(judge(rehearsal()), mustTrip)).toBe(false);
    expect(trippedExactly(judge(withFlippedGate()), { ...mustTrip, subject: 'kube-scheduler gate Other' })).toBe(false);
  });
});
