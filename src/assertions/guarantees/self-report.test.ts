import { describe, expect, it } from 'vitest';
import { KUBE_COMPONENTS, type KubeComponent } from '../../model/component.js';
import type { SelfDescription } from '../../model/observation.js';
import { judge } from '../judge.js';
import { inconclusives, stopOf, violations } from '../testing/edit.js';
import type { Mutable } from '../testing/mutable.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

function descriptionOf(run: Run, index: number, component: KubeComponent): Mutable<SelfDescription> {
  const { description } = stopOf(run, index).components[component];
  if (!description) throw new Error(`${component} does not describe itself`);
  return description;
}

/** Judges a clean run of which one component's description at one stop was changed. */
function found(
  index: number,
  component: KubeComponent,
  change: (description: Mutable<SelfDescription>) => void,
): string[] {
  const run = rehearsal();
  change(descriptionOf(run, index, component));
  return violations(judge(run));
}

function planned(run: Run, index: number, component: KubeComponent, flags: Record<string, string>): void {
  const { launch } = run.plan.steps[index]!;
  launch.components = { ...launch.components, [component]: { extraArgs: flags, env: {} } };
}

function switchOn(run: Run, index: number, component: KubeComponent, name: string, enabled = true): void {
  const gate = { name, stage: 'BETA', enabled };
  stopOf(run, index).components[component].gates.push(gate);
  for (const oracle of Object.values(run.oracles)) oracle.gates[component].push(gate);
  for (const [other, checkpoint] of run.checkpoints.entries()) {
    if (other !== index) checkpoint.components[component].gates.push(gate);
  }
}

describe('/statusz', () => {
  it.each([
    ['binary', '1.36.4', 'binaryVersion'],
    ['emulated', '1.99', 'emulationVersion'],
    ['goVersion', 'go1.0', 'goVersion'],
    ['emulated', '', 'emulationVersion'],
  ] as const)('trips when its %s is %j, and names the path', (part, value, path) => {
    const run = rehearsal();
    descriptionOf(run, 2, 'kube-scheduler').statusz![part] = value;
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['self-report | kube-scheduler /statusz']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({
      step: '02-binary-upgrade',
      component: 'kube-scheduler',
      path,
      after: value,
      evidence: ['checkpoints/02-binary-upgrade/components.json'],
    });
  });

  it('names what was planned', () => {
    const run = rehearsal();
    descriptionOf(run, 2, 'kube-scheduler').statusz!.emulated = '1.37';
    const [finding] = judge(run).findings.filter(({ severity }) => severity === 'violation');
    expect(finding).toMatchObject({ before: '1.36', after: '1.37' });
    expect(finding?.message).toContain('kube-scheduler /statusz emulationVersion is "1.37" and not "1.36"');
  });

  it('is not compared with a Go version that the metrics do not say', () => {
    expect(found(2, 'kube-scheduler', (description) => (description.goVersion = ''))).toEqual([]);
  });

  it('is not asked of a component that does not serve it', () => {
    expect(found(2, 'kube-apiserver', (description) => (description.statusz = null))).toEqual([]);
  });

  it.each(['1.36.3', '1.37.2'])('is due where %s says that its gate is on', (release) => {
    const index = release === '1.36.3' ? 0 : 2;
    const run = rehearsal();
    switchOn(run, index, 'kube-controller-manager', 'ComponentStatusz');
    descriptionOf(run, index, 'kube-controller-manager').statusz = null;
    expect(violations(judge(run))).toEqual(['self-report | kube-controller-manager /statusz']);
  });

  it('is not due where its gate is off', () => {
    const run = rehearsal();
    switchOn(run, 2, 'kube-controller-manager', 'ComponentStatusz', false);
    descriptionOf(run, 2, 'kube-controller-manager').statusz = null;
    expect(violations(judge(run))).toEqual([]);
  });
});

describe('/flagz', () => {
  it('is due where its gate is on', () => {
    const run = rehearsal();
    switchOn(run, 2, 'kube-apiserver', 'ComponentFlagz');
    descriptionOf(run, 2, 'kube-apiserver').flagz = null;
    expect(violations(judge(run))).toEqual(['self-report | kube-apiserver /flagz']);
  });

  it('trips when a flag at the same triple is another one, is gone, or is new', () => {
    const name = 'max-requests-inflight';
    expect(found(1, 'kube-apiserver', ({ flagz }) => (flagz![name] = '401'))).toEqual([
      'self-report | kube-apiserver --max-requests-inflight',
    ]);
    expect(
      found(1, 'kube-apiserver', (description) => (description.flagz = { 'client-ca-file': '/run/ca.crt' })),
    ).toEqual(['self-report | kube-apiserver --max-requests-inflight']);
    expect(found(1, 'kube-scheduler', ({ flagz }) => (flagz!['v'] = '4'))).toEqual([
      'self-report | kube-scheduler --v',
    ]);
  });

  it('may be another one at another triple', () => {
    expect(
      found(2, 'kube-apiserver', ({ flagz }) => (flagz!['only-in-137'] = '1')).filter(
        (line) => !line.includes('only-in-137'),
      ),
    ).toEqual([]);
    // the next stop at that triple is compared with it
    const run = rehearsal();
    for (const [index, { launch }] of run.plan.steps.entries()) {
      if (launch.version.binary === '1.37.2') descriptionOf(run, index, 'kube-apiserver').flagz!['only-in-137'] = '1';
    }
    expect(violations(judge(run))).toEqual([]);
  });

  it('may name other folders, as in a run that goes on from another one, and nothing else in a list of them', () => {
    expect(found(1, 'kube-apiserver', ({ flagz }) => (flagz!['client-ca-file'] = '/elsewhere/ca.crt'))).toEqual([]);
    const files = (first: string, second: string): string[] => {
      const run = rehearsal();
      for (const index of [0, 5]) descriptionOf(run, index, 'kube-apiserver').flagz!['files'] = first;
      descriptionOf(run, 1, 'kube-apiserver').flagz!['files'] = second;
      return violations(judge(run));
    };
    expect(files('[/a/b,c=/d,true]', '[/x,c=/y/z,true]')).toEqual([]);
    expect(files('[/a/b,c=/d,true]', '[/x,c=/y/z,false]')).toContain('self-report | kube-apiserver --files');
  });

  it.each([
    'emulated-version',
    'min-compatibility-version',
    'feature-gates',
    'runtime-config',
    'enable-admission-plugins',
    'disable-admission-plugins',
  ])('leaves --%s at the same triple to the guarantee that judges its effect', (flag) => {
    expect(found(1, 'kube-apiserver', ({ flagz }) => (flagz![flag] = 'x'))).toEqual([]);
  });

  it.each(['1.36', '[1.36]', 'kube=1.36', '[kube=1.36]'])('shows a planned version as %s', (said) => {
    const run = rehearsal();
    planned(run, 2, 'kube-scheduler', { 'emulated-version': '1.36' });
    descriptionOf(run, 2, 'kube-scheduler').flagz!['emulated-version'] = said;
    expect(violations(judge(run))).toEqual([]);
  });

  it.each(['1.35', '[]', '[1.36,1.35]', ''])('trips when a planned version is %j', (said) => {
    const run = rehearsal();
    planned(run, 2, 'kube-scheduler', { 'emulated-version': '1.36' });
    descriptionOf(run, 2, 'kube-scheduler').flagz!['emulated-version'] = said;
    expect(violations(judge(run))).toEqual(['self-report | kube-scheduler --emulated-version']);
  });

  it('trips when a planned flag is not there, and takes another spelling of its value', () => {
    const run = rehearsal();
    planned(run, 2, 'kube-scheduler', { 'kube-api-qps': '50.0' });
    expect(violations(judge(run))).toEqual(['self-report | kube-scheduler --kube-api-qps']);
    descriptionOf(run, 2, 'kube-scheduler').flagz!['kube-api-qps'] = '50';
    expect(violations(judge(run)).filter((line) => !line.includes('kube-api-qps'))).toEqual([]);
  });
});

describe('/configz', () => {
  it('trips when a value at the same triple is another one', () => {
    const run = rehearsal();
    descriptionOf(run, 1, 'kube-controller-manager').configz = { own: { leaderElect: false, kubeconfig: '/x' } };
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['self-report | kube-controller-manager /configz']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({
      path: 'own.leaderElect',
      before: true,
      after: false,
    });
  });

  it('may name other folders', () => {
    expect(
      found(1, 'kube-scheduler', (description) => {
        description.configz = { own: { leaderElect: true, kubeconfig: '/elsewhere' } };
      }),
    ).toEqual([]);
  });
});

describe('lists in /configz', () => {
  const at =
    (index: number, key: string, own: unknown[]): ((run: Run) => void) =>
    (run) => {
      descriptionOf(run, index, 'kube-controller-manager').configz = { own: { [key]: own } } as never;
    };
  const order = (key: string, later: unknown[]): string[] => {
    const run = rehearsal();
    const first = [{ Resource: 'events' }, { Group: 'events.k8s.io' }];
    for (const index of [0, 5]) at(index, key, first)(run);
    at(1, key, later)(run);
    return violations(judge(run));
  };
  const TURNED = [{ Group: 'events.k8s.io' }, { Resource: 'events' }];

  it('have an order, but for the one that comes out of a map at every start', () => {
    expect(order('GCIgnoredResources', TURNED)).toEqual([]);
    expect(order('Plugins', TURNED)).toContain('self-report | kube-controller-manager /configz');
  });

  it('have the same items in any case', () => {
    expect(order('GCIgnoredResources', [{ Resource: 'events' }])).toContain(
      'self-report | kube-controller-manager /configz',
    );
  });
});

describe('lists in /flagz', () => {
  const found = (flag: string, later: string): string[] => {
    const run = rehearsal();
    for (const index of [0, 5]) {
      descriptionOf(run, index, 'kube-apiserver').flagz = { [flag]: '[events.events.k8s.io#0,events#0]' };
    }
    descriptionOf(run, 1, 'kube-apiserver').flagz = { [flag]: later };
    return violations(judge(run)).filter((line) => line.endsWith(`--${flag}`));
  };

  it('have an order, but for the one that comes out of a map at every start', () => {
    expect(found('watch-cache-sizes', '[events#0,events.events.k8s.io#0]')).toEqual([]);
    expect(found('other-sizes', '[events#0,events.events.k8s.io#0]')).toContain(
      'self-report | kube-apiserver --other-sizes',
    );
  });

  it.each(['[events#0]', '[events#1,events.events.k8s.io#0]', '[]'])(
    'have the same items in any case, not %s',
    (later) => {
      expect(found('watch-cache-sizes', later)).toContain('self-report | kube-apiserver --watch-cache-sizes');
    },
  );
});

describe('self-report', () => {
  it('is not asked, and not counted, where nobody describes itself', () => {
    const run = rehearsal();
    for (const { components } of run.checkpoints) {
      for (const component of KUBE_COMPONENTS) delete components[component].description;
    }
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.coverage['self-report'] ?? 0).toBe(0);
  });

  describe('of a release that shows its configuration only', () => {
    /** As 1.34 and 1.35 do it by default. */
    const configurations = (): Run => {
      const run = rehearsal();
      for (const { components } of run.checkpoints) {
        for (const { description } of Object.values(components)) {
          if (description) Object.assign(description, { statusz: null, flagz: null, configz: { parallelism: 16 } });
        }
      }
      return run;
    };

    it('is not judged where there is nothing to compare that with, and judged where there is', () => {
      const verdict = judge(configurations());
      expect(verdict.outcome).toBe('pass');
      expect(inconclusives(verdict)).toEqual([]);
      expect(verdict.coverage['self-report']).toBeGreaterThan(0);
    });

    it('trips when the configuration is not shown any more at the same triple', () => {
      const run = configurations();
      descriptionOf(run, 1, 'kube-scheduler').configz = null;
      expect(violations(judge(run))).toEqual(['self-report | kube-scheduler /configz']);
    });
  });

  it('counts what it looked at', () => {
    expect(judge(rehearsal()).coverage['self-report']).toBeGreaterThan(30);
  });

  it('says nothing of a component that acts as another version, which is said already', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-scheduler'].emulated = '1.37';
    descriptionOf(run, 2, 'kube-scheduler').statusz!.emulated = '1.37';
    expect(violations(judge(run))).toEqual(['triple | kube-scheduler']);
  });
});
