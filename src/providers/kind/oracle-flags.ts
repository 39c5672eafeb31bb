import type { KubeComponent } from '../../model/component.js';
import type { Launch } from '../../model/plan.js';
import { KUBE_COMPONENTS } from '../../model/component.js';

/** Flags of each component, name without dashes to value. */
export type ComponentFlags = Readonly<Record<KubeComponent, Readonly<Record<string, string>>>>;

/** Where the component listens and whom it calls: an oracle has places of its own. */
const PLACES = new Set(['advertise-address', 'bind-address', 'secure-port', 'etcd-servers']);

/**
 * What of a component's flags must be the same for a server that it is compared with: all but addresses, ports and files.
 * A flag that names a file is one whose value is an absolute path.
 */
export function comparableFlags(flags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(flags).filter(([name, value]) => !PLACES.has(name) && !value.startsWith('/')),
  );
}

/** A launch with the rehearsed cluster's own flags below it; what the plan says wins. */
export function withFlags(launch: Launch, flags: ComponentFlags): Launch {
  const components = KUBE_COMPONENTS.map((component) => {
    const settings = launch.components[component];
    return [component, { ...settings, extraArgs: { ...flags[component], ...settings.extraArgs } }] as const;
  });
  return { ...launch, components: Object.fromEntries(components) as unknown as Launch['components'] };
}
