import { Pool } from 'undici';
import type { Endpoint } from '../model/endpoint.js';
import { linesOf } from './lines.js';
import type { RequestMeter } from './request-meter.js';

/** One request to a server of the run. */
export interface TlsRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Time for the whole answer, in ms; 30 s unless told. */
  readonly timeoutMs?: number;
}

/** The server's answer, whatever its status. */
export interface TlsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** The server answered at once instead of streaming. */
export class StreamRefused extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(`answered ${status}: ${text}`);
    this.name = 'StreamRefused';
    this.status = status;
  }
}

/** How a client goes about it. */
export interface TlsClientOptions {
  /** At most so many at once; 8 unless told. */
  readonly connections?: number;
  /** Counts every request. */
  readonly meter?: RequestMeter | undefined;
}

/**
 * A keep-alive client for one server with mutual TLS. It never retries: every answer and every failure is the
 * caller's. Throws only when there is no complete answer.
 */
export class TlsClient {
  readonly #pool: Pool;
  readonly #meter: RequestMeter | undefined;

  constructor(endpoint: Endpoint, options: TlsClientOptions = {}) {
    this.#meter = options.meter;
    this.#pool = new Pool(endpoint.url, {
      connections: options.connections ?? 8,
      pipelining: 1,
      connect: { ca: endpoint.ca, cert: endpoint.cert, key: endpoint.key, timeout: 5_000 },
    });
  }

  async request(request: TlsRequest): Promise<TlsResponse> {
    const begun = performance.now();
    let status: number | undefined;
    try {
      const response = await this.#request(request);
      status = response.status;
      return response;
    } finally {
      this.#meter?.ended(performance.now() - begun, status);
    }
  }

  async #request(request: TlsRequest): Promise<TlsResponse> {
    const deadline = AbortSignal.timeout(request.timeoutMs ?? 30_000);
    const response = await this.#pool.request({
      method: request.method ?? 'GET',
      path: request.path,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal: request.signal ? AbortSignal.any([request.signal, deadline]) : deadline,
    });
    const body = Buffer.from(await response.body.arrayBuffer());
    return { status: response.statusCode, headers: response.headers, body };
  }

  /**
   * The lines of an answer that goes on until the server or the signal ends it, such as a watch. Throws {@link StreamRefused}
   * when the status is not 200, and the connection's error when it breaks.
   */
  async *lines(request: TlsRequest & { readonly signal: AbortSignal }): AsyncGenerator<string, void, undefined> {
    const response = await this.#pool.request({
      method: request.method ?? 'GET',
      path: request.path,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal: request.signal,
      // an idle watch is no broken one
      bodyTimeout: 0,
    });
    if (response.statusCode !== 200) {
      throw new StreamRefused(response.statusCode, (await response.body.text()).slice(0, 300));
    }
    yield* linesOf(response.body);
  }

  /** Closes every connection at once; a server that drains need not wait for us. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
