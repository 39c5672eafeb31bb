import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, anchorsOf, linksOf } from '../support/documents.js';

describe.each(DOCUMENTS)('%s', (path) => {
  it('has no link into nowhere', () => {
    const dangling = linksOf(readFileSync(path, 'utf8')).filter((link) => {
      if (/^https:\/\/[^\s]+$/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(dangling).toEqual([]);
  });
});

describe('links', () => {
  it('are found in every form, but not in code', () => {
    const text =
      '[a](b.md) ![c](d.png "e") `[no](no.md)`\n\n    [no](no.md)\n\n<img src="f.svg"> <source srcset="g.png">\n[h]: https://i\n';
    expect(linksOf(text)).toEqual(['b.md', 'd.png', 'f.svg', 'g.png', 'https://i']);
  });

  it('lead to headings by the anchors that GitHub makes', () => {
    expect(anchorsOf('# One\n## What came of `it`?\n## One\n```\n# no\n```\n')).toEqual([
      'one',
      'what-came-of-it',
      'one-1',
    ]);
  });

  it('lead from the README to every page, directly or by another', () => {
    const found = new Set(['README.md']);
    for (const path of found) {
      for (const link of linksOf(readFileSync(path, 'utf8'))) {
        const target = join(dirname(path), link.split('#')[0]!);
        if (DOCUMENTS.includes(target)) found.add(target);
      }
    }
    expect(DOCUMENTS.filter((path) => !found.has(path))).toEqual([]);
  });
});
