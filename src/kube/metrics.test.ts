import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGates, readMetric } from './metrics.js';

/** A page as Prometheus writes it (exposition format 0.0.4): backslash, quote and newline are escaped. */
function sampleLine(name: string, labels: Readonly<Record<string, string>>, value: string): string {
  const escaped = (text: string): string => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
  const list = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${list.join(',')}} ${value}`;
}

describe('readMetric', () => {
  it('gives the samples of one metric and no other', () => {
    const page = [
      '# HELP up whether it is up',
      '# TYPE up gauge',
      'up{job="a"} 1',
      'up_total{job="b"} 2',
      'startup{job="c"} 3',
      'up{job="d"} 0.5',
      '',
    ].join('\n');
    expect(readMetric(page, 'up')).toEqual([
      { labels: { job: 'a' }, value: 1 },
      { labels: { job: 'd' }, value: 0.5 },
    ]);
    expect(readMetric(page, 'down')).toEqual([]);
  });

  it('reads a sample without labels', () => {
    expect(readMetric('up 1\nup{} 2\nupper 3\n', 'up')).toEqual([
      { labels: {}, value: 1 },
      { labels: {}, value: 2 },
    ]);
  });

  it('leaves a timestamp out', () => {
    expect(readMetric('up{a="b"} 1 1395066363000\nup 2 -1', 'up').map(({ value }) => value)).toEqual([1, 2]);
  });

  it('reads every number that Prometheus writes', () => {
    const page = ['1e+06', '-3.5', '+Inf', '-Inf', 'NaN'].map((value) => `up{v="x"} ${value}`).join('\n');
    expect(readMetric(page, 'up').map(({ value }) => value)).toEqual([1e6, -3.5, Infinity, -Infinity, NaN]);
  });

  it('is not misled by braces, commas, quotes and escapes in a label', () => {
    const line = sampleLine('up', { a: 'x="y"} 7', b: ',c="d"', e: '\\n\n\\' }, '1');
    expect(readMetric(line, 'up')).toEqual([{ labels: { a: 'x="y"} 7', b: ',c="d"', e: '\\n\n\\' }, value: 1 }]);
  });

  it('gives back whatever labels and values were written', () => {
    const label = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
    const sample = fc.record({
      labels: fc.dictionary(label, fc.string({ unit: 'binary' }), { noNullPrototype: true }),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 4 }), (samples) => {
        const page = samples.map(({ labels, value }) => sampleLine('metric', labels, String(value))).join('\n');
        expect(readMetric(`${page}\n`, 'metric')).toEqual(
          samples.map(({ labels, value }) => ({ labels, value: Number(String(value)) })),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('readGates', () => {
  it('gives the gates by name, with stage and value', () => {
    const page = [
      'kubernetes_feature_enabled{name="Zeta",stage="ALPHA"} 0',
      'kubernetes_feature_enabled{name="Alpha",stage=""} 1',
      'kubernetes_feature_enabled{name="Mid",stage="BETA"} 1',
      'other{name="Not"} 1',
    ].join('\n');
    expect(readGates(page)).toEqual([
      { name: 'Alpha', stage: '', enabled: true },
      { name: 'Mid', stage: 'BETA', enabled: true },
      { name: 'Zeta', stage: 'ALPHA', enabled: false },
    ]);
  });
});
