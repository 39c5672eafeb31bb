import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import { ensureBinaries } from '../binaries/ensure.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { toolRequest } from '../binaries/request.js';
import { componentImage } from '../containers/component-images.js';
import { engineUnavailableReason } from '../containers/engine.js';
import { ensureNodeImage } from '../containers/node-image.js';
import { workloadImage } from '../containers/workload-image.js';
import type { Plan } from '../model/plan.js';
import { isDownAt } from '../plan/points.js';
import { requireUsable, type KindDocument } from '../providers/kind/kind-config.js';
import { KindProvider } from '../providers/kind/kind-provider.js';
import { LocalProvider } from '../providers/local/local-provider.js';
import { BadInputError } from '../support/errors.js';
import { requireAvailable } from './require-available.js';

/** The configuration of kind for a scenario that names none. */
const DEFAULT_CONFIG = fileURLToPath(new URL('../../clusters/kind/single.yaml', import.meta.url));

/** kind's configuration of a plan's nodes. Throws BadInputError when the plan cannot be rehearsed on kind, or not on these nodes. */
export async function kindConfigOf(plan: Plan): Promise<KindDocument> {
  if (plan.control?.sabotage.type === 'restore-data') {
    throw new BadInputError({
      code: 'sabotage-on-kind',
      message: `${plan.scenario} puts etcd back to an earlier state, and the data directory of a kind node is out of its reach`,
      remedy: 'rehearse it with --provider local',
    });
  }
  requireNoGap(plan);
  const { path, document } = plan.kindCluster?.config ?? {
    path: DEFAULT_CONFIG,
    document: parse(await readFile(DEFAULT_CONFIG, 'utf8')) as Record<string, unknown>,
  };
  requireUsable(path, document as KindDocument);
  return document as KindDocument;
}

/** In place it is the kubelet that starts the new component: a transition cannot end before that. */
function requireNoGap({ scenario, steps, kindCluster }: Plan): void {
  if (kindCluster?.swap === 'remove-first') return;
  for (const { name, halfway } of steps) {
    const down = halfway?.order.find((component) => isDownAt(component, halfway.stopAt));
    if (!halfway || !down) continue;
    throw new BadInputError({
      code: 'halfway-in-place',
      message: `${scenario} ends the transition before ${name} at ${halfway.stopAt}, and a kubelet whose manifest is replaced in place starts ${down} by itself`,
      remedy: 'set `spec.kindCluster.swap: remove-first`, or end it at another point',
    });
  }
}

/** Makes everything ready that a plan's kind cluster is made of, telling about long work; makes no cluster. */
export async function prepareKind(
  plan: Plan,
  overrides: readonly BinariesOverride[],
  signal: AbortSignal,
  tell: (message: string) => void,
): Promise<KindProvider> {
  const config = await kindConfigOf(plan);
  requireAvailable(await engineUnavailableReason());
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const { programs } = await ensureBinaries(toolRequest(catalogue, 'kind'), { signal });
  if (!programs.kind) throw new Error('kind was made ready without its program');
  const { from, etcd } = plan.versions;
  const nodeImage = await ensureNodeImage(from, { etcdVersion: etcd, overrides, signal, tell });
  return new KindProvider({
    kind: programs.kind.path,
    nodeImage,
    config,
    swap: plan.kindCluster?.swap ?? 'in-place',
    componentImage,
    workloadImage: (directory) => workloadImage(directory, { signal }),
    localProvider: (authorities) => new LocalProvider(catalogue.tools.kwok, authorities),
    engineUnavailableReason,
  });
}
