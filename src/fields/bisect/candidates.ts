import type { FeatureGate } from '../../model/observation.js';
import type { Finding } from '../findings.js';
import type { Group } from './search.js';
import type { Switch } from './setting.js';

/** What a server says of itself, as far as it can be switched. */
export interface Switchable {
  readonly gates: readonly FeatureGate[];
  /** Gates that it does not let be set to another value. */
  readonly locked: readonly string[];
  /** Versions of the API that it serves, and those that it would serve with `api/all=true`. */
  readonly served: readonly string[];
  readonly available: readonly string[];
}

/** They switch many gates at once: what they would flip, one of these does. */
export const WHOLESALE: readonly string[] = ['AllAlpha', 'AllBeta'];
/** With it on, a server holds up every write at its start: tried by itself, so that it does not keep others from being tried. */
const ALONE = ['StorageVersionAPI'];

/** Everything that can be switched, each to the value that it does not have. Versions of the API that are GA stay on. */
export function switchesOf({ gates, locked, served, available }: Switchable, planted: readonly string[]): Switch[] {
  const settable = gates.filter(
    ({ name }) => !locked.includes(name) && (planted.includes(name) || !WHOLESALE.includes(name)),
  );
  const young = (versions: readonly string[]): string[] => versions.filter((each) => /v\d+(alpha|beta)\d+$/.test(each));
  return [
    ...settable.map(({ name, enabled }): Switch => ({ of: 'feature-gates', name, to: !enabled })),
    ...young(served).map((name): Switch => ({ of: 'runtime-config', name, to: false })),
    ...young(available.filter((name) => !served.includes(name))).map((name): Switch => ({
      of: 'runtime-config',
      name,
      to: true,
    })),
  ];
}

/**
 * In which groups switches are tried for a finding: first one by one the gates that were planted and those that the field's description names;
 * then all gates that can be switched off, all versions of the API that can be switched on, with these all gates that can be, and all versions
 * that can be switched off.
 */
export function groupsFor(
  finding: Pick<Finding, 'gates' | 'example'>,
  switches: readonly Switch[],
  planted: readonly string[],
): Group<Switch>[] {
  const named = [...planted, ...finding.gates.filter((name) => !planted.includes(name))];
  const likely = named.flatMap((name) => switches.filter((each) => each.of === 'feature-gates' && each.name === name));
  // without the version that it is about, the question could not be asked
  const { groupVersion } = finding.example.question.target;
  const others = switches.filter(({ of, name, to }) => !(of === 'runtime-config' && name === groupVersion && !to));
  const isAlone = ({ name }: Switch): boolean => ALONE.includes(name);
  const common = (of: Switch['of'], to: boolean): Switch[] =>
    others.filter((each) => each.of === of && each.to === to && !isAlone(each));
  const served = common('runtime-config', true);
  const groups: Group<Switch>[] = [
    ...likely.map((each) => ({ items: [each] })),
    { items: likely.filter(({ name }) => planted.includes(name)) },
    { items: common('feature-gates', false) },
    { items: served },
    // what a gate switches on may look for an API that is off, and wait for it
    { items: common('feature-gates', true), besides: served },
    { items: common('runtime-config', false) },
    ...others.filter(isAlone).map((each) => ({ items: [each], besides: served })),
  ];
  return groups.filter(({ items }) => items.length > 0);
}
