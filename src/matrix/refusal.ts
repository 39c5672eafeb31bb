import type { EffectiveVersion } from '../model/effective-version.js';
import type { ForwardMode } from '../model/emulation-mode.js';
import { compareMinors, minorOf } from '../model/version.js';
import { floorOf, FORWARD_FLAGS, minCompatibilitySource, versionFlags } from '../plan/release-rules.js';

/**
 * The errors that a binary ends with when flags ask for a triple that it cannot take, in its words and order; none for one
 * that it can. What a rule forbids is one error; an emulated version below the floor is a second one, because nothing lies
 * between the floor and it. Source: k8s.io/component-base compatibility/version.go, effectiveVersion.Validate; the words are
 * those of 1.36.3 and 1.37.2.
 */
export function versionErrors(version: EffectiveVersion): string[] {
  const binary = minorOf(version.binary);
  const floor = floorOf(binary);
  const { emulated, minCompatibility } = version;
  const minFlag = 'min-compatibility-version';
  if (minFlag in versionFlags(version) && minCompatibilitySource(binary) !== 'flag') return [unknownFlag(minFlag)];
  const errors = [];
  if (compareMinors(emulated, floor) < 0 || compareMinors(emulated, binary) > 0) {
    errors.push(`emulation version ${emulated} is not between [${floor}, ${binary}.0]`);
  }
  if (compareMinors(minCompatibility, floor) < 0 || compareMinors(minCompatibility, emulated) > 0) {
    errors.push(`minCompatibilityVersion version ${minCompatibility} is not between [${floor}, ${emulated}]`);
  }
  return errors;
}

const FIELDS: Readonly<Record<ForwardMode, string>> = {
  'forward-compatible': 'EmulationForwardCompatible',
  'runtime-config-forward-compatible': 'RuntimeConfigEmulationForwardCompatible',
};

/** What kube-apiserver says to a forward-compatible mode when it acts as itself. */
export function forwardError(mode: ForwardMode): string {
  return `ServerRunOptions.${FIELDS[mode]} cannot be set to true if the emulation version is the same as the binary version`;
}

/** What a component says to a forward-compatible mode that it does not have. */
export function noForwardError(mode: ForwardMode): string {
  return unknownFlag(FORWARD_FLAGS[mode]);
}

function unknownFlag(name: string): string {
  return `unknown flag: --${name}`;
}

/** Several errors as one, the way that k8s.io/apimachinery's aggregates print. */
export function aggregated(errors: readonly string[]): string {
  return errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]`;
}
