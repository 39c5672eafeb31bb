import type { FaultRecord, JournalRecord } from '../../model/journal.js';
import type { Plan } from '../../model/plan.js';
import type { RequestSecond } from '../../model/request-second.js';

/** The journal as stretches of time; all times are ms since the run's first record. */
export interface Timeline {
  /** The last record. */
  readonly end: number;
  readonly actions: readonly Action[];
  /** When the API could not be reached because its server was being replaced. */
  readonly outages: readonly { readonly step: string; readonly from: number; readonly to: number | null }[];
  readonly faults: readonly FaultSpan[];
  /** Where a transition ended half-way, as planned. */
  readonly halts: readonly { readonly at: number; readonly step: string; readonly point: string }[];
  readonly warnings: readonly Warning[];
  /** What the harness asked of the rehearsed API server; empty where that was not recorded. */
  readonly requests: readonly RequestSecond[];
}

/** Something that the run survived. */
export interface Warning {
  readonly at: number;
  readonly step: string;
  readonly message: string;
  /** The log that it names, relative to the run's directory; empty where it names none. */
  readonly log: string;
}

/** One fault from its injection to its receipts. */
export interface FaultSpan {
  readonly step: string;
  /** As the plan names it, e.g. `1-pause-etcd`. */
  readonly fault: string;
  readonly what: string;
  readonly point: string;
  /** The injection. */
  readonly from: number;
  /** When it was seen to have ended; null where nobody saw that. */
  readonly to: number | null;
  /** What showed that it took effect, and that it ended; empty where nothing did. */
  readonly onset: string;
  readonly end: string;
  /** Why a receipt is missing; empty where there are both. */
  readonly problem: string;
}

/** One atomic action. */
export interface Action {
  readonly step: string;
  /** As in the journal, e.g. `kube-apiserver/stop`. */
  readonly action: string;
  readonly from: number;
  /** Null where the run ended before it did. */
  readonly to: number | null;
  readonly ok: boolean;
  /** Why it failed, or empty. */
  readonly message: string;
}

/** How long a stop took to reach. */
export interface StopTimes {
  /** Replacing the components, ms; null where it did not end. */
  readonly transitionMs: number | null;
  readonly apiAwayMs: number | null;
}

/** Pairs intents with their results. */
export function timeline(journal: readonly JournalRecord[], requests: readonly RequestSecond[] = []): Timeline {
  const actions: Action[] = [];
  const open = new Map<string, number[]>();
  for (const record of journal) {
    if (record.type !== 'intent' && record.type !== 'result') continue;
    const { step, action, at } = record;
    const key = JSON.stringify([step, action]);
    if (record.type === 'intent') {
      open.set(key, [...(open.get(key) ?? []), actions.length]);
      actions.push({ step, action, from: at, to: null, ok: true, message: '' });
      continue;
    }
    const index = open.get(key)?.shift();
    // a result that nothing announced still happened
    const from = index === undefined ? at - record.ms : actions[index]!.from;
    const ended = { step, action, from, to: at, ok: record.ok, message: record.message };
    if (index === undefined) actions.push(ended);
    else actions[index] = ended;
  }
  return {
    end: Math.max(0, ...journal.map(({ at }) => at)),
    actions,
    outages: outages(actions),
    faults: faults(journal),
    halts: journal.flatMap((record) =>
      record.type === 'halt' ? [{ at: record.at, step: record.step, point: record.point }] : [],
    ),
    warnings: journal.flatMap((record) => (record.type === 'warning' ? [warning(record)] : [])),
    requests,
  };
}

/** The message names its log at the end by a path of the machine where the run was made, which means nothing elsewhere. */
function warning({ at, step, message }: { at: number; step: string; message: string }): Warning {
  const [, text = message, log = ''] = /^(.*?); log .*\/(logs\/.+\.log)$/s.exec(message) ?? [];
  return { at, step, message: text, log };
}

/** The times of one stop of the plan. */
export function stopTimes({ actions, outages }: Timeline, step: Plan['steps'][number]): StopTimes {
  const own = actions.filter((action) => action.step === step.name);
  const settled = own.findIndex(({ action }) => action === 'arrival/settle');
  const moving = own.slice(0, Math.max(0, settled)).map(({ from, to }) => ({ from, to: to ?? from }));
  const outage = outages.find((each) => each.step === step.name);
  return {
    transitionMs:
      moving.length === 0
        ? null
        : Math.max(...moving.map(({ to }) => to)) - Math.min(...moving.map(({ from }) => from)),
    apiAwayMs: outage === undefined || outage.to === null ? null : outage.to - outage.from,
  };
}

function faults(journal: readonly JournalRecord[]): FaultSpan[] {
  const spans = new Map<string, FaultSpan>();
  for (const record of journal) {
    if (record.type !== 'fault') continue;
    const { step, fault, what, point, at, event, message } = record;
    const key = JSON.stringify([step, fault]);
    const known = spans.get(key) ?? { step, fault, what, point, from: at, to: null, onset: '', end: '', problem: '' };
    spans.set(key, { ...known, ...receipt(event, at, message) });
  }
  return [...spans.values()].map((span) => ({ ...span, problem: span.problem || missing(span) }));
}

function receipt(event: FaultRecord['event'], at: number, message: string): Partial<FaultSpan> {
  switch (event) {
    case 'inject':
      return { from: at };
    case 'onset':
      return { onset: message };
    case 'end':
      return { end: message, to: at };
    case 'unconfirmed':
      return { problem: message };
    case 'heal':
      return {};
  }
}

/** A run that ended before a receipt came says nothing about it. */
function missing({ onset, end }: FaultSpan): string {
  if (onset === '') return 'nobody saw that it took effect';
  return end === '' ? 'nobody saw that it ended' : '';
}

function outages(actions: readonly Action[]): Timeline['outages'] {
  return actions
    .filter(({ action }) => action === 'kube-apiserver/stop')
    .map(({ step, from }) => {
      const ready = actions.find(
        (other) => other.step === step && other.action === 'kube-apiserver/ready' && other.ok && other.from >= from,
      );
      return { step, from, to: ready?.to ?? null };
    });
}
