import type { Answer, ApiDescription } from '../model/behaviour.js';
import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type { FeatureGate, Json, SelfDescription, StoredObject } from '../model/observation.js';
import { isList, isRecord } from '../model/json.js';
import { orderedConfiguration, orderedFlag } from '../model/unordered-settings.js';
import { isHeartbeatKey } from '../model/internal-keys.js';
import { withoutMadeUp } from '../probes/made-up.js';
import { canonicalJson } from '../support/canonical-json.js';
import type { Facts } from './observation.js';

/**
 * Each gate by whether it is on and its stage: `on, BETA`. Where the components do not all say so, the ones that do are named:
 * `on, BETA in kube-apiserver; off, ALPHA in kube-scheduler`.
 */
export function gateFacts(gates: Readonly<Record<KubeComponent, readonly FeatureGate[]>>): Facts {
  const names = new Set(KUBE_COMPONENTS.flatMap((component) => gates[component].map(({ name }) => name)));
  return Object.fromEntries([...names].map((name) => [name, gateInAll(name, gates)]));
}

function gateInAll(name: string, gates: Readonly<Record<KubeComponent, readonly FeatureGate[]>>): string {
  const saying = new Map<string, KubeComponent[]>();
  for (const component of KUBE_COMPONENTS) {
    const gate = gates[component].find((each) => each.name === name);
    if (!gate) continue;
    const value = gateValue(gate.enabled, gate.stage);
    saying.set(value, [...(saying.get(value) ?? []), component]);
  }
  return [...saying]
    .map(([value, components]) =>
      components.length === KUBE_COMPONENTS.length ? value : `${value} in ${components.join(', ')}`,
    )
    .join('; ');
}

/** The values that components gave a gate, without who did. */
export function gateValues(value: string): string[] {
  return value.split('; ').map((part) => part.replace(/ in .*/, ''));
}

/** The value of a gate: whether it is on, and its stage as the metric has it; a gate that is GA has an empty one. */
export function gateValue(enabled: boolean, stage: string): string {
  return `${enabled ? 'on' : 'off'}, ${stage === '' ? 'GA' : stage}`;
}

/** What became of each expression: `accepted`, or why it was refused. A resource that is not served is not asked about the language. */
export function celFacts(answers: readonly Answer[]): Facts {
  return Object.fromEntries(answers.map((answer) => [answer.question, celValue(answer)]));
}

function celValue({ status, refusal }: Answer): string {
  if (refusal === null) return 'accepted';
  if (status === 404) return 'not served';
  const causes = Object.entries(refusal.causes).map(([cause, message]) => `${cause}: ${message}`);
  return `refused: ${causes.join('; ') || refusal.message || refusal.reason}`.slice(0, 400);
}

/** `LimitRanger CREATE` by whether it admits, validates, or both. Updates are left out: whether there was one is chance. */
export function admissionFacts(admission: readonly string[]): Facts {
  const facts: Record<string, string> = {};
  for (const line of admission) {
    const [name = '', type = '', operation = ''] = line.split(' ');
    if (operation !== 'CREATE') continue;
    facts[name] = facts[name] === undefined ? type : `${facts[name]}, ${type}`;
  }
  return facts;
}

/** `io.k8s.api.core.v1.PodSpec.hostUsers` by its definition, of every schema that the server publishes (OpenAPI v3). */
export function fieldFacts({ schemas }: ApiDescription): Facts {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([schema, members]) =>
      Object.entries(members).map(([member, definition]) => [
        member === '' ? schema : `${schema}.${member}`,
        definition,
      ]),
    ),
  );
}

/** Besides heartbeats, objects that come and go by themselves, or are named after one process. */
const PASSING = /^\/registry\/(leases|events)\//;
const PEM = /-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----\n?/g;

/** What a control plane writes at its first start, by key: stored version and content without what is made up for each cluster. */
export function objectFacts(store: readonly StoredObject[], withoutOwn: (text: string) => string): Facts {
  return Object.fromEntries(
    store
      .filter(({ key }) => !PASSING.test(key) && !isHeartbeatKey({ key }))
      .map(({ key, apiVersion, kind, content, encoding }) => [
        key.replace(/^\/registry\//, ''),
        withoutOwn(canonicalJson({ apiVersion, kind, encoding, content: plain(content) }).trimEnd()),
      ]),
  );
}

function plain(content: Json): Json {
  if (!isRecord(content)) return content;
  const { metadata, ...rest } = content;
  const { uid, creationTimestamp, managedFields, generation, ...kept } = isRecord(metadata) ? metadata : {};
  return withoutPem(withoutMadeUp({ ...rest, metadata: kept }, undefined));
}

function withoutPem(value: Json): Json {
  if (typeof value === 'string') return value.replace(PEM, '<PEM>');
  if (isList(value)) return value.map(withoutPem);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutPem(each)]));
}

/** What is in force in each component: its flags where /flagz shows them, and its configuration where /configz does, leaf by leaf. */
export function settingFacts(
  descriptions: Readonly<Record<KubeComponent, SelfDescription>>,
  withoutOwn: (text: string) => string,
): Facts {
  return Object.fromEntries(
    KUBE_COMPONENTS.flatMap((component) => {
      const { flagz, configz } = descriptions[component];
      const flags = Object.entries(flagz ?? {}).map(
        ([name, value]) => [`--${name}`, orderedFlag(name, value)] as const,
      );
      return [...flags, ...leavesOf(orderedConfiguration(configz), '')].map(([name, value]) => [
        `${component} ${name}`,
        withoutOwn(value),
      ]);
    }),
  );
}

function leavesOf(value: Json, path: string): (readonly [string, string])[] {
  const below = isList(value)
    ? value.map((each, at) => [`${path}[${at}]`, each] as const)
    : isRecord(value)
      ? Object.entries(value).map(([name, each]) => [path === '' ? name : `${path}.${name}`, each] as const)
      : [];
  if (below.length > 0) return below.flatMap(([name, each]) => leavesOf(each, name));
  return path === '' ? [] : [[path, JSON.stringify(value)]];
}

/** Takes the folder and the ports of one cluster out of a text, so that those of another one are the same. */
export function withoutOwn(workDirectory: string, ports: Readonly<Record<string, number>>): (text: string) => string {
  const names = Object.entries(ports).map(([name, port]) => [new RegExp(`(?<!\\d)${port}(?!\\d)`, 'g'), name] as const);
  return (text) =>
    names.reduce(
      (shown, [port, name]) => shown.replace(port, `<port of ${name}>`),
      text.replaceAll(workDirectory, '<dir>'),
    );
}
