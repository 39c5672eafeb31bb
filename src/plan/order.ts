import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type { TransitionName } from '../model/transition.js';

/**
 * The order in which a move replaces the components: kube-apiserver first on the way up and last on the way down, so that
 * no client is ever newer than its server (kubernetes.io "Version Skew Policy"; KEP-4330). A null-restart goes like an
 * upgrade.
 */
export function replacementOrder(transition: TransitionName): readonly KubeComponent[] {
  switch (transition) {
    case 'null-restart':
    case 'binary-upgrade':
    case 'emulation-upgrade':
    case 'finalize':
      return KUBE_COMPONENTS;
    case 'unfinalize':
    case 'emulation-rollback':
    case 'binary-rollback':
    case 'direct-rollback':
      return ['kube-controller-manager', 'kube-scheduler', 'kube-apiserver'];
  }
}
