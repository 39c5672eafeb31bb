import { createHash } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiDescription, Behaviour, OpenApiVersion } from '../model/behaviour.js';
import { canonicalLine } from '../support/canonical-json.js';
import { readJson, writeJson } from './json-file.js';
import { apiDescriptionSchema, type StoredBehaviour } from './checkpoint-schemas.js';

/**
 * The OpenAPI descriptions of a run, each in a file of its own that is named by its content: most stops and oracles have the same,
 * and one is some megabytes.
 */
export class OpenApiFiles {
  readonly #folder: string;
  readonly #names = new Map<ApiDescription, string>();
  readonly #read = new Map<string, Promise<ApiDescription>>();

  /** `folder` is made when something is written. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The behaviour with the names of its descriptions, which are written unless they are there. */
  async put(behaviour: Behaviour): Promise<StoredBehaviour> {
    const { v2, v3 } = behaviour.openapi;
    return { ...behaviour, openapi: { v2: await this.#write(v2), v3: await this.#write(v3) } };
  }

  /** The behaviour with its descriptions; one object for each, however often it is named. Fails with a BadInputError. */
  async get(stored: StoredBehaviour): Promise<Behaviour> {
    const read = (version: OpenApiVersion): Promise<ApiDescription> => this.#open(stored.openapi[version]);
    return { ...stored, openapi: { v2: await read('v2'), v3: await read('v3') } };
  }

  async #write(description: ApiDescription): Promise<string> {
    const known = this.#names.get(description);
    if (known !== undefined) return known;
    const name = createHash('sha256').update(canonicalLine(description)).digest('hex');
    const path = this.#path(name);
    if (!(await exists(path))) {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeJson(path, description);
    }
    this.#names.set(description, name);
    return name;
  }

  #open(name: string): Promise<ApiDescription> {
    const known = this.#read.get(name) ?? readJson(this.#path(name), apiDescriptionSchema);
    this.#read.set(name, known);
    return known;
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
