import { z } from 'zod';

/** The version of the files of a run's directory; another one is refused when reading. */
export const RUN_SCHEMA_VERSION = 1;

/** run.json: who ran what, with which programs, where. The only file of a run that holds clock times. */
export interface RunInfo {
  readonly schemaVersion: 1;
  readonly harnessVersion: string;
  /** Path of the scenario file as the user gave it. */
  readonly scenario: string;
  readonly seed: number;
  /** The command line without the program's own name. */
  readonly arguments: readonly string[];
  /** `local` or `kind`. */
  readonly provider: string;
  readonly binaries: readonly UsedBinary[];
  readonly host: HostFacts;
  /** The process that makes the run, as /proc names it. */
  readonly harness?: { readonly pid: number; readonly startTicks: string };
  /** When and after which stop the run was gone on with; absent unless it was. */
  readonly resumed?: readonly { readonly at: string; readonly step: string }[];
  /** The run whose first stops these are; absent for a run of its own. */
  readonly continuedFrom?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Absent while the run lasts, and for good when it was killed. */
  readonly finishedAt?: string;
  /** The harness's own peak resident memory, bytes; without the processes that it started. */
  readonly peakMemory?: number;
}

/** One executable that the run started. */
export interface UsedBinary {
  /** `etcd`, `kube-apiserver` ... */
  readonly program: string;
  readonly release: string;
  /** Hex, as verified before it was executed. */
  readonly sha256: string;
  /** Where it came from: a URL, a module build, or the user's own folder. */
  readonly source: string;
}

/** The machine, as far as it can matter for a result. */
export interface HostFacts {
  readonly platform: string;
  readonly arch: string;
  readonly kernel: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
}

/** What a run.json must look like; further fields are kept. */
export const runInfoSchema: z.ZodType<RunInfo> = z.looseObject({
  schemaVersion: z.literal(RUN_SCHEMA_VERSION),
  harnessVersion: z.string(),
  scenario: z.string(),
  seed: z.number(),
  arguments: z.array(z.string()),
  provider: z.string(),
  binaries: z.array(
    z.looseObject({ program: z.string(), release: z.string(), sha256: z.string(), source: z.string() }),
  ),
  host: z.looseObject({
    platform: z.string(),
    arch: z.string(),
    kernel: z.string(),
    cpus: z.number(),
    memory: z.number(),
  }),
  harness: z.looseObject({ pid: z.number(), startTicks: z.string() }).exactOptional(),
  resumed: z.array(z.looseObject({ at: z.string(), step: z.string() })).exactOptional(),
  continuedFrom: z.string().exactOptional(),
  startedAt: z.string(),
  finishedAt: z.string().exactOptional(),
  peakMemory: z.number().exactOptional(),
});
