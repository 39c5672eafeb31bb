import { resourcePath, statusMessage, type KubeClient } from '../../kube/kube-client.js';
import { RehearseError } from '../../support/errors.js';
import { waitForDefaultAccount } from '../wait-for-status.js';
import { fillerNamespaces, fillerOf, type Filler } from './filler.js';

/** A store to fill. */
export interface FillRequest {
  readonly client: KubeClient;
  readonly objects: number;
  readonly seed: number;
  /** How many requests are under way at once. */
  readonly writers: number;
  readonly signal?: AbortSignal | undefined;
  /** Told about once a second how far it is. */
  readonly tell?: (message: string) => void;
}

const EVERY_MS = 1_000;

/**
 * Creates so many objects through the API, in namespaces of their own. Throws RehearseError at the first one that the server refuses: a store
 * that is less full than was asked for would be a measure of something else.
 */
export async function fillStore({ client, objects, seed, writers, signal, tell }: FillRequest): Promise<void> {
  for (const name of fillerNamespaces(objects)) {
    const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await create(client, { groupVersion: 'v1', resource: 'namespaces', namespace: '', manifest });
    await waitForDefaultAccount({ client, signal }, name);
  }
  const begun = performance.now();
  let told = begun;
  let next = 0;
  let written = 0;
  let failed = false;
  const write = async (): Promise<void> => {
    while (next < objects && !failed) {
      signal?.throwIfAborted();
      const index = next;
      next += 1;
      try {
        await create(client, fillerOf(seed, index));
      } catch (error) {
        failed = true;
        throw error;
      }
      written += 1;
      const now = performance.now();
      if (now - told < EVERY_MS) continue;
      told = now;
      tell?.(progressText(written, objects, (now - begun) / 1000));
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

function progressText(written: number, of: number, seconds: number): string {
  const left = Math.ceil((seconds * (of - written)) / written);
  return `filling the store: ${written} of ${of} objects, about ${left} s left`;
}

async function create(client: KubeClient, { groupVersion, resource, namespace, manifest }: Filler): Promise<void> {
  const path = resourcePath({ groupVersion, resource, namespace });
  const response = await client.request({
    method: 'POST',
    path: `${path}?fieldManager=kube-rehearse`,
    body: JSON.stringify(manifest),
  });
  if (response.status === 201) return;
  throw new RehearseError({
    code: 'fill-refused',
    message: `the store cannot be filled: POST ${path} answered ${response.status}: ${statusMessage(response.body)}`,
    remedy: 'leave out spec.fill, or whatever in the scenario makes the server refuse this object',
  });
}
