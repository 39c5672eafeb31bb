import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findOverridden, parseOverride } from './overrides.js';
import type { BinariesRequest } from './request.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const KUBERNETES: BinariesRequest = { product: 'kubernetes', version: '1.37.2' };
const ETCD: BinariesRequest = { product: 'etcd', version: '3.7.0', pairedWith: '1.37.2' };

async function folderWith(...names: string[]): Promise<string> {
  const directory = await temporaryDirectory();
  for (const name of names) await writeFile(join(directory, name), 'x', { mode: 0o755 });
  return directory;
}

it('`--binaries` takes a minor or a release, and a folder that may itself hold an equals sign', () => {
  expect(parseOverride('1.37=/a=b')).toEqual({ version: '1.37', directory: '/a=b' });
  expect(parseOverride('1.37.0-rc.1=/x').version).toBe('1.37.0-rc.1');
});

it.each(['1.37', '=dir', '1.37=', 'stable=/x', ''])('`--binaries %s` is refused as bad input', (value) => {
  expect(() => parseOverride(value)).toThrow(
    expect.objectContaining({ code: 'override-invalid', exitCode: 3 }) as Error,
  );
});

it('a minor concerns all its releases and their etcd, a release only itself', async () => {
  const directory = await folderWith('kube-apiserver', 'etcd');
  const found = async (version: '1.37' | '1.36' | '1.37.2' | '1.37.1', request: BinariesRequest): Promise<unknown> =>
    Object.fromEntries(await findOverridden([{ version, directory }], request, ['kube-apiserver', 'etcd', 'etcdctl']));
  const both = { 'kube-apiserver': join(directory, 'kube-apiserver'), etcd: join(directory, 'etcd') };
  expect(await found('1.37', KUBERNETES)).toEqual(both);
  expect(await found('1.37.2', KUBERNETES)).toEqual(both);
  expect(await found('1.37', ETCD)).toEqual(both);
  expect(await found('1.37.1', KUBERNETES)).toEqual({});
  expect(await found('1.36', KUBERNETES)).toEqual({});
});

it('an etcd that belongs to no release is not overridden', async () => {
  const directory = await folderWith('etcd');
  const alone: BinariesRequest = { product: 'etcd', version: '3.7.0' };
  expect((await findOverridden([{ version: '1.37', directory }], alone, ['etcd'])).size).toBe(0);
});

it('the last override that has a program wins', async () => {
  const [first, second] = [await folderWith('kube-apiserver', 'kubectl'), await folderWith('kube-apiserver')];
  const overrides = [first, second].map((directory) => ({ version: '1.37', directory }) as const);
  expect(await findOverridden(overrides, KUBERNETES, ['kube-apiserver', 'kubectl'])).toEqual(
    new Map([
      ['kube-apiserver', join(second, 'kube-apiserver')],
      ['kubectl', join(first, 'kubectl')],
    ]),
  );
});

it('a missing folder, a folder in the place of a program and a file that cannot be executed are bad input', async () => {
  const directory = await folderWith('kube-apiserver');
  await chmod(join(directory, 'kube-apiserver'), 0o644);
  await mkdir(join(directory, 'kubectl'));
  const look = (folder: string, program: 'kube-apiserver' | 'kubectl'): Promise<unknown> =>
    findOverridden([{ version: '1.37', directory: folder }], KUBERNETES, [program]);
  const refusal = (text: string): unknown =>
    expect.objectContaining({ exitCode: 3, message: expect.stringContaining(text) as string });
  await expect(look(join(directory, 'nowhere'), 'kubectl')).rejects.toThrow(refusal('no such folder'));
  await expect(look(directory, 'kube-apiserver')).rejects.toThrow(refusal('cannot be executed'));
  await expect(look(directory, 'kubectl')).rejects.toThrow(refusal('not a file'));
});
