import type { StoredObject } from '../../model/observation.js';
import type { Guarantee } from '../guarantee.js';
import { checkpointFile, hasPrevious } from '../stop.js';

/** Where the store is not the one that was left, its keys and contents are compared with those of another history. */
export const storeContinues: Guarantee = {
  id: 'store-continues',
  sentence: 'A step goes on with the same store, where the revision of no key goes back',
  severity: 'violation',
  weaker: [],
  source:
    '[etcd API guarantees](https://etcd.io/docs/v3.6/learning/api_guarantees/): a revision is never reused, and grows with every write',
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/data-restored.yaml',
  appliesTo: hasPrevious,
  check(stop) {
    if (!hasPrevious(stop)) return { checked: 0, differences: [] };
    const after = stop.arrival.store;
    const pairs = [...stop.previous.departure.store.values()].flatMap((was): Pair[] => {
      const is = after.get(was.key);
      return is ? [{ was, is }] : [];
    });
    const back = pairs.filter(
      ({ was, is }) => is.modRevision < was.modRevision || is.createRevision < was.createRevision,
    );
    const [first] = back.sort((a, b) => (a.was.key < b.was.key ? -1 : 1));
    if (!first) return { checked: pairs.length, differences: [] };
    const { was, is } = first;
    return {
      checked: pairs.length,
      differences: [
        {
          subject: 'etcd',
          path: 'revision',
          before: was.modRevision,
          after: is.modRevision,
          component: 'etcd',
          detail: `of ${back.length} keys went back, that of ${was.key} from ${was.modRevision} to ${is.modRevision}`,
          evidence: [
            checkpointFile(stop.previous, 'store-departure.ndjson'),
            checkpointFile(stop, 'store-arrival.ndjson'),
          ],
        },
      ],
    };
  },
};

/** One key before and after the step. */
interface Pair {
  readonly was: StoredObject;
  readonly is: StoredObject;
}
