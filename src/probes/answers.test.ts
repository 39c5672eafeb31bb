import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Question } from '../model/behaviour.js';
import { KubeClient } from '../kube/kube-client.js';
import { loopbackServer, type ScriptedAnswer, type ScriptedRequest } from '../support/testing/loopback-server.js';
import { askAll, warningsOf } from './answers.js';

let answer: (request: ScriptedRequest) => ScriptedAnswer;
let client: KubeClient;

beforeEach(async () => {
  const server = await loopbackServer((request) => answer(request));
  client = new KubeClient(server.endpoint);
  onTestFinished(() => client.close());
});

function question(id: string, body: Question['body'] = { kind: 'Pod' }): Question {
  return { id, topic: 'validation', method: 'POST', path: '/api/v1/pods?dryRun=All', headers: { 'x-a': 'b' }, body };
}

describe('asking a server', () => {
  it('gives the object that would be stored, without its identity and what is made up for it', async () => {
    answer = ({ body, headers }) => ({
      status: 201,
      body: {
        ...(JSON.parse(body) as object),
        header: headers['x-a'],
        metadata: { name: 'a', uid: 'u', creationTimestamp: 'now', managedFields: [], generation: 1 },
        status: { at: '2026-11-25T10:30:50Z' },
      },
    });
    expect((await askAll(client, [question('one')])).answers).toEqual([
      {
        question: 'one',
        topic: 'validation',
        status: 201,
        warnings: [],
        refusal: null,
        object: { kind: 'Pod', header: 'b', metadata: { name: 'a', generation: 1 }, status: { at: '<time>' } },
      },
    ]);
  });

  it('gives the causes of a refusal by field and reason, whatever order they come in', async () => {
    const causes = [
      { field: 'spec.b', reason: 'FieldValueInvalid', message: 'second' },
      { field: 'spec.a', reason: 'FieldValueRequired', message: 'first' },
      { field: 'spec.b', reason: 'FieldValueInvalid', message: 'again' },
    ];
    const seen = [];
    for (const list of [causes, [...causes].reverse()]) {
      answer = () => ({ status: 422, body: { reason: 'Invalid', message: 'all of it', details: { causes: list } } });
      seen.push((await askAll(client, [question('one')])).answers);
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject([
      {
        object: null,
        refusal: {
          reason: 'Invalid',
          message: '',
          causes: { 'spec.a FieldValueRequired': 'first', 'spec.b FieldValueInvalid': 'again; second' },
        },
      },
    ]);
  });

  it('keeps the message of a refusal without causes, also one in plain text', async () => {
    answer = () => ({ status: 403, body: { reason: 'Forbidden', message: 'not you' } });
    expect((await askAll(client, [question('one')])).answers[0]?.refusal).toEqual({
      reason: 'Forbidden',
      message: 'not you',
      causes: {},
    });
    answer = () => ({ status: 404, body: '404 page not found\n' });
    expect((await askAll(client, [question('one')])).answers[0]?.refusal?.message).toContain('404 page not found');
  });

  it('hashes what is secret', async () => {
    answer = () => ({ status: 201, body: { kind: 'Secret', metadata: { name: 'a' }, data: { key: 'aHVzaA==' } } });
    const { answers } = await askAll(client, [question('one')]);
    expect(JSON.stringify(answers)).not.toContain('aHVzaA==');
  });

  it('names each question without an answer as a problem', async () => {
    const server = await loopbackServer(() => ({ body: {} }));
    const gone = new KubeClient({ ...server.endpoint, url: 'https://127.0.0.1:1' });
    onTestFinished(() => gone.close());
    const { answers, problems } = await askAll(gone, [question('one'), question('two')]);
    expect(answers).toEqual([]);
    expect(problems.map(({ probe, subject }) => `${probe} ${subject}`).sort()).toEqual(['answers one', 'answers two']);
  });
});

describe('warnings', () => {
  it.each<[string | string[] | undefined, string[]]>([
    [undefined, []],
    ['299 - "v1 Endpoints is deprecated"', ['v1 Endpoints is deprecated']],
    ['299 - "a \\"quoted\\" word", 299 - "second"', ['a "quoted" word', 'second']],
    [
      ['299 - "one"', '299 - "two"'],
      ['one', 'two'],
    ],
  ])('%j', (header, texts) => {
    expect(warningsOf(header)).toEqual(texts);
  });
});
