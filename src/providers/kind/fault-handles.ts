import { join } from 'node:path';
import type { Component } from '../../model/component.js';
import { isAlive, processOfContainer } from '../../support/proc.js';
import type { FaultHandles, ProcessHandle } from '../cluster.js';

/** Where kubeadm has etcd keep its data, as etcd sees it. */
const ETCD_DATA = 'var/lib/etcd';

/** What faults hold the components of a kind node by: their processes, which on the engine's own machine are this machine's. */
export class KindFaultHandles implements FaultHandles {
  readonly #containerId: string;
  readonly logs: string;

  /** `containerId`: the engine's id of the control plane's node. `logs`: the folder of the cluster's logs. */
  constructor(containerId: string, logs: string) {
    this.#containerId = containerId;
    this.logs = logs;
  }

  /** Through etcd's own root. */
  get etcdData(): string {
    return join('/proc', String(this.process('etcd')?.pid ?? 'none'), 'root', ETCD_DATA);
  }

  process(component: Component): ProcessHandle | undefined {
    const identity = processOfContainer(this.#containerId, component);
    if (!identity) return undefined;
    return {
      ...identity,
      signal: (name) => {
        if (isAlive(identity)) process.kill(identity.pid, name);
      },
      // the kubelet starts it again whatever it ended of
      expectEnd: () => undefined,
    };
  }
}
