import type { AtlasCell } from '../model/atlas.js';
import { sameEffectiveVersion, type EffectiveVersion } from '../model/effective-version.js';
import type { Facts } from './observation.js';

/** The part of probe.json that an atlas shows. */
export interface ProbeClasses {
  readonly versions: { readonly old: EffectiveVersion; readonly emulating: EffectiveVersion };
  readonly featureGates: string;
  readonly fields: readonly {
    readonly groupVersion: string;
    readonly resource: string;
    readonly subresource: string;
    readonly path: string;
    readonly class: string;
  }[];
}

/** Whether a probe was of a cell: its emulating server was started at the same triple, without gates of its own. */
export function isOf({ versions, featureGates }: ProbeClasses, { version, mode }: AtlasCell): boolean {
  return mode === 'strict' && featureGates === '' && sameEffectiveVersion(versions.emulating, version);
}

/** `apps/v1 deployments spec.paused` by its class; a path may have one in the object and one in a subresource. */
export function probeFacts({ fields, versions }: ProbeClasses): Facts {
  return Object.fromEntries(
    fields.map(({ groupVersion, resource, subresource, path, class: found }) => [
      `${groupVersion} ${resource}${subresource === '' ? '' : `/${subresource}`} ${path}`,
      `${found}, against ${versions.old.binary}`,
    ]),
  );
}
