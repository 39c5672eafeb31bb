import type { ServedResource } from '../model/observation.js';
import { groupVersionPath, resourcePath, type KubeClient } from '../kube/kube-client.js';
import { readSurface } from '../kube/discovery.js';
import type { Placed } from '../fields/place.js';
import type { QuestionTarget } from '../fields/result.js';
import { outcomeOf, type Outcome } from '../fields/outcome.js';
import { Types, type Schema } from '../fields/schema.js';
import { messageOf, RehearseError } from '../support/errors.js';

/** One of the servers that get the same questions. */
export class ProbedServer {
  readonly client: KubeClient;
  readonly resources: readonly ServedResource[];
  readonly #types = new Map<string, Promise<Types>>();
  /** Questions so far, and those of them that got no answer, or one that says nothing about the object. */
  asked = 0;
  unanswered = 0;

  readonly #logs: string;

  private constructor(client: KubeClient, resources: readonly ServedResource[], logs: string) {
    this.client = client;
    this.resources = resources;
    this.#logs = logs;
  }

  /**
   * Reads what the server serves. Throws when a part of discovery cannot be read: fields would be missed unseen.
   *
   * @param logs folder of the server's logs
   */
  static async of(client: KubeClient, logs: string): Promise<ProbedServer> {
    const { surface, problems } = await readSurface(client);
    const problem = problems[0];
    if (problem) {
      throw new RehearseError({
        code: 'discovery-unreadable',
        message: `discovery of ${problem.subject || 'the server'}: ${problem.message}`,
        remedy: 'run it again; if it stays, this server contradicts itself and the probe has nothing to go by',
      });
    }
    return new ProbedServer(client, surface.resources, logs);
  }

  /** Throws when the server does not answer any more. */
  async requireAnswering(): Promise<void> {
    try {
      await this.client.request({ path: '/version' });
    } catch (error) {
      throw new RehearseError({
        code: 'server-gone',
        message: `a server does not answer any more: ${messageOf(error)}`,
        remedy: 'its log says why',
        evidence: [this.#logs],
      });
    }
  }

  serves(groupVersion: string, resource: string): ServedResource | undefined {
    return this.resources.find((served) => served.groupVersion === groupVersion && served.resource === resource);
  }

  /** The types of a group version, by the server's own OpenAPI v3 document; none for one that it does not serve. */
  types(groupVersion: string): Promise<Types> {
    const known = this.#types.get(groupVersion) ?? this.#readTypes(groupVersion);
    this.#types.set(groupVersion, known);
    return known;
  }

  async #readTypes(groupVersion: string): Promise<Types> {
    const { status, body } = await this.client.request({ path: `/openapi/v3${groupVersionPath(groupVersion)}` });
    if (status !== 200) return new Types({});
    const { components } = JSON.parse(body.toString()) as { components?: { schemas?: Record<string, Schema> } };
    return new Types(components?.schemas ?? {});
  }

  /**
   * What the server makes of an object. Nothing is stored: the request is a dry run, which goes through defaulting, admission
   * and validation like any other and answers what would be stored.
   */
  async ask(target: QuestionTarget, { object, at }: Placed, signal: AbortSignal): Promise<Outcome> {
    const { part } = target;
    const path = resourcePath({ ...target, name: part?.of, subresource: part?.subresource });
    this.asked += 1;
    try {
      const { status, headers, body } = await this.client.request({
        method: part ? 'PATCH' : 'POST',
        path: `${path}?dryRun=All&fieldValidation=Warn&fieldManager=kube-rehearse`,
        body: JSON.stringify(object),
        ...(part && { headers: { 'content-type': 'application/merge-patch+json' } }),
        signal,
      });
      const warning = headers['warning'] ?? [];
      const warnings = Array.isArray(warning) ? warning : [warning];
      const outcome = outcomeOf({ status, body: body.toString(), warnings }, at);
      if (outcome.kind === 'unanswered') this.unanswered += 1;
      return outcome;
    } catch (error) {
      signal.throwIfAborted();
      this.unanswered += 1;
      return { kind: 'unanswered', message: messageOf(error) };
    }
  }
}
