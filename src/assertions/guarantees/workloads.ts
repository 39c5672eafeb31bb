import type { PodCount, StoredObject } from '../../model/observation.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue, textAt } from '../json.js';
import { leafDifferences } from '../leaf-differences.js';
import { isReplacedComponent, mayHaveEnded } from '../node-reports.js';
import { isSigned } from '../noise.js';
import { nameOfStored } from '../object-identity.js';
import type { Sight } from '../sight.js';
import { checkpointFile, hasPrevious, type LaterStop } from '../stop.js';
import { factsOf, isReadyPod } from '../workload-facts.js';
import { workloadsOf, type Workload } from '../workloads.js';

/** Who only replaces the control plane touches no workload: what runs on the nodes is none of its business. */
export const workloads: Guarantee = {
  id: 'workloads',
  sentence:
    'A step leaves running workloads alone, with the same pods and containers, revisions, counters and generations',
  severity: 'violation',
  weaker: [
    {
      of: 'a step before which no pod is ready',
      severity: 'inconclusive',
      because: 'what does not run cannot be seen to go on running',
    },
  ],
  source:
    '[kubernetes 134773](https://github.com/kubernetes/kubernetes/issues/134773), fixed as a regression: replacing the control plane must not roll a workload',
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/workload-restarted.yaml',
  appliesTo: hasPrevious,
  check(stop) {
    if (!hasPrevious(stop)) return { checked: 0, differences: [] };
    const before = workloadsOf(stop.previous.departure.store.values());
    const after = workloadsOf(stop.arrival.store.values());
    let checked = 0;
    const differences: Difference[] = [];
    for (const [key, was] of before) {
      const is = after.get(key);
      // a whole workload that is gone is a matter of keys
      if (!is || isReplacedComponent(stop.step, was.root) || mayHaveEnded(stop.step, was.root)) continue;
      checked +=
        was.members.size + [...was.members.values()].filter((part) => countOf(stop.previous.departure, part)).length;
      differences.push(...compare(stop, was, is));
    }
    const runs = [...before.values()].some(({ members }) => [...members.values()].some(isReadyPod));
    return { checked, differences: runs ? differences : [...differences, nothingRuns(stop)] };
  },
};

function compare(stop: LaterStop, was: Workload, is: Workload): Difference[] {
  const keys = [...new Set([...was.members.keys(), ...is.members.keys()])].sort();
  return keys.flatMap((key) => {
    const before = was.members.get(key);
    const after = is.members.get(key);
    const about = {
      subject: was.subject,
      component: 'kube-controller-manager',
      evidence: [checkpointFile(stop.previous, 'store-departure.ndjson'), checkpointFile(stop, 'store-arrival.ndjson')],
      key,
      consequences: keys,
    };
    const place = key === was.root.key ? '' : placeOf(before ?? after!);
    if (!before || !after) {
      const what = { before: before ? 'there' : null, after: after ? 'there' : null };
      return [{ ...about, path: place, ...what, detail: after ? 'was made in this step' : 'is gone' }];
    }
    const counted = countChanges(countOf(stop.previous.departure, before), countOf(stop.arrival, after));
    return [...changes(stop, before, after), ...counted].map(({ path, ...change }) => ({
      ...about,
      path: joined(place, path),
      ...change,
    }));
  });
}

type Change = Pick<Difference, 'path' | 'before' | 'after' | 'detail' | 'mayBeNoise'>;

function changes(stop: LaterStop, was: StoredObject, is: StoredObject): Change[] {
  if (was.sha256 === is.sha256) return [];
  const before = factsOf(was);
  const after = factsOf(is);
  // another object under the same name has nothing in common with the old one
  if (before['uid'] !== after['uid']) {
    return [{ path: 'uid', before: before['uid']!, after: after['uid']!, detail: 'is another one of the same name' }];
  }
  const name = nameOfStored(is);
  const mayBeNoise = name !== null && !stop.clients.owns(name) && isSigned(was.content, is.content);
  return leafDifferences(before, after).map((leaf) => ({
    path: leaf.path,
    before: leaf.before ?? null,
    after: leaf.after ?? null,
    detail: `went from ${shownValue(leaf.before ?? null)} to ${shownValue(leaf.after ?? null)}`,
    mayBeNoise,
  }));
}

/** What a pod's own process said; undefined of one that does not count. */
function countOf({ counts }: Sight, pod: StoredObject): PodCount | undefined {
  return counts.get(textAt(pod.content, 'metadata', 'uid'));
}

/** The same process counts on: what its containers' status says is the kubelet's word, and this is its own. */
function countChanges(was: PodCount | undefined, is: PodCount | undefined): Change[] {
  if (!was) return [];
  if (!is) return [{ path: 'counter', before: was.counter, after: null, detail: 'answers no more' }];
  if (was.startedAt !== is.startedAt) {
    const detail = `started again: its counter went from ${was.counter} to ${is.counter}`;
    return [{ path: 'counter.startedAt', before: was.startedAt, after: is.startedAt, detail }];
  }
  if (is.counter > was.counter) return [];
  return [{ path: 'counter', before: was.counter, after: is.counter, detail: 'does not count on' }];
}

/** `Pod[web-0]`: parts of one workload are in one namespace. */
function placeOf(part: StoredObject): string {
  return `${part.kind}[${textAt(part.content, 'metadata', 'name')}]`;
}

function joined(place: string, path: string): string {
  return place === '' || path === '' ? `${place}${path}` : `${place}.${path}`;
}

function nothingRuns(stop: LaterStop): Difference {
  return {
    subject: 'v1 pods',
    path: '',
    before: null,
    after: null,
    severity: 'inconclusive',
    detail: `had no ready one at ${stop.previous.step.name}, so nothing could be seen to go on running`,
    evidence: [checkpointFile(stop.previous, 'store-departure.ndjson')],
  };
}
