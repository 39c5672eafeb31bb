import { describe, expect, it, vi } from 'vitest';
import { PlanRefusal } from '../plan/refusal.js';
import { BadInputError, RehearseError } from '../support/errors.js';
import { printError } from './print-error.js';

function printed(error: unknown, signal?: AbortSignal): { code: number; text: string } {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    return { code: printError(error, signal), text: lines.join('') };
  } finally {
    spy.mockRestore();
  }
}

describe('an error on the terminal', () => {
  it('is what happened, with its code, and what to do', () => {
    const error = new RehearseError({ code: 'no-free-port', message: 'found 0 of 5', remedy: 'end programs' });
    expect(printed(error)).toEqual({ code: 4, text: 'error: found 0 of 5 [no-free-port]\nremedy: end programs\n' });
  });

  it('ends with 3 when the input is wrong', () => {
    const error = new BadInputError({ code: 'bad-version', message: '1.x is no version', remedy: 'give 1.36' });
    expect(printed(error)).toEqual({ code: 3, text: 'error: 1.x is no version [bad-version]\nremedy: give 1.36\n' });
    const rule = { id: 'r', text: 'the rule', source: 'the source' };
    const refusal = new PlanRefusal([{ step: 0, field: 'spec.steps[0]', rule, found: 'this', instead: 'that' }]);
    const { code, text } = printed(refusal);
    expect(code).toBe(3);
    expect(text).toMatch(/^error: (.|\n)*this(.|\n)*\nremedy: .*\n$/);
  });

  it('ends with 130 and no blame when the user asked for the end', () => {
    expect(printed(new Error('whatever broke'), AbortSignal.abort())).toEqual({ code: 130, text: 'interrupted\n' });
    expect(printed(new Error('it broke'), new AbortController().signal).code).toBe(4);
  });

  it('says that the disk is full, however deep that lies', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    for (const error of [full, new Error('a checkpoint cannot be written', { cause: full })]) {
      const { code, text } = printed(error);
      expect(code).toBe(4);
      expect(text).toMatch(/^error: the disk is full: .* \[disk-full\]\nremedy: free space .*\n$/);
    }
  });

  it('is two lines also when nobody expected it', () => {
    vi.stubEnv('KUBE_REHEARSE_DEBUG', '');
    try {
      expect(printed(new TypeError('x is undefined'))).toEqual({
        code: 4,
        text: expect.stringMatching(/^error: x is undefined\nremedy: .*KUBE_REHEARSE_DEBUG=1.*\n$/) as string,
      });
      expect(printed('thrown text').text).toContain('error: thrown text\n');
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('has its place when one asks for it', () => {
    vi.stubEnv('KUBE_REHEARSE_DEBUG', '1');
    try {
      expect(printed(new TypeError('x is undefined')).text).toContain('print-error.test.ts');
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
