import { formatEffectiveVersion } from '../../model/effective-version.js';
import { VARIED, type Bisected, type BisectResult, type Variant } from './result.js';
import type { Search } from './search.js';
import { formatSwitches, type Switch } from './setting.js';
import type { Seen } from './showing.js';

/** Switches that could not be tried and are written out; the rest is counted. All of them are in bisect.json. */
const UNTRIED = 6;

/** The result for people, as plain text: what was tried, each finding with what flips it, and the conclusion. */
export function formatBisect(result: BisectResult): string {
  const { versions, featureGates, varied, locked, trials, findings } = result;
  const others = VARIED.filter((each) => !varied.includes(each));
  const failed = trials.filter(({ problem }) => problem !== undefined).length;
  const head = [
    `old        ${formatEffectiveVersion(versions.old)}`,
    `emulating  ${formatEffectiveVersion(versions.emulating)}${featureGates === '' ? '' : `, --feature-gates=${featureGates}`}`,
    `trials     ${trials.length}, of them ${failed} in which the server could not be asked`,
    ...(others.length > 0 ? [`not tried  ${others.join(', ')}`] : []),
    ...(locked.length > 0 ? [`locked     ${locked.length} gates that cannot be set to another value`] : []),
  ];
  const parts = [head, ...findings.map((found) => oneFinding(found, varied)), [conclusion(result)]];
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function oneFinding(found: Bisected, varied: BisectResult['varied']): string[] {
  const variants: readonly (readonly [string, readonly Variant[]])[] = [
    ['min-compat', found.minCompatibility],
    ['emulating ', found.emulated],
    ['releases  ', found.releases],
  ];
  return [
    `${found.number}. ${found.class}: ${found.cause}`,
    `     again      ${formatSeen(found.again)}`,
    ...(found.search ? [`     switches   ${formatSearch(found.search)}`, ...untried(found.search)] : []),
    ...variants.flatMap(([title, tried]) =>
      tried.map(({ version, seen, trial }) => `     ${title} ${version}: ${formatSeen(seen)} (trial ${trial})`),
    ),
    ...(found.again.showing === 'shown' && varied.includes('releases') && found.releases.length === 0
      ? ['     releases   no other release of the two minors is here: none was tried']
      : []),
    // nothing else ran
    ...(found.again.showing === 'shown' ? ['     component  kube-apiserver; no other one ran'] : []),
    ...found.doubts.map((doubt) => `     doubt      ${doubt}`),
  ];
}

/** What the search for switches came to, as a clause. */
export function formatSearch({ flip, covered }: Search<Switch>): string {
  if (flip) return `absent with ${formatSwitches(flip.items)}`;
  const count = (of: Switch['of']): number => covered.filter((each) => each.of === of).length;
  return `none makes it go away: ${count('feature-gates')} gates and ${count('runtime-config')} versions of the API were switched, many at a time, and it showed all the same`;
}

export function formatSeen(seen: Seen): string {
  return seen.showing === 'unresolved' ? `says nothing: ${seen.why.slice(0, 200)}` : seen.showing;
}

function untried({ untried: left, flip }: Search<Switch>): string[] {
  if (flip || left.length === 0) return [];
  const more = left.length > UNTRIED ? [`     not known  and ${left.length - UNTRIED} more`] : [];
  return [
    ...left
      .slice(0, UNTRIED)
      .map(
        ({ item, why, never }) =>
          `     ${never ? 'no start   ' : 'not known  '}${formatSwitches([item])}: ${why.slice(0, 200)}`,
      ),
    ...more,
  ];
}

function conclusion({ outcome, findings }: BisectResult): string {
  if (outcome === 'inconclusive') {
    const open = findings.filter((found) => found.outcome === 'inconclusive').map(({ number }) => number);
    return `inconclusive: ${open.length === 0 ? 'there is no finding' : `finding ${open.join(', ')}`}`;
  }
  const searched = findings.filter(({ search }) => search);
  const flipped = searched.filter(({ search }) => search?.flip).length;
  return searched.length === 0
    ? 'conclusive: no switches were tried'
    : `conclusive: switches make ${flipped} of ${searched.length} findings go away`;
}
