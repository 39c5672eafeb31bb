import { expect, it } from 'vitest';
import { formatPlan } from './format-plan.js';
import { planRun } from './plan-run.js';
import { aScenario, steps } from './testing/scenarios.js';

const versions = { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' } as const;

it('a plan is shown with everything that a reader must know before it runs', () => {
  const manifest = { path: 'own.yaml', documents: [] };
  const path = steps('null-restart', 'binary-upgrade', 'emulation-upgrade', 'direct-rollback');
  const scenario = aScenario({
    name: 'regret',
    steps: path.map((step, index) => (index === 2 ? { ...step, rollback: 'lossy', apply: [manifest] } : step)),
    featureGates: { WatchList: false },
    components: { 'kube-scheduler': { extraArgs: { v: '4' }, env: { GOGC: '50' } } },
    manifests: [manifest],
    fill: 2000,
  });
  expect(`\n${formatPlan(planRun({ scenario, versions, seed: 5 }))}`).toMatchInlineSnapshot(`
    "
    rehearsal regret: 1.36.3 -> 1.37.2, etcd 3.6.8, minCompatibility default, seed 5
      fills the cluster with 2000 objects
      writes own.yaml

    00-baseline  1.36.3 (emulating 1.36, min-compat 1.35)
        starts    kube-apiserver, kube-controller-manager, kube-scheduler
        flags     kube-apiserver: --feature-gates=WatchList=false
                  kube-controller-manager: --feature-gates=WatchList=false
                  kube-scheduler: GOGC=50 --feature-gates=WatchList=false --v=4
        surface   as a fresh 1.36.3-emulating-1.36-min-1.35
        rollback  must be safe (promised)

    01-null-restart  1.36.3 (emulating 1.36, min-compat 1.35)
        replaces  kube-apiserver, kube-controller-manager, kube-scheduler
        flags     kube-apiserver: --feature-gates=WatchList=false
                  kube-controller-manager: --feature-gates=WatchList=false
                  kube-scheduler: GOGC=50 --feature-gates=WatchList=false --v=4
        surface   as a fresh 1.36.3-emulating-1.36-min-1.35
                  as at 00-baseline
        rollback  must be safe (promised)

    02-binary-upgrade  1.37.2 (emulating 1.36, min-compat 1.35)
        replaces  kube-apiserver, kube-controller-manager, kube-scheduler
        flags     kube-apiserver: --emulated-version=1.36 --feature-gates=WatchList=false
                  kube-controller-manager: --emulated-version=1.36 --feature-gates=WatchList=false
                  kube-scheduler: GOGC=50 --emulated-version=1.36 --feature-gates=WatchList=false --v=4
        surface   as a fresh 1.36.3-emulating-1.36-min-1.35
        rollback  must be safe (promised)

    03-emulation-upgrade  1.37.2 (emulating 1.37, min-compat 1.36)
        replaces  kube-apiserver, kube-controller-manager, kube-scheduler
        flags     kube-apiserver: --feature-gates=WatchList=false
                  kube-controller-manager: --feature-gates=WatchList=false
                  kube-scheduler: GOGC=50 --feature-gates=WatchList=false --v=4
        surface   as a fresh 1.37.2-emulating-1.37-min-1.36
        rollback  no worse than lossy, says the scenario
        applies   own.yaml

    04-direct-rollback  1.36.3 (emulating 1.36, min-compat 1.35)
        replaces  kube-controller-manager, kube-scheduler, kube-apiserver
        flags     kube-apiserver: --feature-gates=WatchList=false
                  kube-controller-manager: --feature-gates=WatchList=false
                  kube-scheduler: GOGC=50 --feature-gates=WatchList=false --v=4
        surface   as a fresh 1.36.3-emulating-1.36-min-1.35
                  as at 01-null-restart
        rollback  must be safe (promised)

    rollback target: 1.36.3 (emulating 1.36, min-compat 1.35)
    oracle 1.36.3-emulating-1.36-min-1.35: 1.36.3 (emulating 1.36, min-compat 1.35)
    oracle 1.37.2-emulating-1.37-min-1.36: 1.37.2 (emulating 1.37, min-compat 1.36)
    "
  `);
});

it('a regression is shown with the bug it reproduces and what it must find', () => {
  const scenario = aScenario({
    kind: 'Regression',
    name: 'removed-gate',
    regression: {
      upstream: 'https://example.com/1',
      finds: [
        { guarantee: 'replaced', subject: 'kube-apiserver' },
        { guarantee: 'gates', subject: 'kube-scheduler gate A' },
      ],
      fixed: { to: '1.37.2' },
    },
  });
  const [head] = formatPlan(planRun({ scenario, versions, seed: 5 })).split('\n\n');
  expect(head).toMatchInlineSnapshot(`
    "regression removed-gate: 1.36.3 -> 1.37.2, etcd 3.6.8, minCompatibility default, seed 5
      reproduces https://example.com/1
      must find replaced on kube-apiserver
      must find gates on kube-scheduler gate A"
  `);
});

it('a control is shown with the fault it plants and the finding that must come of it', () => {
  const scenario = aScenario({
    kind: 'Control',
    name: 'never-restarted',
    control: {
      sabotage: { type: 'skip-restart', step: 1, component: 'kube-scheduler' },
      mustTrip: { guarantee: 'replaced', subject: 'kube-scheduler' },
    },
  });
  const [head] = formatPlan(planRun({ scenario, versions, seed: 5 })).split('\n\n');
  expect(head).toMatchInlineSnapshot(`
    "control never-restarted: 1.36.3 -> 1.37.2, etcd 3.6.8, minCompatibility default, seed 5
      plants skip-restart at step 1: component kube-scheduler
      must trip replaced on kube-scheduler"
  `);
});
