import type { Endpoint } from '../model/endpoint.js';
import type { Sabotage } from '../model/scenario.js';
import { groupOf, versionOf } from '../kube/api-version.js';
import { KubeClient, groupVersionPath, type JsonObject } from '../kube/kube-client.js';
import { putAt } from './put-at.js';

/** The sabotages that bend what the harness sees, and nothing that is. */
export type TamperingSabotage = Extract<Sabotage, { type: 'hide-resource' | 'alter-served' }>;

/** True for a sabotage that acts in the client that looks. */
export function isTampering(sabotage: Sabotage): sabotage is TamperingSabotage {
  return sabotage.type === 'hide-resource' || sabotage.type === 'alter-served';
}

/** What a tampering does, as its receipt says it. */
export function describeTampering(sabotage: TamperingSabotage): string {
  if (sabotage.type === 'hide-resource') return `${sabotage.groupVersion} ${sabotage.resource} was hidden`;
  const { resource, name, path } = sabotage;
  return `${path} of ${resource} ${name} was ${sabotage.value === undefined ? 'left out' : 'altered'}`;
}

/** Looks at the server through glasses: one resource is missing, or one object has another value. */
export class TamperingClient extends KubeClient {
  readonly #sabotage: TamperingSabotage;
  readonly #tampered: (path: string) => void;

  /** `tampered` is told the path of every answer that was really altered. */
  constructor(endpoint: Endpoint, sabotage: TamperingSabotage, tampered: (path: string) => void) {
    super(endpoint);
    this.#sabotage = sabotage;
    this.#tampered = tampered;
  }

  override async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const answer = await super.get(path, headers);
    const altered = structuredClone(answer);
    if (this.#sabotage.type === 'hide-resource') hide(altered, path, this.#sabotage);
    else alter(altered, path, this.#sabotage);
    if (JSON.stringify(altered) !== JSON.stringify(answer)) this.#tampered(path);
    return altered;
  }
}

/** The parts of discovery documents and lists that are edited, in place. */
interface Document {
  /** Of a plain discovery document. */
  resources?: { name: string }[];
  /** Of an aggregated discovery document, or of a list of objects. */
  items?: ({ metadata?: { name?: string }; versions?: AggregatedVersion[] } & Record<string, unknown>)[];
}

interface AggregatedVersion {
  version: string;
  resources: { resource: string }[];
}

function hide(answer: Document, path: string, what: { groupVersion: string; resource: string }): void {
  const others = (name: string): boolean => name.split('/')[0] !== what.resource;
  if (path === groupVersionPath(what.groupVersion)) {
    answer.resources = (answer.resources ?? []).filter((entry) => others(entry.name));
  } else if (path === '/api' || path === '/apis') {
    const group = groupOf(what.groupVersion);
    const items = (answer.items ?? []).filter(({ metadata }) => (metadata?.name ?? '') === group);
    for (const entry of items.flatMap(({ versions }) => versions ?? [])) {
      if (entry.version !== versionOf(what.groupVersion)) continue;
      entry.resources = entry.resources.filter(({ resource }) => others(resource));
    }
  }
}

/** Another value, or no field at all where the sabotage names no value. */
function alter(answer: Document, path: string, what: Extract<Sabotage, { type: 'alter-served' }>): void {
  if (path.split('?')[0] !== `${groupVersionPath(what.groupVersion)}/${what.resource}`) return;
  const object = answer.items?.find(({ metadata }) => metadata?.name === what.name);
  if (object) putAt(object, what.path, what.value);
}
