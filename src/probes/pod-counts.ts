import pLimit from 'p-limit';
import {
  COUNTS_AT,
  type Json,
  type ObservationProblem,
  type PodCount,
  type StoredObject,
} from '../model/observation.js';
import { resourcePath, type KubeClient } from '../kube/kube-client.js';
import { messageOf } from '../support/errors.js';

/** What the counting pods said, and those that could not be asked. */
export interface CountReading {
  readonly counts: readonly PodCount[];
  readonly problems: readonly ObservationProblem[];
}

interface Pod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
}

/** Asks every pod of the store that counts, through the API server. One that does not answer is a problem, named. */
export async function readPodCounts(client: KubeClient, store: readonly StoredObject[]): Promise<CountReading> {
  const limit = pLimit(8);
  const problems: ObservationProblem[] = [];
  const counts = await Promise.all(
    store.flatMap(countingPod).map((pod) =>
      limit(async () => {
        try {
          return [await ask(client, pod)];
        } catch (error) {
          problems.push({ probe: 'pod-counts', subject: `${pod.namespace}/${pod.name}`, message: messageOf(error) });
          return [];
        }
      }),
    ),
  );
  return { counts: counts.flat(), problems };
}

async function ask(client: KubeClient, { uid, namespace, name, port }: Pod): Promise<PodCount> {
  const path = resourcePath({ groupVersion: 'v1', resource: 'pods', namespace, name: `${name}:${port}` });
  const { startedAt, counter } = await client.get(`${path}/proxy/`);
  if (typeof startedAt !== 'string' || typeof counter !== 'number') throw new Error('it said no count');
  return { pod: uid, startedAt, counter };
}

/** A pod that is there to count; one that has ended, or is about to, counts no more. */
function countingPod({ kind, content }: StoredObject): Pod[] {
  if (kind !== 'Pod') return [];
  const { metadata, status } = content as unknown as {
    readonly metadata: {
      readonly uid: string;
      readonly namespace: string;
      readonly name: string;
      readonly annotations?: Readonly<Record<string, Json>>;
      readonly deletionTimestamp?: string;
    };
    readonly status?: { readonly phase?: string };
  };
  const port = metadata.annotations?.[COUNTS_AT];
  if (typeof port !== 'string' || status?.phase !== 'Running' || metadata.deletionTimestamp !== undefined) return [];
  return [{ uid: metadata.uid, namespace: metadata.namespace, name: metadata.name, port }];
}
