import type { ServedResource } from '../../model/observation.js';
import { isAlpha } from '../api-names.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue } from '../json.js';
import { ALPHA_WHILE_EMULATING, FORWARD_COMPATIBLE, kep4330 } from '../sources.js';
import { checkpointFile, isEmulating, isForwardCompatible, type Stop } from '../stop.js';
import { surfaceDifferences, type SurfaceDifference } from '../surface-differences.js';

/** The measure is a real server on an empty etcd, so what CustomResourceDefinitions serve is left to `surface-returns`. */
export const discovery: Guarantee = {
  id: 'discovery',
  sentence: 'A stop serves exactly what a fresh server of the version it acts as serves',
  severity: 'violation',
  weaker: [
    {
      of: 'storageVersionHash',
      severity: 'note',
      because: 'readable storage is promised, an equal choice of version is not always kept',
    },
    ALPHA_WHILE_EMULATING,
    FORWARD_COMPATIBLE,
  ],
  source: kep4330('API Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/hidden-resource.yaml',
  appliesTo: () => true,
  check(stop) {
    const { oracle, step } = stop;
    if (!oracle) return { checked: 0, differences: [noOracle(stop)] };
    const hidden = unseenGroups(stop);
    const visible = (resource: ServedResource): boolean => !resource.custom && !hidden.has(resource.groupVersion);
    const { checked, differences } = surfaceDifferences(
      oracle.surface.resources.filter(visible),
      stop.arrival.observation.surface.resources.filter(visible),
    );
    const evidence = [`oracles/${step.oracle}.json`, checkpointFile(stop, 'surface-arrival.json')];
    return {
      checked,
      differences: differences.map((difference) => ({
        ...fieldsOf(difference),
        component: 'kube-apiserver',
        evidence,
        detail: describe(difference),
        ...(isWeak(stop, difference) ? { severity: 'note' as const } : {}),
      })),
    };
  },
};

function isWeak(stop: Stop, { path, before, resource }: SurfaceDifference): boolean {
  if (path === 'storageVersionHash') return true;
  if (path === '' && before === null && isForwardCompatible(stop)) return true;
  return isEmulating(stop) && isAlpha(resource.groupVersion);
}

function describe({ path, before, after }: SurfaceDifference): string {
  if (path !== '') return `is ${shownValue(after)} where the oracle has ${shownValue(before)}`;
  return after === null ? 'is not served, but the oracle serves it' : 'is served, but the oracle does not serve it';
}

function noOracle({ step }: Stop): Difference {
  return {
    subject: step.oracle,
    path: '',
    before: null,
    after: null,
    severity: 'inconclusive',
    detail: 'was not examined, so there is nothing to compare with',
    evidence: [],
  };
}

/** Group versions whose document could not be read on one side: nobody knows what they serve. */
function unseenGroups({ oracle, arrival }: Stop): Set<string> {
  const problems = [...(oracle?.problems ?? []), ...arrival.observation.problems];
  return new Set(problems.filter(({ probe }) => probe === 'discovery').map(({ subject }) => subject));
}

function fieldsOf({
  subject,
  path,
  before,
  after,
}: SurfaceDifference): Pick<Difference, 'subject' | 'path' | 'before' | 'after'> {
  return { subject, path, before, after };
}
