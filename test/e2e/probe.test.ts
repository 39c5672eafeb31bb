import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProbeResult } from '../../src/fields/probe-result.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';

async function probe(...args: readonly string[]): Promise<{ exitCode: number; stdout: string; result: ProbeResult }> {
  const folder = await temporaryDirectory();
  const out = join(folder, 'probe');
  const env = { KUBE_REHEARSE_STATE: join(folder, 'state') };
  const { exitCode, stdout, stderr } = await runCli(['probe', '--out', out, ...args], env);
  expect([0, 1], stderr).toContain(exitCode);
  const result = JSON.parse(await readFile(join(out, 'probe.json'), 'utf8')) as ProbeResult;
  return { exitCode, stdout, result };
}

describe('a probe of real servers', () => {
  it('finds what 1.37 keeps while it emulates 1.36, and what a rollback makes of it', async () => {
    const { exitCode, stdout, result } = await probe('--from', '1.36', '--to', '1.37', '--kinds', 'csinodes,nodes');
    expect(exitCode).toBe(1);
    expect(result.findings.map(({ id }) => id)).toEqual([
      'persisted io.k8s.api.core.v1.NodeSystemInfo.runningInUserNamespace',
      'changed storage.k8s.io/v1 csinodes: status',
    ]);
    const [leak, status] = result.findings;
    expect(leak?.proof).toMatchObject({ write: 'taken', stored: true, rollback: [{ type: 'field-lost' }] });
    expect(status?.proof).toMatchObject({ write: 'taken', rollback: [{ type: 'field-lost', path: 'status' }] });
    expect(stdout).toContain(
      '1. persisted: io.k8s.api.core.v1.NodeSystemInfo.runningInUserNamespace (new in the guide)',
    );
    expect(result.coverage.kinds).toEqual({ reached: 2, of: 2 });
    expect(result.coverage.newFields.reached).toBe(result.coverage.newFields.of);
  });

  it('finds nothing between two servers of one release', async () => {
    const kinds = 'pods,csinodes,nodes,services,resourceslices';
    const { exitCode, result } = await probe('--from', '1.36', '--to', '1.36', '--kinds', kinds);
    expect(result.findings).toEqual([]);
    expect(exitCode).toBe(0);
    expect(result.coverage.fields.reached).toBeGreaterThan(400);
  });

  it('finds a gate that was switched on behind its back, by the field that it lets through', async () => {
    const gates = ['--feature-gates', 'DRAListTypeAttributes=true'];
    const { result } = await probe('--from', '1.36', '--to', '1.37', '--kinds', 'resourceslices', ...gates);
    const planted = result.findings.filter(({ id }) => /DeviceAttribute\.(ints|strings|bools|versions)$/.test(id));
    expect(planted.map(({ class: found }) => found)).toEqual(planted.map(() => 'persisted'));
    expect(planted.length).toBeGreaterThanOrEqual(4);
    for (const { proof } of planted) expect(proof).toMatchObject({ write: 'taken' });
  });
});
