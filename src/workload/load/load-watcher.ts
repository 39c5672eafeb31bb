import { setTimeout as delay } from 'node:timers/promises';
import { LOAD_NAME, type LoadVerb, type LoadedResource, type WatchRecord } from '../../model/load.js';
import { UnexpectedAnswer, type KubeClient } from '../../kube/kube-client.js';
import { messageOf } from '../../support/errors.js';
import { StreamRefused } from '../../support/tls-client.js';
import { loadedPath, markOf, metadataOf, type Metadata } from './loaded-object.js';

/** Pause before a connection that broke is tried again. */
const PAUSE_MS = 100;
const GONE = 410;

const VERB_OF: Readonly<Record<string, LoadVerb>> = { ADDED: 'create', MODIFIED: 'update', DELETED: 'delete' };

interface WatchEvent {
  readonly type: string;
  readonly object: { readonly metadata?: Metadata; readonly code?: number; readonly message?: string };
}

/**
 * Watches one resource as a client of Kubernetes does: lists, watches from there, resumes where a watch broke off, and lists again when
 * the server says that this is too old. Keeps all it meets.
 */
export class LoadWatcher {
  readonly records: WatchRecord[] = [];
  readonly #resource: LoadedResource;
  readonly #client: KubeClient;
  /** The highest revision that any writer was given so far. */
  readonly #acknowledged: () => number;
  /** Where the watch goes on; undefined when it must list first. */
  #position: string | undefined;

  constructor(resource: LoadedResource, client: KubeClient, acknowledged: () => number) {
    this.#resource = resource;
    this.#client = client;
    this.#acknowledged = acknowledged;
  }

  /** Lists for the first time; from then on nothing may be missed. Throws what keeps the list from being taken. */
  async begin(): Promise<void> {
    await this.#list();
  }

  /** Watches until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const position = this.#position ?? (await this.#list());
        await this.#watch(position, signal);
        this.#ended('the server ended the watch');
      } catch (error) {
        if (signal.aborted) return;
        this.#ended(messageOf(error));
        if (isGone(error)) this.#position = undefined;
      }
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The revision up to which everything was told. */
  get position(): number {
    return Number(this.#position ?? 0);
  }

  async #list(): Promise<string> {
    const acknowledged = this.#acknowledged();
    const list = await this.#client.get(loadedPath(this.#resource));
    const { resourceVersion = '0' } = metadataOf(list);
    const items = (list as { items?: readonly unknown[] }).items ?? [];
    this.records.push({
      type: 'listed',
      resource: this.#resource.resource,
      revision: Number(resourceVersion),
      objects: items.map(metadataOf).filter(isLoad).map(versionOf),
      acknowledged,
    });
    this.#position = resourceVersion;
    return resourceVersion;
  }

  async #watch(position: string, signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion: position });
    for await (const line of this.#client.watch(`${loadedPath(this.#resource)}?${query.toString()}`, signal)) {
      const { type, object } = JSON.parse(line) as WatchEvent;
      if (type === 'ERROR') throw new WatchError(object.code ?? 0, object.message ?? line);
      const metadata = metadataOf(object);
      this.#position = metadata.resourceVersion ?? this.#position;
      const verb = VERB_OF[type];
      if (!verb || !isLoad(metadata)) continue;
      const version = versionOf(metadata);
      const mark = verb === 'delete' ? '' : version.mark;
      this.records.push({ type: 'event', resource: this.#resource.resource, verb, ...version, mark });
    }
  }

  #ended(message: string): void {
    const last = this.records.at(-1);
    // while no server is there, every attempt ends the same way
    if (last?.type === 'ended' && last.message === message) return;
    this.records.push({ type: 'ended', resource: this.#resource.resource, message });
  }
}

/** What a server says in the middle of a watch. */
class WatchError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(`${status}: ${message}`);
    this.status = status;
  }
}

function isGone(error: unknown): boolean {
  const hasStatus = error instanceof WatchError || error instanceof StreamRefused || error instanceof UnexpectedAnswer;
  return hasStatus && error.status === GONE;
}

function isLoad({ name = '' }: Metadata): boolean {
  return name.startsWith(LOAD_NAME);
}

function versionOf(metadata: Metadata): { name: string; mark: string; revision: number } {
  return { name: metadata.name ?? '', mark: markOf(metadata), revision: Number(metadata.resourceVersion ?? 0) };
}
