import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_TYPES } from '../model/fault-kinds.js';
import type { Scenario } from '../model/scenario.js';
import { loadScenario } from '../scenario/load-scenario.js';
import { inFolder } from '../scenario/testing/temporary-files.js';
import { caseScenario } from './case-scenario.js';
import type { Case } from './case.js';
import { enumerateCases } from './enumerate.js';
import { REFERENCES, caseOf, planOf, reference, referencePath, scenarioOf } from './testing/cases.js';

const same = (path: string): string => path;

/** What the loader makes of a text, without where it was written. */
async function loaded(text: string, files: Readonly<Record<string, string>> = {}): Promise<Scenario> {
  return inFolder({ ...files, 's.yaml': text }, async (folder) => {
    const { positions: _, ...scenario } = await loadScenario(join(folder, 's.yaml'));
    return scenario;
  });
}

function casesOf(scenario: Scenario): Case[] {
  return enumerateCases(scenario, FAULT_TYPES);
}

describe("a case's scenario", () => {
  it('is the base scenario as far as the explored transition, with the fault in it', async () => {
    const { text } = await reference('phase-1-and-back');
    const explored = caseOf('3-binary-rollback.kube-apiserver.before-spawn.removed-gate-kube-apiserver.on');
    expect(caseScenario(text, explored, (path) => posix.join('../base', path))).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../../schemas/scenario.schema.json
      apiVersion: kube-rehearse/v1alpha1
      kind: Rehearsal
      metadata:
        name: phase-1-and-back-857156ee
        description: >-
          Case 3-binary-rollback.kube-apiserver.before-spawn.removed-gate-kube-apiserver.on of exploring phase-1-and-back:
          binary-rollback meets removed-gate kube-apiserver at kube-apiserver/before-spawn; it goes on to its end.
      spec:
        from: n-1
        to: stable
        terminationGraceSeconds: 2
        load: true
        # on kind: without the kubelet's pause between two static pods of one name, which is most of a transition
        kindCluster: { swap: remove-first }
        steps:
          - null-restart
          - binary-upgrade
          - transition: binary-rollback
            faults:
              - { type: removed-gate, component: kube-apiserver, at: kube-apiserver/before-spawn }
      "
    `);
  });

  it('leaves the transition half-way and leads back, where it goes back', async () => {
    const { text } = await reference('phase-1-and-back');
    const explored = caseOf('2-binary-upgrade.kube-apiserver.during-stop.kill-etcd.back');
    expect(caseScenario(text, explored, same).replace(/^[^]*\n {2}steps:/, '  steps:')).toMatchInlineSnapshot(`
      "  steps:
          - null-restart
          - transition: binary-upgrade
            faults:
              - { type: kill, component: etcd, at: kube-apiserver/during-stop }
            stopAt: kube-apiserver/after-stop
          - binary-rollback
      "
    `);
  });

  it.each(REFERENCES)('says what planning was asked, with any path from it to its files: %s', async (name) => {
    const { text, scenario } = await reference(name);
    const cases = casesOf(scenario);
    const sample = cases.filter((_, at) => at % Math.ceil(cases.length / 15) === 0);
    await inFolder({}, async (folder) => {
      const base = join(folder, 'base');
      for (const file of scenario.steps.flatMap(({ apply }) => apply.map(({ path }) => path))) {
        await mkdir(dirname(join(base, file)), { recursive: true });
        await writeFile(join(base, file), await readFile(join(dirname(referencePath(name)), file)));
      }
      for (const explored of sample) {
        const path = join(folder, 'cases', `${explored.id}.yaml`);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(
          path,
          caseScenario(text, explored, (file) => relative(dirname(path), join(base, file))),
        );
        const made = await loadScenario(path);
        const { steps: asked, ...planned } = planOf(made);
        const { steps: wanted } = planOf(scenarioOf(scenario, explored));
        expect(asked.map((step) => ({ ...step, apply: step.apply.map(({ documents }) => documents) }))).toEqual(
          wanted.map((step) => ({ ...step, apply: step.apply.map(({ documents }) => documents) })),
        );
        expect(planned.terminationGraceSeconds).toBe(scenario.terminationGraceSeconds);
        expect(made.description).toContain(explored.id);
      }
    });
  });

  it('has a valid name of its own, however long that of the base scenario is', async () => {
    const names = new Set<string>();
    for (const base of ['x', 'a-scenario', 'l'.repeat(63), `${'ab-'.repeat(20)}end`]) {
      for (const explored of [
        caseOf('2-binary-upgrade.kube-apiserver.during-stop.kill-etcd.back'),
        caseOf('2-binary-upgrade.kube-apiserver.during-stop.kill-etcd.on'),
      ]) {
        names.add((await loaded(caseScenario(upAndBackText(`name: ${base}`), explored, same))).name);
      }
    }
    expect(names.size).toBe(8);
  });

  it('keeps what the base scenario says otherwise, as it was typed', async () => {
    const explored = caseOf('2-binary-upgrade.kube-apiserver.during-stop.kill-etcd.on');
    const more = [
      '  from: 1.30',
      '  to: 1.40 # why',
      '  minCompatibility: pinned',
      '  featureGates: { SomeGate: true }',
      '  runtimeConfig: { api/beta: yes }',
      '  components:',
      '    kube-apiserver: { extraArgs: { max-requests-inflight: 0x10, v: 010 } }',
    ];
    const text = upAndBackText('name: x', more).replace('api/beta: yes', 'api/beta: true');
    const made = caseScenario(text, explored, same);
    const [before, after] = [await loaded(text), await loaded(made)];
    expect(after).toEqual({ ...before, name: after.name, description: after.description, steps: after.steps });
    expect(after).toMatchObject({ from: '1.30', to: '1.40' });
    expect(made).toContain('# why');
  });

  it('finds every file again from where it lies: manifests, those of steps, and the configuration of kind', async () => {
    const explored = caseOf('3-binary-rollback.kube-apiserver.during-stop.kill-etcd.on');
    const text = [
      ...upAndBackText('name: x', ['  manifests: [m/one.yaml, two.yaml]', '  kindCluster: { config: kind.yaml }'])
        .replace('- binary-upgrade', '- { transition: binary-upgrade, apply: [three.yaml] }')
        .split('\n'),
    ].join('\n');
    const seen: string[] = [];
    const made = caseScenario(text, explored, (path) => {
      seen.push(path);
      return `up/${path}`;
    });
    expect(seen.sort()).toEqual(['kind.yaml', 'm/one.yaml', 'three.yaml', 'two.yaml']);
    for (const path of seen) expect(made).toContain(`up/${path}`);
  });

  it('keeps what an alias stood for, also where the anchor was in a step that is left out', async () => {
    const explored = caseOf('2-binary-upgrade.kube-apiserver.after-spawn.pause-kube-scheduler.on');
    const text = [
      'apiVersion: kube-rehearse/v1alpha1',
      'kind: Rehearsal',
      'metadata: { name: &name x, description: *name }',
      'spec:',
      '  steps:',
      '    - &restart null-restart',
      '    - &up { transition: binary-upgrade, rollback: &safe safe }',
      '    - { transition: binary-rollback, rollback: *safe }',
      '    - *restart',
      '',
    ].join('\n');
    const { steps } = await loaded(caseScenario(text, explored, same));
    expect(steps).toMatchObject([{ transition: 'null-restart' }, { transition: 'binary-upgrade', rollback: 'safe' }]);
  });

  it('accepts on the way back what the stop of before accepted, and says nothing of a stop that is not reached', async () => {
    const { text, scenario } = await reference('pinned');
    const explored = casesOf(scenario).find(
      ({ transition, direction }) => transition === 'binary-rollback' && direction === 'back',
    );
    const { steps } = await loaded(caseScenario(text, explored!, same));
    expect(steps.slice(-2)).toMatchObject([
      { transition: 'binary-rollback' },
      { transition: 'binary-upgrade', rollback: 'impossible' },
    ]);
    expect(steps.at(-2)).not.toHaveProperty('rollback');
  });

  it('can be made again from itself: what is loaded once more is the same', async () => {
    const { text, scenario } = await reference('phase-1-and-back');
    const cases = casesOf(scenario);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cases), async (explored) => {
        const made = caseScenario(text, explored, same);
        const again = await loaded(made);
        expect(again.steps).toEqual(scenarioOf(scenario, explored).steps);
        expect(made.split('\n').every((line) => line.length <= 140)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

function upAndBackText(name: string, more: readonly string[] = []): string {
  return [
    'apiVersion: kube-rehearse/v1alpha1',
    'kind: Rehearsal',
    'metadata:',
    `  ${name}`,
    'spec:',
    ...more,
    '  steps:',
    '    - null-restart',
    '    # up',
    '    - binary-upgrade',
    '    - binary-rollback',
    '',
  ].join('\n');
}
