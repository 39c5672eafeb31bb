import type { Strength } from './guarantee.js';

const KEP = 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-architecture/4330-compatibility-versions';

/** KEP-4330 at one of its sections, the way a table of contents links it. */
export function kep4330(section: string): string {
  const anchor = section
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
  return `[KEP-4330, ${section}](${KEP}#${anchor})`;
}

/** Which default objects a release writes is not versioned; only a real fresh server can say what they are. */
export const DEFAULT_OBJECTS: Strength = {
  of: 'objects that a fresh server of the version acted as writes by itself',
  severity: 'note',
  because: 'default objects are reconciled at start and are not versioned; the fresh server has the very same',
};

/** What a person reads in a refusal; programs go by its reason and causes. */
export const WORDING: Strength = {
  of: 'the wording of a refusal for the same reason and causes',
  severity: 'note',
  because: 'messages are for people, and may change at any time (API conventions, response status kind)',
};

/** A step rewrites the manifests of the components that it replaces; their kubelet shows that in the mirror pods. */
export const MIRROR_PODS: Strength = {
  of: 'mirror pods of the components that the step replaces',
  severity: 'note',
  because:
    "a mirror pod is the kubelet's copy of a manifest on its node, which the step itself rewrote (API reference, Pod)",
};

/** The kubelet is no part of what a step replaces, and tells of its node what it likes. */
export const KUBELET_REPORTS: Strength = {
  of: "a node's status, as far as its kubelet alone wrote it",
  severity: 'note',
  because:
    'heartbeats and images are what a kubelet reports of its machine (API reference, NodeStatus), not what a control plane keeps',
};

/** Nodes that are only played change hands when their player is started again. */
export const PLAYERS_LEASES: Strength = {
  of: "who holds a node's lease, where kwok plays the node and alone signed it",
  severity: 'note',
  because:
    'kwok draws a new identity at every start (sigs.k8s.io/kwok pkg/kwok/controllers, Identity), as it does where a run is gone on with',
};

/** How often a thing happened is counted in the Event that reports it. */
export const EMITTED_EVENTS: Strength = {
  of: 'Events that components emit',
  severity: 'note',
  because: 'Events are best-effort reports with a time to live (API reference, Event v1)',
};

/** A server in forward-compatible mode is asked to serve more than the version that it emulates. */
export const FORWARD_COMPATIBLE: Strength = {
  of: 'what is served besides where the scenario asks for `forwardCompatible`',
  severity: 'note',
  because: `the mode is there to serve what came later (${kep4330('API Compatibility Versioning')}, --emulation-forward-compatible)`,
};

/** What is shown of alpha versions at an older emulated version is warned about at start, and nothing more. */
export const ALPHA_WHILE_EMULATING: Strength = {
  of: 'alpha group versions while emulating',
  severity: 'note',
  because: 'not enforced while emulating',
};
