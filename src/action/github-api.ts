import { request } from 'undici';

const TIMEOUT_MS = 30_000;
const MESSAGE_LENGTH = 300;

/** Where and as whom to ask. Addresses as GitHub's runner gives them, which differ on an enterprise server. */
export interface ApiAccess {
  readonly rest: string;
  readonly graphql: string;
  readonly token: string;
}

/** GitHub refused a request; `status` 403 is a token that may not do it. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly what: string,
    reason: string,
  ) {
    super(`${what} was answered with ${status}: ${reason}`);
    this.name = 'ApiRefusal';
  }
}

/** One page of an answer. */
export interface ApiAnswer {
  readonly body: unknown;
  /** The address of the next page. */
  readonly next: string | undefined;
}

/** Sends one request and reads JSON. Throws ApiRefusal for any other status than a good one; nothing is repeated. */
export async function askGithub(
  { token }: ApiAccess,
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  content?: unknown,
): Promise<ApiAnswer> {
  const { statusCode, headers, body } = await request(url, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'kube-rehearse',
      'x-github-api-version': '2022-11-28',
    },
    body: content === undefined ? null : JSON.stringify(content),
  });
  const text = await body.text();
  if (statusCode < 200 || statusCode > 299) {
    throw new ApiRefusal(statusCode, `${method} ${new URL(url).pathname}`, reasonIn(text));
  }
  return { body: JSON.parse(text) as unknown, next: nextPage(String(headers['link'] ?? '')) };
}

/** GitHub's own words, where it said any. */
function reasonIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message.slice(0, MESSAGE_LENGTH);
  } catch {
    // not JSON: what a proxy in between says
  }
  return text.slice(0, MESSAGE_LENGTH);
}

/** `<https://...>; rel="next", <https://...>; rel="last"`. */
function nextPage(link: string): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(link)?.[1];
}
