import type { Scalar } from 'yaml';
import type { PathSegment } from './yaml-tree.js';

/** Fields of a scenario whose value is a text whatever it looks like; `*` is any one key. */
const TEXT_FIELDS = [
  ['spec', 'from'],
  ['spec', 'to'],
  ['spec', 'components', '*', 'extraArgs', '*'],
  ['spec', 'components', '*', 'env', '*'],
  ['spec', 'runtimeConfig', '*'],
  ['sabotage', 'value'],
];

/**
 * A scalar of a scenario. Where a text belongs it is what was typed: YAML reads `to: 1.30` as the number 1.3, and only
 * the source still says 1.30.
 */
export function readScenarioScalar(scalar: Scalar, path: readonly PathSegment[]): unknown {
  const { value, source } = scalar;
  const readsOtherwise = typeof value === 'number' || typeof value === 'boolean';
  if (
    readsOtherwise &&
    source !== undefined &&
    TEXT_FIELDS.some((field) => isAt(path, field)) &&
    !isGateValue(path, value)
  ) {
    return source;
  }
  return value;
}

/** `set-gate` has a `value` too, and that one is a boolean; the schema tells the two apart by the text. */
function isGateValue(path: readonly PathSegment[], value: unknown): boolean {
  return path[0] === 'sabotage' && typeof value === 'boolean';
}

function isAt(path: readonly PathSegment[], field: readonly string[]): boolean {
  return path.length === field.length && field.every((segment, index) => segment === '*' || segment === path[index]);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((text) => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((text) => [text, false] as const),
]);

/**
 * A scalar of a manifest, read as kubectl reads it (sigs.k8s.io/yaml, goyaml.v2/resolve.go: YAML 1.1 without base 60 and
 * timestamps): `0644` is octal, `1_000` a number, and `yes`, `on`, `no`, `off` are booleans.
 */
export function readManifestScalar({ type, tag, source, value }: Scalar): unknown {
  if (type !== 'PLAIN' || tag !== undefined || source === undefined) return value;
  const truth = BOOLEANS.get(source);
  if (truth !== undefined) return truth;
  const digits = source.replaceAll('_', '');
  if (/^[-+]?0[0-7]+$/.test(digits)) return parseInt(digits, 8);
  if (digits !== source && /^[-+]?[1-9]\d*$/.test(digits)) return Number(digits);
  return value;
}
