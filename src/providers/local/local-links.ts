import type { KubeComponent } from '../../model/component.js';
import type { Endpoint } from '../../model/endpoint.js';
import type { LinkName } from '../../model/fault-kinds.js';
import type { Link } from '../cluster.js';
import type { Ports } from './flags.js';
import { findFreePorts } from '../free-ports.js';
import { TcpProxy } from './tcp-proxy.js';

/** The server at the far end of each link. */
const SERVERS = { 'kube-apiserver-etcd': 'etcd', 'controllers-kube-apiserver': 'kube-apiserver' } as const;

/** The connections of one cluster that lead through the harness. */
export class LocalLinks {
  readonly #proxies: ReadonlyMap<LinkName, TcpProxy>;

  private constructor(proxies: ReadonlyMap<LinkName, TcpProxy>) {
    this.#proxies = proxies;
  }

  static async listen(names: readonly LinkName[], ports: Ports): Promise<LocalLinks> {
    const found = await findFreePorts(names.length);
    const proxies = new Map<LinkName, TcpProxy>();
    for (const [at, name] of names.entries()) {
      proxies.set(name, await TcpProxy.listen(found[at] ?? 0, ports[SERVERS[name]]));
    }
    return new LocalLinks(proxies);
  }

  /** The ports as a component must dial them; its own stay. */
  seenBy(component: KubeComponent, ports: Ports): Ports {
    if (component === 'kube-apiserver') {
      return { ...ports, etcd: this.#proxies.get('kube-apiserver-etcd')?.port ?? ports.etcd };
    }
    const apiserver = this.#proxies.get('controllers-kube-apiserver')?.port;
    return { ...ports, 'kube-apiserver': apiserver ?? ports['kube-apiserver'] };
  }

  /** What faults hold a link by; `servers` are the endpoints by the direct way. */
  link(name: LinkName, servers: { readonly api: Endpoint; readonly etcd: Endpoint }): Link | undefined {
    const proxy = this.#proxies.get(name);
    if (!proxy) return undefined;
    const server = SERVERS[name] === 'etcd' ? servers.etcd : servers.api;
    return {
      endpoint: { ...server, url: `https://127.0.0.1:${proxy.port}` },
      affected: () => proxy.affected,
      shape: (condition) => proxy.shape(condition),
    };
  }

  async close(): Promise<void> {
    for (const proxy of this.#proxies.values()) await proxy.close();
  }
}
