import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { withKinds } from './kinds-page.js';

const url = new URL('../../docs/faults.md', import.meta.url);

describe('docs/faults.md', () => {
  it('lists the kinds of faults as they are', async () => {
    const page = await readFile(url, 'utf8');
    const written = await format(withKinds(page), { ...(await resolveConfig(url)), parser: 'markdown' });
    expect(page).toBe(written);
  });

  it('has the marks between which the kinds stand', () => {
    expect(() => withKinds('no marks')).toThrow('the page lacks');
  });
});
