import type { Json } from '../model/observation.js';

/**
 * The leaf fields that were sent and are missing from the answer, as paths such as `spec.containers[0].image`. A value that
 * the server changed is not dropped; list items are matched by position.
 */
export function droppedFields(sent: unknown, answered: Json | undefined, path = ''): string[] {
  if (answered === undefined) return leaves(sent, path);
  if (Array.isArray(sent)) {
    const items = Array.isArray(answered) ? (answered as Json[]) : [];
    return sent.flatMap((item, index) => droppedFields(item, items[index], `${path}[${index}]`));
  }
  if (isObject(sent)) {
    const fields = isObject(answered) ? (answered as Record<string, Json>) : {};
    return Object.entries(sent).flatMap(([name, value]) =>
      droppedFields(value, Object.hasOwn(fields, name) ? fields[name] : undefined, join(path, name)),
    );
  }
  return [];
}

function leaves(value: unknown, path: string): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item, at) => leaves(item, `${path}[${at}]`));
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, child]) => leaves(child, join(path, name)));
  }
  // an empty value says nothing that could be lost: servers leave empty lists and maps out
  return value === undefined || value === null || value === '' || typeof value === 'object' ? [] : [path];
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
