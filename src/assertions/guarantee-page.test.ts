import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import { guaranteePage } from './guarantee-page.js';
import { guaranteeOf, GUARANTEES } from './guarantees/index.js';

const root = new URL('../../', import.meta.url);

describe('the guarantees', () => {
  it('are all there, each once', () => {
    expect(GUARANTEES.map(({ id }) => id).sort()).toEqual([...GUARANTEE_IDS].sort());
    for (const id of GUARANTEE_IDS) expect(guaranteeOf(id).id).toBe(id);
  });

  it('come after what they presuppose', () => {
    for (const [index, { id, presupposes }] of GUARANTEES.entries()) {
      const earlier = GUARANTEES.slice(0, index).map((guarantee) => guarantee.id);
      expect(earlier, id).toEqual(expect.arrayContaining([...presupposes]));
    }
  });

  it('have a sentence that ends where the message goes on', () => {
    for (const { id, sentence } of GUARANTEES) {
      expect(sentence, id).toMatch(/^[A-Z]/);
      expect(sentence, id).not.toMatch(/[.:](\s|$)/);
    }
  });

  it('have a control that exists', () => {
    for (const { id, control } of GUARANTEES)
      expect(existsSync(new URL(control, root)), `${id}: ${control}`).toBe(true);
  });

  it('are described in docs/guarantees.md as they are', () => {
    expect(readFileSync(new URL('docs/guarantees.md', root), 'utf8')).toBe(guaranteePage(GUARANTEES));
  });
});
