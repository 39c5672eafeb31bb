import pLimit from 'p-limit';
import type { ApiDescription, Members } from '../model/behaviour.js';
import { groupOf } from '../model/group-version.js';
import type { Surface } from '../model/observation.js';
import type { KubeClient } from '../kube/kube-client.js';
import { describeApi, mergeDescriptions, type OpenApiDocument } from '../kube/openapi.js';
import { Interner, digest } from '../support/interner.js';
import { canonicalLine } from '../support/canonical-json.js';

/**
 * Reads a server's OpenAPI descriptions. A v3 document is named with the hash of its content, so one that any server of the run
 * has shown before is not fetched again. Give the same reader to all observations of a run.
 */
export class ApiDescriptionReader {
  readonly #members = new Interner<Members>();
  readonly #documents = new Map<string, Promise<ApiDescription>>();
  readonly #whole = new Interner<ApiDescription>();

  /** Both versions, custom resources left out. Throws UnexpectedAnswer. */
  async read(client: KubeClient, surface: Surface): Promise<{ v2: ApiDescription; v3: ApiDescription }> {
    const custom = new Set(surface.resources.filter((each) => each.custom).map((each) => groupOf(each.groupVersion)));
    const isCustom = (group: string): boolean => group !== '' && custom.has(group);
    return { v2: await this.#readV2(client, isCustom), v3: await this.#readV3(client, isCustom) };
  }

  async #readV2(client: KubeClient, isCustom: (group: string) => boolean): Promise<ApiDescription> {
    const document = (await client.get('/openapi/v2')) as unknown as OpenApiDocument;
    return this.#keep(describeApi(document, isCustom, this.#members));
  }

  async #readV3(client: KubeClient, isCustom: (group: string) => boolean): Promise<ApiDescription> {
    const index = (await client.get('/openapi/v3')) as unknown as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    const limit = pLimit(4);
    const builtIn = Object.entries(index.paths).filter(([path]) => !isCustom(path.split('/')[1] ?? ''));
    const documents = await Promise.all(
      builtIn
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, { serverRelativeURL }]) =>
          limit(async () => [path, await this.#readDocument(client, serverRelativeURL)] as const),
        ),
    );
    return this.#keep(mergeDescriptions(documents));
  }

  async #readDocument(client: KubeClient, url: string): Promise<ApiDescription> {
    const known = this.#documents.get(url);
    if (known) return known;
    // the hash in the URL makes the server answer with exactly that document
    const read = client
      .get(url)
      .then((document) => describeApi(document as unknown as OpenApiDocument, undefined, this.#members));
    this.#documents.set(url, read);
    // a failure belongs to who asked; the next one asks again
    read.catch(() => this.#documents.delete(url));
    return read;
  }

  #keep(description: ApiDescription): ApiDescription {
    return this.#whole.intern(digest(canonicalLine(description)), () => description);
  }
}
