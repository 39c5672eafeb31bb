import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProbeResult } from '../fields/probe-result.js';
import { sampleFinding } from '../fields/testing/finding.js';
import { findingsNumbered, readProbe, writeReproduction } from './probe-files.js';

const RESULT = {
  schemaVersion: 1,
  versions: {
    old: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
    emulating: { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' },
  },
  featureGates: '',
  findings: [sampleFinding(), sampleFinding({ id: 'persisted B.b' })],
} as unknown as ProbeResult;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-probe-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe("a probe's directory", () => {
  it('gives the result that was written there', async () => {
    await writeFile(join(folder, 'probe.json'), JSON.stringify(RESULT));
    expect((await readProbe(folder)).findings).toHaveLength(2);
  });

  it.each(['', '{', '{"schemaVersion":1}', '{"schemaVersion":2,"findings":[]}', 'null'])(
    'is refused with %j in it',
    async (text) => {
      await writeFile(join(folder, 'probe.json'), text);
      await expect(readProbe(folder)).rejects.toMatchObject({ code: 'probe-unreadable' });
    },
  );

  it('is refused where a probe has not ended', async () => {
    await expect(readProbe(folder)).rejects.toMatchObject({ code: 'probe-unreadable' });
  });
});

describe('findings by number', () => {
  it('are all unless some are named', () => {
    expect(findingsNumbered(RESULT, []).map(({ number }) => number)).toEqual([1, 2]);
    expect(findingsNumbered(RESULT, [2]).map(({ finding }) => finding.id)).toEqual(['persisted B.b']);
  });

  it('are refused where there is no such, or none', () => {
    expect(() => findingsNumbered(RESULT, [3])).toThrow('the probe has no finding 3');
    expect(() => findingsNumbered({ ...RESULT, findings: [] }, [])).toThrow('the probe has no finding');
  });
});

it('a finding is written down as a script and as a report, which names no path of the machine', async () => {
  const programs = { etcd: '/here/etcd', old: '/here/old', emulating: '/here/new' };
  await writeReproduction(folder, 1, sampleFinding(), RESULT, programs);
  expect((await readdir(folder)).sort()).toEqual(['1.sh', 'bug-report-1.md']);
  expect(await readFile(join(folder, '1.sh'), 'utf8')).toContain('/here/etcd');
  expect(await readFile(join(folder, 'bug-report-1.md'), 'utf8')).not.toContain('/here');
});
