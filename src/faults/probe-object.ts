import { KubeClient, UnexpectedAnswer } from '../kube/kube-client.js';
import type { Endpoint } from '../model/endpoint.js';
import { closing } from './closing.js';

const COLLECTION = '/api/v1/namespaces/default/configmaps';

/** Does something with an API server over connections of its own. */
export function withApi<T>(endpoint: Endpoint, act: (api: KubeClient) => Promise<T>): Promise<T> {
  return closing(new KubeClient(endpoint, { connections: 1 }), act);
}

/** The status and text with which an API server answers the creation of an object that is not stored (dry run). */
export async function dryWrite(endpoint: Endpoint, timeoutMs = 30_000): Promise<{ status: number; text: string }> {
  const body = JSON.stringify(configMap('kube-rehearse-dry'));
  const { status, body: answer } = await withApi(endpoint, (api) =>
    api.request({ method: 'POST', path: `${COLLECTION}?dryRun=All`, body, timeoutMs }),
  );
  return { status, text: answer.toString() };
}

/** A ConfigMap with which is asked whether a write arrives; whoever creates it removes it. */
export class ProbeObject {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** The request, a POST, that creates it. */
  get creation(): { path: string; body: string; headers: Record<string, string> } {
    const headers = { 'content-type': 'application/json' };
    return { path: COLLECTION, body: JSON.stringify(configMap(this.#name)), headers };
  }

  async exists(endpoint: Endpoint): Promise<boolean> {
    return (await this.#status(endpoint, 'GET')) === 200;
  }

  /** Removes it where it is; throws unless it is gone then. */
  async remove(endpoint: Endpoint): Promise<void> {
    const status = await this.#status(endpoint, 'DELETE');
    if (status !== 200 && status !== 404) throw new Error(`${this.#name} is not removed: the API answered ${status}`);
  }

  async #status(endpoint: Endpoint, method: 'GET' | 'DELETE'): Promise<number> {
    const path = `${COLLECTION}/${this.#name}`;
    const answer = await withApi(endpoint, (api) => api.request({ method, path }));
    if (answer.status >= 500) throw new UnexpectedAnswer(method, path, answer);
    return answer.status;
  }
}

function configMap(name: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { probe: 'true' } };
}
