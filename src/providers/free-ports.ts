import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { RehearseError } from '../support/errors.js';

const LOWEST = 12_000;

/** Ports that this process was given before: who has one may not listen on it yet. */
const given = new Set<number>();

/**
 * Finds `count` ports on loopback that nothing listens on and that no earlier call in this process gave. They lie below the kernel's range for outgoing connections:
 * a component that is restarted on its port must not find it taken by somebody's client socket in between.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const highest = outgoingRangeStart() - 1;
  const found = new Set<number>();
  for (let tries = 0; found.size < count && tries < 50 * count; tries += 1) {
    const port = randomInt(LOWEST, highest);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) found.add(port);
  }
  if (found.size < count) {
    throw new RehearseError({
      code: 'no-free-port',
      message: `found only ${found.size} of ${count} free ports on 127.0.0.1 between ${LOWEST} and ${highest}`,
      remedy: 'end programs that listen there, or wait for other rehearsals to finish',
    });
  }
  return [...found];
}

function outgoingRangeStart(): number {
  try {
    const start = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0]);
    return start > LOWEST + 1000 ? start : 32_768;
  } catch {
    return 32_768;
  }
}

/** True where nobody listens on loopback. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
