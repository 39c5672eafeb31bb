import type { Json } from '../model/observation.js';
import type { Schema } from './schema.js';

const TIME = '2026-01-01T00:00:00Z';
const MICRO_TIME = '2026-01-01T00:00:00.000000Z';
const UID = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';

/** Texts that fit many fields: a word, a qualified name, a path, an address, and what parses as a number or a boolean. */
const WORDS = ['rehearse', 'Rehearse', 'rehearse.example.com/x', '/rehearse', '192.0.2.7', 'true', '1'] as const;

/** Texts by the name of their field, as the conventions of the Kubernetes API have it; the first match counts. */
const BY_NAME: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(uid)$|UID$/, [UID]],
  [/cidrs?$/i, ['192.0.2.0/24', '2001:db8::/64']],
  [/ips?$|^address(es)?$|^ip$/i, ['192.0.2.7', '2001:db8::7']],
  [/^(image|imageRef|reference)$|Image$/, ['registry.example.com/rehearse/app:1.0']],
  [/url$|^endpoint$|^server$/i, ['https://rehearse.example.com/x', 'rehearse.example.com']],
  [/^fieldPath$/, ['metadata.name', 'spec.nodeName']],
  [/^iqn$|^initiatorName$/, ['iqn.2026-01.com.example:rehearse']],
  [/^registry$/, ['rehearse:7861']],
  [/^resourceName$/, ['cpu', 'rehearse.example.com/device']],
  [/path$|^mountPath$|directory$|dir$/i, ['/rehearse', 'rehearse', 'rehearse/x']],
  [/^(expression|rule|fieldExpression|messageExpression|valueExpression)$/i, ['true', "'rehearse'", 'object', '1']],
  [/^(operator)$/, ['In', 'Exists', 'Equal']],
  [
    /^(driver|driverName|provisioner|controllerName|controller|signerName)$/,
    ['rehearse.example.com', 'rehearse.example.com/x'],
  ],
  [/^(apiVersion|groupVersion)$/, ['v1', 'apps/v1']],
  [/^(apiGroup|apiGroups|group)$/, ['rehearse.example.com', 'apps', '']],
  [/^verbs?$/, ['get', '*']],
  [/^resources?$/, ['pods', 'cpu', 'limits.cpu']],
  [/^kind$/, ['ConfigMap', 'User', 'ServiceAccount']],
  [
    /^(key|labelKey|topologyKey|annotationKey|scopeName)$/,
    ['rehearse.example.com/key', 'kubernetes.io/hostname', 'key'],
  ],
  [/selector$/i, ['a=b']],
  [/time(stamp)?$/i, [TIME]],
  [/hash$|digest$|sha256$/i, ['0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef']],
  [/^(hostname|host|hostnames|serverName|subdomain)$/i, ['rehearse.example.com', 'rehearse']],
  [/schedule$/, ['0 0 * * *']],
  [/timezone$/i, ['Etc/UTC']],
  [/^versions?$/, ['1.2.3', 'v1']],
  [/^(mode|policy|type|status|phase|state|effect)$/i, ['Rehearse', 'True', 'None', 'Default', 'Always']],
];

/** Numbers that fit ports, weights, seconds, counts and user ids; the cheap ones first. */
const NUMBERS = [1, 2, 10, 0, 60, 100, 1000, 8080] as const;

/**
 * Values that a server may well take for a field, most plausible first and never empty. A server's own answer teaches the
 * rest: see repair.ts.
 *
 * @param name last property in the field's path
 */
export function plausible(name: string, schema: Schema, type: string): readonly [Json, ...Json[]] {
  const listed = (schema.enum ?? []).filter((value) => value !== '');
  if (listed.length > 0) return listed as [Json, ...Json[]];
  if (type.endsWith('.Quantity')) return ['1', '1Gi'];
  if (type.endsWith('.IntOrString') || schema.format === 'int-or-string') return [1, '10%', 'rehearse'];
  switch (schema.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return [...NUMBERS];
    case 'object':
    case undefined:
      return [{}, { rehearse: 'yes' }, 'rehearse'];
    default:
      return texts(name, schema.format);
  }
}

/** Values at the edge of what a field can mean, and beyond: asked once a plausible one was taken. */
export function borderline(schema: Schema, type: string): readonly Json[] {
  if (type.endsWith('.Quantity')) return ['0', '-1', '1.5', 'rehearse'];
  if (type.endsWith('.IntOrString') || schema.format === 'int-or-string') return [0, -1, '101%'];
  switch (schema.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
      return [0, -1, 2_147_483_647];
    case 'string':
      return schema.format === undefined ? ['', 'Rehearse-Bogus', 'x'.repeat(300)] : [];
    default:
      return [];
  }
}

function texts(name: string, format: string | undefined): readonly [string, ...string[]] {
  if (format === 'byte') return ['cmVoZWFyc2U='];
  if (format === 'date-time') return [TIME, MICRO_TIME];
  const own = BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  return [...new Set([...own, ...WORDS])] as [string, ...string[]];
}
