import { z } from 'zod';
import { line } from './schema-kit.js';

/** Flags that the rehearsal sets itself, by name or by the start of the name, and why a scenario cannot. */
const OWNED: readonly { readonly names: readonly string[]; readonly because: string }[] = [
  {
    names: ['emulated-version', 'min-compatibility-version'],
    because: 'each stop of the path has its own; see `steps` and `minCompatibility`',
  },
  {
    names: ['emulation-forward-compatible', 'runtime-config-emulation-forward-compatible'],
    because: 'a binary that emulates nothing older refuses it, and the baseline is one; see `forwardCompatible`',
  },
  { names: ['feature-gates'], because: 'gates go into `featureGates`, for all components at once' },
  { names: ['runtime-config'], because: 'it goes into `runtimeConfig`' },
  {
    names: ['etcd-*', 'storage-backend'],
    because: 'the rehearsal runs its own etcd and reads its keys below /registry',
  },
  {
    names: ['secure-port', 'bind-address', 'advertise-address', 'endpoint-reconciler-type', 'permit-*-sharing'],
    because: 'the rehearsal chooses free ports on loopback',
  },
  {
    names: [
      'cert-dir',
      'tls-cert-file',
      'tls-private-key-file',
      'tls-sni-cert-key',
      'client-ca-file',
      'root-ca-file',
      'requestheader-*',
      'proxy-client-*',
      'kubelet-client-*',
      'kubelet-certificate-authority',
      'cluster-signing-*-file',
    ],
    because: 'every run has a certificate authority and certificates of its own',
  },
  {
    names: [
      'kubeconfig',
      'master',
      'authentication-kubeconfig',
      'authorization-kubeconfig',
      'token-auth-file',
      'service-account-issuer',
      'service-account-key-file',
      'service-account-signing-*',
      'service-account-private-key-file',
      'config',
    ],
    because: 'every run has credentials of its own, and components connect only to its own servers',
  },
  {
    names: ['leader-elect', 'leader-elect-resource-*'],
    because: 'renewed leases are how a restarted component is seen to work',
  },
  { names: ['help', 'version', 'write-config-to'], because: 'with it the program ends at once' },
];

/** Why a flag is not the scenario's to set, or undefined when it is. `name` has no leading dashes. */
export function ownedBecause(name: string): string | undefined {
  return OWNED.find(({ names }) => names.some((owned) => matches(owned, name)))?.because;
}

/** `*` stands for any text. */
function matches(owned: string, name: string): boolean {
  const [start = '', end] = owned.split('*');
  if (end === undefined) return owned === name;
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

const FLAG_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const flagName = z.string().superRefine((name, context) => {
  const bare = bareFlag(name);
  const because = ownedBecause(bare);
  if (because !== undefined) {
    context.addIssue({ code: 'custom', message: `no --${bare}, for ${because}` });
  } else if (!FLAG_NAME.test(name)) {
    const message = 'a flag name in lower case, with dashes inside and none before it';
    context.addIssue({ code: 'custom', message });
  }
});

/** How the programs read a flag's name: dashes before it do not count, and an underscore is a dash. */
function bareFlag(name: string): string {
  return name.replace(/^-+/, '').replaceAll('_', '-');
}

/** Flags of one component: name without dashes to value. */
export const extraArgs = z
  .record(flagName, line())
  .describe('Flags on top of those the rehearsal gives, by name without dashes. Set at every stop.');
