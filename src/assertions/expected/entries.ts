import { KUBE_COMPONENTS } from '../../model/component.js';
import type { LedgerEntry } from '../../model/scenario.js';
import type { Release } from '../../model/version.js';

/** A pair of minors as ledger entries name it. */
export type Pair = `1.${number} -> 1.${number}`;

/** What an entry says beside what it matches. */
export interface Because {
  readonly reason: string;
  readonly source: string;
}

/** One entry for each of the three components: they are built from one tree and know the same gates. */
export function gateEntries(versions: Pair, gate: string, because: Because): LedgerEntry[] {
  return KUBE_COMPONENTS.map((component) => ({
    id: `${component}-gate-${gate}`,
    guarantee: 'gates',
    versions,
    subject: `${component} gate ${gate}`,
    path: '',
    ...because,
  }));
}

/**
 * Entries for gates that the old release had locked, each with the minor that locked it, and that the new one no longer has.
 * `on` is the value they were locked to.
 */
export function lockedGateEntries(
  versions: Pair,
  gates: Readonly<Record<string, string>>,
  on: boolean,
  source: string,
): LedgerEntry[] {
  const [, to = ''] = versions.split(' -> ');
  return Object.entries(gates).flatMap(([gate, since]) =>
    gateEntries(versions, gate, {
      reason:
        `${on ? 'GA and locked on' : 'deprecated and locked off'} since ${since}; ${to} dropped the gate and kept the behaviour. ` +
        `A command line that still sets it keeps ${to} from starting`,
      source,
    }),
  );
}

/** A file of a Kubernetes release. */
export function upstream(release: Release, path: string): string {
  return `https://github.com/kubernetes/kubernetes/blob/v${release}/${path}`;
}

/** Where a release says which gates there are, at what stage and value, from which minor on. */
export function featureList(release: Release): string {
  return upstream(release, 'test/compatibility_lifecycle/reference/versioned_feature_list.yaml');
}

/** One entry for each named path of one subject. */
export function pathEntries(
  versions: Pair,
  about: Pick<LedgerEntry, 'id' | 'guarantee' | 'subject'>,
  paths: readonly string[],
  because: Because,
): LedgerEntry[] {
  return paths.map((path) => ({
    ...about,
    id: path === '' ? about.id : `${about.id}-${path}`,
    versions,
    path,
    ...because,
  }));
}

/** One entry for each named member of each schema, by its full name without `io.k8s.`. */
export function schemaEntries(
  versions: Pair,
  because: Because,
  schemas: Readonly<Record<string, readonly string[]>>,
): LedgerEntry[] {
  return Object.entries(schemas).flatMap(([name, paths]) =>
    pathEntries(
      versions,
      { id: `schema-${name}`, guarantee: 'openapi', subject: `schema io.k8s.${name}` },
      paths,
      because,
    ),
  );
}

/** An admission plugin of which only one of the two releases counts that it took part, such as `JobValidation validate UPDATE`. */
export function pluginEntries(versions: Pair, acted: string, because: Because): LedgerEntry[] {
  const [, to = ''] = versions.split(' -> ');
  return pathEntries(
    versions,
    { id: `plugin-${acted}-${to}`, guarantee: 'admission', subject: `admission plugin ${acted}` },
    [''],
    because,
  );
}

/** One entry for each named place of the answer to each dry run, by the question's id. */
export function answerEntries(
  versions: Pair,
  because: Because,
  answers: Readonly<Record<string, readonly string[]>>,
): LedgerEntry[] {
  const [, to = ''] = versions.split(' -> ');
  return Object.entries(answers).flatMap(([question, paths]) =>
    pathEntries(
      versions,
      { id: `answer-${question}-${to}`, guarantee: 'validation', subject: question },
      paths,
      because,
    ),
  );
}
