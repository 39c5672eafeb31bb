import type { TlsClient } from '../support/tls-client.js';

/** Puts one request to etcd's JSON gateway (etcd docs, "gRPC gateway"). Throws on any answer but 200, with etcd's words. */
export async function postEtcd(client: TlsClient, path: string, body: unknown): Promise<unknown> {
  const response = await client.request({ method: 'POST', path, body: JSON.stringify(body) });
  const text = response.body.toString();
  if (response.status !== 200) throw new Error(`etcd answered ${response.status} to ${path}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
