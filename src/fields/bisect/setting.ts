import { formatEffectiveVersion, type EffectiveVersion } from '../../model/effective-version.js';

/** How a kube-apiserver is started: everything that a bisection varies. */
export interface Setting {
  readonly version: EffectiveVersion;
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly runtimeConfig: Readonly<Record<string, string>>;
}

/** One gate or one version of the API, put to the other value. */
export interface Switch {
  readonly of: 'feature-gates' | 'runtime-config';
  readonly name: string;
  readonly to: boolean;
}

/** A setting with switches put. */
export function switched(base: Setting, switches: readonly Switch[]): Setting {
  const chosen = (of: Switch['of']): readonly Switch[] => switches.filter((each) => each.of === of);
  return {
    ...base,
    featureGates: {
      ...base.featureGates,
      ...Object.fromEntries(chosen('feature-gates').map(({ name, to }) => [name, to])),
    },
    runtimeConfig: {
      ...base.runtimeConfig,
      ...Object.fromEntries(chosen('runtime-config').map(({ name, to }) => [name, String(to)])),
    },
  };
}

/** Equal for settings that start the same server in the same way. */
export function keyOf({ version, featureGates, runtimeConfig }: Setting): string {
  const sorted = (values: object): unknown => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([formatEffectiveVersion(version), sorted(featureGates), sorted(runtimeConfig)]);
}

/** `--feature-gates=A=true,B=false --runtime-config=x/v1=true`, what is there of it. */
export function formatSwitches(switches: readonly Switch[]): string {
  const flag = (of: Switch['of']): string[] => {
    const pairs = switches.filter((each) => each.of === of).map(({ name, to }) => `${name}=${to}`);
    return pairs.length === 0 ? [] : [`--${of}=${pairs.sort().join(',')}`];
  };
  return [...flag('feature-gates'), ...flag('runtime-config')].join(' ');
}

/** The value of a `--feature-gates` flag that a server accepted: what Go's ParseBool takes. */
export function parseGates(text: string): Record<string, boolean> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
      return [name.replace(/^kube:/, ''), /^(1|t|true)$/i.test(value)];
    }),
  );
}
