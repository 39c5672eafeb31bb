import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KUBE_COMPONENTS } from '../../model/component.js';
import type { LogExcerpt, StopView } from './report-data.js';
import type { Timeline } from './timeline.js';

const LINES = 40;
const LINE_CHARACTERS = 1_000;
const BYTES = 64 * 1024;
const EXCERPTS = 12;

/** A log worth showing, and why. */
interface Pointer {
  readonly path: string;
  readonly reason: string;
}

/**
 * The ends of the logs at the moments that matter: of components whose action failed or never ended, of those that a warning names,
 * and of the old release where it could not take over. `directory` is the run's; files that are not there are left out.
 */
export async function logExcerpts(
  directory: string,
  timeline: Timeline,
  stops: readonly StopView[],
): Promise<LogExcerpt[]> {
  const files = await readdir(join(directory, 'logs'), { recursive: true }).catch(() => []);
  const known = new Set(files.map((file) => `logs/${file}`));
  const pointers = [...ofActions(timeline, files), ...ofWarnings(timeline), ...ofRollbacks(stops)];
  const excerpts: LogExcerpt[] = [];
  for (const { path, reason } of pointers) {
    if (excerpts.length === EXCERPTS) break;
    if (!known.has(path) || excerpts.some((excerpt) => excerpt.path === path)) continue;
    excerpts.push({ path, reason, lines: await lastLines(join(directory, path)) });
  }
  return excerpts;
}

function ofActions({ actions }: Timeline, files: readonly string[]): Pointer[] {
  return actions
    .filter(({ ok, to }) => !ok || to === null)
    .flatMap(({ step, action, ok }) => {
      const component = KUBE_COMPONENTS.find((name) => action.startsWith(`${name}/`));
      const path = component && newest(files, component);
      return path === undefined ? [] : [{ path, reason: `${action} ${ok ? 'did not end' : 'failed'} at ${step}` }];
    });
}

function ofWarnings({ warnings }: Timeline): Pointer[] {
  return warnings
    .filter(({ log }) => log !== '')
    .map(({ step, message, log }) => ({ path: log, reason: `${message}, at ${step}` }));
}

function ofRollbacks(stops: readonly StopView[]): Pointer[] {
  return stops
    .filter(({ rollback }) => rollback.outcome === 'impossible')
    .flatMap(({ name, rollback }) =>
      rollback.evidence.map((path) => ({ path, reason: `the old release could not take over from ${name}` })),
    );
}

/** The log of a component's last process: the one with the highest number. */
function newest(files: readonly string[], component: string): string | undefined {
  const numbers = files.flatMap((file) => {
    const match = /^(.+)-(\d+)\.log$/.exec(file);
    return match?.[1] === component ? [Number(match[2])] : [];
  });
  return numbers.length === 0 ? undefined : `logs/${component}-${Math.max(...numbers)}.log`;
}

async function lastLines(path: string): Promise<string[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const lines = buffer.subarray(0, bytesRead).toString('utf8').trimEnd().split('\n').slice(-LINES);
    return lines.map((line) => (line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line));
  } finally {
    await file.close();
  }
}
