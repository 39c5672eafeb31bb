import type { EffectiveVersion } from '../model/effective-version.js';
import type { Json } from '../model/observation.js';
import type { Outcome } from '../model/verdict.js';
import type { Coverage } from './coverage.js';
import type { Finding } from './findings.js';
import type { NormalisationCounts } from './normalise.js';
import type { FieldResult } from './result.js';

/** What a real write and a real rollback showed of a finding. */
export interface Proof {
  /** `taken`, or why the real write was not. */
  readonly write: string;
  /** For a finding in a subresource: the object whose part was written. */
  readonly base?: Json;
  /** What etcd then holds at the field; absent when it holds nothing there. */
  readonly stored?: Json;
  /** What the real old release made of the object: nothing lost, or what. */
  readonly rollback: 'not examined' | 'intact' | readonly RollbackLoss[];
}

/** One thing that the old release lost, changed or could not take. */
export interface RollbackLoss {
  readonly type: string;
  readonly path: string;
  readonly message: string;
}

/** probe.json: everything that a probe learnt. */
export interface ProbeResult {
  readonly schemaVersion: 1;
  readonly versions: {
    readonly old: EffectiveVersion;
    readonly emulating: EffectiveVersion;
    readonly guide: EffectiveVersion;
  };
  /** `--feature-gates` of the emulating server alone, as given; empty for none. */
  readonly featureGates: string;
  /** The kinds that were chosen, or all. */
  readonly chosen: readonly string[] | 'all';
  readonly outcome: Outcome;
  /** Why the outcome is no better than inconclusive; also filled in beside findings. */
  readonly doubts: readonly string[];
  readonly coverage: Coverage;
  readonly findings: readonly (Finding & { readonly proof?: Proof })[];
  readonly fields: readonly FieldResult[];
  readonly obstacles: readonly string[];
  readonly normalised: NormalisationCounts;
  /** Questions answered by the three servers together, and how long asking took. */
  readonly questions: number;
  readonly askingSeconds: number;
  /** Questions that got no answer, or one that says nothing about the object (overload). */
  readonly unanswered: number;
  /** Most memory that the probe's own process held, in bytes. */
  readonly peakMemory: number;
}
