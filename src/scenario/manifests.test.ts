import { describe, expect, it } from 'vitest';
import { readManifest } from './manifests.js';
import { formatProblem } from './problems.js';
import { inFolder } from './testing/temporary-files.js';

async function read(text: string): Promise<{ documents: readonly unknown[]; problems: readonly string[] }> {
  return inFolder({ 'm.yaml': text }, async (folder) => {
    const { manifest, problems } = await readManifest('m.yaml', `${folder}/m.yaml`);
    return {
      documents: manifest.documents,
      problems: problems.map((problem) => formatProblem({ ...problem, file: 'm.yaml' })),
    };
  });
}

const object = (name: string): string => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} } }`;
const named = (name: string): unknown => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

describe('a manifest file', () => {
  it('may hold several documents and lists, also lists in lists, as one flat list', async () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${object('b')}\n- { kind: ConfigMapList, items: [${object('c')}] }\n`;
    const text = `# first\n---\n${object('a')}\n---\n---\n${list}---\n# last\n`;
    expect(await read(text)).toEqual({ documents: [named('a'), named('b'), named('c')], problems: [] });
  });

  it('is read as kubectl reads it', async () => {
    const text = `{ apiVersion: v1, kind: X, metadata: { name: "no" },
      octal: 0644, negative: -010, plain: 08, quoted: "0644", grouped: 1_000, yes: yes, off: off, y: y, word: yesterday,
      date: 2020-01-01, time: 12:30:45, float: 1.50, none: ~, version: 1.2.3 }`;
    const { documents, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(documents[0]).toMatchObject({
      ...{ octal: 420, negative: -8, plain: 8, quoted: '0644', grouped: 1000, yes: true, off: false, y: true },
      ...{ word: 'yesterday', date: '2020-01-01', time: '12:30:45', float: 1.5, none: null, version: '1.2.3' },
      metadata: { name: 'no' },
    });
  });

  it('needs apiVersion, kind and a fixed name in every object, and says where one is missing', async () => {
    const text = `${object('fine')}
---
apiVersion: v1
kind: List
items:
- kind: ConfigMap
  metadata: { generateName: x- }
- ${object('1')}
- text
---
apiVersion: Apps
kind: deployment
metadata: { name: "", namespace: 7 }
`;
    expect((await read(text)).problems).toMatchInlineSnapshot(`
      [
        "m.yaml:6:3: items[0].apiVersion: found nothing, expected a text",
        "m.yaml:7:3: items[0].metadata.name: found nothing, expected a text",
        "m.yaml:7:29: items[0].metadata.generateName: found "x-", expected a fixed \`name\`, so that every run writes the same objects",
        "m.yaml:8:56: items[1].metadata.name: found the number 1, expected a text",
        "m.yaml:9:3: items[2]: found "text", expected a mapping",
        "m.yaml:11:13: apiVersion: found "Apps", expected a group version such as v1 or apps/v1",
        "m.yaml:12:7: kind: found "deployment", expected the kind of an object",
        "m.yaml:13:19: metadata.name: found "", expected a text that is not empty",
        "m.yaml:13:34: metadata.namespace: found the number 7, expected a text",
      ]
    `);
  });

  it('holds numbers that JSON can hold', async () => {
    const text = `{ apiVersion: v1, kind: X, metadata: { name: x }, big: 9007199254740993, nan: .nan }`;
    expect((await read(text)).problems).toMatchInlineSnapshot(`
      [
        "m.yaml:1:56: big: found the number 9007199254740993, expected a number that JSON can hold exactly",
        "m.yaml:1:79: nan: found the number .nan, expected a number that JSON can hold exactly",
      ]
    `);
  });

  it.each(['', '# nothing\n', '---\n---\n'])('without an object is refused: %j', async (text) => {
    expect((await read(text)).problems).toEqual(['m.yaml:1:1: found no object, expected at least one']);
  });
});
