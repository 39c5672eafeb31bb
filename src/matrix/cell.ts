import type { KubeComponent } from '../model/component.js';
import type { EffectiveVersion } from '../model/effective-version.js';
import type { EmulationMode } from '../model/emulation-mode.js';
import type { SelfReport } from '../model/self-report.js';
import type { Release } from '../model/version.js';
import type { Rule } from '../plan/release-rules.js';

/** One start that is tried. */
export interface Cell {
  /** Unlike that of every other cell: component, release and flags. */
  readonly id: string;
  readonly component: KubeComponent;
  readonly binary: Release;
  readonly mode: EmulationMode;
  /** What the flags ask for; absent where they are no versions at all. */
  readonly version?: EffectiveVersion;
  /** Without dashes, on top of what every start has. */
  readonly flags: Readonly<Record<string, string>>;
  readonly expectation: Expectation;
}

/** True when two starts ask the same release for the same versions. */
export function isAtSameTriple(a: Cell, b: Cell): boolean {
  return (
    a.binary === b.binary &&
    a.version?.emulated === b.version?.emulated &&
    a.version?.minCompatibility === b.version?.minCompatibility
  );
}

/** What the rules of the release say about a start. */
export type Expectation =
  | { readonly type: 'ready'; readonly version: EffectiveVersion }
  /** It ends with exactly these errors, in this order, because of the rule. */
  | { readonly type: 'refused'; readonly rule: Rule; readonly errors: readonly string[] };

/** What became of a start. */
export type Seen =
  /** It serves, and says this of itself. `served`: the API's group versions, of kube-apiserver. */
  | { readonly type: 'ready'; readonly report: SelfReport; readonly served?: readonly string[] }
  /** It exited on its own; `error` is what it said last, as it said it. */
  | { readonly type: 'ended'; readonly exitCode: number; readonly error: string | null }
  /** It neither became ready nor ended in the time it had. */
  | { readonly type: 'stuck'; readonly last: string }
  /** It was not seen whether it starts: a reason outside of it. */
  | { readonly type: 'not-tried'; readonly why: string };

/** A start, what became of it, and what that means. */
export interface Row {
  readonly cell: Cell;
  readonly seen: Seen;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  /** What was not as it should be; absent for a pass. */
  readonly problem?: string;
  /** Log of the start, relative to the result's directory; absent where nothing was started. */
  readonly log?: string;
}
