import { KUBE_COMPONENTS } from '../model/component.js';
import { minorOf, type Minor, type Release } from '../model/version.js';
import type { Catalogue } from './catalogue.js';
import { etcdVersionFor } from './resolve-version.js';

/** Programs that a Kubernetes release has; the three components are what a request means unless it says otherwise. */
export const KUBERNETES_PROGRAMS = [...KUBE_COMPONENTS, 'kubeadm', 'kubelet', 'kubectl', 'kube-proxy'] as const;
export type KubernetesProgram = (typeof KUBERNETES_PROGRAMS)[number];

/** Programs that an etcd release has; a request means all of them unless it says otherwise. */
export const ETCD_PROGRAMS = ['etcd', 'etcdctl', 'etcdutl'] as const;
export type EtcdProgram = (typeof ETCD_PROGRAMS)[number];

export type ProgramName = KubernetesProgram | EtcdProgram;

/** Which programs of which release are wanted. */
export type BinariesRequest =
  | {
      readonly product: 'kubernetes';
      /** Without a leading `v`. */
      readonly version: Release;
      readonly programs?: readonly KubernetesProgram[];
    }
  | {
      readonly product: 'etcd';
      /** Without a leading `v`, e.g. `3.6.8`. */
      readonly version: string;
      readonly programs?: readonly EtcdProgram[];
      /** The release whose cluster this etcd belongs to: `--binaries V=DIR` of that release may hold it. */
      readonly pairedWith?: Release;
    };

/** Everything that a cluster of this release is made of: its components and the etcd that goes with it. */
export function clusterRequests(catalogue: Catalogue, release: Release): [BinariesRequest, BinariesRequest] {
  return [
    { product: 'kubernetes', version: release },
    { product: 'etcd', version: etcdVersionFor(catalogue, release), pairedWith: release },
  ];
}

/** The programs that a request asks for, each once. */
export function programsOf(request: BinariesRequest): ProgramName[] {
  const fallback = request.product === 'kubernetes' ? KUBE_COMPONENTS : ETCD_PROGRAMS;
  return [...new Set<ProgramName>(request.programs ?? fallback)];
}

/** The release that `--binaries V=DIR` must name to concern this request; undefined for an etcd of its own. */
export function releaseOf(request: BinariesRequest): Release | undefined {
  return request.product === 'kubernetes' ? request.version : request.pairedWith;
}

/** What to write for V in `--binaries V=DIR` for this request. */
export function overrideMinor(request: BinariesRequest): Minor | undefined {
  const release = releaseOf(request);
  return release && minorOf(release);
}

/** For people, e.g. `Kubernetes 1.37.2` or `etcd 3.6.8`. */
export function describeRequest(request: BinariesRequest): string {
  return `${request.product === 'kubernetes' ? 'Kubernetes' : 'etcd'} ${request.version}`;
}
