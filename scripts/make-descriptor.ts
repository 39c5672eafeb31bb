/**
 * Writes src/kube/storage/descriptor.json: what the storage decoder knows of the messages that Kubernetes stores.
 *
 *   npx tsx scripts/make-descriptor.ts          writes it
 *   npx tsx scripts/make-descriptor.ts --check  writes nothing; exit 1 when the committed file is not what would be written
 *
 * Sources are the Go modules k8s.io/{api,apimachinery,apiextensions-apiserver,kube-aggregator} of every release in
 * clusters/versions.yaml: the generated.proto files give numbers and types, the Go structs beside them give the JSON names and
 * what Go's JSON encoder leaves out, register.go gives the API group.
 *
 * Releases are merged, the newest first. A message or field that only an older release has is kept. A field number that
 * changed its name or type between releases cannot be decoded without knowing the writer, so it is left out of the message
 * (the decoder then lists it as an unknown field) and named under `ambiguous`.
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import protobuf from 'protobufjs';
import { parse as parseYaml } from 'yaml';
import { $ } from 'zx';

const MODULES = ['api', 'apimachinery', 'apiextensions-apiserver', 'kube-aggregator'];
/** Types of apimachinery's own tests; no server stores them. */
const NOT_KUBERNETES = /\.testapigroup\./;

/** Messages whose Go type is an alias or has a JSON form of its own: proto names and no flags are right for their fields. */
const WITHOUT_TAGS =
  /\.(core\.v1\.List|resource\.Quantity(Value)?|meta\.v1\.(FieldsV1|MicroTime|Time)|v1alpha1\.MatchCondition)\.\w+$/;

/** Number, JSON name, type (of a map: of its values), and flags as explained in src/kube/storage/schema.ts. */
type FieldRow = [number: number, name: string, type: string, flags: string];

interface Package {
  groupVersion: string;
  kinds: Set<string>;
  messages: Map<string, FieldRow[]>;
}

interface GoField {
  /** Undefined where the JSON encoder does not use a name: inlined fields and those of types with a JSON form of their own. */
  readonly name: string | undefined;
  readonly flags: string;
}

interface GoStruct {
  readonly fields: ReadonlyMap<number, GoField>;
  readonly isKind: boolean;
}

const root = join(import.meta.dirname, '..');
const target = join(root, 'src/kube/storage/descriptor.json');

const packages = new Map<string, Package>();
const ambiguous = new Map<string, Set<string>>();
const releases = await releasesNewestFirst();
for (const release of releases) {
  for (const directory of await moduleDirectories(release)) await addModule(directory, release);
}
dropUnreachable();
const text = render();

for (const [field, meanings] of [...ambiguous].sort()) console.error(`${field}: ${[...meanings].join(' / ')}`);
if (process.argv.includes('--check')) {
  if (text !== (await readFile(target, 'utf8').catch(() => ''))) {
    console.error('src/kube/storage/descriptor.json is out of date: run npx tsx scripts/make-descriptor.ts');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}

async function releasesNewestFirst(): Promise<string[]> {
  const catalogue = parseYaml(await readFile(join(root, 'clusters/versions.yaml'), 'utf8')) as {
    kubernetes: Record<string, { release: string }>;
  };
  const minor = (release: string): number => Number(release.split('.')[1]);
  return Object.values(catalogue.kubernetes)
    .map((entry) => entry.release)
    .sort((a, b) => minor(b) - minor(a));
}

/** Downloads the release's library modules (v1.37.2 is published as v0.37.2) and returns where they are. */
async function moduleDirectories(release: string): Promise<string[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'descriptor-'));
  try {
    const wanted = MODULES.map((name) => `k8s.io/${name}@v0.${release.slice('1.'.length)}`);
    const { stdout } = await $({ cwd, quiet: true })`go mod download -json ${wanted}`;
    return stdout
      .trim()
      .split(/\n(?=\{)/)
      .map((json) => (JSON.parse(json) as { Dir: string }).Dir);
  } finally {
    await rm(cwd, { recursive: true });
  }
}

async function addModule(directory: string, release: string): Promise<void> {
  const files = await readdir(directory, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('generated.proto')).sort()) {
    const proto = protobuf.parse(await readFile(join(directory, file), 'utf8'), { keepCase: true });
    if (proto.package === undefined || NOT_KUBERNETES.test(proto.package)) continue;
    const types = proto.root.lookup(proto.package);
    if (!(types instanceof protobuf.Namespace)) throw new Error(`${file}: no package ${proto.package}`);
    const go = await readGo(join(directory, dirname(file)));
    for (const type of types.nestedArray) {
      if (type instanceof protobuf.Type) addMessage(proto.package, type, go, release);
    }
  }
}

function addMessage(packageName: string, type: protobuf.Type, go: GoPackage, release: string): void {
  const version = packageName.split('.').at(-1) ?? '';
  const groupVersion = go.group === '' ? version : `${go.group}/${version}`;
  const into: Package = packages.get(packageName) ?? { groupVersion, kinds: new Set(), messages: new Map() };
  packages.set(packageName, into);
  const struct = go.structs.get(type.name);
  if (struct?.isKind) into.kinds.add(type.name);
  const newer = into.messages.get(type.name) ?? [];
  const rows = [...newer];
  into.messages.set(type.name, rows);
  for (const field of type.fieldsArray) {
    const row = rowOf(packageName, field, struct, go.lists.has(type.name));
    const known = newer.find(([number]) => number === field.id);
    if (known !== undefined) compare(`${packageName}.${type.name}#${field.id}`, known, row, release);
    else rows.push(newer.length === 0 ? row : dropped(row));
  }
}

function rowOf(packageName: string, field: protobuf.Field, struct: GoStruct | undefined, isList: boolean): FieldRow {
  const wire = field instanceof protobuf.MapField ? 'm' : field.repeated ? 'r' : '';
  if (field instanceof protobuf.MapField && field.keyType !== 'string') throw new Error(`${field.fullName}: key type`);
  const type = field.type.replace(new RegExp(`^\\.${packageName.replaceAll('.', '\\.')}\\.(?=\\w+$)`), '');
  const goField = struct?.fields.get(field.id);
  if (goField === undefined && !isList && !WITHOUT_TAGS.test(field.fullName))
    throw new Error(`no Go tags for ${field.fullName}`);
  if (isList) return [field.id, field.name, type.replace(/^\./, ''), `${wire}a`];
  return [field.id, goField?.name ?? field.name, type.replace(/^\./, ''), wire + (goField?.flags ?? '')];
}

/** Notes a number whose meaning an older release saw differently. */
function compare(key: string, known: FieldRow, older: FieldRow, release: string): void {
  const meaning = ([, name, type, flags]: FieldRow): string =>
    `${name} ${type} ${flags.replaceAll(/[^mrai]/g, '')}`.trim();
  if (meaning(known) === meaning(older)) return;
  const meanings = ambiguous.get(key) ?? new Set([meaning(known)]);
  ambiguous.set(key, meanings.add(`${meaning(older)} in ${release}`));
}

/** A field that newer releases of the message no longer have: their JSON never has a zero of it. */
function dropped([number, name, type, flags]: FieldRow): FieldRow {
  return [number, name, type, `${flags.replaceAll(/[ez]/g, '')}ez`];
}

interface GoPackage {
  readonly group: string;
  readonly structs: ReadonlyMap<string, GoStruct>;
  /** Types that are Go slices: their message's JSON is the array itself. */
  readonly lists: ReadonlySet<string>;
}

async function readGo(directory: string): Promise<GoPackage> {
  const files = (await readdir(directory))
    .filter((name) => /^(?!zz_generated).*(?<!_test|\.pb)\.go$/.test(name))
    .sort();
  const source = (await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')))).join('\n');
  const structs = new Map<string, GoStruct>();
  for (const [, name = '', body = ''] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    const isKind = /^\t(metav1\.)?TypeMeta\s/m.test(body) && /^\t(metav1\.)?ObjectMeta\s/m.test(body);
    structs.set(name, { fields: goFields(body), isKind });
  }
  const lists = new Set([...source.matchAll(/^type (\w+) \[\]/gm)].map(([, name = '']) => name));
  return { group: /GroupName += "([^"]*)"/.exec(source)?.[1] ?? '', structs, lists };
}

function goFields(body: string): Map<number, GoField> {
  const fields = new Map<number, GoField>();
  for (const [, goName, type = '', tags = ''] of body.matchAll(/^\t(?:(\w+) +)?(\S+) +`([^`]*)`/gm)) {
    const number = /protobuf:"\w+,(\d+),/.exec(tags)?.[1];
    if (number === undefined) continue;
    const [jsonName = '', ...options] = (/json:"([^"]*)"/.exec(tags)?.[1] ?? '').split(',');
    const flags = [
      // Go inlines an embedded struct without a JSON name; `,inline` in the tag is decoration that 1.37 dropped
      goName === undefined && jsonName === '' && 'i',
      type.startsWith('*') && 'p',
      options.includes('omitempty') && 'e',
      options.includes('omitzero') && 'z',
    ];
    const name = jsonName === '' || jsonName === '-' ? undefined : jsonName;
    fields.set(Number(number), { name, flags: flags.filter((flag) => flag !== false).join('') });
  }
  return fields;
}

/** Keeps what some kind with metadata is made of: lists, options and the like are never stored. */
function dropUnreachable(): void {
  const reached = new Set<string>();
  const visit = (packageName: string, name: string): void => {
    const full = `${packageName}.${name}`;
    if (reached.has(full)) return;
    reached.add(full);
    for (const [, , type] of packages.get(packageName)?.messages.get(name) ?? []) {
      const dot = type.lastIndexOf('.');
      if (dot >= 0) visit(type.slice(0, dot), type.slice(dot + 1));
      else if (/^[A-Z]/.test(type)) visit(packageName, type);
    }
  };
  for (const [name, { kinds }] of packages) for (const kind of kinds) visit(name, kind);
  for (const [name, { messages }] of packages) {
    for (const message of messages.keys()) if (!reached.has(`${name}.${message}`)) messages.delete(message);
    if (messages.size === 0) packages.delete(name);
  }
}

/** One message a line, everything sorted, so that a diff shows what a release changed. */
function render(): string {
  const byName = <T>(entries: Iterable<[string, T]>): [string, T][] =>
    [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const blocks = byName(packages).map(([name, { groupVersion, kinds, messages }]) => {
    const lines = byName(messages).map(([message, rows]) => {
      const known = rows.filter(([number]) => !ambiguous.has(`${name}.${message}#${number}`)).sort(([a], [b]) => a - b);
      return `        ${JSON.stringify(message)}: ${JSON.stringify(known)}`;
    });
    return [
      `    ${JSON.stringify(name)}: {`,
      `      "groupVersion": ${JSON.stringify(groupVersion)},`,
      `      "kinds": ${JSON.stringify([...kinds].sort())},`,
      `      "messages": {\n${lines.join(',\n')}\n      }`,
      `    }`,
    ].join('\n');
  });
  const unsure = Object.fromEntries(byName(ambiguous).map(([field, meanings]) => [field, [...meanings]]));
  return [
    '{',
    `  "releases": ${JSON.stringify(releases)},`,
    `  "ambiguous": ${JSON.stringify(unsure)},`,
    `  "packages": {\n${blocks.join(',\n')}\n  }`,
    '}\n',
  ].join('\n');
}
