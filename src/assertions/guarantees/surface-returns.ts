import type { ServedResource } from '../../model/observation.js';
import { groupOf, parentOf } from '../api-names.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue } from '../json.js';
import type { Sight } from '../sight.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, type Stop } from '../stop.js';
import { surfaceDifferences, type SurfaceDifference } from '../surface-differences.js';

/**
 * Ties every surface of a run to the one before it, so that none goes unjudged: the arrival is as the triple was left last
 * time, the departure as the arrival. Custom resources depend on the data and not on the triple; their measure is the previous
 * stop, and the only thing that may change them is a write of their definition.
 */
export const surfaceReturns: Guarantee = {
  id: 'surface-returns',
  sentence:
    'Returning to a triple returns its surface, and only writing a CustomResourceDefinition changes a surface in between',
  severity: 'violation',
  weaker: [],
  source: kep4330('API Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/hidden-on-return.yaml',
  appliesTo: () => true,
  check(stop) {
    const arrival = surfaceOf(stop.arrival);
    const departure = surfaceOf(stop.departure);
    const comparisons = [
      compare(stop, stop.returnsTo, surfaceOf(stop.returnsTo?.departure).filter(isBuiltIn), arrival.filter(isBuiltIn)),
      compare(stop, stop.previous, surfaceOf(stop.previous?.departure).filter(isCustom), arrival.filter(isCustom)),
      compare(stop, stop, arrival, departure),
    ];
    const said = new Map<string, Difference>();
    for (const difference of comparisons.flatMap((comparison) => comparison.differences)) {
      const place = `${difference.subject} ${difference.path}`;
      if (!said.has(place)) said.set(place, difference);
    }
    return { checked: comparisons.reduce((sum, { checked }) => sum + checked, 0), differences: [...said.values()] };
  },
};

/** Compares the surface a stop shows with the one that `reference` was left with; nothing when there is no reference. */
function compare(
  stop: Stop,
  reference: Stop | undefined,
  before: readonly ServedResource[],
  after: readonly ServedResource[],
): { readonly checked: number; readonly differences: readonly Difference[] } {
  if (!reference) return { checked: 0, differences: [] };
  const within = reference === stop;
  const { checked, differences } = surfaceDifferences(before, after);
  const steps = within ? [stop.step.index] : [stop.step.index, reference.step.index];
  const hasAnOwner = (difference: SurfaceDifference): boolean =>
    isUnseen(difference.resource, within ? [stop.arrival, stop.departure] : [reference.departure, stop.arrival]) ||
    (within && isWritten(stop, difference)) ||
    steps.some((step) => stop.reported.at('discovery', step, difference.subject, difference.path));
  const evidence = within
    ? [checkpointFile(stop, 'surface-arrival.json'), checkpointFile(stop, 'surface-departure.json')]
    : [checkpointFile(reference, 'surface-departure.json'), checkpointFile(stop, 'surface-arrival.json')];
  const since = within ? 'since arrival' : `since ${reference.step.name}`;
  return {
    checked,
    differences: differences
      .filter((difference) => !hasAnOwner(difference))
      .map(({ subject, path, before: was, after: is }) => ({
        subject,
        path,
        before: was,
        after: is,
        component: 'kube-apiserver',
        evidence,
        detail:
          path !== ''
            ? `went from ${shownValue(was)} to ${shownValue(is)} ${since}`
            : `${is === null ? 'is no longer served' : 'is newly served'} ${since}`,
      })),
  };
}

/** True for a custom resource that is new in a write wave, or whose definition the wave wrote. */
function isWritten({ checkpoint }: Stop, { resource, before }: SurfaceDifference): boolean {
  if (!resource.custom) return false;
  const definition = `${parentOf(resource.resource)}.${groupOf(resource.groupVersion)}`;
  return (
    before === null ||
    checkpoint.wave.writes.some(
      (write) =>
        write.resource === 'customresourcedefinitions' &&
        groupOf(write.groupVersion) === 'apiextensions.k8s.io' &&
        write.name === definition,
    )
  );
}

function isUnseen(resource: ServedResource, sights: readonly Sight[]): boolean {
  return sights.some((sight) => sight.isBlindToGroup(groupOf(resource.groupVersion)));
}

function surfaceOf(sight: Sight | undefined): readonly ServedResource[] {
  return sight?.observation.surface.resources ?? [];
}

const isCustom = (resource: ServedResource): boolean => resource.custom;
const isBuiltIn = (resource: ServedResource): boolean => !resource.custom;
