import type { WaveWrite } from '../model/observation.js';
import type { Manifest } from '../model/scenario.js';
import { resourcePath, statusMessage, type JsonObject, type KubeClient } from '../kube/kube-client.js';
import { droppedFields } from './dropped-fields.js';

/** Where one object lives. */
export interface ObjectAddress {
  readonly groupVersion: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** An answered write: the record for the wave's result, and the object when it was accepted. */
export interface Answer {
  readonly write: WaveWrite;
  readonly object: JsonObject | undefined;
}

/** A read-modify-write meets a controller's own write now and then; that is a race of ours, not an answer. */
const CONFLICT_ATTEMPTS = 5;

/**
 * Sends the wave's writes, one at a time, and records each answer. Fields that a server does not know are sent all the
 * same (`fieldValidation=Ignore`): whether it keeps, drops or refuses them is what a rehearsal wants to see.
 */
export class Writer {
  readonly #client: KubeClient;
  readonly writes: WaveWrite[] = [];

  constructor(client: KubeClient) {
    this.#client = client;
  }

  async create(address: ObjectAddress, manifest: Manifest, required: boolean): Promise<Answer> {
    const body = { ...manifest, apiVersion: address.groupVersion };
    return this.#send('create', address, { method: 'POST', body, required });
  }

  async patchSubresource(
    address: ObjectAddress,
    subresource: string,
    patch: unknown,
    required: boolean,
  ): Promise<Answer> {
    return this.#send('update', address, { method: 'PATCH', body: patch, required, subresource });
  }

  /** Reads the object, lets `change` make a new one of it, and writes that back. */
  async update(address: ObjectAddress, change: (object: JsonObject) => JsonObject, required: boolean): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const current = await this.#client.request({ path: resourcePath(address) });
      if (current.status !== 200) {
        const write = record(
          'update',
          address,
          current.status,
          `cannot be read: ${statusMessage(current.body)}`,
          required,
          [],
        );
        this.writes.push(write);
        return { write, object: undefined };
      }
      const body = change(JSON.parse(current.body.toString()) as JsonObject);
      const last = attempt === CONFLICT_ATTEMPTS;
      const answer = await this.#send('update', address, { method: 'PUT', body, required, discardConflict: !last });
      if (answer.write.status !== 409 || last) return answer;
    }
  }

  async #send(
    action: WaveWrite['action'],
    address: ObjectAddress,
    options: {
      method: 'POST' | 'PUT' | 'PATCH';
      body: unknown;
      required: boolean;
      subresource?: string;
      discardConflict?: boolean;
    },
  ): Promise<Answer> {
    const where = options.method === 'POST' ? { ...address, name: undefined } : address;
    const path = resourcePath({ ...where, subresource: options.subresource });
    const response = await this.#client.request({
      method: options.method,
      path: `${path}?fieldValidation=Ignore&fieldManager=kube-rehearse`,
      body: JSON.stringify(options.body),
      ...(options.method === 'PATCH' ? { headers: { 'content-type': 'application/merge-patch+json' } } : {}),
    });
    const accepted = response.status >= 200 && response.status < 300;
    const object = accepted ? (JSON.parse(response.body.toString()) as JsonObject) : undefined;
    const dropped = object ? droppedFields(options.body, object) : [];
    const message = accepted ? '' : statusMessage(response.body);
    const write = record(action, address, response.status, message, options.required, dropped);
    if (!(options.discardConflict && response.status === 409)) this.writes.push(write);
    return { write, object };
  }
}

function record(
  action: WaveWrite['action'],
  address: ObjectAddress,
  status: number,
  message: string,
  required: boolean,
  dropped: readonly string[],
): WaveWrite {
  return { action, ...address, status, message, required, dropped };
}
