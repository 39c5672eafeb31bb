import { refusedStart } from '../refused-start.js';

/** Removed after 1.26, so no release of the catalogue knows it (pkg/features/kube_features.go of 1.27). */
const GATE = 'CSIMigration=true';

/** A feature gate that has been on by default for so long that it was removed, and that a configuration still sets. */
export const removedGate = refusedStart<'removed-gate'>((launch, component) => {
  const planned = launch.components[component].extraArgs['feature-gates'];
  return { 'feature-gates': planned ? `${planned},${GATE}` : GATE };
}, /unrecognized feature gate: CSIMigration/);
