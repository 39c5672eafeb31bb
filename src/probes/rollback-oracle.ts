import pLimit from 'p-limit';
import type { RollbackFact, RollbackResult, ServedResource, StoredObject } from '../model/observation.js';
import { isInternalKey } from '../model/internal-keys.js';
import { outcomeOfFacts } from '../model/rollback-outcome.js';
import { comparePreference, groupOf } from '../kube/api-version.js';
import { readSurface } from '../kube/discovery.js';
import { EtcdClient } from '../kube/etcd-client.js';
import { KubeClient, resourcePath, statusMessage } from '../kube/kube-client.js';
import type { Cluster } from '../providers/cluster.js';
import { messageOf, RehearseError } from '../support/errors.js';
import { Interner } from '../support/interner.js';
import { compareRewrite, metadataOf, subjectOf } from './rollback-facts.js';
import { isPersisted, listPages } from './served-objects.js';
import { readStoredObjects } from './stored-objects.js';

const CONFLICT_ATTEMPTS = 5;

/** What the old release is asked about. */
export interface RollbackQuestion {
  /** Everything that the rehearsed cluster had stored when the copy was made. */
  readonly left: readonly StoredObject[];
  /** What was seen before, so that what the copy shares with it is in memory once. */
  readonly known?: Interner<StoredObject>;
  /** Starts the real old release on the copy; the caller stops it. */
  readonly start: () => Promise<Cluster>;
  /** Log paths below the run's directory. */
  readonly evidence: readonly string[];
}

/**
 * Lets the real old release take over a copy of the data: it must become ready, list every resource, read every object
 * and write every object back unchanged; then its store is compared with what it was given. Facts only: whether they are
 * acceptable is the judge's question. Throws when the copy could not be made or asked, which says nothing about it.
 */
export async function examineRollback(question: RollbackQuestion): Promise<RollbackResult> {
  const cluster = await question.start();
  try {
    await cluster.waitUntilReady('kube-apiserver');
  } catch (error) {
    if (!(error instanceof RehearseError && error.code.startsWith('wait-'))) throw error;
    const fact: RollbackFact = {
      type: 'not-ready',
      subject: 'kube-apiserver',
      path: '',
      before: null,
      after: null,
      message: `the old release does not become ready on this data: ${messageOf(error)}`,
    };
    return { outcome: 'impossible', reason: '', facts: [fact], examined: 0, evidence: question.evidence };
  }
  const api = new KubeClient(cluster.api);
  const etcd = new EtcdClient(cluster.etcd);
  try {
    const facts: RollbackFact[] = [];
    // most of the copy is what was seen already, and stays so
    const known = new Interner(question.known);
    const started = await readStoredObjects(etcd, known);
    const { surface } = await readSurface(api);
    const resources = surface.resources.filter(isPersisted);
    facts.push(...(await listEverything(api, resources)));
    const rewrite = await rewriteEverything(api, resources, started);
    facts.push(...rewrite.facts);
    const rewritten = byKey(await readStoredObjects(etcd, known));
    const before = byKey(started);
    for (const left of question.left) {
      // what an API server writes for itself is rewritten by whichever runs
      if (isInternalKey(left)) continue;
      facts.push(...compareRewrite({ left, started: before.get(left.key), rewritten: rewritten.get(left.key) }));
    }
    facts.sort((a, b) => compareText(factKey(a), factKey(b)));
    return {
      outcome: outcomeOfFacts(facts),
      reason: '',
      facts,
      examined: rewrite.examined,
      evidence: question.evidence,
    };
  } finally {
    await api.close();
    await etcd.close();
  }
}

async function listEverything(api: KubeClient, resources: readonly ServedResource[]): Promise<RollbackFact[]> {
  const limit = pLimit(8);
  const facts = await Promise.all(
    resources.map((resource) =>
      limit(async (): Promise<RollbackFact[]> => {
        try {
          for await (const page of listPages(api, resource)) void page;
          return [];
        } catch (error) {
          const subject = `${resource.groupVersion} ${resource.resource}`;
          const message = `${subject} cannot be listed: ${messageOf(error)}`;
          return [{ type: 'undecodable', subject, path: '', before: null, after: null, message }];
        }
      }),
    ),
  );
  return facts.flat();
}

async function rewriteEverything(
  api: KubeClient,
  resources: readonly ServedResource[],
  stored: readonly StoredObject[],
): Promise<{ facts: RollbackFact[]; examined: number }> {
  const limit = pLimit(8);
  const results = await Promise.all(
    stored.filter((object) => !isInternalKey(object)).map((object) => limit(() => rewrite(api, resources, object))),
  );
  return { facts: results.flat(), examined: results.length };
}

async function rewrite(
  api: KubeClient,
  resources: readonly ServedResource[],
  object: StoredObject,
): Promise<RollbackFact[]> {
  const subject = subjectOf(object);
  const fact = (type: RollbackFact['type'], message: string): RollbackFact[] => [
    { type, subject, path: '', before: null, after: null, message: `${subject} ${message}` },
  ];
  const metadata = metadataOf(object);
  if (!metadata) return fact('unreadable', 'could not be decoded by the harness, so nothing was asked about it');
  const resource = resourceOf(resources, object);
  if (!resource) return fact('orphaned', 'stays in etcd where the old release serves no such kind');
  const path = resourcePath({
    groupVersion: resource.groupVersion,
    resource: resource.resource,
    namespace: resource.namespaced ? metadata.namespace : undefined,
    name: metadata.name,
  });
  for (let attempt = 1; ; attempt += 1) {
    const read = await api.request({ path });
    if (read.status !== 200) return fact('unreadable', `cannot be read: ${read.status} ${statusMessage(read.body)}`);
    if (!resource.verbs.includes('update')) return [];
    const written = await api.request({ method: 'PUT', path, body: read.body.toString() });
    if (written.status === 200) return [];
    // the API server itself wrote in between, as it does every ten seconds to its identity lease: a race, not an answer
    if (written.status === 409 && attempt < CONFLICT_ATTEMPTS) continue;
    return fact('refused', `cannot be written back unchanged: ${written.status} ${statusMessage(written.body)}`);
  }
}

/** The preferred version in which the stored group and kind are served. */
function resourceOf(resources: readonly ServedResource[], object: StoredObject): ServedResource | undefined {
  return resources
    .filter((entry) => entry.kind === object.kind && groupOf(entry.groupVersion) === groupOf(object.apiVersion))
    .sort((a, b) => comparePreference(a.groupVersion, b.groupVersion))[0];
}

function byKey(objects: readonly StoredObject[]): Map<string, StoredObject> {
  return new Map(objects.map((object) => [object.key, object]));
}

function factKey(fact: RollbackFact): string {
  return `${fact.type} ${fact.subject} ${fact.path}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
