import type { EffectiveVersion } from '../model/effective-version.js';
import { minorOf } from '../model/version.js';
import { versionAt, type Path } from './moves.js';
import { brokenRule } from './release-rules.js';

/**
 * The version of the fresh server that says what a stop's surface must be.
 *
 * - The old release, and the new one emulating it: a real old server with the same min-compatibility version; where the
 *   old release cannot be given that one, with its default, which changes no surface before 1.35 (its storage pins are
 *   hard-coded).
 * - A minor in between, on a skip-level path: no real release of it is at hand, so the new binary at the same triple.
 * - The new emulated version: the new binary at the same triple, because a running server must not differ from a new one.
 */
export function oracleVersion(version: EffectiveVersion, path: Path): EffectiveVersion {
  const from = minorOf(path.from);
  if (version.binary !== path.from && version.emulated !== from) return version;
  const likeForLike = { binary: path.from, emulated: from, minCompatibility: version.minCompatibility };
  if (!brokenRule(likeForLike)) return likeForLike;
  return versionAt({ binary: 'from' }, { ...path, minCompatibility: 'default' });
}

/** The name of an oracle: `1.36.3-emulating-1.36-min-1.35`. */
export function oracleId(version: EffectiveVersion): string {
  return `${version.binary}-emulating-${version.emulated}-min-${version.minCompatibility}`;
}
