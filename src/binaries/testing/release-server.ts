import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real HTTP server on loopback that stands in for a download site. */
export interface ReleaseServer {
  readonly url: string;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** What a path answers: the body, or a function that answers by itself. */
export type Answer = string | Buffer | ((response: ServerResponse) => void);

/** Serves `answers` by path; any other path is a 404. */
export async function serveRelease(answers: Readonly<Record<string, Answer>>): Promise<ReleaseServer> {
  const requests: string[] = [];
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const answer = answers[path];
    if (typeof answer === 'function') answer(response);
    else if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': answer.length }).end(answer);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a length that the body never reaches. */
export function truncated(body: string): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
