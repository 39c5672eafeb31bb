import { describe, expect, it, onTestFinished } from 'vitest';
import { loopbackServer, type ScriptedAnswer } from '../support/testing/loopback-server.js';
import { LeaderLease } from './leader-lease.js';

/** A lease that reads, one reading after the other, as these `holder renewTime` pairs; the last stays. */
async function leaseReading(
  ...readings: readonly (string | ScriptedAnswer | (() => ScriptedAnswer))[]
): Promise<{ lease: LeaderLease; reads: () => number }> {
  let reads = 0;
  const server = await loopbackServer(() => {
    const reading = readings[Math.min(reads, readings.length - 1)] ?? '';
    reads += 1;
    if (typeof reading === 'function') return reading();
    if (typeof reading !== 'string') return reading;
    const [holderIdentity, renewTime] = reading.split(' ');
    return { body: { spec: { ...(holderIdentity && { holderIdentity }), ...(renewTime && { renewTime }) } } };
  });
  const lease = new LeaderLease(server.endpoint);
  onTestFinished(() => lease.close());
  return { lease, reads: () => reads };
}

const OPTIONS = { timeoutMs: 60_000 };

describe('the lease of an elected component', () => {
  it('names its holder, or nobody', async () => {
    const { lease } = await leaseReading('a 1', '', { status: 404 }, { status: 500 });
    const holders = [];
    for (let read = 0; read < 4; read += 1) holders.push(await lease.holder('kube-scheduler'));
    expect(holders).toEqual(['a', undefined, undefined, undefined]);
  });

  it('has a new leader once somebody else holds it and has renewed it', async () => {
    const { lease, reads } = await leaseReading('old 1', { status: 500 }, 'new 2', 'new 2', 'new 3');
    await lease.waitForNewLeader('kube-scheduler', 'old', OPTIONS);
    expect(reads()).toBe(5);
  });

  it.each([
    ['the earlier holder renews it', ['old 1', 'old 2', 'old 3', 'old 4']],
    ['the new holder hangs', ['new 1', 'new 1', 'new 1', 'new 1']],
    ['nobody holds it', [' 1', ' 2', '', '']],
  ])('has none while %s', async (_, readings) => {
    const controller = new AbortController();
    const enough = new Error('read four times');
    const { lease, reads } = await leaseReading(...readings, () => {
      controller.abort(enough);
      return {};
    });
    const wait = lease.waitForNewLeader('kube-scheduler', 'old', { ...OPTIONS, signal: controller.signal });
    await expect(wait).rejects.toBe(enough);
    expect(reads()).toBe(5);
  });

  it('does not take the next holder taking over for a renewal', async () => {
    const { lease, reads } = await leaseReading('one 1', 'two 2', 'two 2', 'two 3');
    await lease.waitForNewLeader('kube-scheduler', 'old', OPTIONS);
    expect(reads()).toBe(4);
  });
});
