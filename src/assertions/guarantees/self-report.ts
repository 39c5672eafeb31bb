import type { KubeComponent } from '../../model/component.js';
import type { Json, SelfDescription } from '../../model/observation.js';
import { orderedConfiguration, orderedFlag } from '../../model/unordered-settings.js';
import { compareMinors } from '../../model/version.js';
import { intendedBinaries } from '../component-state.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue } from '../json.js';
import { leafDifferences } from '../leaf-differences.js';
import { checkpointFile, type Stop } from '../stop.js';

/**
 * What /version and the metrics say is the business of `binary` and `triple`; here it is whether the other pages agree. What a
 * release does not serve, or only with a gate that is off, is not asked.
 */
export const selfReport: Guarantee = {
  id: 'self-report',
  sentence:
    'At /statusz each component is what it is elsewhere, and /flagz and /configz are those of the plan, and the same again at the same triple',
  severity: 'violation',
  weaker: [],
  source:
    '[KEP-4827](https://github.com/kubernetes/enhancements/tree/master/keps/sig-instrumentation/4827-component-statusz), [KEP-4828](https://github.com/kubernetes/enhancements/tree/master/keps/sig-instrumentation/4828-component-flagz)',
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/flag-altered.yaml',
  appliesTo: (stop) => described(stop).length > 0,
  check(stop) {
    let checked = 0;
    const differences: Difference[] = [];
    for (const { component, description } of described(stop)) {
      const say = differenceOf(stop, component);
      for (const check of [statusz, plannedFlags, sameFlags, sameConfiguration]) {
        const found = check({ stop, component, description, say });
        checked += found.checked;
        differences.push(...found.differences);
      }
    }
    return { checked, differences };
  },
};

type Say = (subject: string, path: string, before: Json, after: Json, detail: string) => Difference;

interface Asked {
  readonly stop: Stop;
  readonly component: KubeComponent;
  readonly description: SelfDescription;
  readonly say: Say;
}

interface Found {
  readonly checked: number;
  readonly differences: readonly Difference[];
}

const NOTHING: Found = { checked: 0, differences: [] };

/**
 * The components that serve one of the pages, or should. A configuration says something only beside an earlier one: releases before
 * 1.36 show nothing else by default, so at their first stop there is nothing to judge.
 */
function described(stop: Stop): Pick<Asked, 'component' | 'description'>[] {
  return intendedBinaries(stop).flatMap((component) => {
    const { description } = stop.checkpoint.components[component];
    if (!description) return [];
    const asks =
      description.statusz ||
      description.flagz ||
      earlierConfiguration(stop, component) !== null ||
      PAGES.some(({ gate }) => isDue(stop, component, gate));
    return asks ? [{ component, description }] : [];
  });
}

const PAGES = [
  { page: 'statusz', gate: 'ComponentStatusz' },
  { page: 'flagz', gate: 'ComponentFlagz' },
] as const;

/** Machines can read the pages since 1.36, where the gates are beta; whether they are on, the component says itself. */
function isDue({ step, checkpoint }: Stop, component: KubeComponent, gate: string): boolean {
  if (compareMinors(step.launch.version.binary, '1.36') < 0) return false;
  return checkpoint.components[component].gates.some(({ name, enabled }) => name === gate && enabled);
}

/** That the pages are there, and that /statusz says what the plan and the metrics say. */
function statusz({ stop, component, description, say }: Asked): Found {
  const due = PAGES.filter(({ gate }) => isDue(stop, component, gate));
  const missing = due
    .filter(({ page }) => description[page] === null)
    .map(({ page, gate }) => say(`/${page}`, '', 'served', null, `is not served, although the gate ${gate} is on`));
  const status = description.statusz;
  if (!status) return { checked: due.length, differences: missing };
  const { binary, emulated } = stop.step.launch.version;
  const parts = [
    { path: 'binaryVersion', planned: binary, said: status.binary },
    { path: 'emulationVersion', planned: emulated, said: status.emulated },
    { path: 'goVersion', planned: description.goVersion, said: status.goVersion },
  ].filter(({ planned }) => planned !== '');
  const wrong = parts
    .filter(({ planned, said }) => planned !== said)
    .map(({ path, planned, said }) =>
      say('/statusz', path, planned, said, `is ${shownValue(said)} and not ${shownValue(planned)}`),
    );
  return { checked: due.length + parts.length, differences: [...missing, ...wrong] };
}

/** Version flags that the plan gives are in force with its values; other flags of it are there. Values have many spellings. */
function plannedFlags({ stop, component, description: { flagz }, say }: Asked): Found {
  if (!flagz) return NOTHING;
  const planned = Object.entries(stop.step.launch.components[component].extraArgs);
  const differences = planned.flatMap(([name, value]): Difference[] => {
    const said = flagz[name];
    if (said === undefined) return [say(`--${name}`, '', value, null, 'is given by the plan and not shown by /flagz')];
    const isVersion = name === 'emulated-version' || name === 'min-compatibility-version';
    const versions = [value, `[${value}]`, `kube=${value}`, `[kube=${value}]`];
    if (!isVersion || versions.includes(said)) return [];
    return [say(`--${name}`, '', value, said, `is ${shownValue(said)} in /flagz and not ${shownValue(value)}`)];
  });
  return { checked: planned.length, differences };
}

/** Flags whose effect another guarantee judges: what is wrong with it is said there, once. */
const JUDGED_BY_EFFECT = new Set([
  ...['emulated-version', 'min-compatibility-version', 'feature-gates', 'runtime-config'],
  ...['enable-admission-plugins', 'disable-admission-plugins'],
]);

/** At an earlier stop of the same triple the same flags had the same values. */
function sameFlags({ stop, component, description: { flagz }, say }: Asked): Found {
  const earlier = stop.returnsTo?.checkpoint.components[component].description?.flagz;
  if (!flagz || !earlier) return NOTHING;
  const names = [...new Set([...Object.keys(earlier), ...Object.keys(flagz)])].filter(
    (name) => !JUDGED_BY_EFFECT.has(name),
  );
  const differences = names
    .filter((name) => flagValue(name, earlier) !== flagValue(name, flagz))
    .map((name) => {
      const [was, is] = [earlier[name] ?? null, flagz[name] ?? null];
      const since = stop.returnsTo?.step.name;
      return say(`--${name}`, '', was, is, `went from ${shownValue(was)} to ${shownValue(is)} since ${since}`);
    });
  return { checked: names.length, differences };
}

function flagValue(name: string, flagz: Readonly<Record<string, string>>): string {
  const value = flagz[name];
  return comparable(value === undefined ? null : orderedFlag(name, value));
}

/** What a component had in force at the latest earlier stop of the same triple; null where it showed nothing, or nobody was there. */
function earlierConfiguration({ returnsTo }: Stop, component: KubeComponent): Json {
  return returnsTo?.checkpoint.components[component].description?.configz ?? null;
}

/** At an earlier stop of the same triple the same configuration was in force. */
function sameConfiguration({ stop, component, description: { configz }, say }: Asked): Found {
  const earlier = earlierConfiguration(stop, component);
  if (earlier === null) return NOTHING;
  if (configz === null) {
    const detail = `is not served any more, as it was at ${stop.returnsTo?.step.name}`;
    return { checked: 1, differences: [say('/configz', '', 'served', null, detail)] };
  }
  const differences = leafDifferences(orderedConfiguration(earlier), orderedConfiguration(configz))
    .filter(({ before = null, after = null }) => comparable(before) !== comparable(after))
    .map(({ path, before = null, after = null }) => {
      const since = stop.returnsTo?.step.name;
      return say(
        '/configz',
        path,
        before,
        after,
        `is ${shownValue(after)} and not ${shownValue(before)} as at ${since}`,
      );
    });
  return { checked: 1, differences };
}

/** Where files lie is another place in every run, and a run can go on from what another one began. */
function comparable(value: Json): string {
  return JSON.stringify(value).replace(/(?<=^|[\s,="[:])\/[^\s,"\]]+/g, '<path>');
}

function differenceOf(stop: Stop, component: KubeComponent): Say {
  return (subject, path, before, after, detail) => ({
    subject: `${component} ${subject}`,
    path,
    before,
    after,
    detail,
    component,
    evidence: [checkpointFile(stop, 'components.json')],
  });
}
