import type { ApiDescription, Members, OpenApiVersion } from '../../model/behaviour.js';
import type { Json } from '../../model/observation.js';
import { isAlpha } from '../api-names.js';
import type { Difference } from '../difference.js';
import { DifferingResources } from '../differing-resources.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue } from '../json.js';
import { ALPHA_WHILE_EMULATING, kep4330 } from '../sources.js';
import { checkpointFile, isEmulating, type Stop } from '../stop.js';

/** v3 first: a difference that both versions show is told once, in the richer form. */
const VERSIONS: readonly OpenApiVersion[] = ['v3', 'v2'];

/**
 * What clients generate code from and check objects against. A schema grows when the new release has more fields, because fields
 * are not versioned; nothing in it may go, change, or be asked for that was not.
 */
export const openapi: Guarantee = {
  id: 'openapi',
  sentence: 'The OpenAPI documents describe the operations and schemas of a fresh server of the version acted as',
  severity: 'violation',
  weaker: [
    {
      of: 'schemas, fields, values and optional parameters that are only added, while emulating',
      severity: 'note',
      because: 'fields are not pruned from schemas; whether a server takes them is another question',
    },
    ALPHA_WHILE_EMULATING,
  ],
  source: kep4330('API Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/openapi-altered.yaml',
  appliesTo: (stop) => stop.oracle !== undefined,
  check(stop) {
    if (!stop.oracle) return { checked: 0, differences: [] };
    let checked = 0;
    const told = new Map<string, Difference>();
    // their operations come and go, and change, with what discovery says of them
    const discovered = new DifferingResources(stop, ['', 'verbs', 'namespaced']);
    for (const version of VERSIONS) {
      const before = stop.oracle.behaviour.openapi[version];
      const after = stop.checkpoint.behaviour.openapi[version];
      checked += Object.keys(before.operations).length + Object.keys(before.schemas).length;
      for (const part of ['operations', 'schemas'] as const) {
        for (const difference of partDifferences(stop, part, before[part], after[part])) {
          if (part === 'operations' && isOfOne(discovered, difference.subject)) continue;
          const place = `${difference.subject} ${difference.path}`;
          if (!told.has(place)) told.set(place, { ...difference, detail: `${difference.detail} (OpenAPI ${version})` });
        }
      }
    }
    return { checked, differences: [...told.values()] };
  },
};

const PATH =
  /^[A-Z]+ \/(?:api|apis\/(?<group>[^/]+))\/(?<version>[^/]+)\/(?:watch\/)?(?:namespaces\/\{namespace\}\/)?(?<resource>[^/{]+)(?:\/\{name\}(?:\/(?<sub>[^/{]+))?)?/;

const VERSION = /^[A-Z]+ \/(?:api|apis\/(?<group>[^/]+))\/(?<version>[^/]+)\//;

/** True for an operation on one of the resources, such as `GET /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale`. */
function isOfOne(resources: DifferingResources, operation: string): boolean {
  const { group, version, resource, sub } = PATH.exec(operation)?.groups ?? {};
  if (version === undefined || resource === undefined) return false;
  const groupVersion = group === undefined ? version : `${group}/${version}`;
  return resources.has(groupVersion, sub === undefined ? resource : `${resource}/${sub}`);
}

function partDifferences(
  stop: Stop,
  part: keyof ApiDescription,
  before: Readonly<Record<string, Members>>,
  after: Readonly<Record<string, Members>>,
): Difference[] {
  const evidence = [`oracles/${stop.step.oracle}.json`, checkpointFile(stop, 'behaviour.json')];
  const difference = (name: string, path: string, was: Json, is: Json): Difference => ({
    subject: part === 'schemas' ? `schema ${name}` : name,
    path,
    before: was,
    after: is,
    component: 'kube-apiserver',
    evidence,
    detail: describe(was, is),
    ...(isWeak(stop, part, name, path, was) ? { severity: 'note' as const } : {}),
  });
  return namesOf(before, after).flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === is) return [];
    if (!was || !is) return [difference(name, '', was ? 'described' : null, is ? 'described' : null)];
    return namesOf(was, is)
      .filter((member) => was[member] !== is[member])
      .map((member) => difference(name, member, was[member] ?? null, is[member] ?? null));
  });
}

function isWeak(stop: Stop, part: keyof ApiDescription, name: string, path: string, before: Json): boolean {
  if (!isEmulating(stop)) return false;
  if (isAlpha(part === 'schemas' ? groupVersionOfSchema(name) : groupVersionOf(name)) || isAlpha(kindOf(path)))
    return true;
  const isGrowth = before === null && !path.startsWith('required ');
  return isGrowth && (part === 'schemas' || path !== '');
}

function describe(before: Json, after: Json): string {
  if (before === null) return 'is described, but not by the oracle';
  if (after === null) return 'is not described, but the oracle does';
  return `is ${shownValue(after)} where the oracle has ${shownValue(before)}`;
}

/** `v1alpha2` as a group version for `io.k8s.api.scheduling.v1alpha2.Workload`. */
function groupVersionOfSchema(name: string): string {
  return name.split('.').find((part) => /^v\d+((alpha|beta)\d+)?$/.test(part)) ?? '';
}

/** `apps/v1` of an operation on a resource of it, and of the one that lists them. */
function groupVersionOf(operation: string): string {
  const { group, version = '' } = VERSION.exec(operation)?.groups ?? {};
  return group === undefined ? version : `${group}/${version}`;
}

/** The group version of a member such as `is scheduling.k8s.io/v1alpha2 WatchEvent`. */
function kindOf(path: string): string {
  return /^is (\S+) /.exec(path)?.[1] ?? '';
}

function namesOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}
