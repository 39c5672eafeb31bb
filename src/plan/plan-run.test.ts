import { describe, expect, it } from 'vitest';
import { formatEffectiveVersion } from '../model/effective-version.js';
import type { Launch, Plan } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { minorOf, type Release } from '../model/version.js';
import { planRun } from './plan-run.js';
import { aScenario, steps } from './testing/scenarios.js';

const UP = ['null-restart', 'binary-upgrade', 'emulation-upgrade'] as const;

function plan(scenario: Partial<Scenario>, from: Release = '1.36.3', to: Release = '1.37.2'): Plan {
  return planRun({ scenario: aScenario(scenario), versions: { from, to, etcd: '3.6.8' }, seed: 7 });
}

/** `name: triple | apiserver's flags` of every stop. */
function outline({ steps: stops }: Plan): string[] {
  return stops.map(({ name, launch: { version, components } }) => {
    const flags = Object.entries(components['kube-apiserver'].extraArgs).map(([flag, value]) => `--${flag}=${value}`);
    return [`${name}: ${formatEffectiveVersion(version)}`, ...flags].join(' ');
  });
}

describe('the triples of a path', () => {
  it('in default mode follow what the binaries do by themselves', () => {
    expect(outline(plan({ steps: steps(...UP, 'finalize') }))).toEqual([
      '00-baseline: 1.36.3 (emulating 1.36, min-compat 1.35)',
      '01-null-restart: 1.36.3 (emulating 1.36, min-compat 1.35)',
      '02-binary-upgrade: 1.37.2 (emulating 1.36, min-compat 1.35) --emulated-version=1.36',
      '03-emulation-upgrade: 1.37.2 (emulating 1.37, min-compat 1.36)',
      '04-finalize: 1.37.2 (emulating 1.37, min-compat 1.37) --min-compatibility-version=1.37',
    ]);
  });

  it('in pinned mode never let min-compatibility fall below the old release', () => {
    expect(outline(plan({ minCompatibility: 'pinned', steps: steps(...UP, 'finalize') }))).toEqual([
      '00-baseline: 1.36.3 (emulating 1.36, min-compat 1.36) --min-compatibility-version=1.36',
      '01-null-restart: 1.36.3 (emulating 1.36, min-compat 1.36) --min-compatibility-version=1.36',
      '02-binary-upgrade: 1.37.2 (emulating 1.36, min-compat 1.36) --emulated-version=1.36 --min-compatibility-version=1.36',
      '03-emulation-upgrade: 1.37.2 (emulating 1.37, min-compat 1.36)',
      '04-finalize: 1.37.2 (emulating 1.37, min-compat 1.37) --min-compatibility-version=1.37',
    ]);
  });

  it('on a skip-level path keep min-compatibility at the rollback target until finalize', () => {
    const skip = plan({ steps: steps(...UP, 'emulation-upgrade', 'emulation-upgrade', 'finalize') }, '1.34.4');
    expect(outline(skip).slice(2)).toEqual([
      // emulated-1 would be 1.33, below what a 1.37 can be compatible with
      '02-binary-upgrade: 1.37.2 (emulating 1.34, min-compat 1.34) --emulated-version=1.34',
      '03-emulation-upgrade: 1.37.2 (emulating 1.35, min-compat 1.34) --emulated-version=1.35',
      '04-emulation-upgrade: 1.37.2 (emulating 1.36, min-compat 1.34) --emulated-version=1.36 --min-compatibility-version=1.34',
      '05-emulation-upgrade: 1.37.2 (emulating 1.37, min-compat 1.34) --min-compatibility-version=1.34',
      '06-finalize: 1.37.2 (emulating 1.37, min-compat 1.37) --min-compatibility-version=1.37',
    ]);
  });

  it('on the way back are those of the way up', () => {
    const back = plan({ steps: steps(...UP, 'finalize', 'unfinalize', 'emulation-rollback', 'binary-rollback') });
    const triples = back.steps.map(({ launch }) => formatEffectiveVersion(launch.version));
    expect(triples.slice(5)).toEqual([triples[3], triples[2], triples[0]]);
    expect(back.steps.map(({ returnsTo }) => returnsTo)).toEqual([
      undefined,
      0,
      undefined,
      undefined,
      undefined,
      3,
      2,
      1,
    ]);
  });

  it.each([
    [[...UP, 'direct-rollback'] as const],
    [[...UP, 'finalize', 'direct-rollback'] as const],
    [['null-restart', 'binary-upgrade', 'direct-rollback'] as const],
  ])('of a direct-rollback are the real baseline, from wherever it starts: %j', (path) => {
    const stops = plan({ steps: steps(...path) }).steps;
    expect(stops.at(-1)?.launch).toEqual(stops[0]?.launch);
  });
});

describe('a plan', () => {
  it('begins with a null-restart even when the scenario does not', () => {
    const names = (scenario: Scenario['steps']): string[] => plan({ steps: scenario }).steps.map(({ name }) => name);
    expect(names(steps('binary-upgrade'))).toEqual(['00-baseline', '01-null-restart', '02-binary-upgrade']);
    expect(names(steps('null-restart', 'binary-upgrade'))).toEqual(names(steps('binary-upgrade')));
  });

  it('replaces kube-apiserver first on the way up and last on the way down', () => {
    const path = plan({ steps: steps(...UP, 'finalize', 'unfinalize', 'emulation-rollback', 'binary-rollback') });
    const places = path.steps.map(({ name, order }) => `${name} ${order.indexOf('kube-apiserver')}`);
    expect(places).toEqual([
      '00-baseline 0',
      '01-null-restart 0',
      '02-binary-upgrade 0',
      '03-emulation-upgrade 0',
      '04-finalize 0',
      '05-unfinalize 2',
      '06-emulation-rollback 2',
      '07-binary-rollback 2',
    ]);
  });

  it('measures the surface with the real old release while that is emulated, and with the new one after it', () => {
    const { steps: stops, oracles } = plan({ steps: steps(...UP, 'finalize') });
    expect(stops.map(({ oracle }) => oracle)).toEqual([
      '1.36.3-emulating-1.36-min-1.35',
      '1.36.3-emulating-1.36-min-1.35',
      '1.36.3-emulating-1.36-min-1.35',
      '1.37.2-emulating-1.37-min-1.36',
      '1.37.2-emulating-1.37-min-1.37',
    ]);
    expect(oracles.map(({ id }) => id)).toEqual([...new Set(stops.map(({ oracle }) => oracle))]);
  });

  it('starts the pinned oracle with the same min-compatibility version', () => {
    const { oracles } = plan({ minCompatibility: 'pinned', steps: steps('binary-upgrade') });
    expect(oracles.map(({ id, launch }) => [id, launch.components['kube-scheduler'].extraArgs])).toEqual([
      ['1.36.3-emulating-1.36-min-1.36', { 'min-compatibility-version': '1.36' }],
    ]);
  });

  it('measures a minor in between with the new binary, and a clamped one with an old release as it comes', () => {
    const { steps: stops } = plan({ steps: steps(...UP) }, '1.34.4');
    expect(stops.slice(2).map(({ oracle }) => oracle)).toEqual([
      '1.34.4-emulating-1.34-min-1.33', // a 1.34 cannot be given min-compatibility 1.34
      '1.37.2-emulating-1.35-min-1.34',
    ]);
  });

  it('gives all components the gates, kube-apiserver the runtime-config, and each one its own settings', () => {
    const { steps: stops } = plan({
      steps: steps('binary-upgrade'),
      featureGates: { Zebra: false, Apple: true },
      runtimeConfig: { 'api/beta': 'true', 'apps/v1': 'false' },
      components: { 'kube-scheduler': { extraArgs: { v: '4' }, env: { GODEBUG: 'x' } } },
    });
    expect(stops[2]?.launch.components).toEqual({
      'kube-apiserver': {
        extraArgs: {
          'emulated-version': '1.36',
          'feature-gates': 'Apple=true,Zebra=false',
          'runtime-config': 'api/beta=true,apps/v1=false',
        },
        env: {},
      },
      'kube-controller-manager': {
        extraArgs: { 'emulated-version': '1.36', 'feature-gates': 'Apple=true,Zebra=false' },
        env: {},
      },
      'kube-scheduler': {
        extraArgs: { 'emulated-version': '1.36', 'feature-gates': 'Apple=true,Zebra=false', v: '4' },
        env: { GODEBUG: 'x' },
      },
    });
  });

  it('switches the forward-compatible mode on where kube-apiserver emulates, and nowhere else', () => {
    const { steps: stops, oracles, rollbackTarget, ...rest } = plan({ steps: steps(...UP), forwardCompatible: true });
    const flagOf = (launch: Launch): (string | undefined)[] =>
      Object.values(launch.components).map(({ extraArgs }) => extraArgs['emulation-forward-compatible']);
    expect(rest.forwardCompatible).toBe(true);
    for (const { launch } of [...stops, ...oracles, { launch: rollbackTarget }]) {
      const emulates = launch.version.emulated !== minorOf(launch.version.binary);
      expect(flagOf(launch)).toEqual([emulates ? 'true' : undefined, undefined, undefined]);
    }
    expect(stops.filter(({ launch }) => flagOf(launch)[0]).map(({ name }) => name)).toEqual(['02-binary-upgrade']);
  });

  it('starts the rollback target and the oracles with the same settings as the stops', () => {
    const settings = { components: { 'kube-apiserver': { extraArgs: { v: '4' }, env: {} } } };
    const { rollbackTarget, oracles, steps: stops } = plan({ steps: steps('binary-upgrade'), ...settings });
    expect(rollbackTarget).toEqual(stops[0]?.launch);
    expect(oracles[0]?.launch).toEqual(rollbackTarget);
  });

  it('hands on what the scenario brings, but not where it was written', () => {
    const manifest = { path: 'a.yaml', documents: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }] };
    const scenario = {
      manifests: [manifest],
      steps: [{ transition: 'null-restart', apply: [manifest] } as const],
      positions: { 'spec.steps[0]': { file: '/somewhere/x.yaml', line: 1, column: 1 } },
    };
    const planned = plan(scenario);
    expect(planned.manifests).toEqual([manifest]);
    expect(planned.steps[1]?.apply).toEqual([manifest]);
    expect(JSON.stringify(planned)).not.toContain('somewhere');
  });
});

describe('the rollback expectation', () => {
  const expectations = (scenario: Partial<Scenario>): string[] =>
    plan(scenario).steps.map(({ rollback }) => `${rollback.worst}, ${rollback.because}`);

  it('is safe at the old release and while it is emulated, and anything elsewhere', () => {
    expect(expectations({ steps: steps(...UP, 'finalize', 'direct-rollback') })).toEqual([
      'safe, promised',
      'safe, promised',
      'safe, promised',
      'impossible, nothing promised',
      'impossible, nothing promised',
      'safe, promised',
    ]);
  });

  it('is what the scenario says where nothing is promised', () => {
    const path = steps(...UP, 'finalize').map((step) => ({ ...step, rollback: 'safe' as const }));
    expect(expectations({ steps: path })).toEqual([
      'safe, promised',
      'safe, promised',
      'safe, promised',
      'safe, scenario',
      'safe, scenario',
    ]);
  });

  it('may be lossy at a promised stop once newer data has been written', () => {
    const [last] = steps('emulation-rollback');
    const path = [...steps(...UP), { ...last, rollback: 'lossy' as const } as Scenario['steps'][number]];
    expect(expectations({ steps: path }).at(-1)).toBe('lossy, scenario');
  });
});
