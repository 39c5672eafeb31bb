/** The Kubernetes control-plane components that take `--emulated-version` (KEP-4330), in the order of an upgrade. */
export const KUBE_COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/** A control-plane component with versions to emulate. */
export type KubeComponent = (typeof KUBE_COMPONENTS)[number];

/** Everything a cluster runs for its control plane. */
export type Component = 'etcd' | KubeComponent;
