import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commentMarker } from './comment-text.js';
import { commentOnPullRequest } from './comment.js';
import pullRequestEvent from './testing/events/pull-request.json' with { type: 'json' };
import { githubStandIn, type GithubStandIn } from './testing/github-stand-in.js';

const event = (name: string): string => fileURLToPath(new URL(`testing/events/${name}.json`, import.meta.url));
const KEY = 'check/rehearse/kube-rehearse';
const MARKER = commentMarker(KEY);
const BOT = { login: 'github-actions[bot]' };

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'kube-rehearse-comment-'));
  await writeFile(join(out, 'summary.md'), '# Rehearsals: pass, 1 run\n');
});
afterEach(() => rm(out, { recursive: true, force: true }));

/** What was said on stderr. */
async function comment(github: GithubStandIn, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const said: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    await commentOnPullRequest(out, {
      GITHUB_EVENT_PATH: event('pull-request'),
      GITHUB_REPOSITORY: 'Codertocat/Hello-World',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_RUN_ID: '77',
      INPUT_TOKEN: 'secret',
      INPUT_COMMENT_KEY: KEY,
      ...github.env,
      ...env,
    });
  } finally {
    spy.mockRestore();
  }
  return said.join('');
}

/** The recorded event as it would be from a fork. */
async function forkEvent(): Promise<string> {
  const file = join(out, 'event.json');
  const forked = structuredClone(pullRequestEvent);
  forked.pull_request.head.repo.full_name = 'somebody/Hello-World';
  await writeFile(file, JSON.stringify(forked));
  return file;
}

describe('the comment on a pull request', () => {
  it('is written once, and changed by later runs', async () => {
    const github = await githubStandIn();
    expect(await comment(github)).toMatch(/^commented: http.*\/comments\/1\n$/);
    expect(github.comments.map(({ body }) => body)).toEqual([
      `${MARKER}\n# Rehearsals: pass, 1 run\n\n[workflow run](https://github.com/Codertocat/Hello-World/actions/runs/77)\n`,
    ]);
    await writeFile(join(out, 'summary.md'), '# Rehearsals: fail\n');
    await comment(github, { INPUT_ARTIFACT_URL: 'https://github.com/artifact' });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('# Rehearsals: fail');
    expect(github.comments[0]!.body).toContain('[reports](https://github.com/artifact)');
    expect(new Set(github.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer secret']));
    expect(github.requests.at(-1)!.what).toBe('PATCH /repos/Codertocat/Hello-World/issues/comments/1');
  });

  it('is found on a later page of the others', async () => {
    const others = Array.from({ length: 5 }, (_, at) => ({ id: at + 1, user: { login: 'somebody' }, body: 'nice' }));
    const github = await githubStandIn({
      comments: [...others, { id: 6, user: BOT, body: `${MARKER}\nof yesterday` }],
      perPage: 2,
    });
    await comment(github);
    expect(github.comments).toHaveLength(6);
    expect(github.comments[5]!.body).toContain('pass, 1 run');
  });

  it('never takes the place of what somebody else wrote, or of what another job wrote', async () => {
    const comments = [
      { id: 1, user: { login: 'somebody' }, body: `${MARKER}\nnot yours` },
      { id: 2, user: BOT, body: `${commentMarker('other')}\nof another job` },
      { id: 3, user: BOT, body: `> ${MARKER}\nquoted` },
    ];
    const github = await githubStandIn({ comments: structuredClone(comments) });
    await comment(github);
    expect(github.comments.slice(0, 3)).toEqual(comments);
    expect(github.comments).toHaveLength(4);
  });

  it('is cut at a line where it would be too long', async () => {
    await writeFile(join(out, 'summary.md'), `# Rehearsals: fail\n${`- ${'x'.repeat(97)}\n`.repeat(2_000)}`);
    const github = await githubStandIn();
    expect(await comment(github)).toMatch(/^commented/);
    const { body } = github.comments[0]!;
    expect(body.length).toBeLessThan(65_536);
    const lines = body.split('\n');
    expect(lines.filter((line) => line.startsWith('- ')).every((line) => line.length === 99)).toBe(true);
    expect(body).toContain('This is cut');
    expect(body).toContain('[workflow run]');
  });

  it('says so where nothing was run', async () => {
    await rm(join(out, 'summary.md'));
    const github = await githubStandIn();
    await comment(github);
    expect(github.comments[0]!.body).toContain('nothing was run');
  });

  it('is left out with a notice where a fork may not write', async () => {
    const refusal = { status: 403, message: 'Resource not accessible by integration' };
    const github = await githubStandIn({ refusal });
    const said = await comment(github, { GITHUB_EVENT_PATH: await forkEvent() });
    expect(said).toMatch(/^::notice title=kube-rehearse::no comment on pull request 2: it comes from a fork/);
    expect(said).toContain('Resource not accessible by integration');
    expect(said.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is left out with the missing permission where the job has none', async () => {
    const github = await githubStandIn({ refusal: { status: 403, message: 'no' } });
    expect(await comment(github)).toMatch(/^::notice .*give the job the permission pull-requests: write/);
  });

  it('is left out with a warning where GitHub fails, and with one line whatever it says', async () => {
    const github = await githubStandIn({ refusal: { status: 502, message: 'bad\n::error::gateway' } });
    expect(await comment(github)).toMatch(/^::warning title=kube-rehearse::[^\n]*502: bad%0A::error::gateway\n$/);
    const nobody = {
      ...github,
      env: { GITHUB_API_URL: 'http://127.0.0.1:1', GITHUB_GRAPHQL_URL: 'http://127.0.0.1:1' },
    };
    expect(await comment(nobody)).toMatch(
      /^::warning title=kube-rehearse::no comment on pull request 2: .*ECONNREFUSED/,
    );
  });

  it('is none for a push, and none where there is no event', async () => {
    const github = await githubStandIn();
    for (const path of [event('push'), join(out, 'absent.json')]) {
      expect(await comment(github, { GITHUB_EVENT_PATH: path })).toMatch(
        /^::notice .*does not run for a pull request\n$/,
      );
    }
    expect(github.requests).toEqual([]);
  });
});
