import { createHash } from 'node:crypto';
import { isMap, isScalar, isSeq, visit, type Document, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { describeFault } from '../model/fault.js';
import { leftAt, wayBack, type Case } from './case.js';
import { readDocument, stepsOf, writeDocument } from './scenario-document.js';

/** What of a step is said of the stop that it leads to, and means nothing where it is left half-way. */
const OF_THE_STOP = ['rollback', 'apply'];

/**
 * The scenario of one case: the base scenario's steps up to the explored one, that one with the fault, and what leads back. `text` is the
 * base scenario's YAML; all else of it stays, comments too. `rebase` says what a path relative to the base scenario's file is
 * relative to the new one's.
 */
export function caseScenario(text: string, explored: Case, rebase: (path: string) => string): string {
  const document = readDocument(text);
  replaceAliases(document);
  rebasePaths(document, rebase);
  const base = String(document.getIn(['metadata', 'name']));
  document.setIn(['metadata', 'name'], nameOf(base, explored.id));
  document.setIn(['metadata', 'description'], descriptionOf(base, explored));
  const steps = stepsOf(document);
  steps.items = [...steps.items.slice(0, explored.step), ...exploredSteps(document, steps, explored)];
  steps.flow = false;
  return writeDocument(document);
}

function exploredSteps(
  document: Document,
  { items }: YAMLSeq,
  { step, transition, spec, point, direction }: Case,
): unknown[] {
  const asked = items[step];
  const disturbed: YAMLMap = isMap(asked) ? asked : document.createNode({ transition });
  if (isScalar(asked) && asked.commentBefore) disturbed.commentBefore = asked.commentBefore;
  disturbed.flow = false;
  const faults = document.createNode([{ ...spec, at: point }]) as YAMLSeq<YAMLMap>;
  for (const fault of faults.items) fault.flow = true;
  disturbed.set('faults', faults);
  const back = direction === 'back' ? wayBack(transition) : undefined;
  if (back === undefined) return [disturbed];
  for (const field of OF_THE_STOP) disturbed.delete(field);
  disturbed.set('stopAt', leftAt(point));
  // what leads back comes to the stop of before, and what was accepted there is accepted again
  const before = items[step - 1];
  const rollback = isMap(before) ? before.get('rollback') : undefined;
  return [disturbed, document.createNode(rollback === undefined ? back : { transition: back, rollback })];
}

function descriptionOf(base: string, { id, transition, spec, point, direction }: Case): string {
  const back = direction === 'back' ? wayBack(transition) : undefined;
  const then =
    back === undefined
      ? 'it goes on to its end'
      : `it is left at ${leftAt(point)}, and ${back} leads back to where it began`;
  return `Case ${id} of exploring ${base}: ${transition} meets ${describeFault(spec)} at ${point}; ${then}.`;
}

const LONGEST_NAME = 63;

/** A valid name that tells the case by a digest of its id, because an id is longer than a scenario's name may be. */
function nameOf(base: string, id: string): string {
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return `${base.slice(0, LONGEST_NAME - digest.length - 1)}-${digest}`;
}

const SCHEMA_COMMENT = /(yaml-language-server: \$schema=)(\.\S*)/;

/** Rewrites whatever names a file: manifests, kind's configuration, and the editor's hint at the schema. */
function rebasePaths(document: Document, rebase: (path: string) => string): void {
  const steps = stepsOf(document);
  const lists = [['spec', 'manifests'], ...steps.items.map((_, step) => ['spec', 'steps', step, 'apply'])];
  const files = lists.flatMap((list) => {
    const names = hasParent(document, list) ? document.getIn(list) : undefined;
    return isSeq(names) ? names.items.map((_, at) => [...list, at]) : [];
  });
  const config = ['spec', 'kindCluster', 'config'];
  for (const file of document.hasIn(config) ? [...files, config] : files) {
    document.setIn(file, rebase(String(document.getIn(file))));
  }
  const schema = (comment: string | null | undefined): string | null | undefined =>
    comment?.replace(SCHEMA_COMMENT, (_, hint: string, path: string) => hint + rebase(path));
  document.commentBefore = schema(document.commentBefore) ?? null;
  if (document.contents) document.contents.commentBefore = schema(document.contents.commentBefore) ?? null;
}

/** False below a step that is only a name. */
function hasParent(document: Document, path: readonly (string | number)[]): boolean {
  return isMap(document.getIn(path.slice(0, -1)));
}

/** What an anchor names may stand in a step that the case lacks, so every alias becomes a copy of it. */
function replaceAliases(document: Document): void {
  visit(document, {
    Alias: (_, alias) => alias.resolve(document)?.clone() as Node | undefined,
  });
  visit(document, {
    Value: (_, node) => {
      delete node.anchor;
    },
  });
}
