import type { EffectiveVersion } from '../model/effective-version.js';
import type { MinCompatibilityMode } from '../model/scenario.js';
import type { TransitionName } from '../model/transition.js';
import { addMinors, compareMinors, minorOf, type Minor, type Release } from '../model/version.js';
import { defaultMinCompatibility, type Rule } from './release-rules.js';

/** The two releases of a rehearsal and how min-compatibility is chosen between them. */
export interface Path {
  readonly from: Release;
  readonly to: Release;
  readonly minCompatibility: MinCompatibilityMode;
}

/** Where a cluster stands on its path. */
export type Place =
  { readonly binary: 'from' } | { readonly binary: 'to'; readonly emulated: Minor; readonly finalized: boolean };

/** A move that leads somewhere, or the rule that forbids it and what to do instead. */
export type MoveResult =
  | { readonly allowed: true; readonly place: Place }
  | { readonly allowed: false; readonly rule: Rule; readonly instead: string };

const STORIES = 'KEP-4330, "User Stories": the new binary first, then the version it emulates';
const MOTIVATION =
  'KEP-4330, "Motivation": data that only the new release knows is written only after the emulated version was raised';
const VALIDATE = 'k8s.io/component-base compatibility/version.go, effectiveVersion.Validate (KEP-4330)';
const FLAG_HELP =
  'k8s.io/component-base compatibility/registry.go, AddFlags, on --min-compatibility-version (KEP-4330)';

/**
 * The triple of a place. Until `finalize` min-compatibility never rises above the rollback target, the old release; only
 * there it becomes the new one. At the old emulated version it is what the binary takes by itself (`default`) or the old
 * release itself (`pinned`).
 */
export function versionAt(place: Place, path: Path): EffectiveVersion {
  const from = minorOf(path.from);
  const to = minorOf(path.to);
  const atOldVersion = (binary: Minor): Minor =>
    path.minCompatibility === 'pinned' ? from : defaultMinCompatibility(binary, from);
  if (place.binary === 'from') return { binary: path.from, emulated: from, minCompatibility: atOldVersion(from) };
  if (place.finalized) return { binary: path.to, emulated: to, minCompatibility: to };
  const minCompatibility = place.emulated === from ? atOldVersion(to) : from;
  return { binary: path.to, emulated: place.emulated, minCompatibility };
}

/** True when two places are one. */
export function samePlace(a: Place, b: Place): boolean {
  if (a.binary === 'from' || b.binary === 'from') return a.binary === b.binary;
  return a.emulated === b.emulated && a.finalized === b.finalized;
}

/** True where upstream promises that the old release can take over: at the old release and while the new one emulates it. */
export function rollbackIsPromised(place: Place, path: Path): boolean {
  return place.binary === 'from' || place.emulated === minorOf(path.from);
}

/** Says where a move leads from a place. Whether the binary accepts the triple there is {@link brokenRule}'s business. */
export function move(transition: TransitionName, place: Place, path: Path): MoveResult {
  const from = minorOf(path.from);
  const to = minorOf(path.to);
  switch (transition) {
    case 'null-restart':
      return { allowed: true, place };
    case 'binary-upgrade':
      if (place.binary === 'to') {
        return forbid(
          'upgrade-from-old',
          `binary-upgrade starts at the old release ${path.from}`,
          STORIES,
          'leave it out, or roll the binary back first',
        );
      }
      return { allowed: true, place: { binary: 'to', emulated: from, finalized: false } };
    case 'emulation-upgrade':
      if (place.binary === 'from') return newBinaryFirst(transition, path);
      if (compareMinors(place.emulated, to) >= 0) {
        return forbid(
          'emulated-at-most-binary',
          `the emulated version cannot be newer than the binary, and ${to} is emulated already`,
          VALIDATE,
          place.finalized ? 'the path has ended; leave it out' : 'the next move up is finalize',
        );
      }
      return { allowed: true, place: { ...place, emulated: addMinors(place.emulated, 1) } };
    case 'finalize':
      if (place.binary === 'from') return newBinaryFirst(transition, path);
      if (place.emulated !== to) {
        return forbid(
          'min-compatibility-at-most-emulated',
          `the min-compatibility version cannot be newer than the emulated version, and ${to} is not emulated yet`,
          VALIDATE,
          `put emulation-upgrade before it, until ${to} is emulated`,
        );
      }
      if (place.finalized) {
        return forbid('finalize-once', 'finalize raises the min-compatibility version once', FLAG_HELP, 'leave it out');
      }
      return { allowed: true, place: { ...place, finalized: true } };
    case 'unfinalize':
      if (place.binary === 'from' || !place.finalized) {
        return forbid(
          'unfinalize-after-finalize',
          'unfinalize takes back a finalize, and none is in force here',
          FLAG_HELP,
          'put finalize before it, or leave it out',
        );
      }
      return { allowed: true, place: { ...place, finalized: false } };
    case 'emulation-rollback':
      if (place.binary === 'from') return newBinaryFirst(transition, path);
      if (place.finalized) {
        return forbid(
          'min-compatibility-at-most-emulated',
          `with min-compatibility ${to} nothing older than ${to} can be emulated`,
          VALIDATE,
          'put unfinalize before it, or use direct-rollback',
        );
      }
      if (place.emulated === from) {
        return forbid(
          'rollback-ends-at-old',
          `${from} is emulated already; the rehearsal does not go below its old release`,
          STORIES,
          'the next move down is binary-rollback',
        );
      }
      return { allowed: true, place: { ...place, emulated: addMinors(place.emulated, -1) } };
    case 'binary-rollback':
      if (place.binary === 'from') return newBinaryFirst(transition, path);
      if (place.emulated !== from) {
        return forbid(
          'binary-rollback-while-emulating-old',
          `rolling the binary back is promised only while the new one emulates ${from}`,
          MOTIVATION,
          'use direct-rollback to go straight to the real old release, or roll the emulated version back first',
        );
      }
      return { allowed: true, place: { binary: 'from' } };
    case 'direct-rollback':
      if (place.binary === 'from') return newBinaryFirst(transition, path);
      return { allowed: true, place: { binary: 'from' } };
  }
}

function newBinaryFirst(transition: TransitionName, path: Path): MoveResult {
  return forbid(
    'new-binary-first',
    `${transition} is a move of the new release ${path.to}, and ${path.from} is running`,
    STORIES,
    'put binary-upgrade before it',
  );
}

function forbid(id: string, text: string, source: string, instead: string): MoveResult {
  return { allowed: false, rule: { id, text, source }, instead };
}
