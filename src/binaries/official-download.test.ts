import { readFile, readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS } from './http-download.js';
import { downloadSites, officialDownload } from './official-download.js';
import { requirePlatform } from './platform.js';
import type { BinariesProgress } from './progress.js';
import type { ProgramName } from './products.js';
import type { BinariesRequest } from './request.js';
import type { FetchContext, FetchedProgram } from './source.js';
import { serveRelease, sha256, truncated, type Answer, type ReleaseServer } from './testing/release-server.js';
import { executablesBelow, temporaryDirectory } from './testing/temporary-directory.js';

const KUBERNETES: BinariesRequest = { product: 'kubernetes', version: '1.37.2' };
const ETCD: BinariesRequest = { product: 'etcd', version: '3.7.0' };
const SCHEDULER = '/v1.37.2/bin/linux/amd64/kube-scheduler';
const SUM = `${SCHEDULER}.sha256`;
const ARCHIVE = '/v3.7.0/etcd-v3.7.0-linux-amd64.tar.gz';
const LIMITS = { ...DEFAULT_LIMITS, connectMs: 1_000 };

async function site(answers: Readonly<Record<string, Answer>>): Promise<ReleaseServer> {
  const server = await serveRelease(answers);
  onTestFinished(() => server.close());
  return server;
}

async function context(): Promise<FetchContext & { progress: BinariesProgress[] }> {
  const progress: BinariesProgress[] = [];
  return {
    architecture: 'amd64',
    directory: await temporaryDirectory(),
    signal: undefined,
    onProgress: (event) => progress.push(event),
    progress,
  };
}

async function fetchAll(
  url: string,
  request: BinariesRequest,
  programs: readonly ProgramName[],
  to: FetchContext,
  limits = LIMITS,
): Promise<FetchedProgram[]> {
  const source = officialDownload({ [request.product]: url }, limits);
  const fetched: FetchedProgram[] = [];
  for await (const program of source.fetch(request, programs, to)) fetched.push(program);
  return fetched;
}

it('a program whose checksum is right arrives, with its address and progress', async () => {
  const server = await site({ [SUM]: sha256('program'), [SCHEDULER]: 'program' });
  const to = await context();
  const [program] = await fetchAll(server.url, KUBERNETES, ['kube-scheduler'], to);
  expect(await readFile(program?.path ?? '', 'utf8')).toBe('program');
  expect(program?.provenance).toEqual({
    source: 'official download',
    origin: server.url + SCHEDULER,
    tools: {},
  });
  expect(to.progress).toContainEqual(
    expect.objectContaining({ type: 'downloading', file: 'kube-scheduler', received: 7, total: 7, secondsLeft: 0 }),
  );
});

it.each<[BinariesRequest, ProgramName, string, string]>([
  [{ product: 'kind', version: '0.33.0' }, 'kind', '/v0.33.0/kind-linux-amd64', '.sha256sum'],
  [{ product: 'kwok', version: '0.8.0' }, 'kwok', '/v0.8.0/kwok-linux-amd64', '.sha256sum'],
  [{ product: 'containerd', version: '2.3.7' }, 'ctr', '/v2.3.7/containerd-2.3.7-linux-amd64.tar.gz', '.sha256sum'],
])('%j is found where upstream publishes it', async (request, program, path, suffix) => {
  const archive = gzipSync(await packTar([{ header: { name: `bin/${program}`, size: 7 }, body: 'program' }]));
  const body = request.product === 'containerd' ? archive : 'program';
  const file = path.slice(path.lastIndexOf('/') + 1);
  const server = await site({ [path + suffix]: `${sha256(body)}  ${file}\n`, [path]: body });
  const [fetched] = await fetchAll(server.url, request, [program], await context());
  expect(await readFile(fetched?.path ?? '', 'utf8')).toBe('program');
  expect(fetched?.provenance.origin).toBe(server.url + path);
});

it('a program whose checksum is wrong is refused at once, and nothing executable is left', async () => {
  const server = await site({ [SUM]: sha256('program'), [SCHEDULER]: 'pr0gram' });
  const to = await context();
  await expect(fetchAll(server.url, KUBERNETES, ['kube-scheduler'], to)).rejects.toThrow(
    `wrong checksum, sha256 ${sha256('pr0gram')} where ${sha256('program')} is published`,
  );
  expect(await executablesBelow(to.directory)).toEqual([]);
  expect(server.requests).toEqual([SUM, SCHEDULER]);
});

it('an answer that is no checksum is not taken for one', async () => {
  const server = await site({ [SUM]: '<html>please log in</html>', [SCHEDULER]: 'program' });
  const fetching = fetchAll(server.url, KUBERNETES, ['kube-scheduler'], await context());
  await expect(fetching).rejects.toThrow('no sha256 is published');
  expect(server.requests).toEqual([SUM]);
});

it('a body that keeps ending too early fails after three attempts', async () => {
  const server = await site({ [SUM]: sha256('program'), [SCHEDULER]: truncated('program') });
  await expect(fetchAll(server.url, KUBERNETES, ['kube-scheduler'], await context())).rejects.toThrow(SCHEDULER);
  expect(server.requests).toEqual([SUM, SCHEDULER, SCHEDULER, SCHEDULER]);
});

it('a body that ended too early once is fetched again, whole', async () => {
  let times = 0;
  const once: Answer = (response) => {
    if (times++ > 0) response.end('program');
    else response.writeHead(200, { 'content-length': 7 }).write('pro', () => response.destroy());
  };
  const server = await site({ [SUM]: sha256('program'), [SCHEDULER]: once });
  const [program] = await fetchAll(server.url, KUBERNETES, ['kube-scheduler'], await context());
  expect(await readFile(program?.path ?? '', 'utf8')).toBe('program');
});

it('a missing release fails with the status, without another attempt', async () => {
  const server = await site({});
  await expect(fetchAll(server.url, KUBERNETES, ['kube-scheduler'], await context())).rejects.toThrow(
    `${server.url}${SUM}: the server answered 404`,
  );
  expect(server.requests).toEqual([SUM]);
});

it('a server that never answers, or stops in the middle, runs into the time limit', async () => {
  const limits = { ...LIMITS, headersMs: 100, idleMs: 100, attempts: 1 };
  const silent = await site({ [SUM]: () => undefined });
  const unanswered = fetchAll(silent.url, KUBERNETES, ['kube-scheduler'], await context(), limits);
  await expect(unanswered).rejects.toThrow(/headers timeout/i);
  const stuck = await site({
    [SUM]: sha256('program'),
    [SCHEDULER]: (response) => void response.writeHead(200, { 'content-length': 7 }).write('pro'),
  });
  const halfAnswered = fetchAll(stuck.url, KUBERNETES, ['kube-scheduler'], await context(), limits);
  await expect(halfAnswered).rejects.toThrow(/body timeout/i);
}, 20_000);

it('a dead server is waited for once: the source then says that it is unavailable', async () => {
  const server = await serveRelease({});
  await server.close();
  const source = officialDownload({ kubernetes: server.url, etcd: 'off' }, LIMITS);
  expect(await source.unavailableReason(KUBERNETES)).toBeUndefined();
  const fetching = source.fetch(KUBERNETES, ['kube-scheduler'], await context())[Symbol.asyncIterator]();
  await expect(fetching.next()).rejects.toThrow('ECONNREFUSED');
  expect(await source.unavailableReason(KUBERNETES)).toContain('ECONNREFUSED');
});

it('an abort in the middle of a body ends with its reason', async () => {
  const abort = new AbortController();
  const server = await site({
    [SUM]: sha256('program'),
    [SCHEDULER]: (response) => {
      response.writeHead(200, { 'content-length': 7 }).write('pro', () => abort.abort(new Error('interrupted')));
    },
  });
  const to = { ...(await context()), signal: abort.signal };
  await expect(fetchAll(server.url, KUBERNETES, ['kube-scheduler'], to)).rejects.toThrow(/^interrupted$/);
});

it('redirects are followed, but not for ever', async () => {
  const answers: Record<string, Answer> = {
    '/cdn': 'program',
    [SUM]: sha256('program'),
    [SCHEDULER]: (response) => void response.writeHead(302, { location: '/cdn' }).end(),
  };
  const server = await site(answers);
  expect(await fetchAll(server.url, KUBERNETES, ['kube-scheduler'], await context())).toHaveLength(1);
  answers['/cdn'] = (response) => void response.writeHead(302, { location: '/cdn' }).end();
  const looping = fetchAll(server.url, KUBERNETES, ['kube-scheduler'], await context());
  await expect(looping).rejects.toThrow('redirected more than 5 times');
});

it('plain HTTP to another machine, a site that is switched off and a wrong URL are refused with the reason', async () => {
  const source = (kubernetes: string): Promise<string | undefined> =>
    officialDownload({ kubernetes, etcd: 'off' }).unavailableReason(KUBERNETES);
  expect(await source('http://mirror.example/release')).toContain('plain HTTP');
  expect(await source('off')).toBe('switched off');
  expect(await source('mirror')).toBe('mirror is not a URL');
  expect(await source('https://mirror.example/release')).toBeUndefined();
});

it('mirrors come from the environment', () => {
  expect(
    downloadSites({ KUBE_REHEARSE_DOWNLOAD_BASE: 'https://a/k', KUBE_REHEARSE_ETCD_DOWNLOAD_BASE: 'off' }),
  ).toMatchObject({ kubernetes: 'https://a/k', etcd: 'off' });
  expect(downloadSites({ KUBE_REHEARSE_KIND_DOWNLOAD_BASE: 'https://a/kind' }).kind).toBe('https://a/kind');
  expect(downloadSites({}).kubernetes).toBe('https://dl.k8s.io/release');
});

it('etcd comes out of its archive once the archive is what SHA256SUMS says', async () => {
  const folder = 'etcd-v3.7.0-linux-amd64';
  const files = ['etcd', 'etcdctl', 'README.md'].map((name) => ({
    header: { name: `${folder}/${name}`, size: name.length },
    body: name,
  }));
  const archive = gzipSync(await packTar(files));
  const sums = `${sha256('x')}  etcd-v3.7.0-linux-arm64.tar.gz\n${sha256(archive)}  ${folder}.tar.gz\n`;
  const server = await site({ '/v3.7.0/SHA256SUMS': sums, [ARCHIVE]: archive });
  const fetched = await fetchAll(server.url, ETCD, ['etcd', 'etcdctl'], await context());
  expect(fetched.map(({ name }) => name)).toEqual(['etcd', 'etcdctl']);
  expect(await readFile(fetched[1]?.path ?? '', 'utf8')).toBe('etcdctl');
});

it('an archive with the wrong checksum is not even opened', async () => {
  const sums = `${sha256('right')}  etcd-v3.7.0-linux-amd64.tar.gz\n`;
  const server = await site({ '/v3.7.0/SHA256SUMS': sums, [ARCHIVE]: 'wrong' });
  const to = await context();
  await expect(fetchAll(server.url, ETCD, ['etcd'], to)).rejects.toThrow('wrong checksum');
  expect(await readdir(to.directory)).toEqual(['archive.tar.gz']);
});

it('a release exists when its checksums are published, and does not when the site has no such file', async () => {
  const server = await site({
    [`/v1.37.2/bin/linux/${requirePlatform()}/kube-apiserver.sha256`]: sha256('program'),
    '/v3.7.0/SHA256SUMS': '',
    [`/v1.37.3/bin/linux/${requirePlatform()}/kube-apiserver.sha256`]: (response) => response.writeHead(503).end(),
  });
  const source = officialDownload({ kubernetes: server.url, etcd: server.url }, LIMITS);
  expect(await source.isReleased(KUBERNETES, undefined)).toBe(true);
  expect(await source.isReleased(ETCD, undefined)).toBe(true);
  expect(await source.isReleased({ ...KUBERNETES, version: '1.37.99' }, undefined)).toBe(false);
  expect(await source.isReleased({ ...KUBERNETES, version: '1.37.3' }, undefined)).toBeUndefined();
  await server.close();
  expect(await source.isReleased(KUBERNETES, undefined)).toBeUndefined();
  expect(await source.unavailableReason(KUBERNETES)).toContain(server.url);
});
