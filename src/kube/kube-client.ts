import type { Endpoint } from '../model/endpoint.js';
import type { Json } from '../model/observation.js';
import { TlsClient, type TlsClientOptions, type TlsRequest, type TlsResponse } from '../support/tls-client.js';

/** A JSON object. */
export type JsonObject = Record<string, Json>;

/** An answer that was not the one needed. */
export class UnexpectedAnswer extends Error {
  readonly status: number;

  constructor(method: string, path: string, response: { status: number; body: Buffer }) {
    super(`${method} ${path} answered ${response.status}: ${statusMessage(response.body)}`);
    this.name = 'UnexpectedAnswer';
    this.status = response.status;
  }
}

/**
 * Raw JSON in, raw JSON out, over keep-alive connections, without retries. The official client's typed calls drop fields
 * they do not know and turn times into dates, which is what a rehearsal must not do.
 */
export class KubeClient {
  readonly #client: TlsClient;

  constructor(endpoint: Endpoint, options: TlsClientOptions = {}) {
    this.#client = new TlsClient(endpoint, options);
  }

  /** Any request; the answer whatever its status. */
  request(request: TlsRequest): Promise<TlsResponse> {
    return this.#client.request({
      ...request,
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
    });
  }

  /** GET that must answer 200. Throws UnexpectedAnswer otherwise. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const response = await this.request({ path, headers });
    if (response.status !== 200) throw new UnexpectedAnswer('GET', path, response);
    return JSON.parse(response.body.toString()) as JsonObject;
  }

  /** GET of a text page such as /metrics. */
  async text(path: string): Promise<string> {
    const response = await this.request({ path, headers: { accept: 'text/plain' } });
    if (response.status !== 200) throw new UnexpectedAnswer('GET', path, response);
    return response.body.toString();
  }

  /** The events of a watch, as JSON texts, until the server, the signal or the connection ends it. */
  watch(path: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    return this.#client.lines({ path, headers: { accept: 'application/json' }, signal });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

/** The `message` of a Status object, or the beginning of whatever the body is. */
export function statusMessage(body: Buffer): string {
  const text = body.toString();
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // not a Status
  }
  return text.slice(0, 300);
}

/** The path below which a group version is served: `/api/v1` or `/apis/GROUP/VERSION`. */
export function groupVersionPath(groupVersion: string): string {
  return groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
}

/** The path of a collection or of one object in it. */
export function resourcePath(where: {
  groupVersion: string;
  resource: string;
  namespace?: string | undefined;
  name?: string | undefined;
  subresource?: string | undefined;
}): string {
  const parts = [groupVersionPath(where.groupVersion)];
  if (where.namespace) parts.push('namespaces', encodeURIComponent(where.namespace));
  parts.push(where.resource);
  if (where.name !== undefined) parts.push(encodeURIComponent(where.name));
  if (where.subresource) parts.push(where.subresource);
  return parts.join('/');
}
