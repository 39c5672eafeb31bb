import { readFile } from 'node:fs/promises';

/** The pull request that a workflow runs for. */
export interface PullRequest {
  readonly number: number;
  /** Its commits lie in another repository; a workflow that it starts may write nothing. */
  readonly fromFork: boolean;
}

interface EventPayload {
  readonly pull_request?: {
    readonly number: number;
    readonly head?: { readonly repo: { readonly full_name: string } | null };
    readonly base?: { readonly repo: { readonly full_name: string } };
  };
  readonly issue?: { readonly number: number; readonly pull_request?: object };
}

/** Reads the event that started the workflow; undefined where it concerns no pull request. */
export async function pullRequestOf(eventPath: string): Promise<PullRequest | undefined> {
  const { pull_request: pull, issue } = JSON.parse(await readFile(eventPath, 'utf8')) as EventPayload;
  // a comment on a pull request comes as one on an issue
  if (issue?.pull_request) return { number: issue.number, fromFork: false };
  if (!pull) return undefined;
  // the repository of a fork may be gone
  const fromFork = pull.head?.repo?.full_name !== pull.base?.repo.full_name;
  return { number: pull.number, fromFork };
}
