import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import { actsAsItself, type EffectiveVersion } from '../model/effective-version.js';
import type { EmulationMode, ForwardMode } from '../model/emulation-mode.js';
import { addMinors, compareMinors, minorOf, minorsBetween, type Minor, type Release } from '../model/version.js';
import {
  brokenForwardRule,
  brokenRule,
  defaultMinCompatibility,
  floorOf,
  FORWARD_FLAGS,
  minCompatibilitySource,
  versionFlags,
  type Rule,
} from '../plan/release-rules.js';
import type { Cell, Expectation } from './cell.js';
import { forwardError, noForwardError, versionErrors } from './refusal.js';

const FORWARD_MODES = Object.keys(FORWARD_FLAGS) as ForwardMode[];

const VALUE: Rule = {
  id: 'version-value',
  text: 'an emulated version is one minor release, given once',
  source: 'k8s.io/component-base compatibility/registry.go, toVersionMap (KEP-4330)',
};

/**
 * Every start of a release's three components that is worth trying: all triples between one below the floor and one above
 * the binary, legal or not, and on top of the legal ones the forward-compatible modes, legal or not; then values that are no
 * version. Legal ones come first.
 */
export function cellsOf(binary: Release): Cell[] {
  const cells = KUBE_COMPONENTS.flatMap((component) => [
    ...versionsAround(binary).flatMap((version) => cellsAt(component, version)),
    ...valueCells(component, binary),
  ]);
  return [...cells.filter(isLegal), ...cells.filter((cell) => !isLegal(cell))];
}

/** True where the release must take it. */
export function isLegal({ expectation }: Cell): boolean {
  return expectation.type === 'ready';
}

/**
 * All triples of a binary that can be asked for, one step beyond each boundary included. A binary that has no
 * `--min-compatibility-version` is asked for one that differs from its own once an emulated version.
 */
function versionsAround(binary: Release): EffectiveVersion[] {
  const minor = minorOf(binary);
  const [below, above] = [addMinors(floorOf(minor), -1), addMinors(minor, 1)];
  return minorsBetween(below, above).flatMap((emulated) => {
    const own = defaultMinCompatibility(minor, emulated);
    const isLegalEmulation = compareMinors(emulated, below) > 0 && compareMinors(emulated, above) < 0;
    let others: Minor[];
    if (!isLegalEmulation) others = minCompatibilitySource(minor) === 'flag' ? [own, emulated] : [own];
    else if (minCompatibilitySource(minor) === 'flag') others = minorsBetween(below, addMinors(emulated, 1));
    else others = [own, emulated === own ? addMinors(own, 1) : emulated];
    return [...new Set(others)].map((minCompatibility) => ({ binary, emulated, minCompatibility }));
  });
}

function cellsAt(component: KubeComponent, version: EffectiveVersion): Cell[] {
  const flags = versionFlags(version);
  const broken = brokenRule(version);
  const strict = cell(component, version, 'strict', flags, expected(version, broken, versionErrors(version)));
  if (broken) return [strict];
  // what a binary makes of a mode that it refuses does not depend on min-compatibility
  const isOwn = version.minCompatibility === defaultMinCompatibility(minorOf(version.binary), version.emulated);
  const forward = FORWARD_MODES.flatMap((mode) => {
    const rule = brokenForwardRule(mode, component, version);
    if (rule && !isOwn) return [];
    const has = rule?.id === 'forward-compatible-while-emulating';
    const errors = [has ? forwardError(mode) : noForwardError(mode)];
    return [
      cell(component, version, mode, { ...flags, [FORWARD_FLAGS[mode]]: 'true' }, expected(version, rule, errors)),
    ];
  });
  // a component without the flags is asked once, not at every version
  const asksForward = component === 'kube-apiserver' || (isOwn && actsAsItself(version));
  return asksForward ? [strict, ...forward] : [strict];
}

function valueCells(component: KubeComponent, binary: Release): Cell[] {
  const minor = minorOf(binary);
  const older = addMinors(minor, -1);
  const values: readonly (readonly [string, string])[] = [
    [`${older}.1`, `patch version not allowed, got: kube=${older}.1`],
    [`kube=${minor},kube=${older}`, `duplicate version flag, kube=${minor} and kube=${older}`],
  ];
  return values.map(([value, error]) => {
    const flags = { 'emulated-version': value };
    const expectation: Expectation = { type: 'refused', rule: VALUE, errors: [error] };
    return { id: idOf(component, binary, flags), component, binary, mode: 'strict', flags, expectation };
  });
}

function expected(version: EffectiveVersion, rule: Rule | undefined, errors: readonly string[]): Expectation {
  return rule ? { type: 'refused', rule, errors } : { type: 'ready', version };
}

function cell(
  component: KubeComponent,
  version: EffectiveVersion,
  mode: EmulationMode,
  flags: Readonly<Record<string, string>>,
  expectation: Expectation,
): Cell {
  const { binary } = version;
  return { id: idOf(component, binary, flags), component, binary, mode, version, flags, expectation };
}

function idOf(component: KubeComponent, binary: Release, flags: Readonly<Record<string, string>>): string {
  return [component, binary, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)].join(' ');
}
