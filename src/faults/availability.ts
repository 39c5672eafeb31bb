import type { FaultMeans, FaultTarget } from '../model/fault-kinds.js';

/** Where a fault is to happen, as far as it is known when planning. */
export type FaultSite =
  | { readonly provider: 'local' }
  | {
      readonly provider: 'kind';
      /** Why the processes of the nodes are none of this machine's; undefined when they are. Asked only by who needs them. */
      readonly processesHiddenReason: () => Promise<string | undefined>;
    };

/** Why a provider has nothing to do such a fault with; undefined when it has. */
export async function siteUnavailableReason(
  { by, hits }: { readonly by: FaultMeans; readonly hits: FaultTarget },
  site: FaultSite,
): Promise<string | undefined> {
  if (site.provider === 'local' || by === 'api') return undefined;
  if (by === 'process') return site.processesHiddenReason();
  return `${whyNotInNodes(hits)}; use --provider local`;
}

function whyNotInNodes(hits: FaultTarget): string {
  switch (hits) {
    case 'link':
      return 'it needs connections that lead through the harness, and the components of a kind node reach each other inside it';
    case 'api':
      return "it needs a server on the API server's loopback, and that of a kind node is not this machine's";
    case 'call':
      return 'it needs an etcd that strace can end, and of the first process of a container that it has ended strace does not let go';
    case 'etcd':
      return "it needs etcd's data while etcd is down, and the kubelet of a kind node starts etcd again at once";
    case 'start':
    case 'settled':
    case 'process':
      return 'it needs a start beside the planned one, and in a kind node nobody but the kubelet starts a component';
  }
}
