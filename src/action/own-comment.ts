import { askGithub, type ApiAccess } from './github-api.js';

/** Where a comment belongs. */
export interface CommentPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
}

interface Comment {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string;
  readonly user: { readonly login: string } | null;
}

/**
 * Writes a comment that begins with `marker`, which nobody sees. One that the same user wrote with the same marker is changed, so that a
 * pull request has one however often it is pushed to; what others wrote is never touched. Gives the comment's address.
 */
export async function writeOwnComment(
  access: ApiAccess,
  { repository, pullRequest }: CommentPlace,
  marker: string,
  text: string,
): Promise<string> {
  const base = `${access.rest}/repos/${repository}/issues`;
  const body = `${marker}\n${text}`;
  const own = await findOwnComment(access, `${base}/${pullRequest}/comments?per_page=100`, marker);
  const written = own
    ? await askGithub(access, 'PATCH', `${base}/comments/${own.id}`, { body })
    : await askGithub(access, 'POST', `${base}/${pullRequest}/comments`, { body });
  return (written.body as Comment).html_url;
}

async function findOwnComment(access: ApiAccess, first: string, marker: string): Promise<Comment | undefined> {
  const login = await ownLogin(access);
  for (let url: string | undefined = first; url !== undefined;) {
    const { body, next } = await askGithub(access, 'GET', url);
    const own = (body as Comment[]).find((each) => each.user?.login === login && each.body?.startsWith(marker));
    if (own) return own;
    url = next;
  }
  return undefined;
}

/** Who the token is; the REST API tells that only to people, not to a workflow's token. */
async function ownLogin(access: ApiAccess): Promise<string> {
  const { body } = await askGithub(access, 'POST', access.graphql, { query: '{ viewer { login } }' });
  const { data, errors } = body as { data?: { viewer: { login: string } }; errors?: { message: string }[] };
  if (data) return data.viewer.login;
  throw new Error(`GitHub does not say whose token it is: ${errors?.[0]?.message ?? 'no reason'}`);
}
