import type { EffectiveVersion } from '../model/effective-version.js';
import type { ForwardMode } from '../model/emulation-mode.js';
import type { KubeComponent } from '../model/component.js';
import type { ComponentLaunch, Launch } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { brokenForwardRule, FORWARD_FLAGS, versionFlags } from './release-rules.js';

/** The mode that `spec.forwardCompatible` means. */
const FORWARD_MODE: ForwardMode = 'forward-compatible';

/** What of a scenario decides how components are started. */
export type LaunchSettings = Pick<Scenario, 'forwardCompatible' | 'featureGates' | 'runtimeConfig' | 'components'>;

/**
 * How the three components are started at a triple: version flags where the binary's default is not enough, the
 * scenario's gates for all three, its runtime-config for kube-apiserver and, while that emulates, the forward-compatible
 * mode, and the user's own flags and environment.
 */
export function launchOf(version: EffectiveVersion, scenario: LaunchSettings): Launch {
  const common = { ...versionFlags(version), ...listFlag('feature-gates', scenario.featureGates) };
  const settings = (component: KubeComponent, own: Record<string, string> = {}): ComponentLaunch => ({
    extraArgs: { ...common, ...own, ...scenario.components[component]?.extraArgs },
    env: { ...scenario.components[component]?.env },
  });
  return {
    version,
    components: {
      'kube-apiserver': settings('kube-apiserver', {
        ...listFlag('runtime-config', scenario.runtimeConfig),
        ...(scenario.forwardCompatible && forwardFlag(version)),
      }),
      'kube-controller-manager': settings('kube-controller-manager'),
      'kube-scheduler': settings('kube-scheduler'),
    },
  };
}

/** The flag of the forward-compatible mode at a triple that has it; none at a binary's own version, where it is refused. */
function forwardFlag(version: EffectiveVersion): Record<string, string> {
  const refused = brokenForwardRule(FORWARD_MODE, 'kube-apiserver', version);
  return refused ? {} : { [FORWARD_FLAGS[FORWARD_MODE]]: 'true' };
}

/** `{A: true, B: false}` as one flag `A=true,B=false`, sorted so that the order in the file does not matter; none when empty. */
function listFlag(name: string, values: Readonly<Record<string, string | boolean>>): Record<string, string> {
  const pairs = Object.keys(values)
    .sort()
    .map((key) => `${key}=${values[key]}`);
  return pairs.length === 0 ? {} : { [name]: pairs.join(',') };
}
