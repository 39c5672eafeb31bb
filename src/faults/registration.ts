import { resourcePath } from '../kube/kube-client.js';
import type { Endpoint } from '../model/endpoint.js';
import { waitFor } from '../support/wait.js';
import { END_TIMEOUT_MS } from './fault.js';
import { withApi } from './probe-object.js';

/** An object without a namespace by which somebody else's server is made known to the API server. */
export class Registration {
  readonly #api: Endpoint;
  readonly #where: { readonly groupVersion: string; readonly resource: string };
  readonly #name: string;

  constructor(api: Endpoint, where: { readonly groupVersion: string; readonly resource: string }, name: string) {
    this.#api = api;
    this.#where = where;
    this.#name = name;
  }

  /** Where it is read. */
  get path(): string {
    return resourcePath({ ...this.#where, name: this.#name });
  }

  /** Creates it; returns when it is there. */
  async create(object: object, signal: AbortSignal): Promise<void> {
    const request = { method: 'POST', path: resourcePath(this.#where), body: JSON.stringify(object) } as const;
    await waitFor<void>(
      async () => {
        const { status, body } = await withApi(this.#api, (api) => api.request(request));
        return status === 201 || status === 409
          ? { done: true, value: undefined }
          : { done: false, seen: `the API answered ${status} ${body.toString()}` };
      },
      { what: `${this.#name} to be registered`, timeoutMs: END_TIMEOUT_MS, signal },
    );
  }

  /** Removes it; returns when it is gone. No signal ends this: what was registered is taken back in any case. */
  async remove(): Promise<void> {
    await waitFor<void>(
      async () => {
        const { status } = await withApi(this.#api, (api) => api.request({ method: 'DELETE', path: this.path }));
        return status === 200 || status === 404
          ? { done: true, value: undefined }
          : { done: false, seen: `the API answered ${status}` };
      },
      { what: `${this.#name} to be removed`, timeoutMs: END_TIMEOUT_MS },
    );
  }
}
