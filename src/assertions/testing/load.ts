import {
  LOADED_RESOURCES,
  type LoadHistory,
  type LoadOutcome,
  type LoadVerb,
  type LoadWrite,
  type LoggedWrite,
  type WatchRecord,
} from '../../model/load.js';

/**
 * A server that does what it promises, as one resource's writer and watcher see it. A test drives it and then breaks what it
 * recorded.
 */
export class PromisedServer {
  readonly writes: LoadWrite[] = [];
  readonly log: LoggedWrite[] = [];
  readonly watches: WatchRecord[] = [];
  readonly #resource: string;
  readonly #id: string;
  readonly #revision: { now: number };
  readonly #objects = new Map<string, LoggedWrite>();
  #told = 0;
  #acknowledged = 0;

  constructor(resource: string, id = 'x', revision: { now: number } = { now: 100 }) {
    this.#resource = resource;
    this.#id = id;
    this.#revision = revision;
  }

  /** The last object that was made and is still there. */
  get newest(): string | undefined {
    return [...this.#objects.keys()].at(-1);
  }

  /** Carries a write out, or not, and answers as told. */
  write(
    verb: LoadVerb,
    name: string,
    { happens = true, outcome = 'taken' }: { happens?: boolean; outcome?: LoadOutcome } = {},
  ): void {
    const mark = verb === 'delete' ? '' : `${this.#id}-${this.#resource}-${this.writes.length}`;
    const revision = happens ? (this.#revision.now += 1) : 0;
    const isTaken = outcome === 'taken';
    this.writes.push({
      resource: this.#resource,
      verb,
      name,
      mark,
      calledAt: this.writes.length * 100,
      answeredAt: this.writes.length * 100 + 5,
      outcome,
      status: isTaken ? 200 : outcome === 'refused' ? 409 : 0,
      revision: isTaken && verb !== 'delete' ? revision : 0,
      message: isTaken ? '' : 'no',
    });
    if (isTaken && verb !== 'delete') this.#acknowledged = revision;
    if (!happens) return;
    const entry = { resource: this.#resource, verb, name, mark, revision };
    this.log.push(entry);
    if (verb === 'delete') this.#objects.delete(name);
    else this.#objects.set(name, entry);
  }

  list(): void {
    this.#told = this.log.length;
    this.watches.push({
      type: 'listed',
      resource: this.#resource,
      revision: this.#revision.now,
      objects: [...this.#objects.values()].map(({ name, mark, revision }) => ({ name, mark, revision })),
      acknowledged: this.#acknowledged,
    });
  }

  /** Shows what was not shown yet. */
  tell(): void {
    for (const entry of this.log.slice(this.#told)) this.watches.push({ type: 'event', ...entry });
    this.#told = this.log.length;
  }

  breakOff(): void {
    this.watches.push({ type: 'ended', resource: this.#resource, message: 'other side closed' });
  }
}

/** What one server, or several, recorded. */
export function historyOf(servers: readonly PromisedServer[]): LoadHistory {
  return {
    writes: servers.flatMap(({ writes }) => writes),
    log: servers.flatMap(({ log }) => log).sort((a, b) => a.revision - b.revision),
    watches: servers.flatMap(({ watches }) => watches),
    problems: [],
  };
}

/** A short load over a restart: each resource is written before, in vain meanwhile, and afterwards. */
export function restartLoad(id: string): LoadHistory {
  const revision = { now: 100 };
  const servers = LOADED_RESOURCES.map(({ resource }) => new PromisedServer(resource, id, revision));
  const name = (number: number): string => `rehearse-load-${id}-${number}`;
  for (const server of servers) {
    server.list();
    server.write('create', name(1));
    server.write('update', name(1));
    server.tell();
    server.breakOff();
    server.write('delete', name(1), { happens: true, outcome: 'unknown' });
    server.write('create', name(2), { happens: false, outcome: 'refused' });
  }
  for (const server of servers) {
    server.tell();
    server.write('create', name(3));
    server.write('delete', name(3));
    server.tell();
  }
  return historyOf(servers);
}
