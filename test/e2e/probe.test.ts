import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { BisectResult } from '../../src/fields/bisect/result.js';
import type { ProbeResult } from '../../src/fields/probe-result.js';
import { waitFor } from '../../src/support/wait.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';
import { filesBelow, startCli } from '../support/running-cli.js';

async function probe(
  ...args: readonly string[]
): Promise<{ exitCode: number; stdout: string; out: string; result: ProbeResult }> {
  const folder = await temporaryDirectory();
  const out = join(folder, 'probe');
  const env = { KUBE_REHEARSE_STATE: join(folder, 'state') };
  const { exitCode, stdout, stderr } = await runCli(['probe', '--out', out, ...args], env);
  expect([0, 1], stderr).toContain(exitCode);
  const result = JSON.parse(await readFile(join(out, 'probe.json'), 'utf8')) as ProbeResult;
  return { exitCode, stdout, out, result };
}

/** Bisects findings of a probe, by gates and APIs alone. */
async function bisect(
  probed: string,
  ...numbers: readonly string[]
): Promise<{ exitCode: number; stdout: string; bisected: BisectResult; reports: string[] }> {
  const folder = await temporaryDirectory();
  const out = join(folder, 'bisect');
  const env = { KUBE_REHEARSE_STATE: join(folder, 'state') };
  const args = ['bisect', probed, ...numbers, '--vary', 'switches', '--out', out];
  const { exitCode, stdout, stderr } = await runCli(args, env);
  expect([0, 2], stderr).toContain(exitCode);
  expect(await filesBelow(env.KUBE_REHEARSE_STATE)).toEqual([]);
  const bisected = JSON.parse(await readFile(join(out, 'bisect.json'), 'utf8')) as BisectResult;
  const reports = (await readdir(out)).filter((name) => name.endsWith('.md'));
  return { exitCode, stdout, bisected, reports };
}

const LEAK = 'persisted io.k8s.api.core.v1.NodeSystemInfo.runningInUserNamespace';

/** Fields of the gate that the test switches on behind the emulated version's back. */
const PLANTED = /DeviceAttribute\.(bools|ints|strings|versions)$/;

const PLANTED_SWITCH = { of: 'feature-gates', name: 'DRAListTypeAttributes', to: false };

describe('a probe of real servers', () => {
  it('finds what 1.37 keeps while it emulates 1.36, a gate that was switched on as well, and what a rollback makes of it, and shows it without this program', async () => {
    const kinds = ['--kinds', 'csinodes,nodes,resource.k8s.io/v1 resourceslices'];
    const { exitCode, stdout, out, result } = await probe(
      ...['--from', '1.36', '--to', '1.37', '--feature-gates', 'DRAListTypeAttributes=true'],
      ...kinds,
    );
    expect(exitCode).toBe(1);
    expect(result.findings.map(({ id }) => id).filter((id) => !PLANTED.test(id))).toEqual([
      LEAK,
      'changed storage.k8s.io/v1 csinodes: status',
    ]);
    const proofs = new Map(result.findings.map(({ id, proof }) => [id, proof]));
    expect(proofs.get(LEAK)).toMatchObject({
      write: 'taken',
      stored: true,
      rollback: [{ type: 'field-lost' }],
    });
    expect(proofs.get('changed storage.k8s.io/v1 csinodes: status')).toMatchObject({
      write: 'taken',
      rollback: [{ type: 'field-lost', path: 'status' }],
    });
    const planted = result.findings.filter(({ id }) => PLANTED.test(id));
    expect(planted.map(({ cause }) => PLANTED.exec(cause)?.[1]).sort()).toEqual([
      'bools',
      'ints',
      'strings',
      'versions',
    ]);
    for (const { class: found, proof } of planted) {
      expect(found).toBe('persisted');
      expect(proof).toMatchObject({ write: 'taken' });
    }
    expect(result.coverage.unreachedKinds).toEqual([]);
    expect(stdout).toContain('persisted: io.k8s.api.core.v1.NodeSystemInfo.runningInUserNamespace (new in the guide)');
    expect(stdout).toContain('fail, 6 findings');
    const number = result.findings.findIndex(({ id }) => id === LEAK) + 1;
    const script = await execa('bash', [join(out, 'reproduce', `${number}.sh`)], { reject: false });
    expect(script.exitCode, script.stderr).toBe(0);
    expect(script.stdout).toMatch(/^\+ .*"runningInUserNamespace": true$/m);
    expect(script.stdout).toMatch(/^- .*"runningInUserNamespace": true/m);

    // what was planted is what the finding hangs on, and nothing else
    const bools = result.findings.findIndex(({ cause }) => cause.endsWith('DeviceAttribute.bools')) + 1;
    const { exitCode: conclusive, stdout: told, bisected, reports } = await bisect(out, `${bools}`);
    expect(conclusive).toBe(0);
    expect(bisected.findings.map(({ number, search }) => ({ number, flip: search?.flip }))).toEqual([
      { number: bools, flip: { items: [PLANTED_SWITCH], doubtful: [] } },
    ]);
    expect(told).toContain('conclusive: switches make 1 of 1 findings go away');
    expect(reports).toEqual([`bug-report-${bools}.md`]);
  });

  it('finds nothing between two servers of one release', async () => {
    const kinds = 'csinodes,nodes,services,certificatesigningrequests,resource.k8s.io/v1 resourceslices';
    const { exitCode, stdout, result } = await probe('--from', '1.36', '--to', '1.36', '--kinds', kinds);
    expect(result.findings).toEqual([]);
    expect(result.doubts).toEqual([]);
    expect(exitCode).toBe(0);
    expect(result.coverage.kinds).toEqual({ reached: 5, of: 5 });
    expect(stdout).toMatch(/\npass, both servers answer alike about \d+ reached fields\n/);
  });

  it('goes on, when it was interrupted, with what it has of complete kinds, and comes to the same', async () => {
    const folder = await temporaryDirectory();
    const out = join(folder, 'probe');
    const env = { KUBE_REHEARSE_STATE: join(folder, 'state') };
    const answers = join(out, 'answers.ndjson');
    const lines = async (): Promise<string[]> =>
      (await readFile(answers, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
    const cli = startCli(
      ['probe', '--from', '1.36', '--to', '1.36', '--kinds', 'csinodes,persistentvolumes', '--out', out],
      env,
    );
    let ended = false;
    void cli.ended.then(() => (ended = true));
    // the heading, and a kind
    await waitFor(
      async () => ((await lines()).length > 1 ? { done: true, value: undefined } : { done: false, seen: '' }),
      {
        what: 'the answers about one kind',
        timeoutMs: 600_000,
        abandoned: () => (ended ? cli.stderr : undefined),
      },
    );
    cli.kill('SIGINT');
    expect((await cli.ended).exitCode).toBe(130);
    const before = await lines();
    expect(before.length).toBeGreaterThan(1);

    const { exitCode, stderr } = await runCli(['probe', '--resume', out], env);
    expect(exitCode, stderr).toBe(0);
    expect((await lines()).slice(0, before.length)).toEqual(before);
    const result = JSON.parse(await readFile(join(out, 'probe.json'), 'utf8')) as ProbeResult;
    expect([result.findings, result.doubts]).toEqual([[], []]);
    expect(result.coverage.kinds).toEqual({ reached: 2, of: 2 });
    expect(await filesBelow(env.KUBE_REHEARSE_STATE)).toEqual([]);
  });
});
