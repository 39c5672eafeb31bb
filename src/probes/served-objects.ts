import pLimit from 'p-limit';
import type { ObservationProblem, ServedObject, ServedResource, Surface } from '../model/observation.js';
import { messageOf } from '../support/errors.js';
import { Interner, digest } from '../support/interner.js';
import { groupVersionPath, type JsonObject, type KubeClient } from '../kube/kube-client.js';
import { redactSecretContent } from '../kube/storage/redact.js';

const PAGE = 500;

/** What a listing of everything gave. */
export interface ServedReading {
  readonly served: readonly ServedObject[];
  readonly problems: readonly ObservationProblem[];
}

/**
 * Lists every persisted resource at every version it is served in. A resource is persisted when discovery gives it a
 * `storageVersionHash`; a list that fails is a problem, named, not a shorter result.
 */
export async function readServedObjects(
  client: KubeClient,
  surface: Surface,
  known = new Interner<ServedObject>(),
): Promise<ServedReading> {
  const limit = pLimit(8);
  const problems: ObservationProblem[] = [];
  const lists = await Promise.all(
    surface.resources.filter(isPersisted).map((resource) =>
      limit(async () => {
        try {
          const objects: ServedObject[] = [];
          for await (const page of listPages(client, resource)) {
            for (const object of page) objects.push(known.intern(digest(JSON.stringify(object)), () => object));
          }
          return objects;
        } catch (error) {
          problems.push({
            probe: 'served-objects',
            subject: `${resource.groupVersion} ${resource.resource}`,
            message: messageOf(error),
          });
          return [];
        }
      }),
    ),
  );
  return { served: lists.flat(), problems };
}

/** True for a resource whose objects are stored; subresources and virtual resources such as TokenReview are not. */
export function isPersisted(resource: ServedResource): boolean {
  return resource.storageVersionHash !== '' && resource.verbs.includes('list') && !resource.resource.includes('/');
}

/** Every object of one resource, page by page: nobody need hold all of them at once. Throws UnexpectedAnswer. */
export async function* listPages(client: KubeClient, resource: ServedResource): AsyncGenerator<ServedObject[]> {
  let token = '';
  do {
    const query = `?limit=${PAGE}${token ? `&continue=${encodeURIComponent(token)}` : ''}`;
    const list = await client.get(`${groupVersionPath(resource.groupVersion)}/${resource.resource}${query}`);
    yield ((list['items'] ?? []) as JsonObject[]).map((item) => toServed(resource, item));
    token = (list['metadata'] as { continue?: string } | undefined)?.continue ?? '';
  } while (token);
}

function toServed(resource: ServedResource, item: JsonObject): ServedObject {
  const metadata = item['metadata'] as { name?: string; namespace?: string };
  // lists leave apiVersion and kind out of their items; they are the list's own
  const { apiVersion, kind, ...content } = item;
  return {
    groupVersion: resource.groupVersion,
    resource: resource.resource,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    content: resource.kind === 'Secret' ? redactSecretContent(content) : content,
  };
}
