import { execFile } from 'node:child_process';
import { readFile, writeFile, mkdtemp, rm, mkdir, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withoutCapability } from '../../scripts/docker-engine/drop-capability.mjs';

const CAPABILITY = 'CAP_SYS_RESOURCE';
const lists = { bounding: ['CAP_KILL', CAPABILITY, 'CAP_CHOWN'], effective: [CAPABILITY], ambient: [] };

describe('a capability is taken out', () => {
  it('of every list of a container and of nothing else', () => {
    const config = { ociVersion: '1.0.2', process: { args: ['echo', CAPABILITY], capabilities: lists } };
    expect(JSON.parse(withoutCapability(JSON.stringify(config), CAPABILITY))).toEqual({
      ...config,
      process: {
        args: ['echo', CAPABILITY],
        capabilities: { bounding: ['CAP_KILL', 'CAP_CHOWN'], effective: [], ambient: [] },
      },
    });
  });

  it('of the process that is started in a running container', () => {
    const edited = withoutCapability(JSON.stringify({ capabilities: lists, cwd: '/' }), CAPABILITY);
    expect(JSON.parse(edited)).toEqual({
      capabilities: { bounding: ['CAP_KILL', 'CAP_CHOWN'], effective: [], ambient: [] },
      cwd: '/',
    });
  });

  it('while numbers beyond 53 bits keep every digit', () => {
    const text = `{"process":{"capabilities":{"bounding":["${CAPABILITY}"]},"rlimits":[{"hard":18446744073709551615}]}}`;
    expect(withoutCapability(text, CAPABILITY)).toBe(text.replace(`"${CAPABILITY}"`, ''));
  });

  it('whatever else is in the lists and in the environment', () => {
    const names = fc.array(fc.constantFrom('CAP_KILL', 'CAP_CHOWN', CAPABILITY));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('bounding', 'permitted'), names),
        fc.string(),
        (capabilities, value) => {
          const env = [`X=${value}`, `Y=${JSON.stringify(capabilities)}`];
          const edited = JSON.parse(
            withoutCapability(JSON.stringify({ process: { env, capabilities } }), CAPABILITY),
          ) as {
            process: { env: string[]; capabilities: Record<string, string[]> };
          };
          expect(edited.process.env).toEqual(env);
          for (const [set, list] of Object.entries(capabilities)) {
            expect(edited.process.capabilities[set]).toEqual(list.filter((name) => name !== CAPABILITY));
          }
        },
      ),
    );
  });

  it('or the start is refused, when the text is spaced so that it cannot be edited', () => {
    const spaced = JSON.stringify({ process: { capabilities: lists } }, null, 2);
    expect(() => withoutCapability(spaced, CAPABILITY)).toThrow('not compact JSON');
  });

  it('not at all where a process has no capabilities', () => {
    expect(withoutCapability('{"process":{}}', CAPABILITY)).toBe('{"process":{}}');
  });
});

describe('the runtime wrapper', () => {
  const wrapper = fileURLToPath(new URL('../../scripts/docker-engine/runc-wrapper.sh', import.meta.url));
  const config = JSON.stringify({ process: { capabilities: { bounding: [CAPABILITY] } } });

  /** Runs the wrapper with a runc that prints its arguments. */
  async function run(...args: string[]): Promise<{ stdout: string; folder: string; file: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-wrapper-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const runc = join(folder, 'runc');
    await writeFile(runc, '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    await chmod(runc, 0o755);
    await mkdir(join(folder, 'bundle'));
    await writeFile(join(folder, 'bundle', 'config.json'), config);
    await writeFile(join(folder, 'process.json'), '{"capabilities":{"bounding":["CAP_SYS_RESOURCE"]}}');
    const env = { ...process.env, KUBE_REHEARSE_NODE: process.execPath, KUBE_REHEARSE_RUNC: runc };
    const given = args.map((argument) => argument.replace('FOLDER', folder));
    const { stdout } = await promisify(execFile)(wrapper, given, { env });
    expect(stdout).toBe(given.map((argument) => `${argument}\n`).join(''));
    return { stdout, folder, file: await readFile(join(folder, 'bundle', 'config.json'), 'utf8') };
  }

  it.each([
    ['create', '--bundle', 'FOLDER/bundle', 'id'],
    ['--log', '/dev/null', 'create', '-b', 'FOLDER/bundle', 'id'],
    ['run', '--bundle=FOLDER/bundle', 'id'],
  ])('edits the bundle of `%s %s ...` and passes every argument on', async (...args) => {
    expect((await run(...args)).file).toBe('{"process":{"capabilities":{"bounding":[]}}}');
  });

  it('edits the process file of `exec` and leaves the bundle', async () => {
    const { folder, file } = await run('exec', '--process', 'FOLDER/process.json', '--detach', 'id');
    expect(await readFile(join(folder, 'process.json'), 'utf8')).toBe('{"capabilities":{"bounding":[]}}');
    expect(file).toBe(config);
  });

  it.each([
    ['state', 'id'],
    ['delete', '--force', 'create'],
    ['kill', 'id', '9'],
  ])('edits nothing for `%s %s`', async (...args) => {
    expect((await run(...args)).file).toBe(config);
  });
});
