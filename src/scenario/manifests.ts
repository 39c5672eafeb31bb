import { z } from 'zod';
import type { Manifest, ManifestFile } from '../model/scenario.js';
import { problemsOf } from './issues.js';
import { parseYaml } from './parse-yaml.js';
import type { InputProblem } from './problems.js';
import { readText } from './read-text.js';
import { readManifestScalar } from './scalars.js';
import { pattern, words } from './schema-kit.js';
import type { PathSegment, YamlNode } from './yaml-tree.js';

/** etcd takes objects of 1.5 MiB; a file may hold several. */
const MAX_BYTES = 8 * 1024 * 1024;

const manifestSchema = z.looseObject({
  apiVersion: pattern(/^([a-z0-9.-]+\/)?v[0-9][a-z0-9]*$/, 'a group version such as v1 or apps/v1'),
  kind: pattern(/^[A-Z][A-Za-z0-9]*$/, 'the kind of an object'),
  metadata: z.looseObject({
    name: words(),
    namespace: words().optional(),
    generateName: z.undefined({ error: 'a fixed `name`, so that every run writes the same objects' }).optional(),
  }),
});

/** A manifest file's objects, or what is wrong with it. */
export interface ManifestResult {
  readonly manifest: ManifestFile;
  readonly problems: readonly InputProblem[];
  /** Why there was nothing to read, e.g. `does not exist`. That is a problem of whoever named the file. */
  readonly unreadable?: string;
}

/**
 * Reads a file of Kubernetes objects. `name` is how the scenario calls it, `path` where it is. Several documents and
 * lists (`kind: List`, `kind: ConfigMapList`) become one flat list of objects.
 */
export async function readManifest(name: string, path: string): Promise<ManifestResult> {
  const result = (problems: readonly InputProblem[], documents: readonly Manifest[] = []): ManifestResult => ({
    manifest: { path: name, documents },
    problems,
  });
  const read = await readText(path, MAX_BYTES);
  if ('unreadable' in read) return { ...result([]), unreadable: read.unreadable };
  if ('problem' in read) return result([read.problem]);
  const { documents, problems } = parseYaml(read.text, path, readManifestScalar);
  if (problems.length > 0) return result(problems);

  const objects = documents.flatMap((root) => flatten({ root, node: root, path: [] }));
  if (objects.length === 0) {
    return result([{ file: path, line: 1, column: 1, field: '', found: 'no object', expected: 'at least one' }]);
  }
  const wrong = objects.flatMap((object) => {
    const checked = manifestSchema.safeParse(object.node.value);
    return checked.success ? [] : problemsOf(checked.error.issues, object.root, object.path);
  });
  if (wrong.length > 0) return result(wrong);
  return result(
    [],
    objects.map(({ node }) => node.value as Manifest),
  );
}

/** An object and its place in its document. */
interface Located {
  readonly root: YamlNode;
  readonly node: YamlNode;
  readonly path: readonly PathSegment[];
}

function flatten(object: Located): Located[] {
  const kind = object.node.children.get('kind')?.value;
  const items = object.node.children.get('items');
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items?.value)) return [object];
  return [...items.children].flatMap(([index, node]) =>
    flatten({ root: object.root, node, path: [...object.path, 'items', index] }),
  );
}
