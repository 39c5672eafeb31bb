import type { GuaranteeId } from '../model/guarantee.js';
import type { PlannedVersions } from '../model/plan.js';
import type { LedgerEntry } from '../model/scenario.js';
import { minorOf } from '../model/version.js';
import { generalSubject } from './object-identity.js';

/**
 * True when `named` means `subject`: the same string, or the same with `{wave}` for the number of the write wave, since every
 * wave writes the same objects, `{hash}` for that of a pod template at the end of a ReplicaSet's or ControllerRevision's name,
 * and `{identity}` for that of the machine's API server. Nothing else in `named` is a pattern.
 */
export function namesSubject(named: string, subject: string): boolean {
  return named === subject || named === generalSubject(subject);
}

/** The accepted differences of one pair of versions, and which of them were met. */
export class Ledger {
  private readonly entries: readonly LedgerEntry[];
  private readonly met = new Set<LedgerEntry>();

  /** Entries for other pairs are left out: they are neither matched nor reported as unmatched. */
  constructor(entries: readonly LedgerEntry[], versions: PlannedVersions) {
    const pair = `${minorOf(versions.from)} -> ${minorOf(versions.to)}`;
    this.entries = entries.filter((entry) => entry.versions === pair).sort((a, b) => compare(sortKey(a), sortKey(b)));
  }

  /** The entry that accepts a difference, or undefined. */
  match(guarantee: GuaranteeId, subject: string, path: string): LedgerEntry | undefined {
    const entry = this.entries.find(
      (each) => each.guarantee === guarantee && each.path === path && namesSubject(each.subject, subject),
    );
    if (entry) this.met.add(entry);
    return entry;
  }

  /** Ids of the entries that accepted nothing. */
  unmatched(): string[] {
    return this.entries.filter((entry) => !this.met.has(entry)).map((entry) => entry.id);
  }
}

function sortKey(entry: LedgerEntry): string {
  return JSON.stringify([entry.id, entry.guarantee, entry.subject, entry.path]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
