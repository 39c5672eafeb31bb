import { isLegal } from '../matrix/enumerate.js';
import { chosenCells } from '../matrix/start-all.js';
import type { AtlasCell } from '../model/atlas.js';
import type { Launch } from '../model/plan.js';
import type { Minor, Release } from '../model/version.js';
import { launchOf } from '../plan/launch.js';
import { oracleId } from '../plan/oracle.js';
import { FORWARD_FLAGS } from '../plan/release-rules.js';

/** The legal cells of releases in the order of the start matrix, restricted to what is emulated: each has an API server and its controllers. */
export function atlasCells(binaries: readonly Release[], emulated: readonly Minor[] | 'all'): AtlasCell[] {
  return chosenCells({ binaries, emulated }).flatMap((cell) => {
    const { component, version, mode } = cell;
    if (!isLegal(cell) || component !== 'kube-apiserver' || version === undefined) return [];
    return [{ id: `${oracleId(version)}-${mode}`, version, mode }];
  });
}

/** How the control plane of a cell is started: nothing but the flags of its triple, and the API server's of its mode. */
export function launchOfCell({ version, mode }: AtlasCell): Launch {
  const forward =
    mode === 'strict' ? {} : { 'kube-apiserver': { extraArgs: { [FORWARD_FLAGS[mode]]: 'true' }, env: {} } };
  return launchOf(version, { featureGates: {}, runtimeConfig: {}, components: forward });
}
