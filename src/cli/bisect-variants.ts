import type { Setting } from '../fields/bisect/setting.js';
import type { Varied } from '../fields/bisect/result.js';
import type { VariantSetting } from '../field-probe/bisect/run-bisect.js';
import type { EffectiveVersion } from '../model/effective-version.js';
import { minorOf, minorsBetween, type Release } from '../model/version.js';
import { brokenRule, defaultMinCompatibility, floorOf } from '../plan/release-rules.js';
import { BadInputError } from '../support/errors.js';

/** Every legal min-compatibility and emulated version of the emulating server but its own, and the other releases on their side. */
export function variantsOf(
  { old, emulating }: Readonly<Record<VariantSetting['side'], Setting>>,
  vary: readonly Varied[],
  releases: readonly Release[],
): VariantSetting[] {
  const { version } = emulating;
  const binary = minorOf(version.binary);
  const minors = minorsBetween(floorOf(binary), binary);
  const at = (change: Partial<EffectiveVersion>): Setting => ({ ...emulating, version: { ...version, ...change } });
  const compatible = minors
    .filter((minor) => minor !== version.minCompatibility)
    .map((minor) => ({ of: 'minCompatibility', version: minor, setting: at({ minCompatibility: minor }) }) as const)
    .filter(({ setting }) => !brokenRule(setting.version));
  const emulated = minors
    .filter((minor) => minor !== version.emulated)
    .map((minor) => {
      const change = { emulated: minor, minCompatibility: defaultMinCompatibility(binary, minor) };
      return { of: 'emulated', version: minor, setting: at(change) } as const;
    });
  const side = (release: Release): VariantSetting['side'] => (minorOf(release) === binary ? 'emulating' : 'old');
  const bases = { old, emulating };
  return [
    ...(vary.includes('min-compat') ? compatible : []).map((each) => ({ ...each, side: 'emulating' as const })),
    ...(vary.includes('emulated') ? emulated : []).map((each) => ({ ...each, side: 'emulating' as const })),
    ...releases.map((release) => {
      const base = bases[side(release)];
      const setting = { ...base, version: { ...base.version, binary: release } };
      return { of: 'releases' as const, version: release, side: side(release), setting };
    }),
  ];
}

/** Of some releases those of the same minors as a probe's two, but not these themselves, oldest first. */
export function releasesBeside(releases: readonly Release[], sides: readonly Release[]): Release[] {
  const minors = sides.map(minorOf);
  const others = releases.filter((release) => minors.includes(minorOf(release)) && !sides.includes(release));
  return [...new Set(others)].sort(byAge);
}

/** Releases that somebody chose, in the same way. Throws BadInputError for one of another minor. */
export function chosenReleases(releases: readonly Release[], sides: readonly Release[]): Release[] {
  const minors = sides.map(minorOf);
  const stranger = releases.find((release) => !minors.includes(minorOf(release)));
  if (stranger === undefined) return releasesBeside(releases, sides);
  throw new BadInputError({
    code: 'release-unrelated',
    message: `--releases: ${stranger} is a release of neither ${minors.join(' nor ')}`,
    remedy: 'give releases of the minors that the probe compared',
  });
}

/** A candidate of a release is older than the release itself. */
function byAge(a: Release, b: Release): number {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const [core, candidate] = a.split('-');
  const [otherCore, otherCandidate] = b.split('-');
  if (core !== otherCore) return compare(core!, otherCore!);
  if (candidate === undefined) return otherCandidate === undefined ? 0 : 1;
  return otherCandidate === undefined ? -1 : compare(candidate, otherCandidate);
}
