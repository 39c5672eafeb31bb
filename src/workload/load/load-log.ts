import { setTimeout as delay } from 'node:timers/promises';
import type { LoadedResource, LoggedWrite } from '../../model/load.js';
import { HistoryCompacted, type EtcdChange, type EtcdClient } from '../../kube/etcd-client.js';
import { decodeStored } from '../../kube/storage/decode.js';
import { loadedKeys, markOf, metadataOf, nameOfKey } from './loaded-object.js';

/** Pause before a connection to etcd that broke is tried again. */
const PAUSE_MS = 100;

/**
 * etcd's own history of one resource's load, kept while it happens, because etcd may be told to forget it. A connection that
 * breaks, as when etcd is killed, is resumed after the last change.
 */
export class LoadLog {
  readonly entries: LoggedWrite[] = [];
  /** Why the history is not complete; undefined while it is. */
  problem: string | undefined;
  readonly #resource: LoadedResource;
  readonly #etcd: EtcdClient;
  #next: number;

  /** `after`: the revision behind which the history begins. */
  constructor(resource: LoadedResource, etcd: EtcdClient, after: number) {
    this.#resource = resource;
    this.#etcd = etcd;
    this.#next = after + 1;
  }

  /** Keeps the history until the signal fires, or etcd no longer has it. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.problem === undefined) {
      try {
        for await (const change of this.#etcd.watch(loadedKeys(this.#resource), this.#next, signal)) this.#keep(change);
      } catch (error) {
        if (error instanceof HistoryCompacted) this.problem = error.message;
      }
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The revision at which an object was deleted; undefined until the history has come to it. */
  deletionOf(name: string): number | undefined {
    return this.entries.find((entry) => entry.name === name && entry.verb === 'delete')?.revision;
  }

  #keep({ deleted, entry }: EtcdChange): void {
    this.#next = entry.modRevision + 1;
    const isFirst = entry.createRevision === entry.modRevision;
    this.entries.push({
      resource: this.#resource.resource,
      verb: deleted ? 'delete' : isFirst ? 'create' : 'update',
      name: nameOfKey(entry.key),
      mark: deleted ? '' : markOf(metadataOf(decodeStored(entry.value).content)),
      revision: entry.modRevision,
    });
  }
}
