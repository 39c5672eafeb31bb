import { setTimeout as delay } from 'node:timers/promises';
import { LOAD_END, LOAD_NAME, type LoadVerb, type LoadWrite, type LoadedResource } from '../../model/load.js';
import { statusMessage, type KubeClient } from '../../kube/kube-client.js';
import { messageOf } from '../../support/errors.js';
import { loadedObject, loadedPath, metadataOf } from './loaded-object.js';
import { outcomeOfError, outcomeOfStatus } from './outcome.js';

/** Time between two writes of one writer: light, and dense enough for an outage to show. */
const PACE_MS = 100;
/** As long as a controller waits for its lease. */
const TIMEOUT_MS = 5_000;
const NOT_FOUND = 404;
/** What becomes of every object: it is made, changed twice and deleted. */
const LIFE: readonly LoadVerb[] = ['create', 'update', 'update', 'delete'];

/** What a writer works with. */
export interface WriterTools {
  readonly client: KubeClient;
  /** Part of every name and mark; unique in the run. */
  readonly id: string;
  /** Ms since the load began. */
  readonly now: () => number;
}

/**
 * Writes one resource, one write after the other, each asked once: where it is not certain that an object is what the writer wanted, the
 * writer leaves it alone and goes on with another. Keeps what came of every write.
 */
export class LoadWriter {
  readonly writes: LoadWrite[] = [];
  /** The highest revision that a server has acknowledged so far. */
  acknowledged = 0;
  readonly #resource: LoadedResource;
  readonly #tools: WriterTools;
  /** Objects that are there, or may be. */
  readonly #left = new Set<string>();
  #names = 0;

  constructor(resource: LoadedResource, tools: WriterTools) {
    this.#resource = resource;
    this.#tools = tools;
  }

  /** Writes until the signal fires; the write that is under way then is answered first. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const name = this.#newName();
      for (const verb of LIFE) {
        const outcome = await this.#write(verb, name);
        await delay(PACE_MS, undefined, { signal }).catch(() => undefined);
        if (signal.aborted || outcome !== 'taken') break;
      }
    }
  }

  /**
   * Deletes what is left, and then makes and deletes one object more, which ends the history: whoever has been told that it went has
   * been told everything. Gives what could not be done; undefined when all was.
   */
  async finish(): Promise<string | undefined> {
    for (const name of this.#left) await this.#write('delete', name);
    const last = this.lastName;
    for (const verb of ['create', 'delete'] as const) {
      if ((await this.#write(verb, last)) === 'taken') continue;
      return `the ${verb} that ends it was not taken: ${this.writes.at(-1)?.message}`;
    }
    return this.#left.size === 0 ? undefined : `it may have left ${[...this.#left].join(', ')}`;
  }

  /** The name of the object whose deletion ends the history. */
  get lastName(): string {
    return `${LOAD_NAME}${this.#tools.id}${LOAD_END}`;
  }

  #newName(): string {
    this.#names += 1;
    return `${LOAD_NAME}${this.#tools.id}-${String(this.#names).padStart(5, '0')}`;
  }

  async #write(verb: LoadVerb, name: string): Promise<LoadWrite['outcome']> {
    const { id, now } = this.#tools;
    const mark = verb === 'delete' ? '' : `${id}-${this.#resource.resource}-${this.writes.length}`;
    const calledAt = now();
    const answer = await this.#ask(verb, name, mark);
    this.writes.push({
      resource: this.#resource.resource,
      verb,
      name,
      mark,
      calledAt,
      answeredAt: now(),
      ...answer,
    });
    if (answer.outcome === 'taken') this.acknowledged = Math.max(this.acknowledged, answer.revision);
    if (verb === 'delete' && (answer.outcome === 'taken' || answer.status === NOT_FOUND)) this.#left.delete(name);
    else if (verb === 'create' && answer.outcome !== 'refused') this.#left.add(name);
    return answer.outcome;
  }

  async #ask(
    verb: LoadVerb,
    name: string,
    mark: string,
  ): Promise<Pick<LoadWrite, 'outcome' | 'status' | 'revision' | 'message'>> {
    const { client } = this.#tools;
    const method = ({ create: 'POST', update: 'PUT', delete: 'DELETE' } as const)[verb];
    try {
      const { status, body } = await client.request({
        method,
        path: loadedPath(this.#resource, verb === 'create' ? undefined : name),
        ...(verb !== 'delete' && { body: JSON.stringify(loadedObject(this.#resource, name, mark)) }),
        timeoutMs: TIMEOUT_MS,
      });
      const outcome = outcomeOfStatus(status);
      if (outcome !== 'taken') return { outcome, status, revision: 0, message: statusMessage(body) };
      const { resourceVersion = '0' } = verb === 'delete' ? {} : metadataOf(JSON.parse(body.toString()));
      return { outcome, status, revision: Number(resourceVersion), message: '' };
    } catch (error) {
      return { outcome: outcomeOfError(error), status: 0, revision: 0, message: messageOf(error) };
    }
  }
}
