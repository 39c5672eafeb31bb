import { parse, stringify } from 'yaml';
import type { ComponentLaunch } from '../../model/plan.js';

/** The manifest of a control-plane component, as kubeadm writes it: one container whose command is the program and its flags. */
export interface StaticPod {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly [StaticContainer, ...StaticContainer[]] };
}

interface StaticContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** How one start of a component differs from the manifest that kubeadm wrote. */
export interface StaticPodStart {
  /** The image's reference, which the node must have. */
  readonly image: string;
  readonly launch: ComponentLaunch;
  /** Unlike that of every other start: a kubelet leaves a pod alone whose manifest says the same as before. */
  readonly start: string;
}

/** Marks each start, so that a restart with identical flags is a changed manifest too. */
export const START_ANNOTATION = 'kube-rehearse/start';

/** Reads a manifest. Throws when it is not a pod with a command. */
export function parseStaticPod(text: string): StaticPod {
  const pod = parse(text) as Partial<StaticPod> | null;
  const command = pod?.spec?.containers?.[0]?.command;
  if (!Array.isArray(command) || command.length === 0) throw new Error('the manifest holds no pod with a command');
  return pod as StaticPod;
}

/**
 * What all starts of a component have in common: kubeadm's manifest without what the first launch added to it, so that
 * another launch can take its place.
 */
export function withoutLaunch(pod: StaticPod, first: ComponentLaunch): StaticPod {
  const flags = flagsOf(pod);
  for (const name of Object.keys(first.extraArgs)) delete flags[name];
  return withContainer(pod, {
    command: commandOf(pod, flags),
    env: (pod.spec.containers[0].env ?? []).filter(({ name }) => !(name in first.env)),
  });
}

/** The manifest of one start. */
export function withStart(base: StaticPod, { image, launch, start }: StaticPodStart): StaticPod {
  const env = (base.spec.containers[0].env ?? []).filter(({ name }) => !(name in launch.env));
  const pod = withContainer(base, {
    image,
    command: commandOf(base, { ...flagsOf(base), ...launch.extraArgs }),
    env: [...env, ...Object.entries(launch.env).map(([name, value]) => ({ name, value }))],
  });
  const annotations = { ...pod.metadata.annotations, [START_ANNOTATION]: start };
  return { ...pod, metadata: { ...pod.metadata, annotations } };
}

/** The manifest as a file. */
export function formatStaticPod(pod: StaticPod): string {
  return stringify(pod, { lineWidth: 0 });
}

/** The flags of a component's command, name without dashes to value; a bare `--flag` is `true`, as pflag reads it. */
export function flagsOf(pod: StaticPod): Record<string, string> {
  const [, ...args] = pod.spec.containers[0].command;
  return Object.fromEntries(
    args.map((argument) => {
      const [, name = argument, value = 'true'] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
      return [name, value];
    }),
  );
}

/** The command with these flags: kubeadm's in kubeadm's order, what is new behind them. */
function commandOf(pod: StaticPod, flags: Readonly<Record<string, string>>): string[] {
  const present = Object.keys(flagsOf(pod)).filter((name) => name in flags);
  const added = Object.keys(flags).filter((name) => !present.includes(name));
  const names = [...present, ...added.sort()];
  return [pod.spec.containers[0].command[0] ?? pod.metadata.name, ...names.map((name) => `--${name}=${flags[name]}`)];
}

function withContainer(pod: StaticPod, change: Partial<StaticContainer>): StaticPod {
  const [first, ...rest] = pod.spec.containers;
  return { ...pod, spec: { ...pod.spec, containers: [{ ...first, ...change }, ...rest] } };
}
