import type { Endpoint } from '../model/endpoint.js';
import { TlsClient } from '../support/tls-client.js';
import { waitFor, type WaitOptions } from '../support/wait.js';

/** Returns when a server answers 200 to GET of a path; fails as waitFor does. */
export async function waitForOk(endpoint: Endpoint, path: string, options: WaitOptions): Promise<void> {
  const client = new TlsClient(endpoint, { connections: 1 });
  try {
    await waitFor(async (signal) => {
      const { status, body } = await client.request({ path, signal, timeoutMs: 5_000 });
      return status === 200 ? { done: true, value: undefined } : { done: false, seen: `${status} ${body.toString()}` };
    }, options);
  } finally {
    await client.close();
  }
}
