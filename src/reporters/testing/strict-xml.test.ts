import { describe, expect, it } from 'vitest';
import { readXml } from './strict-xml.js';

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('readXml', () => {
  it('reads elements, attributes and text', () => {
    const root = readXml(`${PROLOG}<a x="1 &lt; 2"><b/>some &amp; text</a>\n`);
    expect(root).toEqual({
      name: 'a',
      attributes: { x: '1 < 2' },
      children: [{ name: 'b', attributes: {}, children: [], text: '' }],
      text: 'some & text',
    });
  });

  it.each([
    ['no prolog', '<a/>'],
    ['a control character', `${PROLOG}<a>\u001b</a>`],
    ['a lone surrogate', `${PROLOG}<a>\ud800</a>`],
    ['a bare ampersand', `${PROLOG}<a>a & b</a>`],
    ['an unknown entity', `${PROLOG}<a>&nbsp;</a>`],
    ['a tag that is not closed', `${PROLOG}<a><b></a>`],
    ['two roots', `${PROLOG}<a/><b/>`],
    ['an attribute twice', `${PROLOG}<a x="1" x="2"/>`],
    ['markup in an attribute', `${PROLOG}<a x="<b>"/>`],
    ['a bare ]]>', `${PROLOG}<a>]]></a>`],
  ])('refuses %s', (_, document) => {
    expect(() => readXml(document)).toThrow();
  });
});
