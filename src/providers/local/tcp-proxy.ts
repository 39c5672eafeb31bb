import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { LinkCondition } from '../cluster.js';

type Direction = 'to-server' | 'to-client';

/** What may be under way in one direction of a connection; enough to fill a link of 300 ms with 3 MB/s. */
const UNDER_WAY_BYTES = 1 << 20;

/**
 * Forwards TCP connections on loopback, under a condition that may change at any time. What a cut holds back is delivered when
 * the cut is over, as TCP would send it again; a connection that became half-open never carries anything again.
 */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Sockets of connections that existed when the link became half-open. */
  readonly #dead = new WeakSet<Socket>();
  #condition: LinkCondition = { type: 'clear' };
  #affected = 0;
  #changed = signalOnce();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Listens on a port of loopback and forwards to another. */
  static async listen(port: number, upstream: number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(server, port);
    server.on('connection', (client: Socket) => proxy.#accept(client, upstream));
    server.listen({ host: '127.0.0.1', port, exclusive: true });
    await once(server, 'listening');
    // a cluster that was never started must not keep the harness alive
    server.unref();
    return proxy;
  }

  /** How often something was held back, delayed or reset so far. */
  get affected(): number {
    return this.#affected;
  }

  /** Puts another condition in place of the present one. */
  shape(condition: LinkCondition): void {
    this.#condition = condition;
    for (const socket of this.#sockets) {
      if (condition.type === 'half-open') this.#dead.add(socket);
      if (condition.type === 'reset') this.#reset(socket);
      if (condition.type === 'clear' && this.#dead.has(socket)) this.#reset(socket);
    }
    const changed = this.#changed;
    this.#changed = signalOnce();
    changed.fire();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(client: Socket, upstream: number): void {
    client.on('error', () => undefined);
    if (this.#condition.type === 'reset') {
      this.#reset(client);
      return;
    }
    const server = connect({ host: '127.0.0.1', port: upstream, allowHalfOpen: true });
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // whoever breaks breaks the other side with it
      socket.on('error', end);
    }
    this.#pump(client, server, 'to-server').catch(end);
    this.#pump(server, client, 'to-client').catch(end);
  }

  #reset(socket: Socket): void {
    this.#affected += 1;
    socket.resetAndDestroy();
  }

  /** Carries one direction of a connection to its end. */
  async #pump(from: Socket, to: Socket, direction: Direction): Promise<void> {
    let arrived = Promise.resolve();
    let underWay = 0;
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const due = performance.now() + this.#delayMs();
      underWay += chunk.length;
      arrived = arrived.then(async () => {
        await this.#passage(from, direction, due);
        underWay -= chunk.length;
        if (!to.write(chunk)) await once(to, 'drain');
      });
      arrived.catch(() => from.destroy());
      if (underWay > UNDER_WAY_BYTES) await arrived;
    }
    await arrived;
    await this.#passage(from, direction, 0);
    to.end();
  }

  #delayMs(): number {
    if (this.#condition.type !== 'delay') return 0;
    this.#affected += 1;
    return this.#condition.ms;
  }

  /** Returns when bytes of a direction that are due at a time may pass. */
  async #passage(from: Socket, direction: Direction, due: number): Promise<void> {
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    while (this.#isHeld(from, direction)) {
      this.#affected += 1;
      await this.#changed.fired;
    }
  }

  #isHeld(from: Socket, direction: Direction): boolean {
    const condition = this.#condition;
    if (this.#dead.has(from)) return true;
    return condition.type === 'cut' && (condition.direction === 'both' || condition.direction === direction);
  }
}

function signalOnce(): { readonly fired: Promise<void>; fire(): void } {
  let fire = (): void => undefined;
  const fired = new Promise<void>((resolve) => (fire = resolve));
  return { fired, fire: () => fire() };
}
