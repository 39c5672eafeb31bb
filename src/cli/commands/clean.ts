import { rm } from 'node:fs/promises';
import { Command } from 'commander';
import { listNodeImages, removeNodeImages } from '../../containers/node-image.js';
import { removeCluster } from '../../providers/kind/owned.js';
import { findLeftovers, findOwnerlessWork, removeLeftover } from '../../support/run-records.js';

/** `kube-rehearse clean` */
export function cleanCommand(): Command {
  return new Command('clean')
    .description('find and remove what dead runs left; living runs are not touched')
    .option('--dry-run', 'only say what would be removed', false)
    .option('--images', 'also remove the node images in the Docker engine that no container uses', false)
    .addHelpText('after', '\nExample:\n  kube-rehearse clean --dry-run')
    .action(async ({ dryRun, images }: { dryRun: boolean; images: boolean }) => {
      const verb = dryRun ? 'would remove' : 'removed';
      let count = 0;
      for (const leftover of await findLeftovers()) {
        const { id, workDirectory, kindCluster } = leftover.record;
        const owned = [
          `${leftover.livingProcesses.length} processes`,
          workDirectory,
          ...(kindCluster ? [kindCluster] : []),
        ];
        if (!dryRun) await removeLeftover(leftover, removeCluster);
        process.stdout.write(`${verb} ${id}: ${owned.join(', ')}\n`);
        count += 1;
      }
      for (const path of await findOwnerlessWork()) {
        if (!dryRun) await rm(path, { recursive: true, force: true });
        process.stdout.write(`${verb} ${path}\n`);
        count += 1;
      }
      for (const image of images ? await (dryRun ? listNodeImages() : removeNodeImages()) : []) {
        process.stdout.write(`${verb} ${image}\n`);
        count += 1;
      }
      if (count === 0) process.stdout.write('nothing to clean\n');
    });
}
