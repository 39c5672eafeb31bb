import type { LoadHistory, LoggedWrite, WatchRecord } from '../../model/load.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { loadEvidence, loadPath, loadSubject, logByResource } from '../load-history.js';
import type { Stop } from '../stop.js';

/**
 * Controllers act on what watches tell them. A watch that was resumed, or begun after a list, must leave nothing out: over the restart of
 * its server too, where it is another server, of another release, that goes on.
 */
export const watchesComplete: Guarantee = {
  id: 'watches-complete',
  sentence: 'Every watch shows every change once and in order, also over a restart, and every list is a state that was',
  severity: 'violation',
  weaker: [],
  source: 'kubernetes.io/docs/reference/using-api/api-concepts, "Efficient detection of changes"',
  presupposes: [],
  control: 'scenarios/controls/event-dropped.yaml',
  appliesTo: ({ checkpoint }) => checkpoint.load !== undefined,
  check(stop) {
    const { load } = stop.checkpoint;
    if (!load) return { checked: 0, differences: [] };
    return {
      checked: load.watches.filter(({ type }) => type !== 'ended').length,
      differences: [...logByResource(load)].flatMap(([resource, log]) => ofWatch(stop, load, resource, log)),
    };
  },
};

/** Follows one watch through etcd's history. */
function ofWatch(stop: Stop, load: LoadHistory, resource: string, log: readonly LoggedWrite[]): Difference[] {
  const differences: Difference[] = [];
  const wrong = (
    path: string,
    before: LoggedWrite | undefined,
    after: WatchRecord | undefined,
    detail: string,
  ): void => {
    differences.push({
      subject: loadSubject(resource),
      path,
      before: before ? { revision: before.revision, mark: before.mark } : null,
      after: after && 'revision' in after ? { revision: after.revision } : null,
      detail,
      evidence: loadEvidence(stop, 'log', 'watches'),
    });
  };
  /** Everything up to here was told. */
  let position = 0;
  /** The index of the first entry behind the position. */
  let next = 0;
  const advance = (revision: number): LoggedWrite[] => {
    const from = next;
    while (next < log.length && (log[next]?.revision ?? 0) <= revision) next += 1;
    position = revision;
    return log.slice(from, next);
  };
  const neverShown = (entry: LoggedWrite): void =>
    wrong(loadPath(entry), entry, undefined, 'was never shown by the watch');

  for (const record of load.watches) {
    if (record.resource !== resource || record.type === 'ended') continue;
    if (record.type === 'listed') {
      if (record.revision < Math.max(record.acknowledged, position)) {
        const older = `a list is of revision ${record.revision}, though ${Math.max(record.acknowledged, position)} was known`;
        wrong(`list at ${record.revision}`, undefined, record, older);
      }
      const detail = differsFrom(stateAt(log, record.revision), record.objects);
      if (detail !== undefined) wrong(`list at ${record.revision}`, undefined, record, detail);
      // what a list reconciles need not be shown
      advance(record.revision);
      continue;
    }
    if (record.revision <= position) {
      wrong(loadPath(record), undefined, record, `was shown at revision ${record.revision}, after ${position}`);
      continue;
    }
    const passed = advance(record.revision);
    const shown = passed.at(-1)?.revision === record.revision ? passed.pop() : undefined;
    passed.forEach(neverShown);
    if (!shown) wrong(loadPath(record), undefined, record, "was shown and is not in etcd's history");
    else if (!isSame(shown, record)) {
      wrong(loadPath(shown), shown, record, `was shown as ${loadPath(record)}, version ${record.mark || 'none'}`);
    }
  }
  log.slice(next).forEach(neverShown);
  return differences;
}

function isSame(entry: LoggedWrite, record: LoggedWrite): boolean {
  return entry.verb === record.verb && entry.name === record.name && entry.mark === record.mark;
}

/** The objects that there are at a revision, by name. */
function stateAt(log: readonly LoggedWrite[], revision: number): Map<string, LoggedWrite> {
  const state = new Map<string, LoggedWrite>();
  for (const entry of log) {
    if (entry.revision > revision) break;
    if (entry.verb === 'delete') state.delete(entry.name);
    else state.set(entry.name, entry);
  }
  return state;
}

/** What is wrong with a list, if something is. */
function differsFrom(
  state: ReadonlyMap<string, LoggedWrite>,
  listed: readonly Pick<LoggedWrite, 'name' | 'mark' | 'revision'>[],
): string | undefined {
  const names = new Set(listed.map(({ name }) => name));
  const missing = [...state.keys()].find((name) => !names.has(name));
  if (missing !== undefined) return `lacks ${missing}`;
  const other = listed.find(({ name, mark, revision }) => {
    const entry = state.get(name);
    return entry?.mark !== mark || entry.revision !== revision;
  });
  return other && `has ${other.name} at revision ${other.revision}, which it was not`;
}
