import type { KubeComponent } from '../model/component.js';
import type { EffectiveVersion } from '../model/effective-version.js';
import type { ForwardMode } from '../model/emulation-mode.js';
import { addMinors, compareMinors, minorOf, type Minor } from '../model/version.js';

/** A rule of Kubernetes that a path can break, and where it is written down. */
export interface Rule {
  readonly id: string;
  readonly text: string;
  readonly source: string;
}

const FLOORS = 'k8s.io/apiserver pkg/util/compatibility/version.go, kubeEffectiveVersionFloors (KEP-4330, "Goals")';
const VALIDATE = 'k8s.io/component-base compatibility/version.go, effectiveVersion.Validate (KEP-4330)';
const FLAG =
  'k8s.io/component-base compatibility/registry.go, AddFlags: --min-compatibility-version is there from v0.35 on (KEP-4330)';
const FORWARD =
  'k8s.io/apiserver pkg/server/options/server_run_options.go, ServerRunOptions.Validate: both flags are there from v0.33 on (KEP-4330)';

/** Emulation begins here: no release can act as an older one. */
const OLDEST_EMULATED: Minor = '1.31';
/** How many minors a binary reaches back, for the emulated and for the min-compatibility version alike. */
const REACH = 3;

/**
 * The oldest minor that a binary may emulate or stay compatible with: 1.34 to 1.31, 1.35 to 1.32, 1.36 to 1.33, 1.37 to
 * 1.34; 1.31 to 1.33 also stop at 1.31. Releases newer than 1.37 are taken to keep the rule.
 */
export function floorOf(binary: Minor): Minor {
  const reached = addMinors(binary, -REACH);
  return compareMinors(reached, OLDEST_EMULATED) < 0 ? OLDEST_EMULATED : reached;
}

/** How a binary comes by its min-compatibility version. */
export type MinCompatibilitySource =
  /** Always binary-1: 1.31 and 1.32. */
  | 'fixed'
  /** Follows the emulated version and cannot be set: 1.33 and 1.34. */
  | 'computed'
  /** Follows the emulated version unless `--min-compatibility-version` says otherwise: 1.35 and newer. */
  | 'flag';

/** Says how releases of a minor come by their min-compatibility version. */
export function minCompatibilitySource(binary: Minor): MinCompatibilitySource {
  if (compareMinors(binary, '1.33') < 0) return 'fixed';
  return compareMinors(binary, '1.35') < 0 ? 'computed' : 'flag';
}

/**
 * The min-compatibility version a binary takes by itself: emulated-1, but never below its floor (so a 1.37 that emulates
 * 1.34 takes 1.34). Source: k8s.io/component-base compatibility/version.go, SetEmulationVersion.
 */
export function defaultMinCompatibility(binary: Minor, emulated: Minor): Minor {
  if (minCompatibilitySource(binary) === 'fixed') return addMinors(binary, -1);
  const wanted = addMinors(emulated, -1);
  const floor = floorOf(binary);
  return compareMinors(wanted, floor) < 0 ? floor : wanted;
}

/** The rule that makes a triple impossible to start, or undefined when its binary accepts it. */
export function brokenRule(version: EffectiveVersion): Rule | undefined {
  const binary = minorOf(version.binary);
  const floor = floorOf(binary);
  if (compareMinors(version.emulated, floor) < 0 || compareMinors(version.emulated, binary) > 0) {
    return {
      id: 'emulated-range',
      text: `kube ${binary} emulates ${floor} to ${binary}, not ${version.emulated}`,
      source: FLOORS,
    };
  }
  if (version.minCompatibility === defaultMinCompatibility(binary, version.emulated)) return undefined;
  if (minCompatibilitySource(binary) !== 'flag') {
    const taken = defaultMinCompatibility(binary, version.emulated);
    return {
      id: 'min-compatibility-flag',
      text:
        `kube ${binary} has no --min-compatibility-version (1.35 was the first): emulating ${version.emulated} it always ` +
        `takes ${taken}, never ${version.minCompatibility}`,
      source: FLAG,
    };
  }
  if (
    compareMinors(version.minCompatibility, floor) < 0 ||
    compareMinors(version.minCompatibility, version.emulated) > 0
  ) {
    return {
      id: 'min-compatibility-range',
      text:
        `kube ${binary} emulating ${version.emulated} stays compatible with ${floor} to ${version.emulated}, ` +
        `not ${version.minCompatibility}`,
      source: VALIDATE,
    };
  }
  return undefined;
}

/** The flag, without dashes, that switches a mode on. It does not depend on the release: 1.33 was the first that has both. */
export const FORWARD_FLAGS: Readonly<Record<ForwardMode, string>> = {
  'forward-compatible': 'emulation-forward-compatible',
  'runtime-config-forward-compatible': 'runtime-config-emulation-forward-compatible',
};

/** The rule that keeps a component from being started at a triple in one of these modes, or undefined when none does. */
export function brokenForwardRule(
  mode: ForwardMode,
  component: KubeComponent,
  version: EffectiveVersion,
): Rule | undefined {
  const binary = minorOf(version.binary);
  const flag = FORWARD_FLAGS[mode];
  if (component !== 'kube-apiserver' || compareMinors(binary, '1.33') < 0) {
    return {
      id: 'forward-compatible-flag',
      text: `${component} ${binary} has no --${flag}; kube-apiserver has it from 1.33 on`,
      source: FORWARD,
    };
  }
  if (version.emulated !== binary) return undefined;
  return {
    id: 'forward-compatible-while-emulating',
    text: `--${flag} is for a binary that emulates an older version, and kube ${binary} is to act as itself`,
    source: FORWARD,
  };
}

/**
 * The flags that bring a binary to a triple, without dashes, and only those it needs: none for a binary's own default.
 * The same for kube-apiserver, kube-controller-manager and kube-scheduler.
 */
export function versionFlags(version: EffectiveVersion): Record<string, string> {
  const binary = minorOf(version.binary);
  const flags: Record<string, string> = {};
  if (version.emulated !== binary) flags['emulated-version'] = version.emulated;
  if (version.minCompatibility !== defaultMinCompatibility(binary, version.emulated)) {
    flags['min-compatibility-version'] = version.minCompatibility;
  }
  return flags;
}
