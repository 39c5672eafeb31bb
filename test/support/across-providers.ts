import { emittedEventSubject, inEveryRun, nameOfStored, subjectOf } from '../../src/assertions/object-identity.js';
import type { Checkpoint, StoredObject } from '../../src/model/observation.js';
import type { Verdict } from '../../src/model/verdict.js';
import { RunDirectory } from '../../src/reporters/index.js';
import type { Rehearsed } from './rehearse.js';

/** One thing that a run found, weighed as a finding or accepted by the ledger. */
export interface Found {
  readonly guarantee: string;
  /** As it is called in every run. */
  readonly subject: string;
}

/** What a run found, and the objects about which it could have found something. */
export interface Sightings {
  readonly found: readonly Found[];
  /** Kind and name, without the version. */
  readonly objects: ReadonlySet<string>;
}

/** Two runs of one scenario on two providers. */
export interface AcrossProviders {
  readonly both: readonly Found[];
  /** Found by one run, about an object that is nowhere in the other's cluster. */
  readonly subjectOfOneOnly: readonly Found[];
  /** Found by one run, though the other had the subject too. */
  readonly different: readonly Found[];
}

/** What a run found and saw. Events that components emit are best-effort reports, and come when they come: they are left out. */
export function sightingsOf(verdict: Verdict, checkpoints: readonly Checkpoint[]): Sightings {
  const named = [...verdict.findings, ...verdict.expected.map(({ entry }) => entry)];
  const found = new Map(
    named
      .map(({ guarantee, subject }) => ({ guarantee, subject: inEveryRun(subject) }))
      .filter(({ subject }) => !/^\S+ Event .*\(.* of .* by .*\)$/.test(subject))
      .map((each) => [JSON.stringify(each), each]),
  );
  const stored = checkpoints.flatMap(({ arrival, departure }) => [...arrival.store, ...departure.store]);
  return { found: [...found.values()], objects: new Set([...new Set(stored)].flatMap(objectOf)) };
}

/** What an ended run found and saw, from its directory. */
export async function readSightings({ directory: path, verdict }: Rehearsed): Promise<Sightings> {
  const directory = await RunDirectory.open(path);
  const checkpoints = [];
  for (const step of await directory.checkpointSteps()) checkpoints.push(await directory.readCheckpoint(step));
  return sightingsOf(verdict, checkpoints);
}

/** Compares what two providers' runs of one scenario found. */
export function acrossProviders(a: Sightings, b: Sightings): AcrossProviders {
  const has = ({ found }: Sightings, { guarantee, subject }: Found): boolean =>
    found.some((each) => each.guarantee === guarantee && each.subject === subject);
  const onlyIn = (one: Sightings, other: Sightings): Found[] => one.found.filter((each) => !has(other, each));
  const missing = [
    ...onlyIn(a, b).map((each) => [each, a, b] as const),
    ...onlyIn(b, a).map((each) => [each, b, a] as const),
  ];
  const isOfOneOnly = ([{ subject }, own, other]: (typeof missing)[number]): boolean =>
    own.objects.has(unversioned(subject)) && !other.objects.has(unversioned(subject));
  return {
    both: a.found.filter((each) => has(b, each)),
    subjectOfOneOnly: missing.filter(isOfOneOnly).map(([each]) => each),
    different: missing.filter((each) => !isOfOneOnly(each)).map(([each]) => each),
  };
}

function objectOf(stored: StoredObject): string[] {
  const name = nameOfStored(stored);
  if (!name) return [];
  const subject = name.kind === 'Event' ? emittedEventSubject(name, stored.content) : subjectOf(name);
  return [unversioned(inEveryRun(subject))];
}

function unversioned(subject: string): string {
  return subject.slice(subject.indexOf(' ') + 1);
}
