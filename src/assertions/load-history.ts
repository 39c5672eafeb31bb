import { LOADED_RESOURCES, type LoadHistory, type LoadVerb, type LoggedWrite } from '../model/load.js';
import { checkpointFile, type Stop } from './stop.js';

/** How findings name what the load does to a resource. */
export function loadSubject(resource: string): string {
  const { kind = resource } = LOADED_RESOURCES.find((each) => each.resource === resource) ?? {};
  return `${kind} under load`;
}

/** Where in it: `create rehearse-load-02-binary-upgrade-00007`. */
export function loadPath({ verb, name }: { readonly verb: LoadVerb; readonly name: string }): string {
  return `${verb} ${name}`;
}

/** The files of a load's history. */
export function loadEvidence(stop: Stop, ...files: readonly ('writes' | 'log' | 'watches')[]): string[] {
  return files.map((file) => checkpointFile(stop, `load-${file}.ndjson`));
}

/** etcd's history of each resource, by revision. */
export function logByResource({ log }: LoadHistory): Map<string, LoggedWrite[]> {
  const logs = new Map<string, LoggedWrite[]>(LOADED_RESOURCES.map(({ resource }) => [resource, []]));
  for (const entry of log) logs.get(entry.resource)?.push(entry);
  return logs;
}
