import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KUBE_COMPONENTS } from '../model/component.js';
import { addMinors, compareMinors, minorOf, type Release } from '../model/version.js';
import {
  brokenForwardRule,
  brokenRule,
  floorOf,
  FORWARD_FLAGS,
  minCompatibilitySource,
} from '../plan/release-rules.js';
import type { Cell } from './cell.js';
import { cellsOf, isLegal } from './enumerate.js';

const flagsOf = (cells: readonly Cell[]): string[] =>
  cells.map(({ flags }) =>
    Object.entries(flags)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  );

const strictOf = (binary: Release, component: Cell['component']): Cell[] =>
  cellsOf(binary).filter((cell) => cell.component === component && cell.mode === 'strict' && cell.version);

describe('the starts of a release', () => {
  it('are all pairs of 1.37, and what lies one step outside of them', () => {
    const cells = strictOf('1.37.2', 'kube-scheduler');
    const pairs = (some: Cell[]): string[] =>
      some.map(({ version }) => `${version?.emulated}/${version?.minCompatibility}`).sort();
    expect(pairs(cells.filter(isLegal))).toEqual([
      ...['1.34/1.34', '1.35/1.34', '1.35/1.35', '1.36/1.34', '1.36/1.35', '1.36/1.36'],
      ...['1.37/1.34', '1.37/1.35', '1.37/1.36', '1.37/1.37'],
    ]);
    expect(pairs(cells.filter((cell) => !isLegal(cell)))).toEqual([
      ...['1.33/1.33', '1.33/1.34', '1.34/1.33', '1.34/1.35', '1.35/1.33', '1.35/1.36'],
      ...['1.36/1.33', '1.36/1.37', '1.37/1.33', '1.37/1.38', '1.38/1.37', '1.38/1.38'],
    ]);
  });

  it('try both forward-compatible modes at every pair where the binary emulates an older version', () => {
    const forward = cellsOf('1.36.3').filter((cell) => cell.component === 'kube-apiserver' && cell.mode !== 'strict');
    expect(forward.filter(isLegal)).toHaveLength(2 * 6);
    expect(flagsOf(forward.filter((cell) => !isLegal(cell)))).toEqual([
      'emulation-forward-compatible=true',
      'runtime-config-emulation-forward-compatible=true',
    ]);
  });

  it('give a component that lacks the forward-compatible modes each of them once', () => {
    const forward = cellsOf('1.36.3').filter((cell) => cell.component === 'kube-scheduler' && cell.mode !== 'strict');
    expect(forward.map(({ expectation }) => expectation)).toMatchObject([
      { type: 'refused', errors: ['unknown flag: --emulation-forward-compatible'] },
      { type: 'refused', errors: ['unknown flag: --runtime-config-emulation-forward-compatible'] },
    ]);
  });

  it('ask a release without --min-compatibility-version for its emulated versions only, and for the flag where it must not be', () => {
    const cells = strictOf('1.34.4', 'kube-apiserver');
    expect(flagsOf(cells.filter(isLegal))).toEqual([
      'emulated-version=1.31',
      'emulated-version=1.32',
      'emulated-version=1.33',
      '',
    ]);
    const withFlag = cells.filter(({ flags }) => 'min-compatibility-version' in flags);
    expect(withFlag).toHaveLength(4);
    for (const { expectation } of withFlag) {
      expect(expectation).toMatchObject({
        rule: { id: 'min-compatibility-flag' },
        errors: ['unknown flag: --min-compatibility-version'],
      });
    }
  });

  it.each([
    ['emulated-version=1.37', 'emulated-range', ['emulation version 1.37 is not between [1.33, 1.36.0]']],
    [
      'emulated-version=1.32',
      'emulated-range',
      [
        'emulation version 1.32 is not between [1.33, 1.36.0]',
        'minCompatibilityVersion version 1.33 is not between [1.33, 1.32]',
      ],
    ],
    [
      'emulated-version=1.35 min-compatibility-version=1.36',
      'min-compatibility-range',
      ['minCompatibilityVersion version 1.36 is not between [1.33, 1.35]'],
    ],
    [
      'min-compatibility-version=1.32',
      'min-compatibility-range',
      ['minCompatibilityVersion version 1.32 is not between [1.33, 1.36]'],
    ],
    [
      'emulation-forward-compatible=true',
      'forward-compatible-while-emulating',
      [
        'ServerRunOptions.EmulationForwardCompatible cannot be set to true if the emulation version is the same as the binary version',
      ],
    ],
    ['emulated-version=1.35.1', 'version-value', ['patch version not allowed, got: kube=1.35.1']],
    ['emulated-version=kube=1.36,kube=1.35', 'version-value', ['duplicate version flag, kube=1.36 and kube=1.35']],
  ])('expect the API server of 1.36 to refuse %s by the rule %s', (flags, rule, errors) => {
    const cells = cellsOf('1.36.3').filter(({ component }) => component === 'kube-apiserver');
    const cell = cells[flagsOf(cells).indexOf(flags)];
    expect(cell?.expectation).toMatchObject({ type: 'refused', rule: { id: rule }, errors });
  });
});

describe('whatever the release', () => {
  const release = fc
    .record({ minor: fc.integer({ min: 33, max: 60 }), patch: fc.integer({ min: 0, max: 20 }) })
    .map(({ minor, patch }): Release => `1.${minor}.${patch}`);

  it('a start is expected to be ready exactly where no rule is broken', () => {
    fc.assert(
      fc.property(release, (binary) => {
        for (const { version, mode, component, expectation } of cellsOf(binary)) {
          const broken =
            version &&
            (brokenRule(version) ?? (mode === 'strict' ? undefined : brokenForwardRule(mode, component, version)));
          expect(expectation.type === 'ready').toBe(version !== undefined && broken === undefined);
          if (expectation.type === 'refused' && broken) expect(expectation.rule).toEqual(broken);
        }
      }),
    );
  });

  it('every legal pair is among the strict starts of each component, and no start comes twice', () => {
    fc.assert(
      fc.property(release, fc.nat(), fc.nat(), (binary, a, b) => {
        const minor = minorOf(binary);
        const floor = floorOf(minor);
        const emulated = addMinors(floor, a % 4);
        const minCompatibility = addMinors(floor, b % 4);
        const version = { binary, emulated, minCompatibility };
        fc.pre(compareMinors(emulated, minor) <= 0 && brokenRule(version) === undefined);
        const cells = cellsOf(binary);
        expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
        for (const component of KUBE_COMPONENTS) {
          const found = strictOf(binary, component).filter(
            (cell) => cell.version?.emulated === emulated && cell.version.minCompatibility === minCompatibility,
          );
          expect(found.map(isLegal)).toEqual([true]);
        }
      }),
    );
  });

  it('each boundary is stepped over, by each component', () => {
    fc.assert(
      fc.property(release, (binary) => {
        const minor = minorOf(binary);
        for (const component of KUBE_COMPONENTS) {
          const refused = strictOf(binary, component).flatMap(({ version, expectation }) =>
            expectation.type === 'refused' && version ? [{ ...version, rule: expectation.rule.id }] : [],
          );
          const emulated = refused.filter(({ rule }) => rule === 'emulated-range').map((version) => version.emulated);
          expect(new Set(emulated)).toEqual(new Set([addMinors(floorOf(minor), -1), addMinors(minor, 1)]));
          const has = minCompatibilitySource(minor) === 'flag';
          expect(new Set(refused.map(({ rule }) => rule)).has('min-compatibility-range')).toBe(has);
          expect(new Set(refused.map(({ rule }) => rule)).has('min-compatibility-flag')).toBe(!has);
        }
      }),
    );
  });

  it('a forward-compatible start differs from a strict one at its triple by the one flag', () => {
    fc.assert(
      fc.property(release, (binary) => {
        const cells = cellsOf(binary);
        for (const { mode, flags, component, version } of cells) {
          if (mode === 'strict') continue;
          const { [FORWARD_FLAGS[mode]]: on, ...others } = flags;
          const strict = cells.find(
            (cell) =>
              cell.mode === 'strict' &&
              cell.component === component &&
              cell.version?.emulated === version?.emulated &&
              cell.version?.minCompatibility === version?.minCompatibility,
          );
          expect([on, others]).toEqual(['true', strict?.flags]);
        }
      }),
    );
  });
});
