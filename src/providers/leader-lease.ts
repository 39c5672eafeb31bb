import type { Endpoint } from '../model/endpoint.js';
import { TlsClient } from '../support/tls-client.js';
import { waitFor, type WaitOptions } from '../support/wait.js';

/** What matters of a coordination.k8s.io/v1 Lease. */
interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly renewTime?: string;
}

/** Reads who leads a component, from the Lease in kube-system that carries the component's name. */
export class LeaderLease {
  readonly #client: TlsClient;

  constructor(api: Endpoint) {
    this.#client = new TlsClient(api, { connections: 1 });
  }

  /** The present holder; undefined when there is none or nobody answers. */
  async holder(component: string): Promise<string | undefined> {
    return this.#read(component).then(
      (spec) => spec?.holderIdentity,
      () => undefined,
    );
  }

  /**
   * Returns when someone other than `earlier` holds the lease and has renewed it once more after that was first seen: a
   * holder that only took over and then hung is not a leader.
   */
  async waitForNewLeader(
    component: string,
    earlier: string | undefined,
    options: Omit<WaitOptions, 'what'>,
  ): Promise<void> {
    let first: LeaseSpec | undefined;
    await waitFor(
      async (signal) => {
        const spec = await this.#read(component, signal);
        if (!spec?.holderIdentity || spec.holderIdentity === earlier) {
          return { done: false, seen: `the lease is held by ${spec?.holderIdentity ?? 'nobody'}` };
        }
        if (first?.holderIdentity !== spec.holderIdentity) first = spec;
        if (spec.renewTime !== first?.renewTime) return { done: true, value: undefined };
        return {
          done: false,
          seen: `${spec.holderIdentity} has not renewed since ${spec.renewTime ?? 'it took over'}`,
        };
      },
      { ...options, intervalMs: 250, what: `${component} to lead and to renew its lease` },
    );
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #read(component: string, signal?: AbortSignal): Promise<LeaseSpec | undefined> {
    const { status, body } = await this.#client.request({
      path: `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${component}`,
      signal,
      timeoutMs: 5_000,
    });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`the lease of ${component} answers ${status}`);
    return (JSON.parse(body.toString()) as { spec?: LeaseSpec }).spec;
  }
}
