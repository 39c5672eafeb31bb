import { describe, expect, it } from 'vitest';
import { renderAnnotations, stepSummary } from './github.js';
import { HOSTILE, sampleFinding, sampleVerdict } from './testing/sample-run.js';

/** What the runner makes of a line: it undoes its toolkit's escaping. */
function parsed(line: string): { kind: string; properties: Record<string, string>; message: string } {
  const [, kind = '', list = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const decode = (text: string): string =>
    text.replace(/%3A|%2C|%0A|%0D|%25/g, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
  const properties = Object.fromEntries(list.split(',').map((pair) => pair.split('=').map(decode) as [string, string]));
  return { kind, properties, message: decode(message) };
}

function annotations(verdict: Parameters<typeof sampleVerdict>[0]) {
  return renderAnnotations(sampleVerdict(verdict), 'scenarios/a,b:c.yaml').split('\n').slice(0, -1).map(parsed);
}

describe('annotations', () => {
  it('are none for a run that passed', () => {
    expect(renderAnnotations(sampleVerdict({ findings: [sampleFinding({ severity: 'note' })] }), 'a.yaml')).toBe('');
  });

  it('are an error for a violation, with place and values, at the scenario file', () => {
    const [first, last] = annotations({ outcome: 'fail', findings: [sampleFinding()] });
    expect(first).toMatchObject({ kind: 'error', properties: { file: 'scenarios/a,b:c.yaml' } });
    expect(first!.properties['title']).toMatch(/^content-unchanged: /);
    expect(first!.message.split('\n')[0]).toContain('01-binary-upgrade: ');
    expect(last).toMatchObject({ kind: 'error', message: 'fail, 1 violation' });
  });

  it('are a warning for what could not be checked', () => {
    const found = annotations({ outcome: 'inconclusive', findings: [sampleFinding({ severity: 'inconclusive' })] });
    expect(found.map(({ kind }) => kind)).toEqual(['warning', 'warning']);
  });

  it('count what GitHub would not show', () => {
    const findings = Array.from({ length: 30 }, () => sampleFinding());
    const found = annotations({ outcome: 'fail', findings });
    expect(found).toHaveLength(11);
    expect(found[9]!.message).toBe('and 21 more, see the job summary');
  });

  it('stay on their lines and inside their command whatever the names', () => {
    const hostile = `${HOSTILE}\n::error::fake\r\n::set-output name=x::y`;
    const finding = sampleFinding({
      subject: hostile,
      path: hostile,
      component: hostile,
      message: `Sentence: ${hostile}`,
    });
    const text = renderAnnotations(sampleVerdict({ outcome: 'fail', findings: [finding] }), hostile);
    const lines = text.split('\n').slice(0, -1);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^::error file=[^:]*::/);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('the summary of a step', () => {
  it('is the text itself, or as much as fits of it and where the rest is', () => {
    expect(stepSummary('# short\n')).toBe('# short\n');
    const cut = stepSummary('äöü line\n'.repeat(100_000));
    expect(Buffer.byteLength(cut)).toBeLessThan(210 * 1024);
    expect(cut).toMatch(/\näöü line\n\nThe rest is in summary\.md of the run's directory\.\n$/);
  });
});
