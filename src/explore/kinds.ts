import { FAULT_TYPES, faultKind, type FAULT_KINDS, type FaultType } from '../model/fault-kinds.js';
import { BadInputError } from '../support/errors.js';

/** Names for several kinds of fault at once. */
export const FAULT_GROUPS = ['process', 'file', 'etcd', 'disk', 'link', 'api'] as const;

/** One of {@link FAULT_GROUPS}. */
export type FaultGroup = (typeof FAULT_GROUPS)[number];

/** What an exploration takes unless told: all that can happen to processes, and to the files from which they start. */
export const USUAL_FAULTS: readonly FaultGroup[] = ['process', 'file'];

/** The kinds that hit etcd as it runs are of three groups: what it is asked, its disk, and its files. */
type HitsEtcd = { [T in FaultType]: (typeof FAULT_KINDS)[T]['hits'] extends 'etcd' ? T : never }[FaultType];

const OF_ETCD: Readonly<Record<HitsEtcd, FaultGroup>> = {
  'etcd-quota-alarm': 'etcd',
  'etcd-compaction': 'etcd',
  'etcd-defragmentation': 'etcd',
  'torn-wal': 'file',
  'disk-error': 'disk',
  'disk-full': 'disk',
  'disk-slow': 'disk',
};

/** The group of a kind. Every kind is of exactly one. */
export function groupOf(type: FaultType): FaultGroup {
  const { hits } = faultKind(type);
  switch (hits) {
    case 'process':
    case 'settled':
      return 'process';
    case 'start':
      return 'file';
    case 'etcd':
      return OF_ETCD[type as HitsEtcd];
    case 'call':
      return 'disk';
    case 'link':
    case 'api':
      return hits;
  }
}

/** The kinds that these names stand for, each a group or a kind; in the order of the table. Throws BadInputError. */
export function kindsNamed(names: readonly string[]): FaultType[] {
  const known: readonly string[] = [...FAULT_GROUPS, ...FAULT_TYPES];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || names.length === 0) {
    throw new BadInputError({
      code: 'unknown-fault',
      message: names.length === 0 ? 'no kind of fault is named' : `there is no fault ${unknown.join(', ')}`,
      remedy: `name groups (${FAULT_GROUPS.join(', ')}) or kinds of docs/faults.md, "Kinds"`,
    });
  }
  return FAULT_TYPES.filter((type) => names.includes(type) || names.includes(groupOf(type)));
}
