import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalIn } from './start-refusal.js';

describe('what a log says at its end', () => {
  it('is the error of the command that failed, as 1.36.3 writes it', () => {
    const log = [
      'I1129 22:31:15.353182   18832 feature_gate.go:861] "Warning: SetEmulationVersionAndMinCompatibilityVersion will change already queried feature" featureGate="X" oldValue=true newValue=false',
      'E1129 22:31:15.354102   18832 run.go:72] "command failed" err="[emulation version 1.32 is not between [1.33, 1.36.0], minCompatibilityVersion version 1.33 is not between [1.33, 1.32]]"',
      '',
    ].join('\n');
    expect(refusalIn(log)).toBe(
      '[emulation version 1.32 is not between [1.33, 1.36.0], minCompatibilityVersion version 1.33 is not between [1.33, 1.32]]',
    );
  });

  it('is the flag that it does not know, below its usage', () => {
    expect(refusalIn('Usage:\n  kube-scheduler [flags]\n\nError: unknown flag: --emulation-forward-compatible\n')).toBe(
      'unknown flag: --emulation-forward-compatible',
    );
    expect(refusalIn('Error: unknown flag: --x\nUsage:\n')).toBe('unknown flag: --x');
  });

  it('has quotes and line ends as they were', () => {
    expect(
      refusalIn(String.raw`E1129 1 run.go:72] "command failed" err="could not parse \"foo\" as version\nreally"`),
    ).toBe('could not parse "foo" as version\nreally');
    // Go's own escapes are no JSON
    expect(refusalIn(String.raw`E1129 1 run.go:72] "command failed" err="a \x00 b"`)).toBe(String.raw`a \x00 b`);
  });

  it('is the last where there are several', () => {
    const line = (error: string): string => `E1129 1 run.go:72] "command failed" err="${error}"`;
    expect(refusalIn([line('one'), line('two')].join('\n'))).toBe('two');
  });

  it.each([
    '',
    'E1129 1 controller.go:1] "Error syncing" err="this is no end"',
    'I1129 1 x.go:1] "command failed" is a text',
    'panic: runtime error\n\ngoroutine 1 [running]:',
    'the Error: unknown flag: --x',
  ])('is nothing in %j', (log) => {
    expect(refusalIn(log)).toBeNull();
  });

  it('is found as it was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (error) => {
        expect(refusalIn(`E1129 1 run.go:72] "command failed" err=${JSON.stringify(error)}\n`)).toBe(error);
      }),
    );
  });
});
