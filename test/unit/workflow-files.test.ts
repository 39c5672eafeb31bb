import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { githubParser } from '../support/github-parser.js';
import { ACTIONS, readAction, readWorkflow, textOf, WORKFLOWS, type StepFile } from '../support/workflow-files.js';

const { convertActionTemplate, convertWorkflowTemplate, NoOperationTraceWriter, parseAction, parseWorkflow } =
  await githubParser();
const trace = new NoOperationTraceWriter();
const jobsOf = (path: string) => Object.entries(readWorkflow(path).jobs);
const stepsOf = (path: string): readonly StepFile[] =>
  ACTIONS.includes(path) ? readAction(path).runs.steps : jobsOf(path).flatMap(([, { steps }]) => steps ?? []);

/** What an expression asks of a context: `inputs.pairs` gives `pairs`. */
const used = (text: string, context: string): string[] => [
  ...new Set([...text.matchAll(new RegExp(`(?<![\\w.-])${context}\\.([\\w-]+)`, 'g'))].map(([, name]) => name!)),
];
/** The expressions alone, because comments and scripts may say `inputs.x` too. */
const expressions = (text: string): string =>
  [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(([, inner]) => inner).join('\n');

describe('what GitHub itself says of', () => {
  it.each(WORKFLOWS)('%s: nothing is wrong', async (name) => {
    const { context, value } = parseWorkflow({ name, content: textOf(name) }, trace);
    const files = {
      getFileContent: async (ref: object) => {
        const path = (ref as { path: string }).path;
        return { name: path, content: textOf(path) };
      },
    };
    const template = await convertWorkflowTemplate(context, value!, files, { fetchReusableWorkflowDepth: 1 });
    expect(context.errors.getErrors().map(String)).toEqual([]);
    expect(template.jobs.map(({ id }) => id.value)).toEqual(jobsOf(name).map(([id]) => id));
  });

  it.each(ACTIONS)('%s: nothing is wrong', (name) => {
    const { context, value } = parseAction({ name, content: textOf(name) }, trace);
    const template = convertActionTemplate(context, value!);
    expect(context.errors.getErrors().map(String)).toEqual([]);
    expect(template.runs.using).toBe('composite');
  });

  it('a workflow with a mistake: what is wrong', () => {
    const content = textOf('.github/workflows/check.yaml');
    for (const broken of [content.replace('runs-on', 'runs'), content.replace('github.ref', 'gitub.ref')]) {
      expect(broken).not.toBe(content);
      expect(parseWorkflow({ name: 'broken.yaml', content: broken }, trace).context.errors.count).toBeGreaterThan(0);
    }
  });
});

describe.each([...WORKFLOWS, ...ACTIONS])('%s', (path) => {
  const text = textOf(path);

  it('uses other people’s actions by commit, with the release beside it', () => {
    for (const [line, target] of text.matchAll(/uses: (\S+).*/g)) {
      if (target!.startsWith('./')) continue;
      expect(line).toMatch(/^uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    expect(text.match(/uses:/g)).toHaveLength(
      stepsOf(path).filter(({ uses }) => uses !== undefined).length +
        (ACTIONS.includes(path) ? 0 : jobsOf(path).filter(([, { uses }]) => uses !== undefined).length),
    );
  });

  it('gives scripts no value that could become a part of them', () => {
    for (const { run } of stepsOf(path)) expect(run ?? '').not.toContain('${{');
  });

  it('keeps no credentials where it checks something out', () => {
    for (const step of stepsOf(path).filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with?.['persist-credentials']).toBe(false);
    }
  });

  it('asks only for outputs of steps that came before', () => {
    const scopes = ACTIONS.includes(path)
      ? [{ steps: stepsOf(path), outputs: readAction(path).outputs as object }]
      : jobsOf(path).map(([, { steps = [], outputs = {} }]) => ({ steps, outputs: outputs }));
    for (const { steps, outputs } of scopes) {
      const known = new Set<string>();
      for (const step of steps) {
        for (const id of used(JSON.stringify(step), 'steps')) expect(known).toContain(id);
        if (step.id !== undefined) known.add(step.id);
      }
      for (const id of used(JSON.stringify(outputs), 'steps')) expect(known).toContain(id);
    }
  });

  it('runs programs that are there', () => {
    for (const [, file] of text.matchAll(/\$GITHUB_ACTION_PATH\/([^" ]+)/g)) {
      expect(existsSync(join(path, '..', file!)), file).toBe(true);
    }
  });
});

describe.each(ACTIONS)('%s', (path) => {
  it('uses every input that it declares, and no other', () => {
    expect(used(expressions(textOf(path)), 'inputs').sort()).toEqual(Object.keys(readAction(path).inputs).sort());
  });

  it('says for every input and output what it is', () => {
    const { inputs, outputs } = readAction(path);
    for (const each of Object.values({ ...inputs, ...outputs })) {
      expect((each as { description?: string }).description).toMatch(/^[A-Za-z].*\.$/s);
    }
    for (const each of Object.values(inputs)) expect(each).toHaveProperty('default');
  });
});

describe('what the program of the actions reads from the environment', () => {
  const source = readdirSync('src/action')
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => readFileSync(join('src/action', name), 'utf8'))
    .join('\n');
  const read = new Set([...source.matchAll(/env\['(INPUT\w*)'\]/g)].map(([, name]) => name!));

  it('is what they set', () => {
    const set = ACTIONS.flatMap(stepsOf).flatMap(({ env = {} }) => Object.keys(env));
    expect([...new Set(set)].sort()).toEqual([...read].sort());
  });

  it('reaches only the step that comments, where it is the token', () => {
    for (const step of ACTIONS.flatMap(stepsOf)) {
      if (JSON.stringify(step).includes('inputs.token')) expect(step.run).toMatch(/ comment$/);
    }
  });
});

describe.each(WORKFLOWS)('%s', (path) => {
  const { on, permissions } = readWorkflow(path);

  it('may do no more than it must, and not for ever', () => {
    expect(permissions).toBeDefined();
    for (const [id, job] of jobsOf(path)) {
      const allowed = job.permissions ?? permissions!;
      const writes = Object.entries(allowed).filter(([, access]) => access === 'write');
      const comments = job.uses !== undefined || job.steps?.some(({ uses }) => uses?.endsWith('/merge'));
      expect(writes, id).toEqual(comments ? [['pull-requests', 'write']] : []);
      if (job.uses === undefined) expect(job['timeout-minutes'], id).toBeGreaterThan(0);
    }
  });

  it('uses every input that it declares, and asks only for jobs that it needs', () => {
    const text = expressions(textOf(path));
    expect(used(text, 'inputs').sort()).toEqual(Object.keys(on.workflow_call?.inputs ?? {}).sort());
    for (const [, job] of jobsOf(path)) {
      for (const id of used(JSON.stringify(job), 'needs')) expect([job.needs].flat()).toContain(id);
    }
  });

  it('gives this project’s actions and workflows only inputs that they have', () => {
    for (const [, job] of jobsOf(path)) {
      for (const { uses, with: given = {} } of [job, ...(job.steps ?? [])]) {
        if (!uses?.startsWith('./')) continue;
        const local = uses.replace(/^\.\/(\.kube-rehearse\/?)?/, '');
        const known = local.endsWith('.yaml')
          ? readWorkflow(local).on.workflow_call!.inputs
          : readAction(join(local, 'action.yml')).inputs;
        expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(given)));
      }
    }
  });
});
