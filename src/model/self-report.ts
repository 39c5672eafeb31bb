import type { KubeComponent } from './component.js';
import { compareMinors, type Release } from './version.js';

/** What a component says of itself, each part as far as its release says it: an empty `binary` and null are what it did not say. */
export interface SelfReport {
  readonly binary: string;
  readonly emulated: string | null;
  readonly minCompatibility: string | null;
}

/**
 * Whether a component of this release says what it emulates and stays compatible with: kube-apiserver shows it at /version
 * since 1.33; the others in the metric `version_info`, new in 1.34.
 */
export function reportsTriple(component: KubeComponent, binary: Release): boolean {
  return compareMinors(binary, component === 'kube-apiserver' ? '1.33' : '1.34') >= 0;
}
