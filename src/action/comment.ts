import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandMessage } from '../reporters/index.js';
import { messageOf } from '../support/errors.js';
import { ApiRefusal } from './github-api.js';
import { commentMarker, commentText } from './comment-text.js';
import { writeOwnComment } from './own-comment.js';
import { pullRequestOf } from './pull-request.js';

/**
 * Comments on the pull request of the running workflow, or says on stderr why it does not. Never fails: the verdict is not worse because
 * nobody could be told.
 */
export async function commentOnPullRequest(out: string, env: NodeJS.ProcessEnv): Promise<void> {
  const say = (kind: 'notice' | 'warning', text: string): void =>
    void process.stderr.write(`::${kind} title=kube-rehearse::${commandMessage(text)}\n`);
  const pull = await pullRequestOf(env['GITHUB_EVENT_PATH'] ?? '').catch(() => undefined);
  if (!pull) return say('notice', 'no comment: this workflow does not run for a pull request');
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  const access = {
    rest: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    graphql: env['GITHUB_GRAPHQL_URL'] ?? 'https://api.github.com/graphql',
    token: env['INPUT_TOKEN'] ?? '',
  };
  const text = commentText({
    summary: await readFile(join(out, 'summary.md'), 'utf8').catch(() => undefined),
    runUrl: `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${repository}/actions/runs/${env['GITHUB_RUN_ID'] ?? ''}`,
    artifactUrl: env['INPUT_ARTIFACT_URL'] ?? '',
  });
  try {
    const marker = commentMarker(env['INPUT_COMMENT_KEY'] ?? '');
    const url = await writeOwnComment(access, { repository, pullRequest: pull.number }, marker, text);
    process.stderr.write(`commented: ${url}\n`);
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 403) {
      const reason = pull.fromFork
        ? 'it comes from a fork, and what a fork starts may only read'
        : 'give the job the permission pull-requests: write';
      return say(
        'notice',
        `no comment on pull request ${pull.number}: ${reason} (${error.message}). The summary of the job says the same.`,
      );
    }
    say('warning', `no comment on pull request ${pull.number}: ${messageOf(error)}`);
  }
}
