import type { Json } from '../model/observation.js';

/**
 * Where a field is in every object of a kind: property names, `[]` for the items of a list and `{}` for the values of a
 * map. `['spec', 'containers', '[]', 'image']` is printed `spec.containers[].image`.
 */
export type FieldPath = readonly string[];

/** Where a value is in one object: names and keys as text, positions in lists as numbers. */
export type ValuePath = readonly (string | number)[];

/** `spec.containers[].image`. */
export function formatFieldPath(path: FieldPath): string {
  return path.reduce(
    (text, step) => (step === '[]' || step === '{}' || text === '' ? text + step : `${text}.${step}`),
    '',
  );
}

/** `spec.containers[0].image`; a key that is no plain word stands in brackets. */
export function formatValuePath(path: ValuePath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/**
 * Reads the `field` of a Status cause: `spec.template.spec.containers[0].ports[1].name`, `metadata.labels[a.b/c]`. A
 * number in brackets is a position, anything else a key.
 */
export function parseCauseField(field: string): ValuePath {
  const steps: (string | number)[] = [];
  for (const [, name, bracket] of field.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    if (name !== undefined) steps.push(name);
    else if (bracket !== undefined) steps.push(/^\d+$/.test(bracket) ? Number(bracket) : bracket.replace(/^"|"$/g, ''));
  }
  return steps;
}

/** The value there; undefined when there is none. */
export function valueAt(object: Json | undefined, path: ValuePath): Json | undefined {
  let value: unknown = object;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value as Json | undefined;
}

/** A copy with another value there. Missing parents become objects, or lists where the next step is a position. */
export function withValueAt(object: Json | undefined, path: ValuePath, value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(object) ? [...(object as Json[])] : [];
    // a position behind the end is the next free one: servers refuse lists with holes
    const at = Math.min(step, list.length);
    list[at] = withValueAt(list[at], rest, value);
    return list;
  }
  const members = isObject(object) ? object : {};
  return { ...members, [step]: withValueAt(members[step], rest, value) };
}

/** A copy without the value there; an item that is taken out of a list closes the gap. */
export function withoutValueAt(object: Json, path: ValuePath): Json {
  const [step, ...rest] = path;
  if (step === undefined || typeof object !== 'object' || object === null || !Object.hasOwn(object, step))
    return object;
  if (Array.isArray(object)) {
    const list = object as Json[];
    if (rest.length === 0) return list.filter((_, at) => at !== step);
    return list.map((item, at) => (at === step ? withoutValueAt(item, rest) : item));
  }
  const members = object as Record<string, Json>;
  const { [String(step)]: member, ...others } = members;
  if (rest.length === 0 || member === undefined) return others;
  return { ...members, [String(step)]: withoutValueAt(member, rest) };
}

export function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
