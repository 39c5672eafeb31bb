import { join } from 'node:path';
import type { KubeComponent } from '../../model/component.js';
import type { ComponentLaunch } from '../../model/plan.js';
import { QUIET_CONTROLLERS } from '../quiet-controllers.js';

/** The ports of one cluster on loopback. */
export type Ports = Readonly<Record<KubeComponent | 'etcd' | 'etcd-peer', number>>;

/** Where one cluster keeps what its components read and write. */
export interface Places {
  readonly pki: string;
  readonly kubeconfigs: string;
  readonly data: string;
}

const LOOPBACK = '127.0.0.1';

/**
 * The command line of one component: kubeadm's flags for a control plane, what loopback needs, and the plan's own.
 * Nothing here depends on a version: N emulating N-1 must take N-1's exact command line.
 */
export function componentArguments(
  component: KubeComponent,
  launch: ComponentLaunch,
  ports: Ports,
  places: Places,
): string[] {
  const flags: Record<string, string> = { ...BASE[component](ports, places), ...launch.extraArgs };
  return toArguments(flags);
}

/** etcd's command line; a single member with mutual TLS for clients and peers. */
export function etcdArguments(ports: Ports, places: Places): string[] {
  const pki = (name: string): string => join(places.pki, name);
  const client = `https://${LOOPBACK}:${ports.etcd}`;
  const peer = `https://${LOOPBACK}:${ports['etcd-peer']}`;
  return toArguments({
    name: ETCD_MEMBER,
    'data-dir': places.data,
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `${ETCD_MEMBER}=${peer}`,
    'client-cert-auth': 'true',
    'cert-file': pki('etcd-server.crt'),
    'key-file': pki('etcd-server.key'),
    'trusted-ca-file': pki('etcd-ca.crt'),
    'peer-client-cert-auth': 'true',
    'peer-cert-file': pki('etcd-server.crt'),
    'peer-key-file': pki('etcd-server.key'),
    'peer-trusted-ca-file': pki('etcd-ca.crt'),
    'snapshot-count': '10000',
  });
}

/** The name of the only etcd member; a restored snapshot must use the same. */
export const ETCD_MEMBER = 'rehearse';

const BASE: Record<KubeComponent, (ports: Ports, places: Places) => Record<string, string>> = {
  'kube-apiserver': (ports, { pki }) => ({
    'advertise-address': LOOPBACK,
    'allow-privileged': 'true',
    'authorization-mode': 'Node,RBAC',
    'bind-address': LOOPBACK,
    'client-ca-file': join(pki, 'ca.crt'),
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': 'true',
    // 1.37 refuses a loopback advertise address with the default reconciler, 1.36 takes it; without a reconciler the
    // command line is the same at every version
    'endpoint-reconciler-type': 'none',
    'etcd-cafile': join(pki, 'etcd-ca.crt'),
    'etcd-certfile': join(pki, 'etcd-client.crt'),
    'etcd-keyfile': join(pki, 'etcd-client.key'),
    'etcd-servers': `https://${LOOPBACK}:${ports.etcd}`,
    'kubelet-client-certificate': join(pki, 'apiserver-kubelet-client.crt'),
    'kubelet-client-key': join(pki, 'apiserver-kubelet-client.key'),
    'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
    'proxy-client-cert-file': join(pki, 'front-proxy-client.crt'),
    'proxy-client-key-file': join(pki, 'front-proxy-client.key'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-client-ca-file': join(pki, 'front-proxy-ca.crt'),
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'secure-port': String(ports['kube-apiserver']),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': join(pki, 'sa.pub'),
    'service-account-signing-key-file': join(pki, 'sa.key'),
    'service-cluster-ip-range': '10.96.0.0/12',
    'tls-cert-file': join(pki, 'apiserver.crt'),
    'tls-private-key-file': join(pki, 'apiserver.key'),
  }),
  'kube-controller-manager': (ports, { pki, kubeconfigs }) => ({
    ...delegation(join(kubeconfigs, 'controller-manager.conf'), pki),
    'bind-address': LOOPBACK,
    'cluster-name': 'kubernetes',
    'cluster-signing-cert-file': join(pki, 'ca.crt'),
    'cluster-signing-key-file': join(pki, 'ca.key'),
    controllers: QUIET_CONTROLLERS,
    'leader-elect': 'true',
    'root-ca-file': join(pki, 'ca.crt'),
    'secure-port': String(ports['kube-controller-manager']),
    'service-account-private-key-file': join(pki, 'sa.key'),
    'tls-cert-file': join(pki, 'controller-manager.crt'),
    'tls-private-key-file': join(pki, 'controller-manager.key'),
    'use-service-account-credentials': 'true',
  }),
  'kube-scheduler': (ports, { pki, kubeconfigs }) => ({
    ...delegation(join(kubeconfigs, 'scheduler.conf'), pki),
    'bind-address': LOOPBACK,
    'leader-elect': 'true',
    'secure-port': String(ports['kube-scheduler']),
    'tls-cert-file': join(pki, 'scheduler.crt'),
    'tls-private-key-file': join(pki, 'scheduler.key'),
  }),
};

function delegation(kubeconfig: string, pki: string): Record<string, string> {
  return {
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'client-ca-file': join(pki, 'ca.crt'),
    kubeconfig,
    'requestheader-client-ca-file': join(pki, 'front-proxy-ca.crt'),
  };
}

function toArguments(flags: Readonly<Record<string, string>>): string[] {
  return Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `--${name}=${value}`);
}
