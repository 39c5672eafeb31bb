import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Behaviour } from '../../model/behaviour.js';
import { judge } from '../judge.js';
import { inconclusives, notes, stopOf, violations } from '../testing/edit.js';
import type { Mutable } from '../testing/mutable.js';
import { NEW_ORACLE, OLD_ORACLE } from '../testing/plan.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

/** The stop where the new binary emulates the old release, and the one where it does not. */
const EMULATING = 2;
const NEW = 3;
const BASELINE = 0;

function behaviourAt(run: Run, index: number): Mutable<Behaviour> {
  return stopOf(run, index).behaviour;
}

function answerAt(run: Run, index: number, question: string): Mutable<Answer> {
  const found = behaviourAt(run, index).answers.find((answer) => answer.question === question);
  if (!found) throw new Error(`${question} is not asked`);
  return found;
}

type Description = Mutable<Behaviour>['openapi']['v2'];

function describing(run: Run, index: number, change: (description: Description) => void): void {
  for (const version of ['v2', 'v3'] as const) change(behaviourAt(run, index).openapi[version]);
}

const CONFIG_MAP = 'io.k8s.api.core.v1.ConfigMap';
const GET = 'GET /api/v1/namespaces/{namespace}/configmaps/{name}';
const STATUS = 'PUT /apis/apps/v1/namespaces/{namespace}/deployments/{name}/status';

/** Takes deployments, with their subresources, out of what a stop serves. */
function hideDeployments(run: Run, index: number): void {
  const isOther = ({ resource }: { resource: string }): boolean => !/^deployments(\/|$)/.test(resource);
  for (const view of [stopOf(run, index).arrival, stopOf(run, index).departure]) {
    view.surface.resources = view.surface.resources.filter(isOther);
    view.served = view.served.filter(isOther);
  }
}

describe('openapi', () => {
  it('tells a field that is gone once, though both versions of the document lack it', () => {
    const run = rehearsal();
    describing(run, EMULATING, ({ schemas }) => delete schemas[CONFIG_MAP]!['data']);
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([`openapi | schema ${CONFIG_MAP}`]);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({
      path: 'data',
      after: null,
      evidence: ['oracles/old.json', 'checkpoints/02-binary-upgrade/behaviour.json'],
    });
  });

  it('sees what only one version of the document lacks', () => {
    const run = rehearsal();
    delete behaviourAt(run, EMULATING).openapi.v2.schemas[CONFIG_MAP]!['data'];
    expect(violations(judge(run))).toEqual([`openapi | schema ${CONFIG_MAP}`]);
  });

  it.each<[string, (description: Description) => void, string]>([
    ['a schema that is gone', ({ schemas }) => delete schemas[CONFIG_MAP], `schema ${CONFIG_MAP}`],
    [
      'a field of another type',
      ({ schemas }) => (schemas[CONFIG_MAP]!['data'] = '{"type":"string"}'),
      `schema ${CONFIG_MAP}`,
    ],
    [
      'a field that is newly required',
      ({ schemas }) => (schemas[CONFIG_MAP]!['required immutable'] = ''),
      `schema ${CONFIG_MAP}`,
    ],
    [
      'a field that is required no more',
      ({ schemas }) => delete schemas[CONFIG_MAP]!['required data'],
      `schema ${CONFIG_MAP}`,
    ],
    [
      'a value that is gone',
      ({ schemas }) => delete schemas['io.k8s.api.apps.v1.DeploymentStrategy']!['type=Recreate'],
      'schema io.k8s.api.apps.v1.DeploymentStrategy',
    ],
    ['an operation that is gone', ({ operations }) => delete operations[GET], GET],
    [
      'a new operation',
      ({ operations }) => (operations['GET /api/v1/surprises'] = { '': '{}' }),
      'GET /api/v1/surprises',
    ],
    ['an operation on no resource', ({ operations }) => delete operations['GET /version/'], 'GET /version/'],
    ['another response', ({ operations }) => (operations[GET]!['response 200'] = '{}'), GET],
    [
      'a parameter that is newly required',
      ({ operations }) => (operations[GET]!['required parameter query a'] = ''),
      GET,
    ],
  ])('trips on %s', (_, change, subject) => {
    const run = rehearsal();
    describing(run, EMULATING, change);
    expect(violations(judge(run))).toEqual([`openapi | ${subject}`]);
  });

  it.each<[string, (description: Description) => void]>([
    ['a schema', ({ schemas }) => (schemas['io.k8s.api.core.v1.New'] = { '': '{}' })],
    ['a field', ({ schemas }) => (schemas[CONFIG_MAP]!['added'] = '{}')],
    ['a value', ({ schemas }) => (schemas['io.k8s.api.apps.v1.DeploymentStrategy']!['type=New'] = '')],
    ['an optional parameter', ({ operations }) => (operations[GET]!['parameter query new'] = '{}')],
  ])('takes %s that is only added as a note while emulating, and as a violation elsewhere', (_, change) => {
    const run = rehearsal();
    const before = notes(judge(run)).length;
    describing(run, EMULATING, change);
    expect(violations(judge(run))).toEqual([]);
    expect(notes(judge(run)).length).toBe(before + 1);
    describing(run, NEW, change);
    expect(violations(judge(run))).toHaveLength(1);
  });

  it.each<[string, (description: Description) => void]>([
    ['schemas', ({ schemas }) => delete schemas['io.k8s.api.scheduling.v1alpha2.Workload']!['spec']],
    ['documents', ({ operations }) => (operations['GET /apis/scheduling.k8s.io/v1alpha2/'] = { '': '{}' })],
  ])('leaves alpha %s alone while emulating, and only there', (_, gone) => {
    const run = rehearsal();
    describing(run, EMULATING, gone);
    expect(violations(judge(run))).toEqual([]);
    describing(run, NEW, gone);
    expect(violations(judge(run))).toHaveLength(1);
  });

  it('does not repeat for operations what discovery says of their resource', () => {
    const run = rehearsal();
    describing(run, EMULATING, ({ operations }) => delete operations[STATUS]);
    const isOther = ({ resource }: { resource: string }): boolean => resource !== 'deployments/status';
    for (const view of [stopOf(run, EMULATING).arrival, stopOf(run, EMULATING).departure]) {
      view.surface.resources = view.surface.resources.filter(isOther);
    }
    expect(violations(judge(run))).toEqual(['discovery | apps/v1 deployments/status']);
  });

  it('does not repeat it for the operations on subresources either, which go with their resource', () => {
    const run = rehearsal();
    describing(run, EMULATING, ({ operations }) => delete operations[STATUS]);
    hideDeployments(run, EMULATING);
    expect(violations(judge(run))).toEqual(['discovery | apps/v1 deployments']);
  });

  it('is inconclusive where a document could not be read', () => {
    const run = rehearsal();
    behaviourAt(run, EMULATING).problems = [{ probe: 'openapi', subject: '', message: 'cut off' }];
    expect(inconclusives(judge(run))).toEqual(['openapi | openapi']);
  });
});

describe('validation, admission and cel-new', () => {
  it('trip, each for its own topic, on an answer that is refused and was not', () => {
    for (const [topic, question] of [
      ['validation', 'v1 configmaps'],
      ['admission', 'ServiceAccount adds the default account'],
    ] as const) {
      const run = rehearsal();
      Object.assign(answerAt(run, EMULATING, question), {
        status: 422,
        object: null,
        refusal: { reason: 'Invalid', message: 'no', causes: {} },
      });
      expect(violations(judge(run))).toEqual([`${topic} | ${question}`]);
    }
  });

  it('an expression that is taken where the old release refuses it is a finding, and where it takes it none', () => {
    const run = rehearsal();
    Object.assign(answerAt(run, EMULATING, 'rule with lists v1 (1.37)'), { status: 201, refusal: null });
    expect(violations(judge(run))).toEqual(['cel-new | rule with lists v1 (1.37)']);
    expect(answerAt(rehearsal(), NEW, 'rule with lists v1 (1.37)').status).toBe(201);
  });

  it.each<[string, string, (answer: Mutable<Answer>) => void, string]>([
    ['another default', 'v1 configmaps', (a) => (a.object = { data: { a: 'b' }, immutable: true }), 'object.immutable'],
    ['a default that is gone', 'v1 configmaps', (a) => (a.object = { data: { a: 'b' } }), 'object.immutable'],
    ['a new warning', 'v1 configmaps', (a) => (a.warnings = ['deprecated']), 'warnings[0]'],
    ['a warning that is gone', 'v1 configmaps with 7 at data.a', (a) => (a.warnings = []), 'warnings[0]'],
    [
      'another cause',
      'v1 configmaps with 7 at data.a',
      (a) => (a.refusal!.causes = { 'data FieldValueRequired': 'must be a word' }),
      'refusal.causes[data FieldValueInvalid]',
    ],
    ['another reason', 'v1 configmaps with 7 at data.a', (a) => (a.refusal!.reason = 'Forbidden'), 'refusal.reason'],
  ])('trip on %s', (_, question, change, path) => {
    const run = rehearsal();
    change(answerAt(run, EMULATING, question));
    const found = judge(run).findings.filter(({ severity }) => severity === 'violation');
    expect(found.map(({ guarantee }) => guarantee)).toContain('validation');
    expect(found.map((finding) => finding.path)).toContain(path);
  });

  it('take other words for the same refusal as a note', () => {
    const run = rehearsal();
    const before = notes(judge(run)).length;
    answerAt(run, EMULATING, 'v1 configmaps with 7 at data.a').refusal!.causes = {
      'data FieldValueInvalid': 'a word, please',
    };
    expect(violations(judge(run))).toEqual([]);
    expect(notes(judge(run)).length).toBe(before + 1);
  });

  it('take what is answered of alpha versions as a note while emulating, and only there', () => {
    const ask = (run: Run, index: number, oracle: string): void => {
      const about = { ...answerAt(run, index, 'v1 configmaps'), question: 'scheduling.k8s.io/v1alpha2 workloads' };
      run.oracles[oracle]!.behaviour.answers.push(structuredClone(about));
      behaviourAt(run, index).answers.push({ ...about, warnings: ['deprecated'] });
    };
    const emulating = rehearsal();
    const before = notes(judge(emulating)).length;
    ask(emulating, EMULATING, OLD_ORACLE);
    expect(violations(judge(emulating))).toEqual([]);
    expect(notes(judge(emulating)).length).toBe(before + 1);
    const upgraded = rehearsal();
    ask(upgraded, NEW, NEW_ORACLE);
    expect(violations(judge(upgraded))).toEqual(['validation | scheduling.k8s.io/v1alpha2 workloads']);
  });

  it('do not care how a server says that it does not serve what the other does not serve either', () => {
    const run = rehearsal();
    for (const behaviour of [behaviourAt(run, EMULATING), run.oracles[OLD_ORACLE]!.behaviour]) {
      const answer = behaviour.answers.find(({ question }) => question === 'v1 configmaps')!;
      Object.assign(answer, { status: 404, object: null, refusal: { reason: 'NotFound', message: '', causes: {} } });
    }
    answerAt(run, EMULATING, 'v1 configmaps').refusal!.reason = '';
    const found = judge(run).findings.filter(
      ({ step, guarantee }) => step.startsWith('02') && guarantee === 'validation',
    );
    expect(found).toEqual([]);
  });

  describe('about a resource that only one of both serves', () => {
    const ask = (run: Run, oracle: number, stop: number): void => {
      const of = (status: number): Mutable<Answer> => {
        return { ...structuredClone(answerAt(run, NEW, 'v1 configmaps')), question: 'apps/v1 deployments x', status };
      };
      run.oracles[OLD_ORACLE]!.behaviour.answers.push(of(oracle));
      behaviourAt(run, EMULATING).answers.push(of(stop));
    };

    it('do not repeat what discovery says', () => {
      const run = rehearsal();
      ask(run, 201, 404);
      hideDeployments(run, EMULATING);
      expect(violations(judge(run))).toEqual(['discovery | apps/v1 deployments']);
    });

    it('trip where discovery has nothing to say', () => {
      const run = rehearsal();
      ask(run, 201, 404);
      expect(violations(judge(run))).toEqual(['validation | apps/v1 deployments x']);
    });

    it('trip on any other answer than that it is not there', () => {
      const run = rehearsal();
      ask(run, 201, 403);
      hideDeployments(run, EMULATING);
      expect(violations(judge(run))).toEqual(['discovery | apps/v1 deployments', 'validation | apps/v1 deployments x']);
    });
  });

  it('a plugin that is not at work trips admission, whatever it would have answered', () => {
    const run = rehearsal();
    behaviourAt(run, EMULATING).admission = behaviourAt(run, EMULATING).admission.slice(1);
    expect(violations(judge(run))).toEqual(['admission | admission plugin NamespaceLifecycle admit CREATE']);
  });

  it('a question that one of both did not answer is inconclusive', () => {
    for (const side of ['stop', 'oracle'] as const) {
      const run = rehearsal();
      const behaviour = side === 'stop' ? behaviourAt(run, NEW) : run.oracles[NEW_ORACLE]!.behaviour;
      behaviour.answers = behaviour.answers.filter(({ question }) => question !== 'v1 configmaps');
      behaviour.problems = [{ probe: 'answers', subject: 'v1 configmaps', message: 'reset' }];
      expect(inconclusives(judge(run))).toContain('validation | v1 configmaps');
      expect(violations(judge(run))).toEqual([]);
    }
  });

  it('without any answer nothing is judged, which is inconclusive', () => {
    const run = rehearsal();
    behaviourAt(run, BASELINE).answers = [];
    expect(judge(run).outcome).toBe('inconclusive');
  });

  it('no single change of an answer or a description passes unseen, at any stop', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(100), fc.nat(5), (index, choice, how) => {
        const run = rehearsal();
        const { answers, openapi } = behaviourAt(run, index);
        const answer = answers[choice % answers.length]!;
        if (how === 0) answer.status += 1;
        else if (how === 1) answer.warnings = [...answer.warnings, 'new'];
        else if (how === 2) answer.object = { mutated: true };
        else {
          const { operations, schemas } = openapi[choice % 2 === 0 ? 'v2' : 'v3'];
          const part = how === 3 ? operations : schemas;
          const names = Object.keys(part).filter((name) => !name.includes('alpha'));
          const members = part[names[choice % names.length]!]!;
          members[Object.keys(members)[0]!] = 'mutated';
        }
        expect(judge(run).outcome).toBe('fail');
      }),
      { numRuns: 60 },
    );
    expect(rehearsal().oracles[OLD_ORACLE]).toBeDefined();
  });
});
