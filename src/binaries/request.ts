import { KUBE_COMPONENTS } from '../model/component.js';
import { minorOf, type Minor, type Release } from '../model/version.js';
import type { Catalogue } from './catalogue.js';
import {
  ETCD_PROGRAMS,
  TITLES,
  TOOL_PROGRAMS,
  type EtcdProgram,
  type KubernetesProgram,
  type ProgramName,
  type ToolName,
  type ToolProgram,
} from './products.js';
import { etcdVersionFor } from './resolve-version.js';

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
    }
  | {
      readonly product: ToolName;
      /** Without a leading `v`, e.g. `0.33.0`. */
      readonly version: string;
      readonly programs?: readonly ToolProgram[];
    };

/** Everything that a cluster of this release is made of: its components and the etcd that goes with it. */
export function clusterRequests(catalogue: Catalogue, release: Release): [BinariesRequest, BinariesRequest] {
  return [
    { product: 'kubernetes', version: release },
    { product: 'etcd', version: etcdVersionFor(catalogue, release), pairedWith: release },
  ];
}

/** A tool in the catalogue's version. */
export function toolRequest(catalogue: Catalogue, tool: ToolName): BinariesRequest {
  return { product: tool, version: catalogue.tools[tool] };
}

/** The programs that a request asks for, each once. */
export function programsOf(request: BinariesRequest): ProgramName[] {
  return [...new Set<ProgramName>(request.programs ?? usualPrograms(request))];
}

function usualPrograms({ product }: BinariesRequest): readonly ProgramName[] {
  if (product === 'kubernetes') return KUBE_COMPONENTS;
  return product === 'etcd' ? ETCD_PROGRAMS : TOOL_PROGRAMS[product];
}

/** The release that `--binaries V=DIR` must name to concern this request; undefined for what belongs to no release. */
export function releaseOf(request: BinariesRequest): Release | undefined {
  if (request.product === 'kubernetes') return request.version;
  return request.product === 'etcd' ? request.pairedWith : undefined;
}

/** What to write for V in `--binaries V=DIR` for this request. */
export function overrideMinor(request: BinariesRequest): Minor | undefined {
  const release = releaseOf(request);
  return release && minorOf(release);
}

/** For people, e.g. `Kubernetes 1.37.2` or `etcd 3.6.8`. */
export function describeRequest(request: BinariesRequest): string {
  return `${TITLES[request.product]} ${request.version}`;
}
