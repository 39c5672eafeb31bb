import { addMinors, compareMinors, isMinor, isRelease, minorOf, type Minor, type Release } from '../model/version.js';
import { BadInputError } from '../support/errors.js';
import type { Catalogue, CatalogueEntry } from './catalogue.js';

/**
 * The release that a version expression means. Pure.
 *
 * `1.37` is that minor's release in the catalogue; `1.37.2` is taken as it is when its minor is in the catalogue;
 * `stable` is the catalogue's stable minor; `n-1`, `n-2` and `n-3` are that many minors before `relativeTo`, or before `stable`
 * without one: further back no binary emulates.
 * Throws BadInputError that names what is known.
 */
export function resolveVersion(
  catalogue: Catalogue,
  expression: string,
  options: { readonly relativeTo?: Release | undefined } = {},
): Release {
  if (isRelease(expression)) {
    entryOf(catalogue, minorOf(expression), expression);
    return expression;
  }
  if (isMinor(expression)) return entryOf(catalogue, expression, expression).release;
  if (expression === 'stable') return entryOf(catalogue, catalogue.stable, expression).release;
  const [, distance] = /^n-([123])$/.exec(expression) ?? [];
  if (distance !== undefined) {
    const newer = options.relativeTo ? minorOf(options.relativeTo) : catalogue.stable;
    const older = addMinors(newer, -Number(distance));
    return entryOf(catalogue, older, `${expression} (${older}, counted from ${newer})`).release;
  }
  throw unknown(catalogue, `\`${expression}\` is not a version`);
}

/** The etcd version that goes with a minor. Throws BadInputError when the minor is not in the catalogue. */
export function etcdVersionFor(catalogue: Catalogue, version: Minor | Release): string {
  return entryOf(catalogue, isMinor(version) ? version : minorOf(version), version).etcd;
}

/** The minors of the catalogue, oldest first. */
export function knownMinors(catalogue: Catalogue): Minor[] {
  return (Object.keys(catalogue.kubernetes) as Minor[]).sort(compareMinors);
}

function entryOf(catalogue: Catalogue, minor: Minor, asked: string): CatalogueEntry {
  const entry = Object.hasOwn(catalogue.kubernetes, minor) ? catalogue.kubernetes[minor] : undefined;
  if (!entry) throw unknown(catalogue, `${asked} is not in the catalogue of versions`);
  return entry;
}

function unknown(catalogue: Catalogue, message: string): BadInputError {
  const minors = knownMinors(catalogue);
  return new BadInputError({
    code: 'version-unknown',
    message: `${message}; known are ${[...minors, 'stable', 'n-1', 'n-2', 'n-3'].join(', ')} and any patch release of these minors`,
    remedy: 'use one of these, or add the minor to clusters/versions.yaml',
  });
}
