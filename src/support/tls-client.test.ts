import { describe, expect, it, onTestFinished } from 'vitest';
import type { Endpoint } from '../model/endpoint.js';
import { createAuthority } from '../providers/credentials.js';
import type { RequestMeter } from './request-meter.js';
import { loopbackServer } from './testing/loopback-server.js';
import { TlsClient } from './tls-client.js';

function clientOf(endpoint: Endpoint): TlsClient {
  const client = new TlsClient(endpoint);
  onTestFinished(() => client.close());
  return client;
}

/** Everything that an error and its causes say. */
async function reasonOf(request: Promise<unknown>): Promise<string> {
  let error: unknown = await request.then(
    () => new Error('the request was answered'),
    (reason: unknown) => reason,
  );
  const texts: string[] = [];
  for (; error instanceof Error; error = error.cause)
    texts.push(`${error.name} ${error.message} ${String((error as { code?: string }).code)}`);
  return texts.join('; ');
}

describe('a client with mutual TLS', () => {
  it('is let in with a certificate of the right authority, and says what the server said', async () => {
    const server = await loopbackServer(({ method, path, body, headers }) => ({
      status: 409,
      headers: { 'x-seen': String(headers['x-sent']) },
      body: `${method} ${path} ${body}`,
    }));
    const client = clientOf(server.endpoint);
    const answer = await client.request({ method: 'PUT', path: '/a?b=c', headers: { 'x-sent': 'yes' }, body: 'ü' });
    expect(answer.status).toBe(409);
    expect(answer.body.toString()).toBe('PUT /a ü');
    expect(answer.headers['x-seen']).toBe('yes');
    expect(server.requests[0]?.query.get('b')).toBe('c');
  });

  it('sends each request once, also when the server refuses it', async () => {
    const server = await loopbackServer(() => ({ status: 503 }));
    const client = clientOf(server.endpoint);
    expect((await client.request({ path: '/' })).status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  it('tells a meter of every request: how long it took, and what came of it', async () => {
    const server = await loopbackServer(({ path }) => (path === '/silent' ? undefined : { status: 503 }));
    const ended: (number | undefined)[] = [];
    const meter = { ended: (ms: number, status: number | undefined) => ended.push(ms >= 0 ? status : NaN) };
    const client = new TlsClient(server.endpoint, { meter: meter as unknown as RequestMeter });
    onTestFinished(() => client.close());
    await client.request({ path: '/' });
    await expect(client.request({ path: '/silent', timeoutMs: 50 })).rejects.toThrow();
    expect(ended).toEqual([503, undefined]);
  });

  it('is kept out without a certificate', async () => {
    const server = await loopbackServer(() => ({}));
    const client = clientOf({ ...server.endpoint, cert: '', key: '' });
    expect(await reasonOf(client.request({ path: '/' }))).not.toContain('was answered');
    expect(server.requests).toEqual([]);
  });

  it('is kept out with a certificate of another authority', async () => {
    const server = await loopbackServer(() => ({}));
    const stranger = await (await createAuthority('stranger')).issue({ commonName: 'client', usages: ['client'] });
    const client = clientOf({ ...server.endpoint, ...stranger });
    expect(await reasonOf(client.request({ path: '/' }))).not.toContain('was answered');
    expect(server.requests).toEqual([]);
  });

  it('refuses a server whose certificate another authority signed', async () => {
    const server = await loopbackServer(() => ({}));
    const client = clientOf({ ...server.endpoint, ca: (await createAuthority('stranger')).cert });
    expect(await reasonOf(client.request({ path: '/' }))).toMatch(/verify|self-signed|issuer/i);
    expect(server.requests).toEqual([]);
  });

  it('gives up when there is no whole answer in time', async () => {
    const server = await loopbackServer(() => undefined);
    const client = clientOf(server.endpoint);
    expect(await reasonOf(client.request({ path: '/', timeoutMs: 50 }))).toMatch(/timeout/i);
  });

  it('gives up when its signal fires', async () => {
    const controller = new AbortController();
    const server = await loopbackServer(() => {
      controller.abort(new Error('interrupted'));
      return undefined;
    });
    const client = clientOf(server.endpoint);
    expect(await reasonOf(client.request({ path: '/', signal: controller.signal }))).toContain('interrupted');
  });

  it('fails when nobody listens', async () => {
    const server = await loopbackServer(() => ({}));
    const client = clientOf(server.endpoint);
    await server.close();
    expect(await reasonOf(client.request({ path: '/' }))).toContain('ECONNREFUSED');
  });

  it('ends requests under way when it is closed', async () => {
    let arrived: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    const server = await loopbackServer(() => {
      arrived();
      return undefined;
    });
    const client = clientOf(server.endpoint);
    const reason = reasonOf(client.request({ path: '/' }));
    await asked;
    await client.close();
    expect(await reason).not.toContain('was answered');
  });
});
