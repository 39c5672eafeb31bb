import type { Catalogue } from '../binaries/catalogue.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { programLookup } from '../binaries/program-lookup.js';
import { etcdVersionFor } from '../binaries/resolve-version.js';
import { compareMinors, type Release } from '../model/version.js';
import type { ProgramLookup } from '../providers/cluster.js';
import { LocalProvider } from '../providers/local/local-provider.js';
import type { EventSink } from '../support/events.js';
import { preparation, prepareServers } from './prepare.js';
import { readyProvider } from './ready-provider.js';

/** What servers of some releases are started with, as plain processes. */
export interface ReadyServers {
  readonly provider: LocalProvider;
  readonly programs: ProgramLookup;
  /** Version of the one etcd that serves all of them. */
  readonly etcd: string;
}

/**
 * Makes the provider and the programs of releases ready. As in a rehearsal, the etcd of the oldest serves all, unless
 * `pairedWith` says whose does.
 */
export async function readyServers(
  catalogue: Catalogue,
  releases: readonly Release[],
  {
    overrides,
    signal,
    events,
  }: { readonly overrides: readonly BinariesOverride[]; readonly signal: AbortSignal; readonly events: EventSink },
  pairedWith: Release = releases.toSorted(compareMinors)[0]!,
): Promise<ReadyServers> {
  const etcd = etcdVersionFor(catalogue, pairedWith);
  const provider = new LocalProvider(catalogue.tools.kwok);
  await readyProvider(provider, events);
  const ensured = await prepareServers(releases, { version: etcd, pairedWith }, preparation(overrides, signal, events));
  return { provider, programs: programLookup(ensured), etcd };
}
