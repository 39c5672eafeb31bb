import { engineUnavailableReason } from '../../src/containers/engine.js';

/** Why tests on real kind clusters are skipped on this machine; undefined where they run. */
export const NO_KIND = await engineUnavailableReason();

// continuous integration says so: there a missing engine is a failure, not a reason to skip
if (NO_KIND !== undefined && process.env['KUBE_REHEARSE_REQUIRE_KIND'] === '1') throw new Error(NO_KIND);
