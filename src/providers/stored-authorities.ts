import { restoreAuthority, type Authorities, type KeyPair } from './credentials.js';

/** A run's authorities by name, as they are kept with its savepoints. */
export type StoredAuthorities = Readonly<Record<keyof Authorities, KeyPair>>;

/** What is kept of a run's authorities: certificates and keys. */
export function storedAuthorities({ ca, etcdCa, frontProxyCa }: Authorities): StoredAuthorities {
  const pair = ({ cert, key }: KeyPair): KeyPair => ({ cert, key });
  return { ca: pair(ca), etcdCa: pair(etcdCa), frontProxyCa: pair(frontProxyCa) };
}

/** The authorities that were kept. Throws when one is missing, broken or expired; they live a day. */
export async function restoreAuthorities(stored: Readonly<Partial<Record<string, KeyPair>>>): Promise<Authorities> {
  const restore = async (name: keyof Authorities) => {
    const pair = stored[name];
    if (!pair) throw new Error(`there is no authority ${name}`);
    return restoreAuthority(pair);
  };
  return { ca: await restore('ca'), etcdCa: await restore('etcdCa'), frontProxyCa: await restore('frontProxyCa') };
}
