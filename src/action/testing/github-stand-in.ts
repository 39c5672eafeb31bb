import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A comment as the API shows it. */
export interface StoredComment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** How the stand-in behaves. */
export interface StandInOptions {
  /** Whose token every caller has. */
  readonly login?: string;
  /** Comments that are there already. */
  readonly comments?: readonly StoredComment[];
  /** Comments of one answer. */
  readonly perPage?: number;
  /** What writing is refused with. */
  readonly refusal?: { readonly status: number; readonly message: string };
}

/** Stands in for GitHub's API on loopback, for the comments of one pull request. */
export interface GithubStandIn {
  /** What the runner sets. */
  readonly env: Readonly<Record<string, string>>;
  readonly comments: readonly StoredComment[];
  /** `METHOD path` of everything that was asked, and the token it was asked with. */
  readonly requests: readonly { readonly what: string; readonly authorization: string }[];
}

/** Answers as the real one does where the documentation says how; closed when the running test has ended. */
export async function githubStandIn(options: StandInOptions = {}): Promise<GithubStandIn> {
  const login = options.login ?? 'github-actions[bot]';
  const perPage = options.perPage ?? 100;
  const comments: StoredComment[] = [...(options.comments ?? [])];
  const requests: { what: string; authorization: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url!, 'http://127.0.0.1');
      requests.push({ what: `${request.method} ${pathname}`, authorization: request.headers.authorization ?? '' });
      const text = Buffer.concat(chunks).toString();
      const { status, body, link } = answer(request.method!, pathname, searchParams, text);
      response.writeHead(status, { 'content-type': 'application/json', ...(link && { link }) });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { env: { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: `${url}/graphql` }, comments, requests };

  function answer(method: string, path: string, query: URLSearchParams, text: string) {
    if (path === '/graphql') return ok({ data: { viewer: { login } } });
    if (method !== 'GET' && options.refusal) {
      return { status: options.refusal.status, body: { message: options.refusal.message }, link: undefined };
    }
    const list = /^\/repos\/[^/]+\/[^/]+\/issues\/\d+\/comments$/.test(path);
    if (list && method === 'GET') return page(Number(query.get('page') ?? '1'), path);
    const body = text === '' ? '' : (JSON.parse(text) as { body: string }).body;
    // GitHub's own limit and words
    if (body.length > 65_536) return { status: 422, body: { message: 'Validation Failed' }, link: undefined };
    if (list && method === 'POST') {
      const comment = { id: comments.length + 1, user: { login }, body };
      comments.push(comment);
      return { ...ok(shown(comment)), status: 201 };
    }
    const id = Number(/^\/repos\/[^/]+\/[^/]+\/issues\/comments\/(\d+)$/.exec(path)?.[1]);
    const own = comments.find((each) => each.id === id);
    if (!own || method !== 'PATCH') return { status: 404, body: { message: 'Not Found' }, link: undefined };
    own.body = body;
    return ok(shown(own));
  }

  function page(number: number, path: string) {
    const part = comments.slice((number - 1) * perPage, number * perPage);
    const more = comments.length > number * perPage;
    const link = more ? `<${url}${path}?per_page=${perPage}&page=${number + 1}>; rel="next"` : undefined;
    return { ...ok(part.map(shown)), link };
  }

  function shown(comment: StoredComment) {
    return { ...comment, html_url: `${url}/comments/${comment.id}` };
  }
}

function ok(body: unknown): { status: number; body: unknown; link: string | undefined } {
  return { status: 200, body, link: undefined };
}
