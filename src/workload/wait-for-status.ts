import { resourcePath, type KubeClient } from '../kube/kube-client.js';
import { RehearseError } from '../support/errors.js';
import { waitFor } from '../support/wait.js';

const TIMEOUT_MS = 30_000;

/** Whom to ask, and what ends the wait. */
export interface Asking {
  readonly client: KubeClient;
  readonly signal?: AbortSignal | undefined;
}

/** Pods are refused until the controller manager has made the namespace's default service account. */
export async function waitForDefaultAccount(asking: Asking, namespace: string): Promise<void> {
  const path = resourcePath({ groupVersion: 'v1', resource: 'serviceaccounts', namespace, name: 'default' });
  await waitForStatus(asking, path, `the default service account of namespace ${namespace}`);
}

/** Waits no longer than it helps: what is still missing then shows in the answer to the write that needs it. */
export async function waitForStatus({ client, signal }: Asking, path: string, what: string): Promise<void> {
  const answered = waitFor<void>(
    async (attempt) => {
      const { status } = await client.request({ path, signal: attempt });
      return status === 200
        ? { done: true, value: undefined }
        : { done: false, seen: `GET ${path} answered ${status}` };
    },
    { what, timeoutMs: TIMEOUT_MS, intervalMs: 50, signal },
  );
  await answered.catch((error: unknown) => {
    if (!(error instanceof RehearseError && error.code === 'wait-timeout')) throw error;
  });
}
