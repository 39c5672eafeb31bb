import { printable } from './printable.js';

/** An element with its attributes and what is inside, which must be XML already; indented by its depth. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Elements, or lines of text. */
  readonly content?: readonly XmlElement[] | { readonly lines: readonly string[] };
}

/** A document, UTF-8. Characters that XML does not allow are written as visible escapes. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, '')}\n`;
}

function render(element: XmlElement, indent: string): string {
  const attributes = Object.entries(element.attributes).map(([name, value]) => ` ${name}="${escape(String(value))}"`);
  const open = `${indent}<${element.name}${attributes.join('')}`;
  const { content } = element;
  if (content === undefined) return `${open}/>`;
  if ('lines' in content) return `${open}>${content.lines.map(escape).join('\n')}</${element.name}>`;
  if (content.length === 0) return `${open}/>`;
  const inside = content.map((child) => render(child, `${indent}  `));
  return [`${open}>`, ...inside, `${indent}</${element.name}>`].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
