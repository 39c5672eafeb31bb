import 'reflect-metadata';
import { X509Certificate, createPrivateKey, createPublicKey, createSign, createVerify } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as Parsed,
} from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthorities, createAuthority, writeCredentials, type Credentials } from './credentials.js';

const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';

let directory = '';
let credentials: Credentials;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kube-rehearse-pki-'));
  credentials = await writeCredentials(directory, await createAuthorities());
  return () => rm(directory, { recursive: true });
});

async function certificate(name: string): Promise<X509Certificate> {
  return new X509Certificate(await readFile(join(directory, `${name}.crt`)));
}

async function usages(name: string): Promise<string[]> {
  const parsed = new Parsed(await readFile(join(directory, `${name}.crt`), 'utf8'));
  return (parsed.getExtension(ExtendedKeyUsageExtension)?.usages ?? []).map(String);
}

describe('the credentials of a cluster', () => {
  it('are readable for their owner only, every file', async () => {
    const names = await readdir(directory);
    expect(names).toContain('sa.key');
    const modes = await Promise.all(
      names.map(async (name) => [name, (await stat(join(directory, name))).mode & 0o777]),
    );
    expect(modes).toEqual(names.map((name) => [name, 0o600]));
  });

  it.each([
    ['apiserver', 'ca'],
    ['apiserver-kubelet-client', 'ca'],
    ['controller-manager', 'ca'],
    ['controller-manager-client', 'ca'],
    ['scheduler', 'ca'],
    ['scheduler-client', 'ca'],
    ['admin', 'ca'],
    ['front-proxy-client', 'front-proxy-ca'],
    ['etcd-server', 'etcd-ca'],
    ['etcd-client', 'etcd-ca'],
  ])('%s is signed by %s, is no authority, is valid now and fits its key', async (leaf, authority) => {
    const [cert, issuer] = [await certificate(leaf), await certificate(authority)];
    expect(cert.checkIssued(issuer)).toBe(true);
    expect(cert.verify(issuer.publicKey)).toBe(true);
    expect([cert.ca, issuer.ca]).toEqual([false, true]);
    expect(cert.checkPrivateKey(createPrivateKey(await readFile(join(directory, `${leaf}.key`))))).toBe(true);
    const [from, to, now] = [Date.parse(cert.validFrom), Date.parse(cert.validTo), Date.now()];
    expect(from).toBeLessThanOrEqual(now);
    expect(to - now).toBeGreaterThan(12 * 3600 * 1000);
    expect(to - now).toBeLessThanOrEqual(24 * 3600 * 1000);
  });

  it('have three authorities that do not vouch for each other', async () => {
    const authorities = await Promise.all(['ca', 'etcd-ca', 'front-proxy-ca'].map(certificate));
    expect(new Set(authorities.map(({ fingerprint256 }) => fingerprint256)).size).toBe(3);
    const admin = await certificate('admin');
    expect(authorities.map(({ publicKey }) => admin.verify(publicKey))).toEqual([true, false, false]);
  });

  it('let servers serve and clients call, and nothing more', async () => {
    for (const name of ['apiserver', 'controller-manager', 'scheduler']) expect(await usages(name)).toEqual([SERVER]);
    for (const name of ['admin', 'controller-manager-client', 'scheduler-client', 'front-proxy-client', 'etcd-client'])
      expect(await usages(name)).toEqual([CLIENT]);
    expect(await usages('etcd-server')).toEqual([SERVER, CLIENT]);
  });

  it('let an authority sign certificates', () => {
    const flags = new Parsed(credentials.ca.cert).getExtension(KeyUsagesExtension)?.usages ?? 0;
    expect(flags & KeyUsageFlags.keyCertSign).toBe(KeyUsageFlags.keyCertSign);
  });

  it('name servers by loopback, so that a client can check whom it reached', async () => {
    for (const name of ['apiserver', 'controller-manager', 'scheduler', 'etcd-server']) {
      const cert = await certificate(name);
      expect(cert.checkIP('127.0.0.1')).toBe('127.0.0.1');
      expect(cert.checkHost('localhost')).toBe('localhost');
    }
    expect((await certificate('apiserver')).checkHost('kubernetes.default.svc')).toBe('kubernetes.default.svc');
  });

  it('make the run an administrator and the components what RBAC knows them as', async () => {
    expect((await certificate('admin')).subject).toBe('O=system:masters\nCN=kube-rehearse');
    expect((await certificate('controller-manager-client')).subject).toBe('CN=system:kube-controller-manager');
    expect((await certificate('scheduler-client')).subject).toBe('CN=system:kube-scheduler');
  });

  it('have a pair of keys for service accounts that belong together', async () => {
    const [privateKey, publicKey] = [
      await readFile(join(directory, 'sa.key')),
      await readFile(join(directory, 'sa.pub')),
    ];
    const signature = createSign('sha256').update('token').sign(createPrivateKey(privateKey));
    expect(createVerify('sha256').update('token').verify(createPublicKey(publicKey), signature)).toBe(true);
  });
});

describe('an authority', () => {
  it('gives every certificate a serial number of its own, positive and encoded as X.509 demands', async () => {
    const authority = await createAuthority('test');
    const pairs = await Promise.all(
      Array.from({ length: 150 }, () => authority.issue({ commonName: 'x', usages: ['client'] })),
    );
    const serials = pairs.map(({ cert }) => serialNumberOf(new X509Certificate(cert).raw));
    expect(new Set(serials).size).toBe(pairs.length);
    for (const serial of serials) {
      expect(serial.length).toBeLessThanOrEqual(2 * 20);
      // positive, and without a leading byte that says nothing: Go refuses both
      expect(serial).toMatch(/^(0[1-9a-f]|[1-7][0-9a-f]|00[89a-f][0-9a-f])/);
    }
  });
});

/** The content of the INTEGER behind the version, hex, as it is encoded (RFC 5280, 4.1). */
function serialNumberOf(der: Buffer): string {
  const at = der.indexOf(Buffer.from('a003020102' + '02', 'hex')) + 6;
  return der.subarray(at + 1, at + 1 + (der[at] ?? 0)).toString('hex');
}
