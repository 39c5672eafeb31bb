import { X509Certificate } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createAuthorities } from './credentials.js';
import { restoreAuthorities, storedAuthorities } from './stored-authorities.js';

describe('the authorities of an earlier cluster', () => {
  it('issue certificates that the earlier ones verify', async () => {
    const before = await createAuthorities();
    const after = await restoreAuthorities(JSON.parse(JSON.stringify(storedAuthorities(before))) as never);
    for (const name of ['ca', 'etcdCa', 'frontProxyCa'] as const) {
      expect(after[name].cert).toBe(before[name].cert);
      const leaf = new X509Certificate((await after[name].issue({ commonName: 'leaf', usages: ['client'] })).cert);
      expect(leaf.verify(new X509Certificate(before[name].cert).publicKey), name).toBe(true);
      expect(leaf.checkIssued(new X509Certificate(before[name].cert)), name).toBe(true);
    }
  });

  it('are refused when one is missing, broken or expired', async () => {
    const { ca, etcdCa, frontProxyCa } = storedAuthorities(await createAuthorities());
    await expect(restoreAuthorities({ ca, etcdCa })).rejects.toThrow('frontProxyCa');
    await expect(restoreAuthorities({ ca: { ...ca, key: 'none' }, etcdCa, frontProxyCa })).rejects.toThrow();
    vi.useFakeTimers({ now: Date.now() + 25 * 3600 * 1000, toFake: ['Date'] });
    try {
      await expect(restoreAuthorities({ ca, etcdCa, frontProxyCa })).rejects.toThrow(/CN=kubernetes expired at /);
    } finally {
      vi.useRealTimers();
    }
  });
});
