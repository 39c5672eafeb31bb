import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PlainFaultHandles } from '../providers/cluster.js';
import { validBetween } from './bad-certificate.js';

/** An HTTPS server on loopback under the cluster's authority, which answers every request alike and counts them. */
export class WebhookServer {
  readonly url: string;
  /** How many requests have come. */
  calls = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** `answer` gives the body of an answer with status 200; undefined: there never is one. */
  static async listen(handles: PlainFaultHandles, answer: string | undefined): Promise<WebhookServer> {
    const { cert, key } = await handles.issue(validBetween(-1, 1));
    let own: WebhookServer | undefined;
    const server = createServer({ cert: await readFile(cert), key: await readFile(key) }, (request, response) => {
      if (own) own.calls += 1;
      request.resume();
      if (answer !== undefined) response.setHeader('content-type', 'application/json').end(answer);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    return (own = new WebhookServer(server));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
