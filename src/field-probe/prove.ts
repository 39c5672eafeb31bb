import type { Json, RollbackFact, StoredObject } from '../model/observation.js';
import type { Manifest } from '../model/scenario.js';
import { parseCauseField, valueAt } from '../fields/field-path.js';
import type { Finding } from '../fields/findings.js';
import type { Subresource } from '../fields/result.js';
import type { Proof } from '../fields/probe-result.js';
import { EtcdClient } from '../kube/etcd-client.js';
import { resourcePath, statusMessage } from '../kube/kube-client.js';
import { examineRollback } from '../probes/rollback-oracle.js';
import { readStoredObjects } from '../probes/stored-objects.js';
import type { Cluster } from '../providers/cluster.js';
import type { CorpusContext } from '../workload/corpus/index.js';
import { subjectOf } from '../probes/rollback-facts.js';
import { ASKED, basesOf, proofContext } from './bases.js';
import type { ProbedServer } from './server.js';

interface Written {
  readonly finding: Finding;
  /** The wave whose name is part of the object's key. */
  readonly wave: string;
  readonly write: string;
  /** The object whose part was written. */
  readonly base?: Json;
}

/** What a proof needs. */
export interface ProofRequest {
  readonly findings: readonly Finding[];
  readonly server: ProbedServer;
  readonly cluster: Cluster;
  /** Where the copy of the data goes. */
  readonly snapshot: string;
  /** Starts the real old release on it. */
  readonly startOld: (snapshot: string) => Promise<Cluster>;
}

/**
 * Writes the object of every finding for real to the emulating server, each by itself, looks at what etcd holds, and lets
 * the real old release take over a copy of the data: list, read and write back everything. The answer, by finding.
 */
export async function prove(request: ProofRequest): Promise<ReadonlyMap<string, Proof>> {
  const { findings, server, cluster, snapshot } = request;
  const etcd = new EtcdClient(cluster.etcd);
  let old: Cluster | undefined;
  try {
    const written: Written[] = [];
    for (const [index, finding] of findings.entries()) written.push(await write(server, finding, proofContext(index)));
    const waves = written.map(({ wave }) => wave);
    const store = (await readStoredObjects(etcd)).filter(({ key }) => waves.some((wave) => key.includes(wave)));
    await cluster.snapshot(snapshot);
    const start = async (): Promise<Cluster> => (old = await request.startOld(snapshot));
    const { facts } = await examineRollback({ left: store, evidence: [], start });
    return new Map(written.map((one) => [one.finding.id, proofOf(one, store, facts)]));
  } finally {
    await etcd.close();
    await old?.stop();
  }
}

async function write(server: ProbedServer, finding: Finding, context: CorpusContext): Promise<Written> {
  const { groupVersion, resource, subresource } = finding.shownAt;
  const { wave } = context;
  // the object as it was asked about, under a name of its own
  const object = renamed(finding.example.object, context);
  if (subresource === '') return { finding, wave, write: await create(server, finding, object) };
  let created = 'the corpus has no object of it';
  for (const base of basesOf(groupVersion, resource, context).flat()) {
    created = await create(server, finding, base);
    if (created !== TAKEN) continue;
    return { finding, wave, base, write: await send(server, finding, base, object, subresource) };
  }
  return { finding, wave, write: `no object for ${subresource}: ${created}` };
}

const TAKEN = 'taken';

function create(server: ProbedServer, finding: Finding, object: Json): Promise<string> {
  return send(server, finding, object, object);
}

/** Sends an object, or a patch of a part of it; gives the refusal otherwise. */
async function send(
  { client }: ProbedServer,
  { shownAt: { groupVersion, resource } }: Finding,
  of: Json,
  body: Json,
  subresource?: Subresource,
): Promise<string> {
  const { metadata } = of as unknown as Manifest;
  const patched = subresource && { name: metadata.name, subresource };
  const path = resourcePath({ groupVersion, resource, namespace: metadata.namespace, ...patched });
  const answer = await client.request({
    method: patched ? 'PATCH' : 'POST',
    path: `${path}?fieldValidation=Ignore&fieldManager=kube-rehearse`,
    body: JSON.stringify(body),
    ...(patched && { headers: { 'content-type': 'application/merge-patch+json' } }),
  });
  return answer.status < 300 ? TAKEN : `${answer.status}: ${statusMessage(answer.body)}`;
}

/** Every name of an object is derived from its wave, and nothing else is spelt like one. */
function renamed(object: Json, { wave }: CorpusContext): Json {
  return JSON.parse(JSON.stringify(object).replaceAll(ASKED.wave, wave)) as Json;
}

function proofOf(
  { finding, wave, write, base }: Written,
  store: readonly StoredObject[],
  facts: readonly RollbackFact[],
): Proof {
  if (write !== TAKEN) return { write, rollback: 'not examined' };
  const stored = store.find(({ key, content }) => key.includes(wave) && isKindOf(content, finding));
  if (!stored) return { write: 'taken, but not found in etcd', rollback: 'not examined' };
  const value = valueAt(stored.content, parseCauseField(finding.example.at));
  const own = facts.filter(({ type, subject }) => type === 'not-ready' || subject === subjectOf(stored));
  return {
    write,
    ...(base !== undefined && { base }),
    ...(value !== undefined && { stored: value }),
    rollback: own.length === 0 ? 'intact' : own.map(({ type, path, message }) => ({ type, path, message })),
  };
}

/** A wave of a status finding holds nothing else; that of a created one may hold what admission adds beside it. */
function isKindOf(content: Json, { example }: Finding): boolean {
  const kind = (value: Json): Json | undefined => valueAt(value, ['kind']);
  return kind(example.object) === undefined || kind(content) === undefined || kind(content) === kind(example.object);
}
