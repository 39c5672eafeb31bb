import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { isMinor, isRelease, minorOf, type Minor, type Release } from '../model/version.js';
import { BadInputError, messageOf } from '../support/errors.js';
import { TOOL_NAMES, type ToolName } from './products.js';

/** What the project knows about one minor. */
export interface CatalogueEntry {
  /** The newest patch release known to the project. */
  readonly release: Release;
  /** The etcd version that kubeadm of that release pairs with it, e.g. `3.6.8`. */
  readonly etcd: string;
}

/** Which releases there are: clusters/versions.yaml, read and checked. */
export interface Catalogue {
  readonly stable: Minor;
  readonly kubernetes: Readonly<Record<Minor, CatalogueEntry>>;
  /** Versions of what clusters are made with besides, without a leading `v`. */
  readonly tools: Readonly<Record<ToolName, string>>;
  /** Digests of the published images of kind's nodes, for this version of kind, by release. */
  readonly nodeImages: Readonly<Record<Release, string>>;
}

const minor = z.string().refine(isMinor, 'expected a minor such as 1.37');
const release = z.string().refine(isRelease, 'expected a release such as 1.37.2');
const etcd = z.string().regex(/^3\.\d+\.\d+$/, 'expected an etcd version such as 3.6.8');

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected a digest such as sha256:0123...');
const tool = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected a version such as 0.33.0');

const schema = z
  .strictObject({
    stable: minor,
    kubernetes: z.record(minor, z.strictObject({ release, etcd })),
    tools: z.record(z.enum(TOOL_NAMES), tool),
    nodeImages: z.record(release, digest),
  })
  .superRefine((file, context) => {
    for (const [key, entry] of Object.entries(file.kubernetes)) {
      if (minorOf(entry.release) === key) continue;
      const message = `expected a release of ${key}`;
      context.addIssue({ code: 'custom', path: ['kubernetes', key, 'release'], message });
    }
    if (!Object.hasOwn(file.kubernetes, file.stable)) {
      context.addIssue({ code: 'custom', path: ['stable'], message: 'expected one of the minors below `kubernetes`' });
    }
  });

/** The catalogue that ships with the package; its place is the same seen from src/ and from dist/. */
export function defaultCataloguePath(): string {
  return fileURLToPath(new URL('../../clusters/versions.yaml', import.meta.url));
}

/** Reads a catalogue. Throws BadInputError with every problem as file:line:column. */
export async function loadCatalogue(path: string): Promise<Catalogue> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(`cannot read the catalogue of versions: ${messageOf(cause)}`, cause);
  }
  return parseCatalogue(text, path);
}

/** The same for text; `path` is only for messages. */
export function parseCatalogue(text: string, path: string): Catalogue {
  const lines = new LineCounter();
  // failsafe: every scalar stays text, so that an unquoted 1.30 is not read as the number 1.3
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const syntax = document.errors.map((error) => `${at(error.pos[0])}: ${error.message.split('\n')[0]}`);
  if (syntax.length > 0) throw invalid(syntax.join('\n'));
  const checked = schema.safeParse(document.toJS());
  if (checked.success) return checked.data;
  const problems = checked.error.issues
    .map(({ path: place, message }) => ({
      offset: offsetOf(document, place),
      text: [place.join('.'), message].join(': '),
    }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, text }) => `${at(offset)}: ${text}`);
  throw invalid(problems.join('\n'));
}

/** Where the deepest part of `path` that exists begins. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function invalid(message: string, cause?: unknown): BadInputError {
  return new BadInputError({
    code: 'catalogue-invalid',
    message,
    remedy: 'correct the catalogue of versions (clusters/versions.yaml)',
    cause,
  });
}
