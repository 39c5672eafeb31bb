import type * as NodeCrypto from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

const chosen = vi.hoisted(() => ({ next: [] as number[] }));

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof NodeCrypto>();
  return { ...crypto, randomInt: (from: number, to: number) => chosen.next.shift() ?? crypto.randomInt(from, to) };
});

const { findFreePorts } = await import('./free-ports.js');

/** A port of loopback that the running test listens on. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

describe('findFreePorts', () => {
  it('gives as many as are wanted, all different, below those of outgoing connections', async () => {
    const ports = await findFreePorts(20);
    const lowest = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]);
    expect(new Set(ports).size).toBe(20);
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(12_000);
      expect(port).toBeLessThan(lowest > 13_000 ? lowest : 32_768);
    }
  });

  it('passes over a port that somebody listens on', async () => {
    const taken = await takenPort();
    chosen.next = [taken, 12_345];
    expect(await findFreePorts(1)).not.toContain(taken);
  });

  it('gives no port twice, also to searches at the same time, since nobody may listen on it yet', async () => {
    const [twice] = await findFreePorts(1);
    chosen.next = [twice ?? 0, 12_346];
    const again = await Promise.all([findFreePorts(2), findFreePorts(2), findFreePorts(2)]);
    expect(again.flat()).not.toContain(twice);
    expect(new Set(again.flat()).size).toBe(6);
  });

  it('says so when there are not enough', async () => {
    const taken = await takenPort();
    chosen.next = Array.from({ length: 100 }, () => taken);
    await expect(findFreePorts(1)).rejects.toMatchObject({
      code: 'no-free-port',
      message: expect.stringContaining('0 of 1') as string,
    });
    chosen.next = [];
  });
});
