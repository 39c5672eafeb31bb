import { describe, expect, it } from 'vitest';
import { STATE_GUARANTEES } from '../guarantee.js';
import { GUARANTEES } from './index.js';
import { judge } from '../judge.js';
import { inconclusives, stopOf, violations } from '../testing/edit.js';
import { rehearsal } from '../testing/rehearsal.js';

describe('replaced', () => {
  it('trips when a component still is the instance it was, whatever else follows from that', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-scheduler'] = { ...stopOf(run, 1).components['kube-scheduler'] };
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['replaced | kube-scheduler']);
    expect(verdict.outcome).toBe('fail');
    const [finding] = verdict.findings.filter(({ severity }) => severity === 'violation');
    expect(finding).toMatchObject({
      step: '02-binary-upgrade',
      component: 'kube-scheduler',
      before: 'kube-scheduler started for step 1',
      after: 'kube-scheduler started for step 1',
      evidence: ['checkpoints/01-null-restart/components.json', 'checkpoints/02-binary-upgrade/components.json'],
    });
    expect(finding?.message).toBe(
      'Every step lands, and each component it replaces is another instance afterwards: ' +
        'kube-scheduler still is instance kube-scheduler started for step 1',
    );
  });

  it('speaks alone for as long as nobody restarts the component', () => {
    const run = rehearsal();
    for (const index of [2, 3, 4, 5]) {
      stopOf(run, index).components['kube-scheduler'] = { ...stopOf(run, 1).components['kube-scheduler'] };
    }
    expect(violations(judge(run))).toEqual(['replaced | kube-scheduler']);
  });

  it('speaks alone also at a step that leaves the component alone', () => {
    const run = rehearsal();
    for (const index of [2, 3]) {
      stopOf(run, index).components['kube-scheduler'] = { ...stopOf(run, 1).components['kube-scheduler'] };
    }
    const step = run.plan.steps[3];
    if (step) step.order = ['kube-apiserver', 'kube-controller-manager'];
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['replaced | kube-scheduler']);
    expect(verdict.notJudged.filter((line) => line.includes('kube-scheduler: binary and triple'))).toHaveLength(2);
  });

  it('does not excuse another program once the component was restarted', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-scheduler'] = { ...stopOf(run, 1).components['kube-scheduler'] };
    stopOf(run, 3).components['kube-scheduler'].executableSha256 = 'other';
    expect(violations(judge(run))).toEqual(['binary | kube-scheduler', 'replaced | kube-scheduler']);
  });

  it('asks nothing of a component that the step does not replace', () => {
    const run = rehearsal();
    const step = run.plan.steps[1];
    if (step) step.order = ['kube-apiserver', 'kube-controller-manager'];
    stopOf(run, 1).components['kube-scheduler'].instance = stopOf(run, 0).components['kube-scheduler'].instance;
    expect(judge(run).outcome).toBe('pass');
  });

  it('cannot tell when a component shows no instance', () => {
    const run = rehearsal();
    stopOf(run, 5).components['kube-scheduler'].instance = '';
    const verdict = judge(run);
    expect(inconclusives(verdict)).toEqual(['replaced | kube-scheduler']);
    expect(verdict.outcome).toBe('inconclusive');
  });
});

describe('binary', () => {
  it('trips when the executable is not the one the plan names, and leaves the triple alone', () => {
    const run = rehearsal();
    const component = stopOf(run, 2).components['kube-controller-manager'];
    component.executableSha256 = 'the old one';
    component.binary = '1.36.3';
    component.emulated = '1.35';
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['binary | kube-controller-manager']);
    expect(verdict.findings.filter(({ severity }) => severity === 'violation').map(({ path }) => path)).toEqual([
      'binary',
      'executableSha256',
    ]);
    expect(verdict.notJudged).toContain(
      '02-binary-upgrade, kube-controller-manager: triple, because it runs another binary',
    );
  });

  it.each(['executableSha256', 'binary'] as const)('trips when only the %s is wrong', (field) => {
    const run = rehearsal();
    stopOf(run, 0).components['kube-apiserver'][field] = '1.35.0';
    expect(violations(judge(run))).toEqual(['binary | kube-apiserver']);
  });

  it('does not take two missing checksums for equal ones', () => {
    const run = rehearsal();
    const component = stopOf(run, 2).components['kube-apiserver'];
    component.executableSha256 = '';
    component.expectedSha256 = '';
    expect(judge(run).outcome).toBe('inconclusive');
  });

  it('cannot tell when a component reports no release', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-apiserver'].binary = '';
    expect(inconclusives(judge(run))).toEqual(['binary | kube-apiserver']);
  });
});

describe('triple', () => {
  it('trips for a component whose emulation is not pinned', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).components['kube-apiserver'], { emulated: '1.37', minCompatibility: '1.36' });
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['triple | kube-apiserver']);
    expect(verdict.findings.filter(({ severity }) => severity === 'violation')).toMatchObject([
      { path: 'emulated', before: '1.36', after: '1.37' },
      { path: 'minCompatibility', before: '1.35', after: '1.36' },
    ]);
  });

  it('is inconclusive when a release that reports its versions does not', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-scheduler'].emulated = null;
    expect(inconclusives(judge(run))).toEqual(['triple | kube-scheduler']);
  });

  describe('before the releases reported their versions', () => {
    function oldRun(binary: '1.32.2' | '1.33.6') {
      const run = rehearsal();
      for (const step of run.plan.steps) step.launch.version.binary = binary;
      for (const { components } of run.checkpoints) {
        for (const evidence of Object.values(components)) {
          Object.assign(evidence, { binary, emulated: null, minCompatibility: null });
        }
      }
      return run;
    }

    it('asks nothing of 1.32', () => {
      const verdict = judge(oldRun('1.32.2'));
      expect(verdict.coverage.triple).toBe(0);
      expect(verdict.findings.filter(({ guarantee }) => guarantee === 'triple')).toEqual([]);
    });

    it('asks only kube-apiserver of 1.33', () => {
      expect(inconclusives(judge(oldRun('1.33.6')))).toContain('triple | kube-apiserver');
      expect(inconclusives(judge(oldRun('1.33.6')))).not.toContain('triple | kube-scheduler');
    });

    it('still judges what is reported all the same', () => {
      const run = oldRun('1.32.2');
      stopOf(run, 1).components['kube-scheduler'].emulated = '1.31';
      expect(violations(judge(run))).toContain('triple | kube-scheduler');
    });
  });
});

describe('a broken state', () => {
  it('leaves every other guarantee unjudged from its stop on, and says so', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-apiserver'].emulated = '1.37';
    stopOf(run, 2).arrival.surface.resources.pop();
    stopOf(run, 3).arrival.store.pop();
    stopOf(run, 4).rollback.outcome = 'impossible';
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['triple | kube-apiserver']);
    const others = GUARANTEES.map(({ id }) => id).filter((id) => !STATE_GUARANTEES.includes(id));
    expect(verdict.notJudged).toEqual([
      `02-binary-upgrade and every later stop: ${others.join(', ')}, because triple is broken by kube-apiserver`,
    ]);
  });

  it('hides nothing of the stops before it', () => {
    const run = rehearsal();
    stopOf(run, 3).components['kube-apiserver'].emulated = '1.36';
    stopOf(run, 1).components['kube-scheduler'].gates.pop();
    expect(violations(judge(run))).toEqual(['gates | kube-scheduler gate Settled', 'triple | kube-apiserver']);
  });

  it('is none when the ledger accepts it', () => {
    const run = rehearsal();
    stopOf(run, 3).components['kube-apiserver'].minCompatibility = '1.37';
    run.ledger.push({
      id: 'odd',
      guarantee: 'triple',
      versions: '1.36 -> 1.37',
      subject: 'kube-apiserver',
      path: 'minCompatibility',
      reason: 'for the test',
      source: 'this file',
    });
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.notJudged).toEqual([]);
  });
});
