import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { unpackTar } from 'modern-tar';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeImage, imageArchive, programLayer, type ImageSettings, type Layer } from './image-archive.js';

const SETTINGS: ImageSettings = {
  reference: 'registry.k8s.io/kube-apiserver:v1.37.2',
  architecture: 'amd64',
  entrypoint: ['/usr/local/bin/kube-apiserver'],
  env: ['PATH=/usr/local/bin'],
};
// more than a tar block, and not a whole number of them
const PROGRAM = 'program '.repeat(1_000).slice(0, -3);

let folder: string;
let layer: Layer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-image-'));
  const source = join(folder, 'kube-apiserver');
  // neither owner nor mode of the file on this machine must matter
  await writeFile(source, PROGRAM, { mode: 0o640 });
  layer = await programLayer([{ target: 'usr/local/bin/kube-apiserver', source }]);
  return () => rm(folder, { recursive: true, force: true });
});

const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

/** The archive's files by name. */
async function unpacked(archive: Uint8Array): Promise<Map<string, Buffer>> {
  const entries = await unpackTar(archive, { strict: true });
  return new Map(entries.map(({ header, data }) => [header.name, Buffer.from(data ?? [])]));
}

describe('the layer of a program', () => {
  it('holds it where it belongs, executable and owned by root', async () => {
    const [entry, ...others] = await unpackTar(await buffer(layer.open()), { strict: true });
    expect(others).toEqual([]);
    expect(entry?.header).toMatchObject({ name: 'usr/local/bin/kube-apiserver', mode: 0o755, uid: 0, gid: 0 });
    expect(entry?.header.mtime).toEqual(new Date(0));
    expect(Buffer.from(entry?.data ?? []).toString()).toBe(PROGRAM);
  });

  it('has the sum and the size of what it reads as, every time', async () => {
    for (const content of [await buffer(layer.open()), await buffer(layer.open())]) {
      expect([layer.sha256, layer.size]).toEqual([sha256(content), content.length]);
    }
  });

  it('changes its sum with the program', async () => {
    const source = join(folder, 'other');
    await writeFile(source, `${PROGRAM}.`);
    const other = await programLayer([{ target: 'usr/local/bin/kube-apiserver', source }]);
    expect(other.sha256).not.toBe(layer.sha256);
  });
});

describe('an image archive', () => {
  it('names one image whose config and layers are in it under their own sums', async () => {
    const files = await unpacked(await buffer(imageArchive(SETTINGS, [layer])));
    const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as unknown;
    const config = `${sha256(files.get([...files.keys()].find((name) => name.endsWith('.json') && name !== 'manifest.json') ?? '') ?? '')}.json`;
    expect(manifest).toEqual([
      { Config: config, RepoTags: [SETTINGS.reference], Layers: [`${layer.sha256}/layer.tar`] },
    ]);
    expect([...files.keys()].sort()).toEqual(['manifest.json', config, `${layer.sha256}/layer.tar`].sort());
    expect(sha256(files.get(`${layer.sha256}/layer.tar`) ?? '')).toBe(layer.sha256);
  });

  it('says what runs, where and for which machine', () => {
    const { config } = describeImage({ ...SETTINGS, stopSignal: 'SIGRTMIN+3', labels: { a: 'b' } }, [layer]);
    expect(JSON.parse(config)).toEqual({
      architecture: 'amd64',
      os: 'linux',
      created: '1970-01-01T00:00:00Z',
      config: {
        Entrypoint: ['/usr/local/bin/kube-apiserver'],
        Env: ['PATH=/usr/local/bin'],
        Labels: { a: 'b' },
        StopSignal: 'SIGRTMIN+3',
      },
      rootfs: { type: 'layers', diff_ids: [`sha256:${layer.sha256}`] },
    });
  });

  it('leaves the program to whoever starts it where no entrypoint is given', () => {
    const { config } = describeImage({ reference: 'a:b', architecture: 'arm64', env: [] }, [layer]);
    expect(JSON.parse(config)).toMatchObject({ architecture: 'arm64', config: { Env: [] } });
    expect(config).not.toContain('Entrypoint');
  });

  it('keeps layers in their order', async () => {
    const source = join(folder, 'second');
    await writeFile(source, 'second');
    const second = await programLayer([{ target: 'second', source }]);
    const { manifest, config } = describeImage(SETTINGS, [second, layer]);
    expect(JSON.parse(manifest)).toMatchObject([
      { Layers: [`${second.sha256}/layer.tar`, `${layer.sha256}/layer.tar`] },
    ]);
    expect(JSON.parse(config)).toMatchObject({
      rootfs: { diff_ids: [`sha256:${second.sha256}`, `sha256:${layer.sha256}`] },
    });
    const files = await unpacked(await buffer(imageArchive(SETTINGS, [second, layer])));
    expect(files.has(`${second.sha256}/layer.tar`) && files.has(`${layer.sha256}/layer.tar`)).toBe(true);
  });

  it('is the same bytes for the same arguments', async () => {
    const [first, second] = [
      await buffer(imageArchive(SETTINGS, [layer])),
      await buffer(imageArchive(SETTINGS, [layer])),
    ];
    expect(first.equals(second)).toBe(true);
  });

  it('ends with an error when a layer cannot be read to its end', async () => {
    const cut: Layer = { ...layer, size: layer.size + 512 };
    await expect(buffer(imageArchive(SETTINGS, [cut]))).rejects.toThrow();
  });
});
