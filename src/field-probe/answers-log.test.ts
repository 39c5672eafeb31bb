import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KindAnswers } from '../fields/kind-answers.js';
import { AnswersLog, readHeading, type AnswersHeading } from './answers-log.js';

const HEADING: AnswersHeading = {
  schemaVersion: 1,
  harnessVersion: '1.0.0',
  from: { release: '1.36.3', sha256: 'a' },
  to: { release: '1.37.2', sha256: 'b' },
  featureGates: '',
  kinds: 'all',
};

const answersOf = (resource: string): KindAnswers => ({
  kind: { groupVersion: 'v1', resource, kind: resource },
  fields: [],
  learnt: [['PodSpec.hostUsers', { placement: { how: 'item', number: 0 }, value: true }]],
  obstacles: [],
  normalised: { 'random name': 1 },
  questions: 3,
  unanswered: 0,
  seconds: 1,
});

describe('the log of answers', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-answers-'));
    path = join(folder, 'answers.ndjson');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives back what an earlier probe learnt, kind by kind, and nothing of the others', async () => {
    const first = AnswersLog.begin(path, HEADING);
    first.append(answersOf('pods'));
    first.close();
    const resumed = await AnswersLog.resume(path, HEADING);
    expect(resumed.of(answersOf('pods').kind)).toEqual(answersOf('pods'));
    expect(resumed.of(answersOf('nodes').kind)).toBeUndefined();
    resumed.append(answersOf('nodes'));
    resumed.close();
    const again = await AnswersLog.resume(path, HEADING);
    expect(again.of(answersOf('nodes').kind)).toEqual(answersOf('nodes'));
    again.close();
  });

  it('forgets a kind whose line was cut off, and goes on with a line of its own', async () => {
    const first = AnswersLog.begin(path, HEADING);
    first.append(answersOf('pods'));
    first.close();
    await appendFile(path, '{"kind":{"groupVersion":"v1","resource":"nod');
    const resumed = await AnswersLog.resume(path, HEADING);
    resumed.append(answersOf('services'));
    resumed.close();
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      HEADING,
      answersOf('pods'),
      answersOf('services'),
    ]);
  });

  it.each([
    ['programs', { to: { release: '1.37.2', sha256: 'c' } }],
    ['harness', { harnessVersion: '1.0.1' }],
    ['gates', { featureGates: 'A=true' }],
  ])('refuses to go on with other %s', async (_, other) => {
    AnswersLog.begin(path, HEADING).close();
    await expect(AnswersLog.resume(path, { ...HEADING, ...other })).rejects.toMatchObject({
      code: 'resume-other-probe',
    });
  });

  it('is refused where there is none, or something else', async () => {
    await expect(readHeading(path)).rejects.toMatchObject({ code: 'resume-nothing' });
    await appendFile(path, '{"something":"else"}\n');
    await expect(readHeading(path)).rejects.toMatchObject({ code: 'resume-nothing' });
  });
});
