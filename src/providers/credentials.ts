import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
  type JsonGeneralNames,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** A run lasts minutes; a day covers a kept cluster without leaving long-lived credentials behind. */
const LIFETIME_MS = 24 * 3600 * 1000;
/** Clocks of the same machine agree; the margin is for certificates read by another host's tools. */
const BACKDATE_MS = 5 * 60 * 1000;

/** A certificate with its private key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** One certificate authority and what it can issue. */
export interface Authority extends KeyPair {
  issue(request: LeafRequest): Promise<KeyPair>;
}

/** What a leaf certificate says. */
export interface LeafRequest {
  readonly commonName: string;
  readonly organisation?: string;
  readonly usages: readonly ('server' | 'client')[];
  /** DNS names and IP addresses of a server. */
  readonly names?: readonly string[];
  /** From five minutes ago, for a day, unless given. */
  readonly validity?: { readonly notBefore: Date; readonly notAfter: Date };
}

/** Makes a self-signed certificate authority that lives a day. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: [{ CN: [commonName] }],
    ...validity(),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  return authority(await pem(certificate, keys.privateKey), certificate, keys.privateKey);
}

/** An authority from its PEM, as it was made before. Throws when it is none, or has expired. */
export async function restoreAuthority(pair: KeyPair): Promise<Authority> {
  const certificate = new X509Certificate(pair.cert);
  if (certificate.notAfter <= new Date())
    throw new Error(`${certificate.subject} expired at ${certificate.notAfter.toISOString()}`);
  const pkcs8 = PemConverter.decode(pair.key)[0];
  if (!pkcs8) throw new Error(`the key of ${certificate.subject} is no PEM`);
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']);
  return authority({ cert: pair.cert, key: pair.key }, certificate, key);
}

function authority(pair: KeyPair, certificate: X509Certificate, key: webcrypto.CryptoKey): Authority {
  return { ...pair, issue: (request) => issue(certificate, key, request) };
}

async function issue(issuer: X509Certificate, signingKey: webcrypto.CryptoKey, request: LeafRequest): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const names: JsonGeneralNames = (request.names ?? []).map((value) => ({
    type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [...(request.organisation ? [{ O: [request.organisation] }] : []), { CN: [request.commonName] }],
    issuer: issuer.subjectName,
    ...(request.validity ?? validity()),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(
        request.usages.map((usage) => (usage === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth)),
      ),
      ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  return pem(certificate, keys.privateKey);
}

function serial(): string {
  // a leading 0 nibble keeps the integer positive
  return `0${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}1`;
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - BACKDATE_MS), notAfter: new Date(now + LIFETIME_MS) };
}

async function pem(certificate: X509Certificate, key: webcrypto.CryptoKey): Promise<KeyPair> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  return { cert: `${certificate.toString('pem')}\n`, key: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n` };
}

/** The credentials of one cluster, in memory; `files` says where the components find theirs. */
export interface Credentials {
  readonly ca: Authority;
  readonly admin: KeyPair;
  readonly etcdCa: Authority;
  readonly etcdClient: KeyPair;
  /** Folder that holds everything the components read; private keys are 0600. */
  readonly directory: string;
}

/** The certificate authorities of one run. All its clusters share them: some default objects are named after the CA. */
export interface Authorities {
  readonly ca: Authority;
  readonly etcdCa: Authority;
  readonly frontProxyCa: Authority;
}

/** Makes a run's authorities; their keys are written only into the private folders of its clusters. */
export async function createAuthorities(): Promise<Authorities> {
  const [ca, etcdCa, frontProxyCa] = await Promise.all([
    createAuthority('kubernetes'),
    createAuthority('etcd-ca'),
    createAuthority('front-proxy-ca'),
  ]);
  return { ca, etcdCa, frontProxyCa };
}

/**
 * Makes the certificates that kubeadm would make for a control plane, for loopback names, and writes what the components
 * read below `directory`. Files: `NAME.crt`, `NAME.key`; the service-account key pair is `sa.pub`, `sa.key`.
 */
export async function writeCredentials(directory: string, authorities: Authorities): Promise<Credentials> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { ca, etcdCa, frontProxyCa } = authorities;
  const loopback = ['localhost', '127.0.0.1'];
  const service = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  const leaf = (request: LeafRequest): Promise<KeyPair> => ca.issue(request);
  const pairs: Record<string, KeyPair | Promise<KeyPair>> = {
    ca,
    'etcd-ca': etcdCa,
    'front-proxy-ca': frontProxyCa,
    apiserver: leaf({
      commonName: 'kube-apiserver',
      usages: ['server'],
      names: [...loopback, ...service, '10.96.0.1'],
    }),
    'apiserver-kubelet-client': leaf({
      commonName: 'kube-apiserver-kubelet-client',
      organisation: 'kubeadm:cluster-admins',
      usages: ['client'],
    }),
    'controller-manager': leaf({ commonName: 'kube-controller-manager', usages: ['server'], names: loopback }),
    scheduler: leaf({ commonName: 'kube-scheduler', usages: ['server'], names: loopback }),
    admin: leaf({ commonName: 'kube-rehearse', organisation: 'system:masters', usages: ['client'] }),
    'controller-manager-client': leaf({ commonName: 'system:kube-controller-manager', usages: ['client'] }),
    'scheduler-client': leaf({ commonName: 'system:kube-scheduler', usages: ['client'] }),
    // it plays every node's kubelet and creates the nodes' leases
    'kwok-client': leaf({ commonName: 'kwok', organisation: 'system:masters', usages: ['client'] }),
    'front-proxy-client': frontProxyCa.issue({ commonName: 'front-proxy-client', usages: ['client'] }),
    // etcd's JSON gateway dials etcd itself with the server certificate, hence both usages
    'etcd-server': etcdCa.issue({ commonName: 'etcd', usages: ['server', 'client'], names: loopback }),
    'etcd-client': etcdCa.issue({ commonName: 'kube-apiserver-etcd-client', usages: ['client'] }),
  };
  const issued = new Map<string, KeyPair>();
  for (const [name, pair] of Object.entries(pairs)) {
    const { cert, key } = await pair;
    issued.set(name, { cert, key });
    await writeFile(join(directory, `${name}.crt`), cert, { mode: 0o600 });
    await writeFile(join(directory, `${name}.key`), key, { mode: 0o600 });
  }
  const account = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const accountKey = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', account.privateKey), 'PRIVATE KEY');
  const accountPublic = PemConverter.encode(await webcrypto.subtle.exportKey('spki', account.publicKey), 'PUBLIC KEY');
  await writeFile(join(directory, 'sa.key'), `${accountKey}\n`, { mode: 0o600 });
  await writeFile(join(directory, 'sa.pub'), `${accountPublic}\n`, { mode: 0o600 });
  return { ca, etcdCa, admin: known(issued, 'admin'), etcdClient: known(issued, 'etcd-client'), directory };
}

function known(issued: ReadonlyMap<string, KeyPair>, name: string): KeyPair {
  const pair = issued.get(name);
  if (!pair) throw new Error(`no certificate was issued for ${name}`);
  return pair;
}
