import { readFileSync } from 'node:fs';

/**
 * When a process started, in clock ticks since boot, read from /proc (proc(5), field 22 of `stat`); undefined when there is
 * no such process or it is a zombie. Together with the pid this names one process for good: pids are used again.
 */
export function processStartTicks(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // the second field is the command in parentheses and may itself hold spaces and parentheses
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
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
