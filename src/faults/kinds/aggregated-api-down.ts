import type { JsonObject } from '../../kube/kube-client.js';
import { waitFor } from '../../support/wait.js';
import { END_TIMEOUT_MS, ONSET_TIMEOUT_MS, type Fault } from '../fault.js';
import { withApi } from '../probe-object.js';
import { Registration } from '../registration.js';

const GROUP = 'down.kube-rehearse.example.com';
const SERVICES = { groupVersion: 'apiregistration.k8s.io/v1', resource: 'apiservices' };
const NAME = `v1.${GROUP}`;
const SERVICE = {
  apiVersion: SERVICES.groupVersion,
  kind: 'APIService',
  metadata: { name: NAME },
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
  async prepare(_, { cluster, signal }) {
    const registration = new Registration(cluster.api, SERVICES, NAME);
    const status = (path: string): Promise<number> =>
      withApi(cluster.api, async (api) => (await api.request({ path })).status);
    return {
      inject: () => registration.create(SERVICE, signal),
      onset: () =>
        waitFor(
          async () => {
            const service = await withApi(cluster.api, (api) => api.get(registration.path));
            const [condition, answer] = [available(service), await status(`/apis/${GROUP}/v1`)];
            return condition?.status === 'False' && answer === 503
              ? { done: true, value: `Available=False, ${condition.reason}; its path is answered 503` }
              : { done: false, seen: `Available=${condition?.status}, its path is answered ${answer}` };
          },
          { what: `${GROUP} to be unavailable`, timeoutMs: 3 * ONSET_TIMEOUT_MS, signal },
        ),
      heal: () => registration.remove(),
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
