import { setTimeout as delay } from 'node:timers/promises';
import { readMetric } from '../../kube/metrics.js';
import { waitFor } from '../../support/wait.js';
import { END_TIMEOUT_MS, ONSET_TIMEOUT_MS, type Fault } from '../fault.js';
import { withApi } from '../probe-object.js';

const CLIENTS = 40;
/** The most that the control plane itself lists of them in a second, and the least that shows a herd. */
const USUAL = 10;
const HERD = 200;

/** Many clients that list everything at once and again, each over a connection of its own, as when all watches broke at the same time. */
export const relistHerd: Fault<'relist-herd'> = {
  async prepare(_, { cluster, signal }) {
    const over = new AbortController();
    let herd: Promise<unknown> = Promise.resolve();
    const client = (): Promise<void> =>
      withApi(cluster.api, async (api) => {
        while (!over.signal.aborted) {
          // a server that restarts refuses them; they come again, as clients do
          const listed = api.request({ path: '/api/v1/configmaps', signal: over.signal });
          await listed.catch(() => delay(50, undefined, { signal: over.signal }).catch(() => undefined));
        }
      });
    /** Lists of ConfigMaps that the server has answered, by its own count. */
    const lists = async (): Promise<number> => {
      const page = await withApi(cluster.api, (api) => api.text('/metrics'));
      return readMetric(page, 'apiserver_request_total')
        .filter(({ labels }) => labels['resource'] === 'configmaps' && labels['verb'] === 'LIST')
        .reduce((sum, { value }) => sum + value, 0);
    };
    const before = await waitFor(async () => ({ done: true, value: await lists() }), {
      what: 'the metrics of kube-apiserver',
      timeoutMs: END_TIMEOUT_MS,
      signal,
    });
    return {
      inject: async () => void (herd = Promise.all(Array.from({ length: CLIENTS }, client))),
      onset: () =>
        waitFor(
          async () => {
            // a server that was started again counts from zero
            const now = await lists();
            const more = now < before ? now : now - before;
            return more >= HERD
              ? { done: true, value: `kube-apiserver has answered ${more} lists more` }
              : { done: false, seen: `kube-apiserver has answered ${more} lists more` };
          },
          { what: 'the herd to be counted', timeoutMs: 3 * ONSET_TIMEOUT_MS, signal },
        ),
      async heal() {
        over.abort();
        await herd;
      },
      end: () =>
        waitFor(
          async () => {
            const first = await lists();
            await delay(1_000, undefined, { signal });
            const more = (await lists()) - first;
            return more >= 0 && more <= USUAL
              ? { done: true, value: `kube-apiserver answered ${more} lists in a second` }
              : { done: false, seen: `kube-apiserver answered ${more} lists in a second` };
          },
          { what: 'the herd to be gone', timeoutMs: END_TIMEOUT_MS, signal },
        ),
    };
  },
};
