import { versionOf } from '../model/group-version.js';

export { groupOf, versionOf } from '../model/group-version.js';

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const MATURITY = { alpha: 0, beta: 1, '': 2 } as const;

/**
 * Orders versions as Kubernetes does when it has no other preference (apimachinery, `CompareKubeAwareVersionStrings`): GA
 * before beta before alpha, higher numbers first. Sorts the preferred one to the front.
 */
export function comparePreference(a: string, b: string): number {
  const left = rank(versionOf(a));
  const right = rank(versionOf(b));
  for (let at = 0; at < left.length; at += 1) {
    const difference = (right[at] ?? 0) - (left[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(version: string): number[] {
  const match = VERSION.exec(version);
  if (!match) return [-1, 0, 0];
  return [MATURITY[(match[2] ?? '') as keyof typeof MATURITY], Number(match[1]), Number(match[3] ?? 0)];
}
