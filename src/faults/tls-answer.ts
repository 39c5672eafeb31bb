import { connect } from 'node:tls';
import type { Endpoint } from '../model/endpoint.js';

const PATIENCE_MS = 5_000;

/** `accepted`, or the code with which a TLS client that knows the run's authority ends a handshake, as OpenSSL and Node name it. */
export function tlsAnswer({ url, ca, cert, key }: Endpoint): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), ca, cert, key, timeout: PATIENCE_MS });
    const end = (code: string): void => {
      socket.destroy();
      resolve(code);
    };
    socket.once('secureConnect', () => end('accepted'));
    socket.once('timeout', () => end('no answer'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}
