import type { FeatureGate } from '../../model/observation.js';
import type { SelfReport } from '../../model/self-report.js';
import { WHOLESALE } from './candidates.js';
import type { Setting } from './setting.js';

/** What a server says of itself once it runs. */
export interface Said {
  readonly report: SelfReport;
  readonly gates: readonly FeatureGate[];
  /** Versions of the API that it serves. */
  readonly served: readonly string[];
}

/** What of a setting a server does not say to be in effect: a trial in which nothing was switched would show that the switch does nothing. */
export function notInEffect(
  { version, featureGates, runtimeConfig }: Setting,
  { report, gates, served }: Said,
): string[] {
  const { binary, emulated, minCompatibility } = report;
  const versions = [
    binary === version.binary ? [] : [`release ${version.binary}`],
    emulated === version.emulated ? [] : [`emulated version ${version.emulated}`],
    minCompatibility === version.minCompatibility ? [] : [`min-compatibility version ${version.minCompatibility}`],
  ];
  const switchedGates = Object.entries(featureGates).filter(([name]) => !WHOLESALE.includes(name));
  const enabled = new Map(gates.map((gate) => [gate.name, gate.enabled]));
  const apis = Object.entries(runtimeConfig).filter(([name]) => name !== 'api/all');
  return [
    ...versions.flat(),
    ...switchedGates.filter(([name, value]) => enabled.get(name) !== value).map(([name, value]) => `${name}=${value}`),
    ...apis
      .filter(([name, value]) => served.includes(name) !== (value === 'true'))
      .map(([name, value]) => `${name}=${value}`),
  ];
}
