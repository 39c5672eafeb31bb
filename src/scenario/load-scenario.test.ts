import { describe, expect, it } from 'vitest';
import { BadInputError } from '../support/errors.js';
import { loadScenario } from './load-scenario.js';
import { ScenarioError } from './problems.js';
import { inFolder, load, problemsOfText, shortest } from './testing/temporary-files.js';

describe('a scenario that is right', () => {
  it('is loaded with its defaults filled in', async () => {
    const { positions, ...scenario } = await load(shortest());
    expect(scenario).toEqual({
      kind: 'Rehearsal',
      name: 'x',
      description: '',
      from: 'n-1',
      to: 'stable',
      minCompatibility: 'default',
      terminationGraceSeconds: 30,
      steps: [{ transition: 'null-restart', apply: [] }],
      components: {},
      featureGates: {},
      runtimeConfig: {},
      manifests: [],
      expected: [],
    });
    expect(positions?.['spec.steps[0]']).toMatchObject({ line: 5, column: 11 });
  });

  it('is loaded with everything it can say', async () => {
    const text = `# yaml-language-server: $schema=../schemas/scenario.schema.json
apiVersion: kube-rehearse/v1alpha1
kind: Control
metadata:
  name: everything
  description: all fields
spec:
  from: 1.36
  to: 1.37.2
  minCompatibility: pinned
  terminationGraceSeconds: 5
  fill: 2000
  steps:
    - null-restart
    - transition: binary-upgrade
      rollback: safe
      apply: [more.yaml]
  components:
    kube-apiserver:
      extraArgs: { v: 4, profiling: false, audit-log-path: /dev/null }
      env: { GOGC: 50 }
  featureGates: { WatchList: false }
  runtimeConfig: { api/beta: true, apps/v1: "false" }
  manifests: [folder/own.yaml]
  expected:
    - id: some-difference
      guarantee: discovery
      versions: 1.36 -> 1.37
      subject: apps/v1 deployments
      reason: because
      source: https://example.com
sabotage: { type: skip-restart, step: 1, component: kube-scheduler }
mustTrip: { guarantee: replaced, subject: kube-scheduler }
`;
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: ns }\n';
    const { positions, ...scenario } = await load(text, { 'more.yaml': pod, 'folder/own.yaml': pod });
    const documents = [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'ns' } }];
    const more = { path: 'more.yaml', documents };
    expect(scenario).toEqual({
      kind: 'Control',
      name: 'everything',
      description: 'all fields',
      from: '1.36',
      to: '1.37.2',
      minCompatibility: 'pinned',
      terminationGraceSeconds: 5,
      fill: 2000,
      steps: [
        { transition: 'null-restart', apply: [] },
        { transition: 'binary-upgrade', rollback: 'safe', apply: [more] },
      ],
      components: {
        'kube-apiserver': {
          extraArgs: { v: '4', profiling: 'false', 'audit-log-path': '/dev/null' },
          env: { GOGC: '50' },
        },
      },
      featureGates: { WatchList: false },
      runtimeConfig: { 'api/beta': 'true', 'apps/v1': 'false' },
      manifests: [{ path: 'folder/own.yaml', documents }],
      expected: [
        {
          id: 'some-difference',
          guarantee: 'discovery',
          versions: '1.36 -> 1.37',
          subject: 'apps/v1 deployments',
          path: '',
          reason: 'because',
          source: 'https://example.com',
        },
      ],
      control: {
        sabotage: { type: 'skip-restart', step: 1, component: 'kube-scheduler' },
        mustTrip: { guarantee: 'replaced', subject: 'kube-scheduler' },
      },
    });
    expect(positions).toMatchObject({ 'spec.from': { line: 8, column: 3 }, 'spec.steps[1]': { line: 15, column: 7 } });
  });

  it('may be a regression, with the bug it reproduces, what it finds and where that is fixed', async () => {
    const bug = [
      'upstream: https://example.com/1',
      'finds: [{ guarantee: replaced, subject: kube-scheduler }]',
      'fixed: { to: 1.37.2 }',
    ];
    expect(await load(shortest(...bug).replace('Rehearsal', 'Regression'))).toMatchObject({
      kind: 'Regression',
      regression: {
        upstream: 'https://example.com/1',
        finds: [{ guarantee: 'replaced', subject: 'kube-scheduler' }],
        fixed: { to: '1.37.2' },
      },
    });
  });

  it('may write a version without quotes, also one that YAML reads as another number', async () => {
    expect(await load(shortest('  from: 1.30', '  to: 1.40'))).toMatchObject({ from: '1.30', to: '1.40' });
  });

  it('may use an alias', async () => {
    const scenario = await load(
      shortest('  components:', '    kube-scheduler: &s { env: { A: b } }', '    kube-apiserver: *s'),
    );
    expect(scenario.components['kube-apiserver']).toEqual({ extraArgs: {}, env: { A: 'b' } });
  });
});

describe('a scenario with many problems', () => {
  it('shows all of them at once, each with its place, what was found, what was expected and what was meant', async () => {
    const text = `apiVersion: kube-rehearse/v1
kind: Rehearsal
metadata:
  name: My Ladder
  descripton: x
spec:
  to: v1.37
  minCompatibility: pined
  steps:
    - null-restart
    - binary-upgade
    - transition: finalise
      rolback: safe
      apply: [/etc/passwd, missing.yaml]
    - 3
    - { rollback: saf }
  components:
    kube-api-server: {}
    kube-scheduler:
      extraArgs:
        --v: 4
        etcd-servers: http://localhost:2379
        emulated_version: 1.36
        tls-cert-file: x
      env: [A=b]
  featureGates: { WatchList: 'yes', watchList: true }
  runtimeConfig: { api/beta: maybe }
  manifests: broken.yaml
  expected:
    - { id: a, guarantee: discovry, versions: 1.36, subject: 'apps/v1 *', reason: r, source: '' }
    - { id: a, guarantee: gates, versions: 1.36 -> 1.37, subject: s, reason: r, source: s }
sabotage: { type: skip-restart }
`;
    expect(await problemsOfText(text)).toMatchInlineSnapshot(`
      [
        "s.yaml:1:13: apiVersion: found "kube-rehearse/v1", expected "kube-rehearse/v1alpha1"; did you mean "kube-rehearse/v1alpha1"?",
        "s.yaml:4:9: metadata.name: found "My Ladder", expected a name of at most 63 lower case letters, digits and dashes",
        "s.yaml:5:3: metadata: found the key "descripton", expected one of name, description; did you mean "description"?",
        "s.yaml:7:7: spec.to: found "v1.37", expected a version: stable, n-1 to n-3, a minor such as 1.36 or a release such as 1.36.3",
        "s.yaml:8:21: spec.minCompatibility: found "pined", expected one of default, pinned; did you mean "pinned"?",
        "s.yaml:11:7: spec.steps[1]: found "binary-upgade", expected one of null-restart, binary-upgrade, emulation-upgrade, finalize, unfinalize, emulation-rollback, binary-rollback, direct-rollback; did you mean "binary-upgrade"?",
        "s.yaml:12:19: spec.steps[2].transition: found "finalise", expected one of null-restart, binary-upgrade, emulation-upgrade, finalize, unfinalize, emulation-rollback, binary-rollback, direct-rollback; did you mean "finalize"?",
        "s.yaml:13:7: spec.steps[2]: found the key "rolback", expected one of transition, rollback, apply, faults, stopAt; did you mean "rollback"?",
        "s.yaml:14:15: spec.steps[2].apply[0]: found "/etc/passwd", expected a path relative to the scenario's file, so that the scenario works on every machine",
        "s.yaml:14:28: spec.steps[2].apply[1]: found "missing.yaml", which does not exist, expected a YAML file",
        "s.yaml:15:7: spec.steps[3]: found the number 3, expected the name of a transition, or a mapping with \`transition\`",
        "s.yaml:16:7: spec.steps[4].transition: found nothing, expected one of null-restart, binary-upgrade, emulation-upgrade, finalize, unfinalize, emulation-rollback, binary-rollback, direct-rollback",
        "s.yaml:16:19: spec.steps[4].rollback: found "saf", expected one of safe, lossy, impossible; did you mean "safe"?",
        "s.yaml:18:5: spec.components: found the key "kube-api-server", expected one of kube-apiserver, kube-controller-manager, kube-scheduler; did you mean "kube-apiserver"?",
        "s.yaml:21:9: spec.components.kube-scheduler.extraArgs: found the key "--v", expected a flag name in lower case, with dashes inside and none before it",
        "s.yaml:22:9: spec.components.kube-scheduler.extraArgs: found the key "etcd-servers", expected no --etcd-servers, for the rehearsal runs its own etcd and reads its keys below /registry",
        "s.yaml:23:9: spec.components.kube-scheduler.extraArgs: found the key "emulated_version", expected no --emulated-version, for each stop of the path has its own; see \`steps\` and \`minCompatibility\`",
        "s.yaml:24:9: spec.components.kube-scheduler.extraArgs: found the key "tls-cert-file", expected no --tls-cert-file, for every run has a certificate authority and certificates of its own",
        "s.yaml:25:12: spec.components.kube-scheduler.env: found a list, expected a mapping",
        "s.yaml:26:30: spec.featureGates.WatchList: found "yes", expected true or false",
        "s.yaml:26:37: spec.featureGates: found the key "watchList", expected the name of a feature gate",
        "s.yaml:27:30: spec.runtimeConfig["api/beta"]: found "maybe", expected one of true, false",
        "s.yaml:28:14: spec.manifests: found "broken.yaml", expected a list",
        "s.yaml:30:27: spec.expected[0].guarantee: found "discovry", expected one of replaced, binary, triple, self-report, store-continues, discovery, gates, openapi, validation, admission, cel-new, surface-returns, corpus-complete, workloads, keys-accounted, keys-kept, content-unchanged, storage-version, served-unchanged, default-objects, rollback, faults-landed, writes-kept, watches-complete; did you mean "discovery"?",
        "s.yaml:30:47: spec.expected[0].versions: found the number 1.36, expected a text",
        "s.yaml:30:62: spec.expected[0].subject: found "apps/v1 *", expected one exact place; a ledger entry is never a pattern",
        "s.yaml:30:94: spec.expected[0].source: found "", expected a text that is not empty",
        "s.yaml:31:13: spec.expected[1].id: found the id of line 30 again, expected an id of its own",
        "s.yaml:32:1: found the key "sabotage", expected one of apiVersion, kind, metadata, spec",
      ]
    `);
  });

  it('is shown with those of its manifests, each in its own file', async () => {
    const text = shortest('  minCompatibility: never', '  manifests: [a.yaml, b.yaml, none.yaml]');
    const others = { 'a.yaml': 'kind: Pod\nmetadata:\n  generateName: p-\n', 'b.yaml': 'a: [\n' };
    expect(await problemsOfText(text, others)).toMatchInlineSnapshot(`
      [
        "s.yaml:6:21: spec.minCompatibility: found "never", expected one of default, pinned",
        "s.yaml:7:31: spec.manifests[2]: found "none.yaml", which does not exist, expected a YAML file",
        "a.yaml:1:1: apiVersion: found nothing, expected a text",
        "a.yaml:2:1: metadata.name: found nothing, expected a text",
        "a.yaml:3:17: metadata.generateName: found "p-", expected a fixed \`name\`, so that every run writes the same objects",
        "b.yaml:2:1: found flow sequence in block collection must be sufficiently indented and end with a ], expected valid YAML",
      ]
    `);
  });

  it('in an unknown kind are found as well', async () => {
    const text = shortest('  from: x').replace('Rehearsal', 'Rehersal');
    expect(await problemsOfText(text)).toMatchInlineSnapshot(`
      [
        "s.yaml:2:7: kind: found "Rehersal", expected one of Rehearsal, Control, Regression; did you mean "Rehearsal"?",
        "s.yaml:6:9: spec.from: found "x", expected a version: stable, n-1 to n-3, a minor such as 1.36 or a release such as 1.36.3",
      ]
    `);
  });

  it('in a regression are found in what it says of the bug, and a rehearsal says nothing of one', async () => {
    const bug = shortest('upstream: issue 1', 'finds: []', 'fixed: { to: newest }');
    expect(await problemsOfText(bug.replace('Rehearsal', 'Regression'))).toMatchInlineSnapshot(`
      [
        "s.yaml:6:11: upstream: found "issue 1", expected a URL that starts with https://",
        "s.yaml:7:8: finds: found an empty list, expected at least one finding",
        "s.yaml:8:14: fixed.to: found "newest", expected a version: stable, n-1 to n-3, a minor such as 1.36 or a release such as 1.36.3",
      ]
    `);
    expect(await problemsOfText(bug)).toMatchInlineSnapshot(`
      [
        "s.yaml:6:1: found the key "upstream", expected one of apiVersion, kind, metadata, spec",
        "s.yaml:7:1: found the key "finds", expected one of apiVersion, kind, metadata, spec",
        "s.yaml:8:1: found the key "fixed", expected one of apiVersion, kind, metadata, spec",
      ]
    `);
  });

  it('in a control are found in its sabotage', async () => {
    const control = (sabotage: string): Promise<string[]> =>
      problemsOfText(
        shortest(`sabotage: ${sabotage}`, 'mustTrip: { guarantee: gates, subject: x }').replace('Rehearsal', 'Control'),
      );
    expect([
      await control('{ type: skip-restrat, step: 1 }'),
      await control('{ type: skip-restart, step: -1, component: kube-apiserver, flag: x }'),
      await control('{ type: etcd-replace, step: 1, moment: arrival, key: /registry/x, find: abc, replace: abcd }'),
      await control('{ type: etcd-put, step: 1.5, moment: later, key: registry/x, value: text }'),
      await control('{ step: 1 }'),
    ]).toMatchInlineSnapshot(`
      [
        [
          "s.yaml:6:19: sabotage.type: found "skip-restrat", expected one of skip-restart, keep-binary, drop-flag, set-gate, idle-fault, swallow-write, drop-event, hide-resource, alter-served, restore-data, alter-answer, alter-openapi, set-flag, etcd-put, etcd-replace, etcd-append, etcd-store-as, etcd-delete; did you mean "skip-restart"?",
        ],
        [
          "s.yaml:6:39: sabotage.step: found the number -1, expected the index of a stop, a whole number from 0 (the baseline)",
          "s.yaml:6:70: sabotage: found the key "flag", expected one of type, step, component",
        ],
        [
          "s.yaml:6:97: sabotage.replace: found "abcd", expected as many bytes as in \`find\`, for the stored object is length-prefixed",
        ],
        [
          "s.yaml:6:35: sabotage.step: found the number 1.5, expected a whole number",
          "s.yaml:6:48: sabotage.moment: found "later", expected one of arrival, wave",
          "s.yaml:6:60: sabotage.key: found "registry/x", expected a key of etcd that starts with /registry/",
          "s.yaml:6:79: sabotage.value: found "text", expected a mapping",
        ],
        [
          "s.yaml:6:1: sabotage.type: found nothing, expected one of skip-restart, keep-binary, drop-flag, set-gate, idle-fault, swallow-write, drop-event, hide-resource, alter-served, restore-data, alter-answer, alter-openapi, set-flag, etcd-put, etcd-replace, etcd-append, etcd-store-as, etcd-delete",
        ],
      ]
    `);
  });

  it('is a bad input for the command line', async () => {
    const error: unknown = await load('x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadInputError);
    expect(error).toMatchObject({ code: 'bad-scenario', exitCode: 3 });
  });
});

describe('a file that is no scenario', () => {
  it.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['only a comment', '# nothing\n'],
    ['a list', '- a\n'],
    ['a word', 'ladder\n'],
    ['broken YAML', 'kind: Rehearsal\n  spec: [\n'],
    ['a key twice', 'kind: Rehearsal\nspec: {}\nkind: Control\n'],
    ['a key twice, once in quotes', 'a: { 1: x, "1": y }\n'],
    ['the key __proto__', 'spec: { featureGates: { __proto__: true } }\n'],
    ['a merge key', 'a: &a { b: 1 }\nc: { <<: *a }\n'],
    ['a key that is a list', '[a]: b\n'],
    ['two documents', `${shortest()}---\n${shortest()}`],
    ['an alias to nothing', 'kind: *nothing\n'],
    ['an alias to itself', 'a: &a [*a]\n'],
    ['an unknown tag', 'kind: !secret x\n'],
    ['infinity', 'kind: .inf\n'],
    ['not UTF-8', Buffer.from([0x6b, 0x0a, 0x61, 0xc3, 0xa9, 0x62, 0xff, 0x63])],
    ['UTF-16', Buffer.from('\ufeffkind: Rehearsal', 'utf16le')],
    ['too large', '#'.repeat(256 * 1024 + 1)],
    ['deeply nested', '['.repeat(200_000)],
    ['a bomb of aliases', bomb()],
    ['a staircase of aliases', staircase()],
    ['many aliases', `a: &a 1\nb: [${'*a, '.repeat(101)}]\n`],
  ])('is refused with a position: %s', async (_name, text) => {
    expect(await problemsOfText(text)).toMatchSnapshot();
  });

  it('is refused when it is not there, or a folder', async () => {
    await inFolder({ 'folder/x': '' }, async (folder) => {
      for (const name of ['none.yaml', 'folder', 'a\0b']) {
        await expect(loadScenario(`${folder}/${name}`)).rejects.toThrow(ScenarioError);
      }
    });
  });
});

/** Nine levels of nine aliases each: 9^9 values. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const items =
      level === 0 ? '1, 1, 1, 1, 1, 1, 1, 1, 1' : Array.from({ length: 9 }, () => `*l${level - 1}`).join(', ');
    return `l${level}: &l${level} [${items}]`;
  });
  return `${levels.join('\n')}\n`;
}

/** Aliases within aliases: each adds 90 levels of nesting to what the one before it stands for. */
function staircase(): string {
  const levels = Array.from({ length: 50 }, (_, level) => {
    const inner = level === 0 ? '1' : `*l${level - 1}`;
    return `l${level}: &l${level} ${'['.repeat(90)}${inner}${']'.repeat(90)}`;
  });
  return `${levels.join('\n')}\n`;
}
