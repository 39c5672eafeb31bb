import type { LoadHistory, LoadWrite, LoggedWrite } from '../../model/load.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { loadEvidence, loadPath, loadSubject } from '../load-history.js';
import type { Stop } from '../stop.js';

/**
 * The one promise on which all clients build: a write that was acknowledged is there. It is held against etcd's own history, so
 * that one which was lost and written again shows too.
 */
export const writesKept: Guarantee = {
  id: 'writes-kept',
  sentence:
    "Every write that the API server acknowledges is in etcd's history once, with its content, and none that it refuses",
  severity: 'violation',
  weaker: [],
  source: 'kubernetes.io/docs/reference/using-api/api-concepts, "Resource versions"; etcd.io/docs, "KV API guarantees"',
  presupposes: [],
  control: 'scenarios/controls/write-swallowed.yaml',
  appliesTo: ({ checkpoint }) => checkpoint.load !== undefined,
  check(stop) {
    const { load } = stop.checkpoint;
    if (!load) return { checked: 0, differences: [] };
    return {
      // a load of which nothing was taken has shown nothing
      checked: load.writes.some(({ outcome }) => outcome === 'taken') ? load.writes.length + load.log.length : 0,
      differences: [...load.writes.flatMap((write) => ofWrite(stop, load, write)), ...unasked(stop, load)],
    };
  },
};

/** What is wrong with one write. */
function ofWrite(stop: Stop, load: LoadHistory, write: LoadWrite): Difference[] {
  const found = load.log.filter((entry) => isOf(entry, write));
  const wrong = (detail: string, after: LoggedWrite | undefined): Difference[] => [
    {
      subject: loadSubject(write.resource),
      path: loadPath(write),
      before: { outcome: write.outcome, status: write.status, revision: write.revision },
      after: after ? { revision: after.revision } : null,
      detail,
      evidence: loadEvidence(stop, 'writes', 'log'),
    },
  ];
  const [first, second] = found;
  if (second) return wrong(`is in etcd's history ${found.length} times`, second);
  switch (write.outcome) {
    case 'taken':
      if (!first) return wrong("was acknowledged and is not in etcd's history", undefined);
      if (write.revision === 0 || write.revision === first.revision) return [];
      return wrong(`was acknowledged at revision ${write.revision} and happened at ${first.revision}`, first);
    case 'refused':
      // an object that nobody was sure of was asked to go twice
      return first && !load.writes.some((other) => other.outcome !== 'refused' && isOf(first, other))
        ? wrong("was refused and is in etcd's history", first)
        : [];
    case 'unknown':
      return [];
  }
}

/** Changes that no client asked for. */
function unasked(stop: Stop, load: LoadHistory): Difference[] {
  return load.log
    .filter((entry) => !load.writes.some((write) => isOf(entry, write)))
    .map((entry) => ({
      subject: loadSubject(entry.resource),
      path: loadPath(entry),
      before: null,
      after: { revision: entry.revision },
      detail: "is in etcd's history and was never asked for",
      evidence: loadEvidence(stop, 'writes', 'log'),
    }));
}

/** A version is told by its mark, and a deletion by the name, which is never given twice. */
function isOf(entry: LoggedWrite, { resource, verb, name, mark }: LoadWrite): boolean {
  return entry.resource === resource && entry.verb === verb && entry.name === name && entry.mark === mark;
}
