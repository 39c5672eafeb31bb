import { isArrival, stopOf } from '../moments.js';
import type { ResourceHistory, ResourceShape, SurfaceHistory } from '../surface-history.js';

/** One change of one resource. */
export interface SurfaceChange {
  readonly stop: number;
  readonly by: 'transition' | 'write wave';
  readonly what: 'added' | 'removed' | 'changed';
  /** For `changed`: each field with what it was and what it became. */
  readonly fields: readonly { readonly name: string; readonly before: string; readonly after: string }[];
}

/** A resource as the tree shows it. */
export interface ResourceView {
  readonly groupVersion: string;
  readonly resource: string;
  /** What it looked like when it was last served. */
  readonly shape: ResourceShape;
  readonly changes: readonly SurfaceChange[];
}

/** How many resources a stop added, removed and changed. */
export interface SurfaceCount {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Every resource with its changes; what is there at the first moment was not added by anything. */
export function resourceViews(surface: SurfaceHistory): ResourceView[] {
  return surface.resources.map((history) => ({
    groupVersion: history.groupVersion,
    resource: history.resource,
    shape: surface.shapes[history.changes.findLast(([, shape]) => shape >= 0)![1]]!,
    changes: changesOf(history, surface),
  }));
}

/** The sums of one stop. */
export function countChanges(views: readonly ResourceView[], stop: number, by: SurfaceChange['by']): SurfaceCount {
  const changes = views.flatMap((view) => view.changes).filter((change) => change.stop === stop && change.by === by);
  const sum = (what: SurfaceChange['what']) => changes.filter((change) => change.what === what).length;
  return { added: sum('added'), removed: sum('removed'), changed: sum('changed') };
}

function changesOf({ changes }: ResourceHistory, { moments, shapes }: SurfaceHistory): SurfaceChange[] {
  return changes.flatMap(([moment, index], at) => {
    if (moment === moments[0]) return [];
    const before = shapes[changes[at - 1]?.[1] ?? -1];
    const after = shapes[index];
    return [
      {
        stop: stopOf(moment),
        by: isArrival(moment) ? ('transition' as const) : ('write wave' as const),
        what: before && after ? ('changed' as const) : after ? ('added' as const) : ('removed' as const),
        fields: before && after ? changedFields(before, after) : [],
      },
    ];
  });
}

function changedFields(before: ResourceShape, after: ResourceShape): SurfaceChange['fields'] {
  return (Object.keys(after) as (keyof ResourceShape)[])
    .map((name) => ({ name, before: JSON.stringify(before[name]), after: JSON.stringify(after[name]) }))
    .filter((field) => field.before !== field.after);
}
