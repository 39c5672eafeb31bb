import { describe, expect, it } from 'vitest';
import { formatBisect } from './format.js';
import { doubtsOf, outcomeOf, type Bisected, type BisectResult } from './result.js';
import type { Search } from './search.js';
import type { Switch } from './setting.js';

const gate = (name: string): Switch => ({ of: 'feature-gates', name, to: false });

function bisected(change: Partial<Bisected>): Bisected {
  const found = {
    number: 3,
    id: 'persisted PodSpec.mode',
    class: 'persisted' as const,
    cause: 'PodSpec.mode',
    again: { showing: 'shown' } as const,
    minCompatibility: [{ version: '1.34', seen: { showing: 'shown' } as const, trial: 6 }],
    emulated: [],
    releases: [],
    ...change,
  };
  const doubts = doubtsOf(found);
  return { outcome: doubts.length === 0 ? 'pass' : 'inconclusive', doubts, ...found };
}

function text(...findings: Bisected[]): string {
  const version = { emulated: '1.36', minCompatibility: '1.35' } as const;
  const result: BisectResult = {
    schemaVersion: 1,
    harnessVersion: '1.0.0',
    versions: { old: { binary: '1.36.3', ...version }, emulating: { binary: '1.37.2', ...version } },
    featureGates: 'A=true',
    varied: ['switches', 'min-compat', 'releases'],
    locked: ['L'],
    findings,
    trials: [],
    outcome: outcomeOf(findings),
  };
  return formatBisect(result);
}

const flipped: Search<Switch> = { flip: { items: [gate('A')], doubtful: [] }, covered: [], untried: [] };
const none = (untried: Search<Switch>['untried'] = []): Search<Switch> => ({ covered: [gate('B')], untried });

describe('a bisection', () => {
  it('is conclusive with a set that flips the finding', () => {
    const shown = text(bisected({ search: flipped }));
    expect(shown).toContain('switches   absent with --feature-gates=A=false\n');
    expect(shown).toContain('min-compat 1.34: shown (trial 6)');
    expect(shown).toMatch(/\nconclusive: switches make 1 of 1 findings go away\n$/);
  });

  it('is conclusive where everything that starts was tried in vain, and says what does not start', () => {
    const shown = text(bisected({ search: none([{ item: gate('C'), why: 'it ended', never: true }]) }));
    expect(shown).toContain('none makes it go away: 1 gates');
    expect(shown).toContain('no start   --feature-gates=C=false: it ended');
    expect(shown).toMatch(/\nconclusive: switches make 0 of 1 findings go away\n$/);
  });

  it.each<[string, Partial<Bisected>]>([
    ['does not show again', { again: { showing: 'absent' } }],
    ['could not be looked at again', { again: { showing: 'unresolved', why: 'it ended', never: false } }],
    ['nothing is known of one switch', { search: none([{ item: gate('C'), why: 'stuck', never: false }]) }],
    ['whether A is needed', { search: { ...flipped, flip: { items: [gate('A')], doubtful: [gate('A')] } } }],
  ])('is inconclusive where %s', (what, change) => {
    const shown = text(bisected({ search: flipped }), bisected({ number: 7, ...change }));
    expect(shown).toMatch(/\ninconclusive: finding 7\n$/);
    expect(shown).toContain(what);
  });

  it('is not conclusive about nothing', () => {
    expect(text()).toMatch(/\ninconclusive: there is no finding\n$/);
  });

  it('says what was not tried: nobody asked for it, or it is not there', () => {
    const shown = text(bisected({ search: flipped }));
    expect(shown).toContain('\nnot tried  emulated\n');
    expect(shown).toContain('no other release of the two minors is here: none was tried');
    const seen = { showing: 'absent' } as const;
    const tried = text(bisected({ search: flipped, releases: [{ version: '1.37.0', seen, trial: 9 }] }));
    expect(tried).toContain('releases   1.37.0: absent (trial 9)');
    expect(tried).not.toContain('none was tried');
  });

  it('says when switches were not tried', () => {
    expect(text(bisected({}))).toMatch(/\nconclusive: no switches were tried\n$/);
  });
});
