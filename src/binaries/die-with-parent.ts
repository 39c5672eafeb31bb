import { execa } from 'execa';

/** How much dies when the harness is killed: the one process, or everything that it started as well. */
export type Reach = 'process' | 'tree';

const CANDIDATES: Readonly<Record<Reach, readonly (readonly string[])[]>> = {
  process: [['setpriv', '--pdeathsig', 'KILL'], []],
  tree: [
    // the death signal reaches the direct child only; that child's pid namespace takes all others with it
    ['setpriv', '--pdeathsig', 'KILL', 'unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child=KILL'],
    ['setpriv', '--pdeathsig', 'KILL'],
    [],
  ],
};

const chosen = new Map<Reach, Promise<readonly string[]>>();

/**
 * The command line that runs `file` so that it does not outlive this process, also after SIGKILL, as far as this machine
 * has the means (util-linux, user namespaces); otherwise the command as it was.
 */
export async function dieWithParent(
  reach: Reach,
  file: string,
  args: readonly string[],
): Promise<{ readonly file: string; readonly args: readonly string[] }> {
  const prefix = chosen.get(reach) ?? firstThatWorks(CANDIDATES[reach]);
  chosen.set(reach, prefix);
  const [first = file, ...rest] = [...(await prefix), file, ...args];
  return { file: first, args: rest };
}

async function firstThatWorks(candidates: readonly (readonly string[])[]): Promise<readonly string[]> {
  for (const candidate of candidates) {
    const [file, ...args] = candidate;
    if (file === undefined) return candidate;
    const { failed } = await execa(file, [...args, 'true'], { reject: false, stdio: 'ignore' });
    if (!failed) return candidate;
  }
  return [];
}
