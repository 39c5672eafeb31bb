import { readFileSync } from 'node:fs';
import type { Finding } from '../../fields/findings.js';
import type { Outcome } from '../../fields/outcome.js';
import { parseCauseField } from '../../fields/field-path.js';
import { notInEffect } from '../../fields/bisect/in-effect.js';
import { lackingIn } from '../../fields/bisect/refusal.js';
import { keyOf, type Setting } from '../../fields/bisect/setting.js';
import { KubeClient } from '../../kube/kube-client.js';
import type { FeatureGate } from '../../model/observation.js';
import type { Launch } from '../../model/plan.js';
import type { Attempt, Cluster, ClusterProvider, PlainFaultHandles, ProgramLookup } from '../../providers/cluster.js';
import { readSelfReport } from '../../probes/component-evidence.js';
import { refusalIn } from '../../probes/start-refusal.js';
import { waitForOk } from '../../providers/wait-for-ok.js';
import { messageOf } from '../../support/errors.js';
import type { EventSink } from '../../support/events.js';
import { withoutMadeUp } from '../ask-field.js';
import { ProbedServer } from '../server.js';
import { writeStanding } from '../write-standing.js';

/** Where trials take place. */
export interface GroundRequest {
  readonly id: string;
  readonly etcdVersion: string;
  readonly provider: ClusterProvider;
  readonly programs: ProgramLookup;
  /** Private folder for data and credentials, and one for logs. */
  readonly workDirectory: string;
  readonly logDirectory: string;
  /** How a server is started: `prefix` is where it keeps its data in etcd. */
  readonly launchFor: (setting: Setting, prefix: string) => Launch;
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** What one start of a server came to. */
export interface Trial {
  readonly number: number;
  readonly setting: Setting;
  /** Name of the start's log. */
  readonly log: string;
  readonly answered: Asked | Unasked;
}

/** A server that could not be asked, and why. `never`: it said itself that it does not start so. */
export interface Unasked {
  readonly problem: string;
  readonly never: boolean;
}

/** As long as the providers wait: who is neither ready nor at its end after this is stuck. */
const START_TIMEOUT_MS = 120_000;

/** A server that could be asked. */
export interface Asked {
  /** Its answers to the findings' questions, in their order, without what is another at every request. */
  readonly outcomes: readonly Outcome[];
  readonly gates: readonly FeatureGate[];
  /** Versions of the API that it serves. */
  readonly served: readonly string[];
}

/** One etcd on which one kube-apiserver after the other is started, each below a prefix of its own, and asked all findings' questions. */
export class TrialGround {
  readonly trials: Trial[] = [];
  readonly #request: GroundRequest;
  readonly #cluster: Cluster;
  readonly #handles: PlainFaultHandles;
  readonly #findings: readonly Finding[];
  readonly #known = new Map<string, Trial>();

  private constructor(request: GroundRequest, cluster: Cluster, findings: readonly Finding[]) {
    this.#request = request;
    this.#cluster = cluster;
    if (!cluster.handles || !('attempt' in cluster.handles)) {
      throw new Error('the provider lends nothing that a server could be started by');
    }
    this.#handles = cluster.handles as PlainFaultHandles;
    this.#findings = findings;
  }

  /** Starts etcd alone. `first` is any setting that will be tried. */
  static async prepare(request: GroundRequest, findings: readonly Finding[], first: Setting): Promise<TrialGround> {
    const cluster = await request.provider.provision({
      id: request.id,
      workDirectory: request.workDirectory,
      logDirectory: request.logDirectory,
      launch: request.launchFor(first, '/'),
      etcdVersion: request.etcdVersion,
      components: [],
      // nobody is served who would profit from draining
      terminationGraceSeconds: 2,
      programs: request.programs,
      signal: request.signal,
      onWarning: (message) => request.events({ type: 'warning', message }),
    });
    return new TrialGround(request, cluster, findings);
  }

  /** Tries a setting, once however often it is asked for. */
  async try(setting: Setting): Promise<Trial> {
    this.#request.signal.throwIfAborted();
    const key = keyOf(setting);
    const known = this.#known.get(key);
    if (known) return known;
    const number = this.trials.length + 1;
    const launch = this.#request.launchFor(setting, `/trial-${number}`);
    const attempt = await this.#handles.attempt('kube-apiserver', launch, {});
    const log = attempt.logPath;
    let trial: Trial;
    try {
      if (attempt.refusedBy !== undefined) throw new Error(attempt.refusedBy);
      trial = { number, setting, log, answered: (await this.#whyNotReady(attempt)) ?? (await this.#answers(setting)) };
    } finally {
      await attempt.stop();
    }
    this.trials.push(trial);
    this.#known.set(key, trial);
    return trial;
  }

  /** Ends everything. */
  stop(): Promise<void> {
    return this.#cluster.stop();
  }

  /** Returns when the server is ready, or with the reason why it will not be. */
  async #whyNotReady(attempt: Attempt): Promise<Unasked | undefined> {
    const { signal } = this.#request;
    let said: string | undefined;
    const log = (): string => readFileSync(attempt.logPath, 'utf8');
    const abandoned = (): string | undefined => {
      const end = attempt.end();
      const lacking = end ? [] : lackingIn(log());
      if (end) said = refusalIn(log()) ?? undefined;
      else if (lacking.length > 0) said = `it looks in vain for ${lacking.join(', ')}, which it does not serve`;
      return said ?? (end && `it ended with ${end.exitCode ?? end.signal}`);
    };
    const what = 'kube-apiserver to be ready or to end';
    try {
      await waitForOk(this.#cluster.api, '/readyz', { what, timeoutMs: START_TIMEOUT_MS, signal, abandoned });
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return { problem: said ?? messageOf(error), never: said !== undefined };
    }
  }

  async #answers(setting: Setting): Promise<Asked | Unasked> {
    const { signal, logDirectory } = this.#request;
    const client = new KubeClient(this.#cluster.api);
    try {
      const server = await ProbedServer.of(client, logDirectory);
      const report = await readSelfReport(this.#cluster.api, 'kube-apiserver');
      const said = { report, gates: report.gates, served: groupVersionsOf(server) };
      const missing = notInEffect(setting, said);
      if (missing.length > 0) return { problem: `not in effect: ${missing.join(', ')}`, never: false };
      await writeStanding(server);
      const outcomes: Outcome[] = [];
      for (const { example } of this.#findings) {
        const placed = { object: example.object, at: parseCauseField(example.at) };
        outcomes.push(withoutMadeUp(await server.ask(example.question.target, placed, signal), placed, {}));
      }
      return { outcomes, gates: said.gates, served: said.served };
    } catch (error) {
      signal.throwIfAborted();
      return { problem: messageOf(error), never: false };
    } finally {
      await client.close();
    }
  }
}

function groupVersionsOf({ resources }: ProbedServer): string[] {
  return [...new Set(resources.map(({ groupVersion }) => groupVersion))].sort();
}
