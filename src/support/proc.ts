import { readFileSync, readdirSync } from 'node:fs';

/**
 * When a process started, in clock ticks since boot, read from /proc (proc(5), field 22 of `stat`); undefined when there is
 * no such process or it is a zombie. Together with the pid this names one process for good: pids are used again.
 */
export function processStartTicks(pid: number): string | undefined {
  const state = processState(pid);
  return state?.letter === 'Z' ? undefined : state?.startTicks;
}

/** The state of a process as proc(5) gives it, `T` when it is stopped, and its start; undefined when there is no such process. */
export function processState(pid: number): { readonly letter: string; readonly startTicks: string } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // the second field is the command in parentheses and may itself hold spaces and parentheses
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [letter, startTicks] = [fields[0], fields[19]];
  return letter === undefined || startTicks === undefined ? undefined : { letter, startTicks };
}

/** A process that can be recognised again later. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: string;
}

/** The identity of a living process. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startTicks = processStartTicks(pid);
  return startTicks === undefined ? undefined : { pid, startTicks };
}

/** True when exactly this process, not a later one with its pid, still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return processStartTicks(identity.pid) === identity.startTicks;
}

/** Living processes that were given a path below `directory` as a flag's value, as everything in a run's work directory is. */
export function processesUsing(directory: string): ProcessIdentity[] {
  return processesWith((argument) => argument.startsWith('--') && argument.includes(`=${directory}/`));
}

/** Living processes of this machine's own programs that were given a cluster's name, or a node's of it, as an argument. */
export function processesNaming(cluster: string): ProcessIdentity[] {
  return processesWith((argument) => argument === cluster || argument.startsWith(`${cluster}-`));
}

/**
 * The process of a program that runs in a container, at any depth: its cgroup names the container's id, as an engine's do. The youngest
 * where there are several; undefined where there is none, or none that this machine sees.
 */
export function processOfContainer(containerId: string, program: string): ProcessIdentity | undefined {
  const found = pids()
    .filter((pid) => commandLineOf(pid)[0] === program && cgroupsOf(pid).includes(containerId))
    .flatMap((pid) => identifyProcess(pid) ?? []);
  return found.sort((a, b) => Number(b.startTicks) - Number(a.startTicks))[0];
}

function processesWith(matches: (argument: string) => boolean): ProcessIdentity[] {
  const found: ProcessIdentity[] = [];
  for (const pid of pids()) {
    const identity = identifyProcess(pid);
    if (identity && identity.pid !== process.pid && commandLineOf(pid).slice(1).some(matches)) found.push(identity);
  }
  return found;
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

function commandLineOf(pid: number): string[] {
  return ofProcess(pid, 'cmdline').split('\0');
}

function cgroupsOf(pid: number): string {
  return ofProcess(pid, 'cgroup');
}

/** Empty where the process is gone, or is none of this user's to look at. */
function ofProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
