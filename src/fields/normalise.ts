import type { Json } from '../model/observation.js';
import { isObject, valueAt } from './field-path.js';

/** A reason why two servers, or one server twice, answer the same question with other values. */
export type Normalisation =
  'object identity' | 'time of the request' | 'random name' | 'allocated address' | "the asker's certificate";

/** How often each rule applied. */
export type NormalisationCounts = Partial<Record<Normalisation, number>>;

const IDENTITY = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'selfLink']);
/** What a server writes down of a client that identifies itself by a certificate; every server has an authority of its own. */
const CREDENTIAL = /^X509SHA256=[0-9a-f]{64}$/;
const RANDOM_NAME = /^kube-api-access-[a-z0-9]{5}$/;
const ALLOCATED = new Set(['clusterIP', 'clusterIPs', 'nodePort', 'healthCheckNodePort']);
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * A copy of an answered object without what is another at every request. Only what the question did not send is touched, so that no rule can
 * hide a probed value.
 *
 * @param sent every scalar of the object that was sent; equal ones stay as they are
 * @param now milliseconds since the epoch; only times within an hour of it are the request's
 */
export function normalise(
  answered: Json,
  sent: ReadonlySet<Json>,
  now: number,
  counts: NormalisationCounts = {},
): Json {
  const count = (rule: Normalisation): string => {
    counts[rule] = (counts[rule] ?? 0) + 1;
    return `<${rule}>`;
  };
  const uid = valueAt(answered, ['metadata', 'uid']);
  const visit = (value: Json, name: string, inMetadata: boolean): Json => {
    if (Array.isArray(value)) return (value as Json[]).map((item) => visit(item, name, false));
    if (isObject(value)) {
      const members = Object.entries(value).filter(([key]) => !(name === 'metadata' && key === 'managedFields'));
      return Object.fromEntries(members.map(([key, member]) => [key, visit(member, key, name === 'metadata')]));
    }
    if (sent.has(value)) return value;
    // a Job selects its pods by its own uid
    if ((inMetadata && IDENTITY.has(name)) || value === uid) return count('object identity');
    if (ALLOCATED.has(name) && value !== 'None' && value !== '' && value !== 0) return count('allocated address');
    if (typeof value !== 'string') return value;
    if (RANDOM_NAME.test(value)) return count('random name');
    if (CREDENTIAL.test(value)) return count("the asker's certificate");
    if (TIMESTAMP.test(value) && Math.abs(Date.parse(value) - now) < 3_600_000) return count('time of the request');
    return value;
  };
  return visit(answered, '', false);
}

/** Several counts as one. */
export function sumOfCounts(all: readonly NormalisationCounts[]): NormalisationCounts {
  const sum: NormalisationCounts = {};
  for (const counts of all) {
    for (const [rule, count] of Object.entries(counts) as [Normalisation, number][])
      sum[rule] = (sum[rule] ?? 0) + count;
  }
  return sum;
}

/** Every text and number in a value. */
export function scalarsOf(value: Json, found = new Set<Json>()): Set<Json> {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values<Json>(value)) scalarsOf(member, found);
  } else {
    found.add(value);
  }
  return found;
}
