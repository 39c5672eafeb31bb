import pLimit from 'p-limit';
import type { ServedResource, Surface, WaveResult, WaveWrite } from '../model/observation.js';
import type { Manifest } from '../model/scenario.js';
import type { Minor } from '../model/version.js';
import { groupOf } from '../kube/api-version.js';
import { groupVersionPath, resourcePath, type JsonObject, type KubeClient } from '../kube/kube-client.js';
import { RehearseError } from '../support/errors.js';
import { waitFor } from '../support/wait.js';
import { entryKey, waveContext, withOwner, type CorpusContext, type CorpusEntry } from './corpus/corpus-entry.js';
import { corpusFor, noveltiesBetween } from './corpus/index.js';
import { waitForDefaultAccount, waitForStatus } from './wait-for-status.js';
import { Writer, type Answer, type ObjectAddress } from './writer.js';

/** What one wave writes. */
export interface WaveRequest {
  readonly client: KubeClient;
  /** The surface on arrival: only what is served can be written. */
  readonly surface: Surface;
  /** The stop's index; names all objects of the wave. */
  readonly index: number;
  /** An image that the cluster's nodes can run; see `Cluster.podImage`. */
  readonly image: string;
  /** The user's objects for this stop. */
  readonly manifests: readonly Manifest[];
  /** The pair of minors: fields new in between are tried, in objects of their own. */
  readonly from: Minor;
  readonly to: Minor;
  readonly signal?: AbortSignal | undefined;
}

const READY_TIMEOUT_MS = 30_000;

/**
 * Creates an object of every resource of the corpus that is served here, changes the objects that the previous wave left,
 * tries the fields that are new between the two minors, and writes the user's manifests. Data that nobody writes cannot
 * go wrong: after this, every resource holds something that the present server wrote.
 */
export async function writeWave(request: WaveRequest): Promise<WaveResult> {
  const writer = new Writer(request.client);
  const context = waveContext(request.index, request.image);
  await createCorpus(request, writer, context);
  const changes = request.index > 0 ? await changePreviousWave(request, context) : [];
  const novelties = await tryNovelties(request, context);
  for (const manifest of request.manifests) await writeManifest(request, writer, manifest);
  return { writes: [...writer.writes, ...changes, ...novelties] };
}

/** Writes that do not need one another, a few at a time, recorded in the order of `items`. */
async function writeEach<T>(
  client: KubeClient,
  items: readonly T[],
  write: (item: T, writer: Writer) => Promise<unknown>,
): Promise<WaveWrite[]> {
  const limit = pLimit(8);
  const writers = await Promise.all(
    items.map((item) =>
      limit(async () => {
        const writer = new Writer(client);
        await write(item, writer);
        return writer;
      }),
    ),
  );
  return writers.flatMap(({ writes }) => writes);
}

async function createCorpus(request: WaveRequest, writer: Writer, context: CorpusContext): Promise<void> {
  const created = new Map<string, JsonObject>();
  for (const entry of corpusFor(context)) {
    const address = addressOf(request.surface, entry, context);
    // a custom resource of this wave is not in the arrival surface yet: its definition has just been created
    const target = address ?? (entry.definition ? ownCustomAddress(entry, context) : undefined);
    if (!target) continue;
    if (entry.definition) await waitUntilServed(request, target);
    const owner = entry.owner ? created.get(entry.owner) : undefined;
    const manifest = owner ? withOwner(entry.build(context), ownerOf(owner)) : entry.build(context);
    const answer = await writer.create({ ...target, name: manifest.metadata.name }, manifest, true);
    if (answer.object) created.set(entryKey(entry), answer.object);
    if (answer.object) await writeSubresources(entry, context, writer, { ...target, name: manifest.metadata.name });
    if (entry.resource === 'namespaces' && entry.variant === '')
      await waitForDefaultAccount(request, context.namespace);
  }
  for (const entry of corpusFor(context)) {
    const address = created.has(entryKey(entry)) ? addressOf(request.surface, entry, context) : undefined;
    if (address) await waitUntilSettled(request, writer, address, entry);
  }
}

async function writeSubresources(
  entry: Pick<CorpusEntry, 'afterwards'>,
  context: CorpusContext,
  writer: Writer,
  address: ObjectAddress,
  required = true,
): Promise<void> {
  for (const { subresource, patch } of entry.afterwards?.(context) ?? []) {
    await writer.patchSubresource(address, subresource, patch, required);
  }
}

async function changePreviousWave(request: WaveRequest, { wave }: CorpusContext): Promise<WaveWrite[]> {
  const previous = waveContext(request.index - 1, request.image);
  return writeEach(request.client, corpusFor(previous), async (entry, writer) => {
    const address = addressOf(request.surface, entry, previous);
    // what the previous stop did not serve was not written there
    if (!address || !(await exists(request.client, address))) return;
    await writer.update(address, (object) => entry.change(object, wave), true);
  });
}

async function tryNovelties(request: WaveRequest, context: CorpusContext): Promise<WaveWrite[]> {
  return writeEach(request.client, noveltiesBetween(request.from, request.to), async (novelty, writer) => {
    const resource = findServed(request.surface, [novelty.groupVersion], novelty.resource);
    if (!resource) return;
    const manifest = novelty.build(context);
    const address: ObjectAddress = {
      groupVersion: resource.groupVersion,
      resource: resource.resource,
      namespace: resource.namespaced ? (manifest.metadata.namespace ?? context.namespace) : '',
      name: manifest.metadata.name,
    };
    const answer = await writer.create(address, manifest, false);
    if (answer.object) await writeSubresources(novelty, context, writer, address, false);
  });
}

async function writeManifest(request: WaveRequest, writer: Writer, manifest: Manifest): Promise<Answer | undefined> {
  const kind = (resource: ServedResource): boolean =>
    resource.groupVersion === manifest.apiVersion &&
    resource.kind === manifest.kind &&
    !resource.resource.includes('/');
  const resource = request.surface.resources.find(kind) ?? (await findNewCustomResource(request, manifest));
  const namespace = resource?.namespaced ? (manifest.metadata.namespace ?? 'default') : '';
  if (!resource) {
    const message = `no resource for ${manifest.apiVersion} ${manifest.kind} is served`;
    const address = {
      groupVersion: manifest.apiVersion,
      resource: manifest.kind,
      namespace,
      name: manifest.metadata.name,
    };
    writer.writes.push({ action: 'create', ...address, status: 404, message, required: true, dropped: [] });
    return undefined;
  }
  const address = {
    groupVersion: manifest.apiVersion,
    resource: resource.resource,
    namespace,
    name: manifest.metadata.name,
  };
  return writer.create(address, manifest, true);
}

/** A kind that a CustomResourceDefinition among the manifests has just added. */
async function findNewCustomResource(request: WaveRequest, manifest: Manifest): Promise<ServedResource | undefined> {
  const list = await request.client.get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
  type Definition = { spec: { group: string; scope: string; names: { plural: string; kind: string } } };
  const definition = (list['items'] as unknown as Definition[]).find(
    ({ spec }) => spec.group === groupOf(manifest.apiVersion) && spec.names.kind === manifest.kind,
  );
  if (!definition) return undefined;
  const { plural, kind } = definition.spec.names;
  await waitUntilServed(request, { groupVersion: manifest.apiVersion, resource: plural, namespace: '', name: '' });
  return {
    groupVersion: manifest.apiVersion,
    resource: plural,
    kind,
    namespaced: definition.spec.scope === 'Namespaced',
    verbs: [],
    shortNames: [],
    categories: [],
    storageVersionHash: '',
    custom: true,
  };
}

function addressOf(surface: Surface, entry: CorpusEntry, context: CorpusContext): ObjectAddress | undefined {
  const resource = findServed(surface, entry.groupVersions, entry.resource);
  if (!resource) return undefined;
  const manifest = entry.build(context);
  return {
    groupVersion: resource.groupVersion,
    resource: resource.resource,
    namespace: resource.namespaced ? (manifest.metadata.namespace ?? context.namespace) : '',
    name: manifest.metadata.name,
  };
}

function ownCustomAddress(entry: CorpusEntry, context: CorpusContext): ObjectAddress {
  const manifest = entry.build(context);
  return {
    groupVersion: entry.groupVersions[0],
    resource: entry.resource,
    namespace: entry.namespaced ? (manifest.metadata.namespace ?? context.namespace) : '',
    name: manifest.metadata.name,
  };
}

function findServed(surface: Surface, groupVersions: readonly string[], name: string): ServedResource | undefined {
  for (const groupVersion of groupVersions) {
    const found = surface.resources.find((entry) => entry.groupVersion === groupVersion && entry.resource === name);
    if (found) return found;
  }
  return undefined;
}

function ownerOf(object: JsonObject): { apiVersion: string; kind: string; name: string; uid: string } {
  const { apiVersion, kind, metadata } = object as unknown as Manifest & { metadata: { uid: string } };
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid };
}

async function exists(client: KubeClient, address: ObjectAddress): Promise<boolean> {
  return (await client.request({ path: resourcePath(address) })).status === 200;
}

async function waitUntilServed(request: WaveRequest, address: ObjectAddress): Promise<void> {
  const path = `${groupVersionPath(address.groupVersion)}/${address.resource}`;
  await waitForStatus(request, path, `${address.groupVersion} ${address.resource} to be served`);
}

/** An object that its controller leaves alone would change under a later step; it counts as a write that was not taken. */
async function waitUntilSettled(
  request: WaveRequest,
  writer: Writer,
  address: ObjectAddress,
  entry: CorpusEntry,
): Promise<void> {
  if (!entry.settled) return;
  const path = resourcePath(address);
  try {
    await waitFor<void>(
      async () =>
        entry.settled?.(await request.client.get(path))
          ? { done: true, value: undefined }
          : { done: false, seen: `${path} is as it was written` },
      {
        what: `a controller to act on ${path}`,
        timeoutMs: READY_TIMEOUT_MS,
        intervalMs: 50,
        signal: request.signal,
      },
    );
  } catch (error) {
    if (!(error instanceof RehearseError && error.code === 'wait-timeout')) throw error;
    const refused = { action: 'create', ...address, status: 504, message: error.message, dropped: [] } as const;
    writer.writes.push({ ...refused, required: true });
  }
}
