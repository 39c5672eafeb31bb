import type { Endpoint } from '../model/endpoint.js';
import { LOAD_END, LOAD_NAME } from '../model/load.js';
import type { Sabotage } from '../model/scenario.js';
import { KubeClient } from '../kube/kube-client.js';
import type { TlsRequest, TlsResponse } from '../support/tls-client.js';

/** The sabotages that come between the load and the API server. */
export type ForgingSabotage = Extract<Sabotage, { type: 'swallow-write' | 'drop-event' }>;

/** True for a sabotage that acts between the load and the API server. */
export function isForging(sabotage: Sabotage): sabotage is ForgingSabotage {
  return sabotage.type === 'swallow-write' || sabotage.type === 'drop-event';
}

/** The creation of the object that ends the load: no list comes after it that would make up for the event. */
const LAST_CREATION = new RegExp(`^{"type":"ADDED".*"name":"${LOAD_NAME}[^"]*${LOAD_END}"`);

/** A server in front of the server that answers what it does not pass on, once, or does not pass on what it was told. */
export class ForgingClient extends KubeClient {
  readonly #sabotage: ForgingSabotage;
  readonly #forge: (what: string) => boolean;

  /** `forge` is told what is about to be forged, and says whether it shall be. */
  constructor(endpoint: Endpoint, sabotage: ForgingSabotage, forge: (what: string) => boolean) {
    super(endpoint);
    this.#sabotage = sabotage;
    this.#forge = forge;
  }

  override async request(request: TlsRequest): Promise<TlsResponse> {
    const isAsked =
      this.#sabotage.type === 'swallow-write' && request.method === 'POST' && this.#concerns(request.path);
    if (!isAsked || !this.#forge(`a write to ${request.path} was acknowledged and not sent`))
      return super.request(request);
    return { status: 201, headers: {}, body: Buffer.from(request.body ?? '{}') };
  }

  override async *watch(path: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    for await (const line of super.watch(path, signal)) {
      const isAsked = this.#sabotage.type === 'drop-event' && this.#concerns(path) && LAST_CREATION.test(line);
      if (!isAsked || !this.#forge(`an event of ${path} was not passed on`)) yield line;
    }
  }

  #concerns(path: string): boolean {
    return path.split('?')[0]?.endsWith(`/${this.#sabotage.resource}`) ?? false;
  }
}
