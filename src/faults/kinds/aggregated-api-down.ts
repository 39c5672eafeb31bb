import type { JsonObject } from '../../kube/kube-client.js';
import { waitFor } from '../../support/wait.js';
import { anywhere, END_TIMEOUT_MS, ONSET_TIMEOUT_MS, type Fault } from '../fault.js';
import { withApi } from '../probe-object.js';

const GROUP = 'down.kube-rehearse.example.com';
const COLLECTION = '/apis/apiregistration.k8s.io/v1/apiservices';
const SERVICE = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: `v1.${GROUP}` },
  spec: {
    group: GROUP,
    version: 'v1',
    groupPriorityMinimum: 100,
    versionPriority: 10,
    insecureSkipTLSVerify: true,
    service: { namespace: 'default', name: 'kube-rehearse-nobody' },
  },
};

/** An API of somebody else's server, registered and not there: discovery has a hole, and whoever must see everything waits. */
export const aggregatedApiDown: Fault<'aggregated-api-down'> = {
  unavailableReason: anywhere,
  async prepare(_, { cluster, signal }) {
    const one = `${COLLECTION}/v1.${GROUP}`;
    const status = (path: string, method: 'GET' | 'DELETE' = 'GET'): Promise<number> =>
      withApi(cluster.api, async (api) => (await api.request({ method, path })).status);
    return {
      inject: () =>
        waitFor(
          async () => {
            const request = { method: 'POST', path: COLLECTION, body: JSON.stringify(SERVICE) } as const;
            const { status: answer } = await withApi(cluster.api, (api) => api.request(request));
            return answer === 201 || answer === 409
              ? { done: true, value: undefined }
              : { done: false, seen: `the API answered ${answer}` };
          },
          { what: `${GROUP} to be registered`, timeoutMs: END_TIMEOUT_MS, signal },
        ),
      onset: () =>
        waitFor(
          async () => {
            const service = await withApi(cluster.api, (api) => api.get(one));
            const [condition, answer] = [available(service), await status(`/apis/${GROUP}/v1`)];
            return condition?.status === 'False' && answer === 503
              ? { done: true, value: `Available=False, ${condition.reason}; its path is answered 503` }
              : { done: false, seen: `Available=${condition?.status}, its path is answered ${answer}` };
          },
          { what: `${GROUP} to be unavailable`, timeoutMs: 3 * ONSET_TIMEOUT_MS, signal },
        ),
      heal: async () => {
        await waitFor(
          async () => {
            const answer = await status(one, 'DELETE');
            return answer === 200 || answer === 404
              ? { done: true, value: undefined }
              : { done: false, seen: `the API answered ${answer}` };
          },
          { what: `${GROUP} to be removed`, timeoutMs: END_TIMEOUT_MS },
        );
      },
      end: () =>
        waitFor(
          async () => {
            const answer = await status(`/apis/${GROUP}/v1`);
            return answer === 404
              ? { done: true, value: 'its path is answered 404' }
              : { done: false, seen: `its path is answered ${answer}` };
          },
          { what: `${GROUP} to be unknown`, timeoutMs: END_TIMEOUT_MS, signal },
        ),
    };
  },
};

function available(service: JsonObject): { status: string; reason: string } | undefined {
  const { conditions = [] } = (service['status'] ?? {}) as {
    conditions?: { type: string; status: string; reason: string }[];
  };
  return conditions.find(({ type }) => type === 'Available');
}
