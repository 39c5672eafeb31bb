import { Buffer } from 'node:buffer';
import type { FaultType } from '../model/fault-kinds.js';
import { findFreePorts } from '../providers/free-ports.js';
import { messageOf } from '../support/errors.js';
import { waitFor } from '../support/wait.js';
import { END_TIMEOUT_MS, ONSET_TIMEOUT_MS, plain, type Fault } from './fault.js';
import { dryWrite } from './probe-object.js';
import { Registration } from './registration.js';
import { WebhookServer } from './webhook-server.js';

type WebhookFault = 'webhook-down' | 'webhook-slow' | 'webhook-wrong' | 'webhook-catch-all';

const CONFIGURATIONS = {
  groupVersion: 'admissionregistration.k8s.io/v1',
  resource: 'validatingwebhookconfigurations',
};

/** What is wrong with a webhook. */
interface Webhook {
  /** `none`: nobody listens. Otherwise the body of every answer; `silence`: there is none. */
  readonly answers: 'none' | 'silence' | { readonly body: string };
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** Everything there is, or ConfigMaps only. */
  readonly scope: 'everything' | 'configmaps';
  /** What a write must show; undefined while it does not. */
  readonly shows: (write: { status: number; text: string; ms: number }) => string | undefined;
}

/** How long the API server waits for the webhook, seconds. */
export const WEBHOOK_TIMEOUT_SECONDS = 2;

/** A validating admission webhook that is not what it should be, registered with the API server until it is healed. */
export function webhookFault<T extends WebhookFault & FaultType>(webhook: Webhook): Fault<T> {
  return {
    async prepare({ type }, { cluster, handles, signal }) {
      const name = `kube-rehearse-${type}`;
      const body = webhook.answers === 'none' || webhook.answers === 'silence' ? undefined : webhook.answers.body;
      const server = webhook.answers === 'none' ? undefined : await WebhookServer.listen(plain(handles), body);
      const url = server?.url ?? `https://127.0.0.1:${(await findFreePorts(1)).join()}/`;
      const write = async (): Promise<{ status: number; text: string; ms: number }> => {
        const begun = performance.now();
        const answer = await dryWrite(cluster.api);
        return { ...answer, ms: Math.round(performance.now() - begun) };
      };
      const registration = new Registration(cluster.api, CONFIGURATIONS, name);
      return {
        inject: () => registration.create(configuration(name, url, cluster.api.ca, webhook), signal),
        onset: () =>
          waitFor(
            async () => {
              const answer = await write();
              const shown = webhook.shows(answer);
              if (shown === undefined) return { done: false, seen: `a write was answered ${answer.status}` };
              // its own counter is the second witness where there is a server at all
              if (server?.calls === 0) return { done: false, seen: 'nobody asked the webhook' };
              return {
                done: true,
                value: server ? `${shown}; the webhook was asked ${server.calls} times` : shown,
              };
            },
            { what: `${type} to show in a write`, timeoutMs: 3 * ONSET_TIMEOUT_MS, signal },
          ),
        async heal() {
          await registration.remove();
          await server?.close().catch(messageOf);
        },
        end: () =>
          waitFor(
            async () => {
              const { status, ms } = await write();
              return status === 201 && ms < WEBHOOK_TIMEOUT_SECONDS * 1000
                ? { done: true, value: `a write is answered ${status} in ${ms} ms` }
                : { done: false, seen: `a write was answered ${status} in ${ms} ms` };
            },
            { what: 'writes to be as before', timeoutMs: END_TIMEOUT_MS, signal },
          ),
      };
    },
  };
}

function configuration(name: string, url: string, ca: string, { failurePolicy, scope }: Webhook): object {
  const everything = scope === 'everything';
  return {
    apiVersion: CONFIGURATIONS.groupVersion,
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [
      {
        name: 'webhook.kube-rehearse.example.com',
        clientConfig: { url, caBundle: Buffer.from(ca).toString('base64') },
        rules: [
          {
            apiGroups: [everything ? '*' : ''],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE', 'DELETE'],
            resources: [everything ? '*/*' : 'configmaps'],
          },
        ],
        failurePolicy,
        sideEffects: 'None',
        timeoutSeconds: WEBHOOK_TIMEOUT_SECONDS,
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

/** What a write that the webhook's failure refuses shows. */
export function refusedWrite({ status, text }: { status: number; text: string }): string | undefined {
  return status === 500 && /failed calling webhook|webhook\.kube-rehearse/.test(text)
    ? 'a write is refused: failed calling webhook'
    : undefined;
}
