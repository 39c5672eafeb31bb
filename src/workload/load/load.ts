import type { Endpoint } from '../../model/endpoint.js';
import { LOADED_RESOURCES, type LoadHistory } from '../../model/load.js';
import type { ObservationProblem } from '../../model/observation-problem.js';
import { EtcdClient } from '../../kube/etcd-client.js';
import type { KubeClient } from '../../kube/kube-client.js';
import { waitFor } from '../../support/wait.js';
import { loadedKeys } from './loaded-object.js';
import { LoadLog } from './load-log.js';
import { LoadWatcher } from './load-watcher.js';
import { LoadWriter } from './load-writer.js';

/** How long a watch may be behind at the end. An informer that hears nothing for that long has missed something. */
const BEHIND_MS = 30_000;

/** Where a load acts. */
export interface LoadTarget {
  /** Part of every name that it writes; lower case letters, digits and dashes. */
  readonly id: string;
  readonly etcd: Endpoint;
  /** How writers and watchers reach the API server, each with a client of its own. */
  readonly openClient: () => KubeClient;
}

/**
 * A light load under a transition: one writer and one watch for each of a few resources, and beside them etcd's own history of what
 * they write. Nothing is asked twice, so that every answer counts; whatever it makes is gone at its end.
 */
export class Load {
  readonly #parts: readonly Part[];
  readonly #etcd: EtcdClient;
  readonly #writing = new AbortController();
  readonly #watching = new AbortController();
  readonly #writers: Promise<unknown>;
  readonly #watchers: Promise<unknown>;

  private constructor(parts: readonly Part[], etcd: EtcdClient) {
    this.#parts = parts;
    this.#etcd = etcd;
    this.#writers = Promise.all(parts.map(({ writer }) => writer.run(this.#writing.signal)));
    this.#watchers = Promise.all(
      parts.flatMap(({ watcher, log }) => [watcher.run(this.#watching.signal), log.run(this.#watching.signal)]),
    );
  }

  /** Begins; from its return on every write is on record. Throws when the cluster, which must be well, cannot be listed. */
  static async begin(target: LoadTarget): Promise<Load> {
    const etcd = new EtcdClient(target.etcd);
    const parts: Part[] = [];
    try {
      const origin = performance.now();
      const now = (): number => Math.round(performance.now() - origin);
      const acknowledged = (): number => Math.max(0, ...parts.map(({ writer }) => writer.acknowledged));
      for (const resource of LOADED_RESOURCES) {
        const [writing, watching] = [target.openClient(), target.openClient()];
        const { revision } = await etcd.list(loadedKeys(resource));
        const part = {
          resource: resource.resource,
          writer: new LoadWriter(resource, { client: writing, id: target.id, now }),
          watcher: new LoadWatcher(resource, watching, acknowledged),
          log: new LoadLog(resource, etcd, revision),
          clients: [writing, watching],
        };
        parts.push(part);
        await part.watcher.begin();
      }
      return new Load(parts, etcd);
    } catch (error) {
      await closeAll(parts, etcd);
      throw error;
    }
  }

  /** Leads it to its end on a cluster that is well again, and gives the whole history; the caller closes it. */
  async finish(signal: AbortSignal): Promise<LoadHistory> {
    this.#writing.abort();
    await this.#writers;
    const problems: ObservationProblem[] = [];
    for (const part of this.#parts) {
      const message = await endOf(part, signal);
      if (message !== undefined) problems.push({ probe: 'load', subject: part.resource, message });
    }
    return {
      writes: this.#parts.flatMap(({ writer }) => writer.writes),
      log: this.#parts.flatMap(({ log }) => log.entries).sort((a, b) => a.revision - b.revision),
      watches: this.#parts.flatMap(({ watcher }) => watcher.records),
      problems,
    };
  }

  /** Ends it wherever it is. What it has made and not taken away stays. */
  async close(): Promise<void> {
    this.#writing.abort();
    this.#watching.abort();
    await closeAll(this.#parts, this.#etcd);
    await Promise.all([this.#writers, this.#watchers]);
  }
}

interface Part {
  readonly resource: string;
  readonly writer: LoadWriter;
  readonly watcher: LoadWatcher;
  readonly log: LoadLog;
  readonly clients: readonly KubeClient[];
}

/** Leads one resource's history to its end; says why that cannot be reached. */
async function endOf({ resource, writer, watcher, log }: Part, signal: AbortSignal): Promise<string | undefined> {
  const problem = await writer.finish();
  if (problem !== undefined) return problem;
  const ended = await until(
    `etcd's history of ${resource}`,
    () => log.problem ?? log.deletionOf(writer.lastName),
    signal,
  );
  if (typeof ended !== 'number') return ended ?? "etcd's history did not come to the last write";
  // a watch that is not told is what is judged, and no problem of ours
  await until(`the watch of ${resource}`, () => (watcher.position >= ended ? true : undefined), signal);
  return undefined;
}

/** The answer once there is one; undefined when there is none in time. */
async function until<T>(what: string, answer: () => T | undefined, signal: AbortSignal): Promise<T | undefined> {
  return waitFor<T>(
    async () => {
      const value = answer();
      return value === undefined ? { done: false, seen: 'not yet' } : { done: true, value };
    },
    { what: `${what} to come to its end`, timeoutMs: BEHIND_MS, intervalMs: 20, signal },
  ).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
}

async function closeAll(parts: readonly Part[], etcd: EtcdClient): Promise<void> {
  for (const client of parts.flatMap(({ clients }) => clients)) await client.close();
  await etcd.close();
}
