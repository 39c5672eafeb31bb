import { createConnection, createServer, type Socket } from 'node:net';
import { rm } from 'node:fs/promises';

/** The machine's engine under an address of its own, at which it can be made to vanish. */
export interface EngineThatGoes {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** From now on nobody answers there, and every connection is cut. */
  vanish(): Promise<void>;
}

/** Passes everything on to the engine at `real`, a unix socket. `path` is the new socket; 107 characters at most. */
export async function engineThatGoes(real: string, path: string): Promise<EngineThatGoes> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = createConnection({ path: real, allowHalfOpen: true });
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()).on('close', () => sockets.delete(one));
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  return {
    host: `unix://${path}`,
    async vanish() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await rm(path, { force: true });
    },
  };
}
