import { minorOf, type Minor, type Release } from './version.js';

/**
 * What a component really acts as (KEP-4330): the release of its executable, the minor it emulates and the oldest minor it
 * stays compatible with. Every version question takes one of these, never a bare string.
 */
export interface EffectiveVersion {
  readonly binary: Release;
  readonly emulated: Minor;
  readonly minCompatibility: Minor;
}

/** The one way to print a triple: `1.37.2 (emulating 1.36, min-compat 1.35)`. */
export function formatEffectiveVersion(version: EffectiveVersion): string {
  return `${version.binary} (emulating ${version.emulated}, min-compat ${version.minCompatibility})`;
}

/** True when all three parts are equal. */
export function sameEffectiveVersion(a: EffectiveVersion, b: EffectiveVersion): boolean {
  return a.binary === b.binary && a.emulated === b.emulated && a.minCompatibility === b.minCompatibility;
}

/** True when the binary emulates nothing older. */
export function actsAsItself({ binary, emulated }: EffectiveVersion): boolean {
  return emulated === minorOf(binary);
}
