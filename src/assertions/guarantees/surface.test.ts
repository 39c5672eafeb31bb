import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { inconclusives, notes, stopOf, viewsFrom, viewsOf, violations } from '../testing/edit.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';
import { resource } from '../testing/surfaces.js';
import { NEW_ORACLE, OLD_ORACLE } from '../testing/plan.js';

type View = Run['checkpoints'][number]['arrival'];

function find(view: View, groupVersion: string, name: string): View['surface']['resources'][number] {
  const found = view.surface.resources.find((each) => each.groupVersion === groupVersion && each.resource === name);
  if (!found) throw new Error(`${groupVersion} ${name} is not served`);
  return found;
}

/** Takes a resource, its subresources and its lists out of a view, as a server that does not serve it. */
function hide(view: View, groupVersion: string, name: string): void {
  const isOther = (each: { groupVersion: string; resource: string }): boolean =>
    each.groupVersion !== groupVersion || each.resource.split('/')[0] !== name;
  view.surface.resources = view.surface.resources.filter(isOther);
  view.served = view.served.filter(isOther);
}

describe('discovery', () => {
  it.each([2, 5])('trips on a resource that stop %i hides, with its subresources, and on nothing else', (index) => {
    const run = rehearsal();
    for (const view of viewsOf(run, index)) hide(view, 'apps/v1', 'deployments');
    expect(violations(judge(run))).toEqual(['discovery | apps/v1 deployments']);
  });

  it('trips on one version of a resource of several', () => {
    const run = rehearsal();
    for (const view of viewsOf(run, 2)) hide(view, 'autoscaling/v1', 'horizontalpodautoscalers');
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['discovery | autoscaling/v1 horizontalpodautoscalers']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({
      path: '',
      before: 'served',
      after: null,
      component: 'kube-apiserver',
      evidence: ['oracles/old.json', 'checkpoints/02-binary-upgrade/surface-arrival.json'],
    });
  });

  it('trips on a subresource alone', () => {
    const run = rehearsal();
    for (const view of viewsOf(run, 2)) {
      view.surface.resources = view.surface.resources.filter((each) => each.resource !== 'deployments/status');
    }
    expect(violations(judge(run))).toEqual(['discovery | apps/v1 deployments/status']);
  });

  it('trips on what the oracle does not serve', () => {
    const run = rehearsal();
    for (const view of viewsOf(run, 5)) {
      view.surface.resources.push({
        ...resource('flowcontrol.apiserver.k8s.io/v2', 'flows', 'Flow', { storageVersionHash: '' }),
      } as never);
    }
    expect(violations(judge(run))).toEqual(['discovery | flowcontrol.apiserver.k8s.io/v2 flows']);
  });

  it.each([
    ['verbs', ['get']],
    ['shortNames', ['cfg']],
    ['categories', []],
    ['namespaced', false],
  ] as const)('trips on other %s', (field, value) => {
    const run = rehearsal();
    for (const view of viewsOf(run, 2)) Object.assign(find(view, 'v1', 'configmaps'), { [field]: value });
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['discovery | v1 configmaps']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({ path: field });
  });

  it('does not care for the order of verbs', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) for (const each of view.surface.resources) each.verbs.reverse();
    expect(judge(run).outcome).toBe('pass');
  });

  it('only notes another storage version, which is readable but not promised to be equal', () => {
    const run = rehearsal();
    for (const index of [2, 4]) {
      for (const view of viewsOf(run, index)) find(view, 'v1', 'configmaps').storageVersionHash = 'other';
    }
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(notes(verdict)).toContain('discovery | v1 configmaps');
  });

  it('only notes an alpha group version while emulating', () => {
    const run = rehearsal();
    for (const index of [2, 4]) {
      for (const view of viewsOf(run, index)) {
        view.surface.resources.push({
          ...resource('x.k8s.io/v1alpha1', 'xs', 'X', { storageVersionHash: '' }),
        } as never);
      }
    }
    expect(judge(run).outcome).toBe('pass');
    for (const view of viewsOf(run, 3)) {
      view.surface.resources.push({ ...resource('x.k8s.io/v1alpha1', 'xs', 'X', { storageVersionHash: '' }) } as never);
    }
    expect(violations(judge(run))).toEqual(['discovery | x.k8s.io/v1alpha1 xs']);
  });

  describe('where the scenario asks for what came later', () => {
    const forward = (): ReturnType<typeof rehearsal> => {
      const run = rehearsal();
      return { ...run, plan: { ...run.plan, forwardCompatible: true } };
    };
    const later = resource('x.k8s.io/v1', 'xs', 'X', { storageVersionHash: '' });

    it('only notes it while emulating', () => {
      const run = forward();
      for (const index of [2, 4]) {
        for (const view of viewsOf(run, index)) view.surface.resources.push({ ...later } as never);
      }
      const verdict = judge(run);
      expect(violations(verdict)).toEqual([]);
      expect(notes(verdict)).toContain('discovery | x.k8s.io/v1 xs');
    });

    it('still trips on it where nothing is emulated', () => {
      const run = forward();
      for (const view of viewsOf(run, 3)) view.surface.resources.push({ ...later } as never);
      expect(violations(judge(run))).toEqual(['discovery | x.k8s.io/v1 xs']);
    });

    it('still trips on what is missing, and on what is served otherwise', () => {
      const run = forward();
      for (const view of viewsOf(run, 2)) {
        hide(view, 'apps/v1', 'deployments');
        Object.assign(find(view, 'v1', 'configmaps'), { verbs: ['get'] });
      }
      expect(violations(judge(run)).sort()).toEqual(['discovery | apps/v1 deployments', 'discovery | v1 configmaps']);
    });
  });

  it('leaves custom resources to the guarantee that can know them', () => {
    const run = rehearsal();
    expect(judge(run).findings.filter(({ subject }) => subject.includes('widgets'))).toEqual([]);
  });

  it('is inconclusive without its oracle', () => {
    const run = rehearsal();
    delete run.oracles[NEW_ORACLE];
    const verdict = judge(run);
    expect(verdict.outcome).toBe('inconclusive');
    expect(inconclusives(verdict)).toContain('discovery | new');
  });

  it('is inconclusive about a group version whose document nobody could read', () => {
    const run = rehearsal();
    for (const view of viewsOf(run, 5)) {
      hide(view, 'apps/v1', 'deployments');
      view.problems.push({ probe: 'discovery', subject: 'apps/v1', message: 'timeout' });
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([]);
    expect(inconclusives(verdict)).toEqual(['discovery | apps/v1', 'surface-returns | apps/v1']);
  });

  it('is inconclusive about what the oracle could not show', () => {
    const run = rehearsal();
    run.oracles[OLD_ORACLE]?.problems.push({ probe: 'aggregated-discovery', subject: 'v1 pods', message: 'missing' });
    expect(inconclusives(judge(run))).toEqual(['discovery | v1 pods']);
  });
});

describe('gates', () => {
  it('trips on a flipped gate of one component', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).components['kube-scheduler'].gates[1] ?? {}, { enabled: true });
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['gates | kube-scheduler gate Graduating']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({
      path: 'enabled',
      before: false,
      after: true,
    });
  });

  it('trips on another stage', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).components['kube-apiserver'].gates[0] ?? {}, { stage: 'BETA' });
    expect(violations(judge(run))).toEqual(['gates | kube-apiserver gate Experimental']);
  });

  it.each([
    ['is gone', (gates: { name: string }[]) => void gates.pop(), 'Settled'],
    ['is new', (gates: object[]) => void gates.push({ name: 'New', stage: '', enabled: true }), 'New'],
    [
      'shows a second stage',
      (gates: object[]) => void gates.push({ name: 'Settled', stage: 'BETA', enabled: true }),
      'Settled',
    ],
  ])('trips on a gate that %s', (_what, change, name) => {
    const run = rehearsal();
    change(stopOf(run, 2).components['kube-apiserver'].gates);
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([`gates | kube-apiserver gate ${name}`]);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')?.path).toBe('');
  });

  it('only notes what is alpha on both sides, and only while emulating', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).components['kube-apiserver'].gates[0] ?? {}, { enabled: true });
    expect(judge(run).outcome).toBe('pass');
    expect(notes(judge(run))).toContain('gates | kube-apiserver gate Experimental');
    Object.assign(stopOf(run, 3).components['kube-apiserver'].gates[0] ?? {}, { enabled: true });
    expect(violations(judge(run))).toEqual(['gates | kube-apiserver gate Experimental']);
  });

  it('is inconclusive when a component or its oracle shows no gate at all', () => {
    const run = rehearsal();
    stopOf(run, 2).components['kube-scheduler'].gates = [];
    expect(inconclusives(judge(run))).toEqual(['gates | kube-scheduler']);
    const other = rehearsal();
    const oracle = other.oracles[OLD_ORACLE];
    if (oracle) oracle.gates['kube-apiserver'] = [];
    expect(inconclusives(judge(other))).toEqual(['gates | kube-apiserver']);
  });
});

describe('surface-returns', () => {
  it('trips on a custom resource that is not there again after a return', () => {
    const run = rehearsal();
    for (const view of viewsOf(run, 5)) hide(view, 'w00.rehearse.example.com/v1', 'widgets');
    expect(violations(judge(run))).toEqual(['surface-returns | w00.rehearse.example.com/v1 widgets']);
  });

  it('trips on a custom resource that is lost at a triple never seen before', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 3)) hide(view, 'w00.rehearse.example.com/v1', 'widgets');
    const verdict = judge(run);
    expect(violations(verdict)).toContain('surface-returns | w00.rehearse.example.com/v1 widgets');
    expect(verdict.outcome).toBe('fail');
  });

  it('trips on a resource that is served at arrival and no longer at departure', () => {
    const run = rehearsal();
    hide(stopOf(run, 3).departure, 'apps/v1', 'deployments');
    expect(violations(judge(run))).toEqual(['surface-returns | apps/v1 deployments']);
  });

  it('takes a storage version seriously that was another one at the same triple', () => {
    const run = rehearsal();
    for (const view of viewsOf(run, 4)) find(view, 'v1', 'configmaps').storageVersionHash = 'other';
    expect(violations(judge(run))).toEqual(['surface-returns | v1 configmaps']);
  });

  it('takes new custom resources for what the wave made of them, not for a change of the surface', () => {
    const run = rehearsal();
    const surfaces = run.checkpoints.map(({ departure }) => departure.surface.resources.filter((each) => each.custom));
    expect(surfaces.map((custom) => custom.length)).toEqual([2, 4, 6, 8, 10, 12]);
    expect(judge(run).findings.filter(({ guarantee }) => guarantee === 'surface-returns')).toEqual([]);
  });

  it('lets a custom resource change in the wave that writes its definition, and only there', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 3).slice(1))
      find(view, 'w00.rehearse.example.com/v1', 'widgets').shortNames = ['wd'];
    expect(violations(judge(run))).toEqual(['surface-returns | w00.rehearse.example.com/v1 widgets']);
    stopOf(run, 3).wave.writes.push({
      action: 'update',
      groupVersion: 'apiextensions.k8s.io/v1',
      resource: 'customresourcedefinitions',
      namespace: '',
      name: 'widgets.w00.rehearse.example.com',
      status: 200,
      message: '',
      required: true,
      dropped: [],
    });
    expect(judge(run).outcome).toBe('pass');
  });

  it('sees a surface that does not return although every departure from the oracle was accepted', () => {
    const run = rehearsal();
    for (const view of viewsOf(run, 2)) hide(view, 'autoscaling/v1', 'horizontalpodautoscalers');
    run.ledger.push({
      id: 'accepted',
      guarantee: 'discovery',
      versions: '1.36 -> 1.37',
      subject: 'autoscaling/v1 horizontalpodautoscalers',
      path: '',
      reason: 'for the test',
      source: 'this file',
    });
    expect(violations(judge(run))).toEqual(['surface-returns | autoscaling/v1 horizontalpodautoscalers']);
  });
});
