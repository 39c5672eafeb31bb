/**
 * Puts a value at a dotted path of an object, in place, and makes the parents that are missing. Undefined takes the field away, where
 * there is one.
 */
export function putAt(object: Record<string, unknown>, path: string, value: unknown): void {
  const fields = path.split('.');
  const last = fields.pop() ?? '';
  let parent = object;
  for (const field of fields) {
    if (value === undefined && parent[field] === undefined) return;
    parent = (parent[field] ??= {}) as Record<string, unknown>;
  }
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}
