import type { Json, StoredObject } from '../model/observation.js';
import { groupOf, storageGroup } from './api-names.js';
import { textAt } from './json.js';

/** What names an object, whichever version it is stored or served in. */
export interface ObjectName {
  readonly groupVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The name a stored object carries in its own metadata; null when its value cannot be decoded or has no name. */
export function nameOfStored(stored: StoredObject): ObjectName | null {
  const name = textAt(stored.content, 'metadata', 'name');
  if (!isDecoded(stored) || name === '') return null;
  const namespace = textAt(stored.content, 'metadata', 'namespace');
  return { groupVersion: stored.apiVersion, kind: stored.kind, namespace, name };
}

/** True when the stored value could be read. */
export function isDecoded(stored: StoredObject): boolean {
  return (
    (stored.encoding === 'protobuf' || stored.encoding === 'json') && stored.kind !== '' && stored.content !== null
  );
}

/** Equal for two sightings of one object: storage group, kind, namespace and name. */
export function identityOf({ groupVersion, kind, namespace, name }: ObjectName): string {
  return `${storageGroup(groupOf(groupVersion), kind)}|${kind}|${namespace}|${name}`;
}

/** How findings name an object: `apps/v1 Deployment ns/name`, without `ns/` for a cluster-wide one. */
export function subjectOf({ groupVersion, kind, namespace, name }: ObjectName): string {
  return `${groupVersion} ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/**
 * How findings name an Event that a component emitted. Its own name is new each time, so it is named by what it reports:
 * `v1 Event kube-system/(LeaderElection of Lease kube-system/kube-scheduler by kube-scheduler)`. Takes the core form and that
 * of events.k8s.io.
 */
export function emittedEventSubject(event: ObjectName, content: Json): string {
  const about = textAt(content, 'involvedObject', 'kind') === '' ? 'regarding' : 'involvedObject';
  const object = [textAt(content, about, 'namespace'), textAt(content, about, 'name')]
    .filter((part) => part !== '')
    .join('/');
  const reporter = [
    textAt(content, 'reportingComponent'),
    textAt(content, 'reportingController'),
    textAt(content, 'source', 'component'),
    textAt(content, 'deprecatedSource', 'component'),
  ].find((name) => name !== '');
  const reported = `${textAt(content, 'reason')} of ${textAt(content, about, 'kind')} ${object} by ${reporter ?? 'nobody'}`;
  return subjectOf({ ...event, name: `(${reported})` });
}

const WAVE = /(?<![A-Za-z0-9])w\d{2,3}(?![A-Za-z0-9])/g;

/**
 * A subject without the number of the write wave that made the object: `v1 ConfigMap rehearse-{wave}/rehearse-{wave}`. Every
 * wave writes the same objects under its own number, so this names one object of the corpus exactly.
 */
export function withoutWave(subject: string): string {
  return subject.replace(WAVE, '{wave}');
}

/** The alphabet of hashes in names (k8s.io/apimachinery pkg/util/rand, SafeEncodeString). */
const TEMPLATE_HASH = /^(apps\/v1 (?:ReplicaSet|ControllerRevision) \S+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/;

/**
 * A subject without the hash of a pod template: `apps/v1 ReplicaSet rehearse-{wave}/rehearse-{wave}-{hash}`. Controllers put it
 * into the names of what they make for one template, and it is another one in each wave.
 */
function withoutHash(subject: string): string {
  return subject.replace(TEMPLATE_HASH, '$1-{hash}');
}

/** `apiserver-` and half a sha256 in base32 (k8s.io/apiserver pkg/server/config.go, NewConfig). */
const SERVER_IDENTITY = /(?<![A-Za-z0-9-])apiserver-[a-z2-7]{26}(?![A-Za-z0-9-])/g;

/**
 * A subject or key without the identity that an API server makes from its machine's name:
 * `coordination.k8s.io/v1 Lease kube-system/apiserver-{identity}`. A rehearsal has one API server, so this names one object.
 */
export function withoutIdentity(subject: string): string {
  return subject.replace(SERVER_IDENTITY, 'apiserver-{identity}');
}

/** A subject as it is called in every run and wave, for what is said before there is one: ledger entries, controls, regressions. */
export function generalSubject(subject: string): string {
  return withoutWave(withoutHash(withoutIdentity(subject)));
}

/** What the API server puts behind a `generateName` (k8s.io/apiserver pkg/storage/names/generate.go). */
const GENERATED =
  /^(v1 Pod|discovery\.k8s\.io\/v1 EndpointSlice|certificates\.k8s\.io\/v1 CertificateSigningRequest) (\S+?)(?:-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/**
 * A subject as it is called in every run, also where the name is made up anew in each: the letters behind the names of pods and endpoint
 * slices and certificate requests, the minute in those of a CronJob's jobs, and a service's address. It may name several objects of one run.
 */
export function inEveryRun(subject: string): string {
  return generalSubject(subject)
    .replace(/-\d{8}(?=-|$)/, '-{minute}')
    .replace(/(ClusterTrustBundle kubernetes\.io:kube-apiserver-serving:)[0-9a-f]+$/, '$1{hash}')
    .replace(GENERATED, '$1 $2-{suffix}')
    .replace(/^(networking\.k8s\.io\/v1\S* IPAddress) \S+$/, '$1 {address}');
}
