import type { AtlasCell, AtlasSection, ClaimsRow, Deviation } from '../model/atlas.js';
import { compareMinors } from '../model/version.js';
import { gateValue, gateValues } from './facts.js';
import type { CellObservation, Facts } from './observation.js';
import type { GateSpec, PublishedLists } from './published.js';

/** The published lists of a release, or why they are not there. */
export type Published = PublishedLists | { readonly unavailable: string };

/**
 * Compares what was seen of a cell with what is published: the gates with the binary's own list at the emulated version, the API with
 * the list of the release that is emulated. What is published and not there is no deviation, but listed: the lists are made
 * with every API and gate on (hack/update-openapi-spec.sh).
 */
export function claimsOf(observation: CellObservation, ofBinary: Published, ofEmulated: Published): ClaimsRow {
  const { sections, cell } = observation;
  const checks: Check[] = [];
  if (!('unavailable' in ofBinary) && sections.gates) checks.push(gateClaims(cell, sections.gates, ofBinary));
  if (!('unavailable' in ofEmulated)) {
    const { resources, 'storage versions': storage } = sections;
    if (resources) checks.push(listClaims('resources', resources, ofEmulated.resources));
    // what is off is told once
    if (storage) checks.push({ ...listClaims('storage versions', storage, ofEmulated.storage), off: [] });
  }
  const lists = [ofBinary, ofEmulated];
  const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
  return {
    sources: unique(lists.flatMap((list) => ('unavailable' in list ? [] : [list.source]))),
    missing: unique(lists.flatMap((list) => ('unavailable' in list ? [list.unavailable] : []))),
    compared: checks.reduce((sum, { compared }) => sum + compared, 0),
    deviations: checks.flatMap(({ deviations }) => deviations),
    off: checks.flatMap(({ off }) => off),
  };
}

interface Check {
  readonly compared: number;
  readonly deviations: readonly Deviation[];
  readonly off: readonly string[];
}

/** What a gate is said to be at a triple, by the last line that holds there; undefined before its first one. */
function claimedAt(
  specs: readonly GateSpec[],
  { emulated, minCompatibility }: AtlasCell['version'],
): GateSpec | undefined {
  return specs
    .filter(
      (spec) =>
        compareMinors(spec.version, emulated) <= 0 &&
        (spec.minCompatibility === null || compareMinors(spec.minCompatibility, minCompatibility) <= 0),
    )
    .sort((a, b) => compareMinors(a.version, b.version))
    .at(-1);
}

/** A gate must be as published in every component that has it. Gates of libraries are in no published list. */
function gateClaims({ version }: AtlasCell, seen: Facts, { gates }: PublishedLists): Check {
  const names = new Set([...Object.keys(seen), ...Object.keys(gates)]);
  const compared = [...names].flatMap((name): Deviation[] => {
    const spec = claimedAt(gates[name] ?? [], version);
    const claimed = spec ? gateValue(spec.enabled, spec.stage) : null;
    const observed = seen[name] ?? null;
    return claimed === null && observed === null ? [] : [{ section: 'gates', name, claimed, observed }];
  });
  const deviations = compared.filter(
    ({ claimed, observed }) => observed === null || gateValues(observed).some((value) => value !== claimed),
  );
  return { compared: compared.filter(({ claimed }) => claimed !== null).length, deviations, off: [] };
}

/** What is there must be published, and as published; what is published may be off. */
function listClaims(section: AtlasSection, seen: Facts, published: Facts): Check {
  const deviations = Object.entries(seen).flatMap(([name, observed]): Deviation[] => {
    const claimed = published[name] ?? null;
    return claimed === observed ? [] : [{ section, name, claimed, observed }];
  });
  return {
    compared: Object.keys(seen).filter((name) => published[name] !== undefined).length,
    deviations,
    off: Object.keys(published).filter((name) => seen[name] === undefined),
  };
}
