import { KUBE_COMPONENTS } from '../model/component.js';

/** Programs that a Kubernetes release has; the three components are what a request means unless it says otherwise. */
export const KUBERNETES_PROGRAMS = [...KUBE_COMPONENTS, 'kubeadm', 'kubelet', 'kubectl', 'kube-proxy'] as const;
export type KubernetesProgram = (typeof KUBERNETES_PROGRAMS)[number];

/** Programs that an etcd release has; a request means all of them unless it says otherwise. */
export const ETCD_PROGRAMS = ['etcd', 'etcdctl', 'etcdutl'] as const;
export type EtcdProgram = (typeof ETCD_PROGRAMS)[number];

/** What is not a part of a control plane, each with a version of its own in the catalogue; a request means all its programs. */
export const TOOL_PROGRAMS = {
  kind: ['kind'],
  kwok: ['kwok'],
  containerd: ['containerd', 'containerd-shim-runc-v2', 'ctr'],
} as const;
export type ToolName = keyof typeof TOOL_PROGRAMS;
export const TOOL_NAMES = Object.keys(TOOL_PROGRAMS) as readonly ToolName[];
export type ToolProgram = (typeof TOOL_PROGRAMS)[ToolName][number];

export type ProductName = 'kubernetes' | 'etcd' | ToolName;
export type ProgramName = KubernetesProgram | EtcdProgram | ToolProgram;

/** Every program of every product. */
export const PROGRAMS: readonly ProgramName[] = [
  ...KUBERNETES_PROGRAMS,
  ...ETCD_PROGRAMS,
  ...Object.values(TOOL_PROGRAMS).flat(),
];

/** How products are called in messages. */
export const TITLES: Readonly<Record<ProductName, string>> = {
  kubernetes: 'Kubernetes',
  etcd: 'etcd',
  kind: 'kind',
  kwok: 'kwok',
  containerd: 'containerd',
};
