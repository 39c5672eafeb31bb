import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../testing/sample-run.js';
import { readTemplate, renderPage } from './render-page.js';
import type { PageData } from './report-data.js';

const TEMPLATE =
  '<title>%report-title%</title><script id="a">%report-page%</script><script id="b">%report-store%</script>';

describe('renderPage', () => {
  it('carries any text so that nothing but its own element ends it, and gives it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const data = index(text);
        const html = renderPage(TEMPLATE, text, data);
        const [, page] = /<script id="a">(.*?)<\/script>/s.exec(html)!;
        expect(page).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(page!)).toEqual(data);
      }),
    );
  });

  it('takes no text of the data for a place in the template', () => {
    const html = renderPage(TEMPLATE, '%report-page% $& $1', index('%report-store% %report-title%'));
    expect(html).toContain('<title>%report-page% $&amp; $1</title>');
    expect(html).toContain('%report-store% %report-title%');
    expect(html).toContain('<script id="b">null</script>');
  });

  it('writes a hostile title as text', () => {
    const html = renderPage('<title>%report-title%</title>', HOSTILE, index(''));
    expect(html).toContain('\\u{1b}[2J\\u{7}&lt;script&gt;alert("1")&lt;/script&gt;');
  });

  it('does not depend on the order of keys', () => {
    const [a, b] = [
      { x: 1, y: 2 },
      { y: 2, x: 1 },
    ].map((info) => renderPage(TEMPLATE, '', { ...index(''), info } as unknown as PageData));
    expect(a).toBe(b);
  });
});

describe('the template', () => {
  it('admits no script, style or request but its own', async () => {
    const template = await readTemplate();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(template)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
    expect(policy).not.toContain('unsafe');
    expect(template).not.toMatch(/(src|href)="?https?:/);
    expect(template.match(/%report-\w+%/g)).toEqual(['%report-title%', '%report-page%', '%report-store%']);
  });
});

function index(name: string): PageData {
  const versions = { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' };
  const run = { href: 'a/report.html', name, scenario: name, outcome: 'pass' as const, line: 'pass', versions };
  return {
    type: 'index',
    missing: [],
    runs: [{ ...run, startedAt: '2026-01-01T00:00:00.000Z', stops: 4, pointOfNoReturn: [name] }],
  };
}
