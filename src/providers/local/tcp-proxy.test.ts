import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { waitFor } from '../../support/wait.js';
import { findFreePorts } from '../free-ports.js';
import { TcpProxy } from './tcp-proxy.js';

/** A server that says everything twice, behind a proxy. `received` is what reached it. */
async function echoBehindProxy(): Promise<{ proxy: TcpProxy; received: () => string }> {
  let received = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received += data.toString();
      socket.write(`${data.toString()}${data.toString()}`);
    });
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [port = 0] = await findFreePorts(1);
  const proxy = await TcpProxy.listen(port, (server.address() as AddressInfo).port);
  onTestFinished(async () => {
    await proxy.close();
    server.close();
  });
  return { proxy, received: () => received };
}

/** A client of a port: what it was told so far, and how its connection ended. */
class Client {
  heard = '';
  ended = '';
  readonly #socket: Socket;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (data) => (this.heard += data.toString()));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => (this.ended = error.code ?? 'error'));
    this.#socket.on('close', () => (this.ended ||= 'closed'));
    onTestFinished(() => void this.#socket.destroy());
  }

  say(text: string): void {
    this.#socket.write(text);
  }

  close(): void {
    this.#socket.end();
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  await waitFor(async () => (holds() ? { done: true, value: undefined } : { done: false, seen: 'not yet' }), {
    what,
    timeoutMs: 10_000,
    intervalMs: 5,
  });
}

describe('a link', () => {
  it('carries what is said in both directions, also its end, and has interfered with nothing', async () => {
    const { proxy } = await echoBehindProxy();
    const client = new Client(proxy.port);
    client.say('a');
    await until('the echo', () => client.heard === 'aa');
    client.close();
    await until('the end', () => client.ended === 'closed');
    expect(proxy.affected).toBe(0);
  });

  it('that is cut delivers nothing until the cut is over, and then everything in its order', async () => {
    const { proxy, received } = await echoBehindProxy();
    const client = new Client(proxy.port);
    client.say('1');
    await until('the echo', () => client.heard === '11');
    proxy.shape({ type: 'cut', direction: 'both' });
    client.say('2');
    await until('the proxy to hold something', () => proxy.affected > 0);
    expect(received()).toBe('1');
    client.say('3');
    proxy.shape({ type: 'clear' });
    await until('all of it', () => client.heard.length === 6);
    expect(received()).toBe('123');
  });

  it('that is cut towards the client obeys and does not answer', async () => {
    const { proxy, received } = await echoBehindProxy();
    const client = new Client(proxy.port);
    proxy.shape({ type: 'cut', direction: 'to-client' });
    client.say('obey');
    await until('the server to hear it', () => received() === 'obey');
    await until('the proxy to hold the answer', () => proxy.affected > 0);
    expect(client.heard).toBe('');
    proxy.shape({ type: 'clear' });
    await until('the answer', () => client.heard === 'obeyobey');
  });

  it('that delays keeps the order, also when the delay ends', async () => {
    const { proxy, received } = await echoBehindProxy();
    const client = new Client(proxy.port);
    proxy.shape({ type: 'delay', ms: 200 });
    client.say('slow');
    await until('the proxy to delay something', () => proxy.affected > 0);
    proxy.shape({ type: 'clear' });
    client.say('fast');
    await until('both', () => client.heard.length === 16);
    expect(received()).toBe('slowfast');
  });

  it('that resets ends what there is and what comes', async () => {
    const { proxy } = await echoBehindProxy();
    const before = new Client(proxy.port);
    before.say('a');
    await until('the echo', () => before.heard === 'aa');
    proxy.shape({ type: 'reset' });
    await until('the end', () => before.ended === 'ECONNRESET');
    const later = new Client(proxy.port);
    await until('the end', () => later.ended === 'ECONNRESET');
    proxy.shape({ type: 'clear' });
    const after = new Client(proxy.port);
    after.say('b');
    await until('the echo', () => after.heard === 'bb');
  });

  it('that is half-open leaves the connections of before dead and open, and new ones work', async () => {
    const { proxy, received } = await echoBehindProxy();
    const before = new Client(proxy.port);
    before.say('a');
    await until('the echo', () => before.heard === 'aa');
    proxy.shape({ type: 'half-open' });
    before.say('lost');
    const fresh = new Client(proxy.port);
    fresh.say('b');
    await until('the echo', () => fresh.heard === 'bb');
    expect(received()).toBe('ab');
    expect(before.ended).toBe('');
    proxy.shape({ type: 'clear' });
    await until('the end of the dead one', () => before.ended === 'ECONNRESET');
  });
});
