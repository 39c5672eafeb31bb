import { describe, expect, it } from 'vitest';
import { bugReport } from './bug-report.js';
import type { Bisected } from './bisect/result.js';
import { sampleFinding } from './testing/finding.js';

const COMPARED = {
  versions: {
    old: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
    emulating: { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' },
    guide: { binary: '1.37.2', emulated: '1.37', minCompatibility: '1.36' },
  },
  featureGates: '',
} as const;

const BISECTED: Bisected = {
  number: 1,
  id: 'persisted PodSpec.mode',
  class: 'persisted',
  cause: 'PodSpec.mode',
  again: { showing: 'shown' },
  search: { covered: [{ of: 'feature-gates', name: 'A', to: false }], untried: [] },
  minCompatibility: [],
  emulated: [{ version: '1.35', seen: { showing: 'shown' }, trial: 4 }],
  releases: [],
  outcome: 'pass',
  doubts: [],
};

const report = (change: Partial<Parameters<typeof bugReport>[0]> = {}): string =>
  bugReport({ finding: sampleFinding(), compared: COMPARED, system: 'Linux 6.8.0 x64', ...change });

describe('a bug report', () => {
  it("has the headings of upstream's template, in their order, none of them empty", () => {
    const sections = report().split(/^### /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual([
      'What happened?',
      'What did you expect to happen?',
      'How can we reproduce it (as minimally and precisely as possible)?',
      'Anything else we need to know?',
      'Kubernetes version',
      'Cloud provider',
      'OS version',
      'Install tools',
      'Container runtime (CRI) and version (if applicable)',
      'Related plugins (CNI, CSI, ...) and versions (if applicable)',
    ]);
    for (const section of sections) expect(section.split('\n').slice(1).join('').trim()).not.toBe('');
  });

  it('says what was sent, what both answered, and what became of it', () => {
    const proof = {
      write: 'taken',
      stored: 'a',
      rollback: [{ type: 'field-lost', path: 'spec.mode', message: 'v1 Pod x loses spec.mode' }],
    };
    const text = report({ finding: { ...sampleFinding(), proof } });
    expect(text).toContain('# kube-apiserver 1.37.2 emulating 1.36 keeps v1 pods spec.mode, unlike 1.36.3\n');
    expect(text).toContain('- 1.36.3 takes it, and answers nothing at `spec.mode`.');
    expect(text).toContain('- 1.37.2 takes it, and answers `"a"` at `spec.mode`.');
    expect(text).toContain('- v1 Pod x loses spec.mode');
    expect(text).toContain('kube-apiserver-1.37.2');
    expect(text).toContain('I do not know whether this difference is meant');
  });

  it('has what a bisection found, or that there was none', () => {
    expect(report()).toContain('Not bisected.');
    const text = report({ bisected: BISECTED });
    expect(text).toContain(
      'No feature gate and no version of the API was found that makes it go away: 1 were switched',
    );
    expect(text).toContain('With another emulated version: 1.35 shown.');
    const flip = { items: [{ of: 'feature-gates' as const, name: 'A', to: false }], doubtful: [] };
    const gone = report({ bisected: { ...BISECTED, search: { flip, covered: [], untried: [] } } });
    expect(gone).toContain('With `--feature-gates=A=false` on top it is gone.');
  });

  it('is named after what differs', () => {
    const title = (change: Parameters<typeof sampleFinding>[0]): string =>
      report({ finding: sampleFinding(change) }).split('\n')[0]!;
    expect(title({ class: 'lost' })).toContain('does not keep v1 pods spec.mode, which 1.36.3 keeps');
    expect(title({ class: 'changed' })).toContain('answers otherwise than 1.36.3 about v1 pods spec.mode');
    expect(title({ class: 'changed', cause: 'v1 pods: status' })).toContain('about v1 pods: status');
  });

  it('says that gates were planted, where they were', () => {
    const planted = { ...COMPARED, featureGates: 'A=true' };
    expect(report({ compared: planted })).toContain('were given to the emulating server alone');
    expect(report()).not.toContain('were given to the emulating server alone');
  });

  it('keeps its blocks apart from what is in them', () => {
    const object = { metadata: { name: 'x' }, spec: { mode: '```\n### not a heading' } };
    expect(report({ finding: sampleFinding({}, { object }) })).toContain('````json\n');
  });
});
