import type { Atlas } from '../../model/atlas.js';
import type { GuaranteeId, Severity } from '../../model/guarantee.js';
import type { RunEnding } from '../../model/journal.js';
import type { RollbackFact, RollbackResult } from '../../model/observation.js';
import type { FieldShare, Outcome } from '../../model/verdict.js';
import type { Both, Changes, RunComparison } from '../compare/run-comparison.js';
import type { RunInfo } from '../run-info.js';
import type { StoreHistory } from './store-history.js';
import type { SurfaceHistory } from './surface-history.js';
import type { Timeline } from './timeline.js';

/** What a page carries: one run, a list of runs, two runs compared, or an atlas. The page shows it and adds nothing. */
export type PageData = RunReport | RunIndex | ComparisonPage | AtlasPage;

/** The site of an atlas. */
export interface AtlasPage {
  readonly type: 'atlas';
  readonly atlas: Atlas;
}

/** Everything that the page shows of one run, except the stored objects, which it reads only when they are looked at. */
export interface RunReport {
  readonly type: 'run';
  readonly scenario: string;
  readonly outcome: Outcome;
  /** The verdict in one sentence. */
  readonly sentence: string;
  /** `unfinished`: the run was killed and could not write its end. */
  readonly ending: { readonly event: RunEnding | 'unfinished'; readonly message: string };
  readonly versions: { readonly from: string; readonly to: string; readonly etcd: string };
  readonly info: Omit<RunInfo, 'finishedAt' | 'peakMemory' | 'schemaVersion'>;
  /** The command line that repeats the run. */
  readonly command: string;
  readonly stops: readonly StopView[];
  /** Sentences; the names of stops stand in them as they are. */
  readonly pointOfNoReturn: readonly string[];
  readonly coverage: readonly CoverageView[];
  readonly fieldShares: readonly ShareView[];
  readonly findings: Readonly<Record<Severity, FindingList>>;
  readonly accepted: readonly AcceptedGroupView[];
  readonly unmatched: readonly string[];
  readonly noise: readonly { readonly subject: string; readonly path: string; readonly explained: number }[];
  readonly notJudged: readonly string[];
  readonly timeline: Timeline;
  readonly surface: SurfaceHistory;
  readonly logs: readonly LogExcerpt[];
}

/** The second island of data of a run's page. */
export type { StoreHistory };

/** One stop of the ladder. */
export interface StopView {
  readonly index: number;
  /** Folder name, e.g. `02-binary-upgrade`. */
  readonly name: string;
  readonly transition: string;
  readonly version: { readonly binary: string; readonly emulated: string; readonly minCompatibility: string };
  /** `observed` to its end, `unfinished` when the run broke off there, `not reached`. */
  readonly state: 'observed' | 'unfinished' | 'not reached';
  /** Replacing the components, ms; null where it did not end. */
  readonly transitionMs: number | null;
  /** From the API server's stop to its being ready again, ms; null where it was not replaced or did not return. */
  readonly apiAwayMs: number | null;
  /** A transition that was left half-way, before the one that leads here. */
  readonly halfway: { readonly transition: string; readonly version: StopView['version'] } | null;
  /** Faults that were planned on the way here. */
  readonly faults: number;
  readonly rollback: RollbackView;
  readonly violations: number;
  readonly inconclusive: number;
  readonly notes: number;
}

/** What the real old release made of a stop's data. */
export interface RollbackView {
  readonly outcome: RollbackResult['outcome'];
  /** Why it was not examined, or empty. */
  readonly reason: string;
  /** Objects listed, read and rewritten. */
  readonly examined: number;
  readonly promised: boolean;
  readonly facts: readonly FactView[];
  /** Facts beyond the shown ones. */
  readonly left: number;
  readonly evidence: readonly string[];
}

/** One thing a rollback would cost; the values as JSON text, empty where there is none. */
export interface FactView {
  readonly type: RollbackFact['type'];
  readonly subject: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly message: string;
}

/** What each guarantee says must hold. */
export type GuaranteeSentences = Readonly<Record<GuaranteeId, string>>;

/** How much one guarantee looked at, and what it found. */
export interface CoverageView {
  readonly guarantee: GuaranteeId;
  readonly sentence: string;
  readonly checked: number;
  readonly violations: number;
  readonly inconclusive: number;
  readonly notes: number;
  readonly accepted: number;
}

/** How many of a kind's fields the objects of the baseline set. */
export interface ShareView extends FieldShare {
  /** `69 %`. */
  readonly share: string;
  /** Too few for the run to say much about the kind. */
  readonly thin: boolean;
}

/** Findings of one severity, by guarantee and subject. */
export interface FindingList {
  readonly count: number;
  readonly groups: readonly FindingGroupView[];
  /** Findings that are in verdict.json only. */
  readonly left: number;
}

/** Findings of one guarantee. */
export interface FindingGroupView {
  readonly guarantee: GuaranteeId;
  readonly sentence: string;
  readonly count: number;
  readonly subjects: readonly { readonly subject: string; readonly findings: readonly FindingView[] }[];
}

/** One difference and all stops that have it; the values as JSON text, cut where very long, empty where there is none. */
export interface FindingView {
  readonly steps: readonly string[];
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly detail: string;
  readonly evidence: readonly string[];
}

/** Accepted differences with one reason and source in common. */
export interface AcceptedGroupView {
  readonly reason: string;
  readonly source: string;
  readonly entries: readonly AcceptedView[];
}

/** One ledger entry and where the run met it. */
export interface AcceptedView {
  readonly id: string;
  readonly guarantee: GuaranteeId;
  readonly subject: string;
  readonly path: string;
  readonly met: readonly { readonly steps: readonly string[]; readonly before: string; readonly after: string }[];
}

/** The end of a log, where it matters. */
export interface LogExcerpt {
  /** Relative to the run's directory. */
  readonly path: string;
  /** Why it is shown. */
  readonly reason: string;
  readonly lines: readonly string[];
}

/** Several runs on one page. */
export interface RunIndex {
  readonly type: 'index';
  readonly runs: readonly IndexedRun[];
  /** What should be there and is not, as sentences. */
  readonly missing: readonly string[];
}

/** One run of an index. */
export interface IndexedRun {
  /** Where its report.html is, relative to the index and encoded as a URL. */
  readonly href: string;
  readonly name: string;
  readonly scenario: string;
  readonly outcome: Outcome;
  readonly line: string;
  readonly versions: { readonly from: string; readonly to: string; readonly etcd: string };
  readonly startedAt: string;
  readonly stops: number;
  readonly pointOfNoReturn: readonly string[];
}

/** What differs between two runs, with lists as the page shows them. */
export interface ComparisonPage extends Omit<RunComparison, 'findings' | 'accepted' | 'costs'> {
  readonly type: 'comparison';
  readonly sentence: string;
  /** Where the runs' own pages are, relative to this one and encoded as URLs. */
  readonly hrefs: Both<string>;
  readonly findings: readonly {
    readonly severity: Severity;
    readonly appeared: FindingList;
    readonly gone: FindingList;
    readonly same: number;
    readonly otherValues: number;
  }[];
  readonly accepted: Changes<AcceptedChange>;
  readonly costs: readonly (Changes<FactView> & { readonly step: string; readonly left: number })[];
}

/** A ledger entry that accepts something in one of two runs only. */
export interface AcceptedChange {
  readonly step: string;
  readonly guarantee: GuaranteeId;
  readonly subject: string;
  readonly path: string;
  readonly reason: string;
}
