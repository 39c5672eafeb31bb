import type { EffectiveVersion } from '../../model/effective-version.js';
import type { FieldClass } from '../classify.js';
import type { Search } from './search.js';
import type { Setting, Switch } from './setting.js';
import type { Seen } from './showing.js';

/** What of a server a bisection can vary. */
export const VARIED = ['switches', 'min-compat', 'emulated', 'releases'] as const;
export type Varied = (typeof VARIED)[number];

/** One start of a kube-apiserver that was asked about the findings. */
export interface TrialRecord {
  /** Counts from 1. */
  readonly number: number;
  readonly setting: Setting;
  /** Why it could not be asked: it did not start, or did not answer. In its own words where it had any. */
  readonly problem?: string;
  /** Log of the start, relative to the result's directory. */
  readonly log?: string;
}

/** A version that was tried in place of the probe's, and what became of the finding. */
export interface Variant {
  /** `1.35`, or a release. */
  readonly version: string;
  readonly seen: Seen;
  readonly trial: number;
}

/** What was learnt of one finding. */
export interface Bisected {
  /** Its number in probe.txt. */
  readonly number: number;
  readonly id: string;
  readonly class: FieldClass;
  readonly cause: string;
  /** Whether it shows again as the probe found it. Nothing else was tried where it does not. */
  readonly again: Seen;
  /** What became of it with gates and versions of the API switched; absent where that was not tried. */
  readonly search?: Search<Switch>;
  /** What it comes to with another min-compatibility version, another emulated version, and other releases of either side. */
  readonly minCompatibility: readonly Variant[];
  readonly emulated: readonly Variant[];
  readonly releases: readonly Variant[];
  readonly outcome: 'pass' | 'inconclusive';
  /** Why the outcome is not better. */
  readonly doubts: readonly string[];
}

/** bisect.json: what a bisection learnt. */
export interface BisectResult {
  readonly schemaVersion: 1;
  readonly harnessVersion: string;
  /** What the probe compared. */
  readonly versions: { readonly old: EffectiveVersion; readonly emulating: EffectiveVersion };
  readonly featureGates: string;
  /** What was tried; the rest was not asked for. */
  readonly varied: readonly Varied[];
  /** Gates that the emulating server does not let be set to another value. */
  readonly locked: readonly string[];
  readonly findings: readonly Bisected[];
  readonly trials: readonly TrialRecord[];
  readonly outcome: 'pass' | 'inconclusive';
}

/** What keeps a search from being conclusive; empty when nothing does. */
export function doubtsOf({ again, search }: Pick<Bisected, 'again' | 'search'>): string[] {
  if (again.showing === 'absent') return ['it does not show again as the probe found it'];
  if (again.showing === 'unresolved') return [`it could not be looked at again: ${again.why}`];
  const { flip, untried = [] } = search ?? {};
  if (flip && flip.doubtful.length > 0) {
    return [`whether ${flip.doubtful.map(({ name }) => name).join(', ')} is needed is not known`];
  }
  // with what no server starts, none can differ
  const open = untried.filter(({ never }) => !never);
  if (flip || open.length === 0) return [];
  const many = open.length === 1 ? 'one switch' : `${open.length} switches`;
  return [`nothing is known of ${many} that it might depend on`];
}

/** Of several findings: conclusive when each is. None at all is not. */
export function outcomeOf(findings: readonly Pick<Bisected, 'outcome'>[]): BisectResult['outcome'] {
  return findings.length > 0 && findings.every(({ outcome }) => outcome === 'pass') ? 'pass' : 'inconclusive';
}
