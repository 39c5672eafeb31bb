import { describe, expect, it } from 'vitest';
import type { EffectiveVersion } from '../model/effective-version.js';
import type { Minor, Release } from '../model/version.js';
import { brokenForwardRule, brokenRule, defaultMinCompatibility, floorOf, versionFlags } from './release-rules.js';

const triple = (binary: Release, emulated: Minor, minCompatibility: Minor): EffectiveVersion => ({
  binary,
  emulated,
  minCompatibility,
});

describe('what releases accept', () => {
  it.each([
    ['1.31', '1.31'],
    ['1.32', '1.31'],
    ['1.33', '1.31'],
    ['1.34', '1.31'],
    ['1.35', '1.32'],
    ['1.36', '1.33'],
    ['1.37', '1.34'],
  ] as const)('lets %s emulate %s at the oldest', (binary, floor) => {
    expect(floorOf(binary)).toBe(floor);
    expect(brokenRule(triple(`${binary}.0`, floor, defaultMinCompatibility(binary, floor)))).toBeUndefined();
    const older: Minor = `1.${Number(floor.slice(2)) - 1}`;
    expect(brokenRule(triple(`${binary}.0`, older, older))?.id).toBe('emulated-range');
  });

  it('never lets a binary emulate a newer minor', () => {
    expect(brokenRule(triple('1.36.3', '1.37', '1.36'))).toMatchObject({
      id: 'emulated-range',
      text: 'kube 1.36 emulates 1.33 to 1.36, not 1.37',
    });
  });

  it.each([
    ['1.37', '1.37', '1.36'],
    ['1.37', '1.36', '1.35'],
    ['1.37', '1.35', '1.34'],
    ['1.37', '1.34', '1.34'], // emulated-1 is below the floor
    ['1.34', '1.31', '1.31'],
    ['1.32', '1.32', '1.31'],
    ['1.32', '1.31', '1.31'], // fixed at binary-1, whatever is emulated
    ['1.31', '1.31', '1.30'],
  ] as const)('knows that %s emulating %s takes min-compatibility %s by itself', (binary, emulated, expected) => {
    expect(defaultMinCompatibility(binary, emulated)).toBe(expected);
  });

  it('sets min-compatibility only from 1.35 on', () => {
    expect(brokenRule(triple('1.35.4', '1.35', '1.35'))).toBeUndefined();
    expect(brokenRule(triple('1.34.4', '1.34', '1.34'))?.id).toBe('min-compatibility-flag');
  });

  it('keeps min-compatibility between the floor and the emulated version', () => {
    expect(brokenRule(triple('1.37.2', '1.37', '1.34'))).toBeUndefined();
    expect(brokenRule(triple('1.37.2', '1.37', '1.33'))?.id).toBe('min-compatibility-range');
    expect(brokenRule(triple('1.37.2', '1.36', '1.37'))?.id).toBe('min-compatibility-range');
  });
});

describe('the flags of a triple', () => {
  it.each([
    [triple('1.37.2', '1.37', '1.36'), {}],
    [triple('1.37.2', '1.36', '1.35'), { 'emulated-version': '1.36' }],
    [triple('1.37.2', '1.36', '1.36'), { 'emulated-version': '1.36', 'min-compatibility-version': '1.36' }],
    [triple('1.37.2', '1.37', '1.37'), { 'min-compatibility-version': '1.37' }],
    [triple('1.37.2', '1.34', '1.34'), { 'emulated-version': '1.34' }],
  ])('are only those it needs: %o', (version, flags) => {
    expect(versionFlags(version)).toEqual(flags);
  });
});

describe('forward-compatible modes', () => {
  const MODES = ['forward-compatible', 'runtime-config-forward-compatible'] as const;

  it.each(MODES)('%s is for an API server that emulates an older version', (mode) => {
    expect(brokenForwardRule(mode, 'kube-apiserver', triple('1.37.2', '1.36', '1.35'))).toBeUndefined();
    expect(brokenForwardRule(mode, 'kube-apiserver', triple('1.33.0', '1.31', '1.31'))).toBeUndefined();
    expect(brokenForwardRule(mode, 'kube-apiserver', triple('1.37.2', '1.37', '1.36'))?.id).toBe(
      'forward-compatible-while-emulating',
    );
  });

  it.each(MODES)('%s is nothing that other components know, or that 1.32 knew', (mode) => {
    const ids = [
      brokenForwardRule(mode, 'kube-scheduler', triple('1.37.2', '1.36', '1.35')),
      brokenForwardRule(mode, 'kube-controller-manager', triple('1.37.2', '1.37', '1.36')),
      brokenForwardRule(mode, 'kube-apiserver', triple('1.32.0', '1.31', '1.31')),
    ].map((rule) => rule?.id);
    expect(ids).toEqual(Array(3).fill('forward-compatible-flag'));
  });
});
