import type { Endpoint } from '../model/endpoint.js';
import type { LinkName } from '../model/fault-kinds.js';
import type { Cluster, Link } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import { TlsClient } from '../support/tls-client.js';
import { closing } from './closing.js';
import { PROBE_KEY, withEtcd } from './etcd-probe.js';
import { ProbeObject } from './probe-object.js';

/** How long a probe over a link may take before it counts as unanswered. */
export const PATIENCE_MS = 1_500;

/** What became of one question over a link. */
export interface Answer {
  readonly answered: boolean;
  readonly ms: number;
  /** Why there was no answer. */
  readonly problem: string;
}

/** Asks the server of a link over that link, and by the direct way what became of it. */
export class LinkProbe {
  readonly #link: Link;
  readonly #path: string;
  readonly #write: Write;
  /** One connection from before the fault. */
  readonly #held: TlsClient;

  constructor(name: LinkName, link: Link, cluster: Cluster) {
    this.#link = link;
    const isEtcd = name === 'kube-apiserver-etcd';
    this.#path = isEtcd ? '/health' : '/livez/ping';
    this.#write = isEtcd ? etcdWrite(cluster.etcd) : objectWrite(cluster.api);
    this.#held = new TlsClient(link.endpoint, { connections: 1 });
  }

  /** Asks over a new connection. */
  overNewConnection(timeoutMs = PATIENCE_MS): Promise<Answer> {
    const client = new TlsClient(this.#link.endpoint, { connections: 1 });
    return closing(client, () => ask(() => client.request({ path: this.#path, timeoutMs })));
  }

  /** Asks over the one connection that was there before the fault. */
  overHeldConnection(): Promise<Answer> {
    return ask(() => this.#held.request({ path: this.#path, timeoutMs: PATIENCE_MS }));
  }

  /** Sends a write over the held connection; whether it was answered. A new connection would need answers before it could send. */
  async write(): Promise<Answer> {
    return ask(() => this.#held.request({ method: 'POST', ...this.#write.request, timeoutMs: PATIENCE_MS }));
  }

  /** Whether that write is stored, by the direct way. */
  isStored(): Promise<boolean> {
    return this.#write.isStored();
  }

  /** Removes what was written, and closes the held connection. */
  async clean(): Promise<void> {
    await this.#held.close();
    await this.#write.remove();
  }
}

async function ask(request: () => Promise<unknown>): Promise<Answer> {
  const begun = performance.now();
  const since = (): number => Math.round(performance.now() - begun);
  try {
    await request();
    return { answered: true, ms: since(), problem: '' };
  } catch (error) {
    return { answered: false, ms: since(), problem: messageOf(error) };
  }
}

interface Write {
  readonly request: { readonly path: string; readonly body: string; readonly headers?: Record<string, string> };
  isStored(): Promise<boolean>;
  remove(): Promise<void>;
}

function etcdWrite(direct: Endpoint): Write {
  const value = Buffer.from('sent over the link');
  const body = JSON.stringify({ key: Buffer.from(PROBE_KEY).toString('base64'), value: value.toString('base64') });
  return {
    request: { path: '/v3/kv/put', body },
    isStored: () => withEtcd(direct, async (etcd) => (await etcd.get(PROBE_KEY))?.value.equals(value) ?? false),
    remove: () => withEtcd(direct, (etcd) => etcd.delete(PROBE_KEY)),
  };
}

function objectWrite(direct: Endpoint): Write {
  const object = new ProbeObject('kube-rehearse-link');
  return {
    request: object.creation,
    isStored: () => object.exists(direct),
    remove: () => object.remove(direct),
  };
}
