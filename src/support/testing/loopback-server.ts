import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Endpoint } from '../../model/endpoint.js';
import { createAuthority, type Authority, type KeyPair } from '../../providers/credentials.js';

/** One request as a scripted server gets it. */
export interface ScriptedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Its answer: text as it is, anything else as JSON. `undefined` for the whole answer: none, ever. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a scripted server answers. */
export type Script = (request: ScriptedRequest) => ScriptedAnswer | undefined;

/** A running scripted server. */
export interface LoopbackServer {
  /** For a client that is let in. */
  readonly endpoint: Endpoint;
  /** Everything that was asked, in order. */
  readonly requests: readonly ScriptedRequest[];
  close(): Promise<void>;
}

/** Certificates take longer to make than everything else here; one set serves a whole test file. */
let identity: Promise<{ ca: Authority; server: KeyPair; client: KeyPair }> | undefined;

async function makeIdentity(): Promise<{ ca: Authority; server: KeyPair; client: KeyPair }> {
  const ca = await createAuthority('loopback');
  const server = await ca.issue({ commonName: 'server', usages: ['server'], names: ['127.0.0.1', 'localhost'] });
  return { ca, server, client: await ca.issue({ commonName: 'client', usages: ['client'] }) };
}

/** Starts an HTTPS server on loopback that lets in only clients of its own authority and answers as the script says. */
export async function startLoopbackServer(script: Script): Promise<LoopbackServer> {
  const { ca, server: pair, client } = await (identity ??= makeIdentity());
  const requests: ScriptedRequest[] = [];
  const options = { ca: ca.cert, cert: pair.cert, key: pair.key, requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'https://127.0.0.1');
      const request = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(request);
      const answer = script(request);
      if (answer === undefined) return;
      outgoing.writeHead(answer.status ?? 200, answer.headers ?? {});
      outgoing.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => closeServer(server);
  return {
    endpoint: { url: `https://127.0.0.1:${port}`, ca: ca.cert, cert: client.cert, key: client.key },
    requests,
    close,
  };
}

/** The same for the length of the running test. */
export async function loopbackServer(script: Script): Promise<LoopbackServer> {
  const server = await startLoopbackServer(script);
  onTestFinished(() => server.close());
  return server;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
