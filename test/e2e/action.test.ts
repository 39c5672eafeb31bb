import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { githubStandIn } from '../../src/action/testing/github-stand-in.js';
import { useAction } from '../support/composite-action.js';
import { filesBelow } from '../support/running-cli.js';
import { temporaryDirectory } from '../support/run-cli.js';

const EVENT = fileURLToPath(new URL('../../src/action/testing/events/pull-request.json', import.meta.url));
const ARTIFACT = 'https://github.com/Codertocat/Hello-World/actions/runs/77/artifacts/1';

let workspace = '';
let env: Record<string, string> = {};

beforeEach(async () => {
  const base = await temporaryDirectory();
  workspace = join(base, 'workspace');
  await mkdir(workspace);
  env = {
    KUBE_REHEARSE_STATE: join(base, 'state'),
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'Codertocat/Hello-World',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '77',
    GITHUB_EVENT_PATH: EVENT,
  };
  await writeFile(
    join(workspace, 'restart.yaml'),
    [
      'apiVersion: kube-rehearse/v1alpha1',
      'kind: Rehearsal',
      'metadata: { name: restart }',
      'spec: { from: n-1, to: stable, steps: [null-restart], terminationGraceSeconds: 2 }',
      '',
    ].join('\n'),
  );
});

describe('the action', () => {
  it('rehearses, keeps everything, and tells the pull request; merging then changes only its own comment', async () => {
    const github = await githubStandIn();
    Object.assign(env, github.env);
    const answers = { upload: { 'artifact-url': ARTIFACT } };
    const end = await useAction('action.yml', { inputs: { scenarios: 'restart.yaml', shard: '1/1' }, env, answers });
    expect(end.status, end.log).toBe('success');
    const results = join(workspace, 'kube-rehearse-results');
    expect(end.outputs).toEqual({ outcome: 'pass', 'exit-code': '0', results, 'artifact-url': ARTIFACT });
    expect(end.handed['actions/upload-artifact']).toEqual({ name: 'kube-rehearse', path: results });
    const files = await filesBelow(results);
    expect(files).toContain(join(results, 'as-written-local', 'restart', 'report.html'));
    expect(end.summary).toMatch(/^# restart: pass/);
    expect(end.summary).toContain('01-null-restart');
    const restored = end.handed['actions/cache/restore']!,
      saved = end.handed['actions/cache/save']!;
    expect(saved['path']).toBe(restored['path']);
    expect(saved['key']!.startsWith(restored['restore-keys']!)).toBe(true);
    expect(end.log).not.toContain('job-token');
    expect(github.requests.at(-1)!.authorization).toBe('Bearer job-token');

    // what download-artifact makes of one uploaded folder
    await cp(results, join(workspace, 'all', 'kube-rehearse-0'), { recursive: true });
    const inputs = { out: 'all' };
    const merged = await useAction('merge/action.yml', { inputs: { ...inputs, jobs: 'failure' }, env, answers });
    expect(merged.outputs['outcome']).toBe('inconclusive');
    expect(merged.ran).toContain('Comment on the pull request');
    expect((await useAction('merge/action.yml', { inputs, env, answers })).outputs['outcome']).toBe('pass');
    expect(await readFile(join(workspace, 'all', 'index.html'), 'utf8')).toContain(
      'as-written-local/restart/report.html',
    );
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('# Rehearsals: pass, 1 run');
    expect(github.comments[0]!.body).toContain(`[reports](${ARTIFACT})`);
  });

  it('that cannot begin says why, in the log and to the pull request, and uploads nothing', async () => {
    const github = await githubStandIn();
    const end = await useAction('action.yml', { inputs: { scenarios: 'absent.yaml' }, env: { ...env, ...github.env } });
    expect(end.status).toBe('failure');
    expect(end.log).toMatch(/error: .*absent\.yaml.*\[action-input\]\nremedy: /);
    expect(end.ran.slice(-2)).toEqual(['Read the inputs', 'Comment on the pull request']);
    expect(github.comments[0]!.body).toContain('nothing was run');
  });
});
