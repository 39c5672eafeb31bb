/** An element as a strict reader sees it. */
export interface ReadElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: ReadElement[];
  text: string;
}

// Everything XML 1.0 allows in a document; with the `u` flag a lone surrogate is not in these ranges.
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
const TOKEN = /<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the part of XML that reports use, and throws at anything that is not well-formed. */
export function readXml(document: string): ReadElement {
  if (!ALLOWED.test(document)) throw new Error('a character that XML does not allow');
  const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(prolog)) throw new Error('no prolog');
  const top: ReadElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = prolog.length;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(document);
    if (!match) throw new Error(`not XML: ${document.slice(at, at + 60)}`);
    const [, closed, opened, attributes = '', selfClosed, text] = match;
    const current = open.at(-1)!;
    if (text !== undefined) current.text += unescape(text);
    if (closed !== undefined && open.pop()!.name !== closed) throw new Error(`</${closed}> closes ${current.name}`);
    if (opened !== undefined) {
      const element: ReadElement = { name: opened, attributes: readAttributes(attributes), children: [], text: '' };
      current.children.push(element);
      if (selfClosed === '') open.push(element);
    }
  }
  const [root, ...others] = top.children;
  if (open.length !== 1 || !root || others.length > 0 || top.text.trim() !== '')
    throw new Error('not exactly one root');
  return root;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescape(value!)] as const);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`attribute twice: ${text}`);
  return Object.fromEntries(pairs);
}

function unescape(text: string): string {
  if (text.includes(']]>')) throw new Error('a bare ]]>');
  return text.replace(/&([^;]*;?)/g, (_, name: string) => {
    const known = name.endsWith(';') ? ENTITIES[name.slice(0, -1)] : undefined;
    if (known === undefined) throw new Error(`unknown entity &${name}`);
    return known;
  });
}
