import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import pRetry from 'p-retry';

/** How long and how often a download is tried. Times are of one attempt, in milliseconds. */
export interface DownloadLimits {
  /** For name lookup, TCP and TLS together: short, so that a machine without a network knows soon. */
  readonly connectMs: number;
  /** Until the answer begins. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly idleMs: number;
  /** Attempts in all when the network fails. */
  readonly attempts: number;
}

export const DEFAULT_LIMITS: DownloadLimits = { connectMs: 4_000, headersMs: 15_000, idleMs: 20_000, attempts: 3 };

/** The code of an answer that says that there is no such file. */
const MISSING = 'KUBE_REHEARSE_MISSING';
const REDIRECTS = 5;
const PROGRESS_EVERY_MS = 250;
const SMALL_BYTES = 256 * 1024;

/** Failures of the network, which another attempt may not meet; everything else is final. */
const TRANSIENT = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
]);

/** Failures to reach a host at all. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Says whether a download failed because its host could not be reached. */
export function isUnreachable(error: unknown): boolean {
  return codesOf(error).some((code) => UNREACHABLE.has(code));
}

/** Says whether a server answered that there is no such file. */
export function isMissing(error: unknown): boolean {
  return codesOf(error).includes(MISSING);
}

/** Bytes so far, bytes in all when the server says so, seconds left when they can be told. */
export type BytesSink = (received: number, total: number | undefined, secondsLeft: number | undefined) => void;

/** Reads files over HTTP; `close` ends its connections. Proxy variables of the environment are honoured. */
export class Downloader {
  readonly #agent: Dispatcher;
  readonly #limits: DownloadLimits;
  readonly #signal: AbortSignal | undefined;

  constructor(limits: DownloadLimits, signal: AbortSignal | undefined) {
    this.#limits = limits;
    this.#signal = signal;
    this.#agent = new EnvHttpProxyAgent({ connect: { timeout: limits.connectMs } });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** A small text such as a checksum file. */
  async text(url: string): Promise<string> {
    return this.#retrying(url, async (body) => {
      let text = '';
      for await (const chunk of body as AsyncIterable<Buffer>) {
        text += chunk.toString('latin1');
        if (text.length > SMALL_BYTES) throw new Error(`${url} is too long for a checksum file`);
      }
      return text;
    });
  }

  /** Writes the body to `path` (not executable) and returns its sha256 in hex. */
  async file(url: string, path: string, onBytes: BytesSink): Promise<string> {
    return this.#retrying(url, async (body, total) => {
      const hash = createHash('sha256');
      const measure = meter(total, onBytes);
      await pipeline(
        body,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            measure(chunk.length);
            yield chunk;
          }
        },
        createWriteStream(path, { mode: 0o600 }),
        this.#signal ? { signal: this.#signal } : {},
      );
      return hash.digest('hex');
    });
  }

  async #retrying<T>(
    url: string,
    read: (body: Dispatcher.ResponseData['body'], total?: number) => Promise<T>,
  ): Promise<T> {
    const attempt = async (): Promise<T> => {
      const { body, headers } = await this.#get(url);
      const length = Number(headers['content-length']);
      return read(body, Number.isSafeInteger(length) ? length : undefined);
    };
    try {
      return await pRetry(attempt, {
        retries: this.#limits.attempts - 1,
        minTimeout: 200,
        shouldRetry: ({ error }) => codesOf(error).some((code) => TRANSIENT.has(code)),
        ...(this.#signal ? { signal: this.#signal } : {}),
      });
    } catch (cause) {
      this.#signal?.throwIfAborted();
      throw new Error(`${url}: ${reasonOf(cause)}`, { cause });
    }
  }

  /** Follows redirects, but never from TLS to plain HTTP. */
  async #get(url: string): Promise<Dispatcher.ResponseData> {
    let at = new URL(url);
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const response = await request(at, {
        dispatcher: this.#agent,
        headersTimeout: this.#limits.headersMs,
        // GitHub's API answers nobody who does not say what he is
        headers: { 'user-agent': 'kube-rehearse' },
        bodyTimeout: this.#limits.idleMs,
        ...(this.#signal ? { signal: this.#signal } : {}),
      });
      if (response.statusCode === 200) return response;
      await response.body.dump();
      const location = response.headers['location'];
      if (response.statusCode < 300 || response.statusCode > 399 || typeof location !== 'string') {
        const error = new Error(`the server answered ${response.statusCode}`);
        throw response.statusCode === 404 ? Object.assign(error, { code: MISSING }) : error;
      }
      const next = new URL(location, at);
      if (at.protocol === 'https:' && next.protocol !== 'https:')
        throw new Error(`redirected to plain HTTP (${next.href})`);
      at = next;
    }
    throw new Error(`redirected more than ${REDIRECTS} times`);
  }
}

function meter(total: number | undefined, onBytes: BytesSink): (bytes: number) => void {
  const start = performance.now();
  let last = start;
  let received = 0;
  return (bytes) => {
    received += bytes;
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS && received !== total) return;
    last = now;
    const perSecond = received / Math.max(0.001, (now - start) / 1000);
    onBytes(received, total, total === undefined ? undefined : (total - received) / perSecond);
  };
}

/** The codes of an error and of what it wraps: several addresses of one host fail as an AggregateError. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...codesOf(error.cause)];
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error.message || error.name;
}
