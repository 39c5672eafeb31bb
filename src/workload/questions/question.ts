import type { Question, QuestionTopic } from '../../model/behaviour.js';
import type { Json } from '../../model/observation.js';
import type { Manifest } from '../../model/scenario.js';
import { resourcePath } from '../../kube/kube-client.js';
import { nameOf, type CorpusContext, type CorpusEntry, type JsonObject } from '../corpus/index.js';
import { editAt } from '../corpus/edit.js';

/** Objects that are asked about and never written: a name that no wave uses, in a namespace that every server has, and no image, for none will run. */
export const ASKED: CorpusContext = { wave: 'ask', index: 199, namespace: 'default', image: 'example.com/none' };

/** How a server must treat fields that it does not know. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Asks whether an object could be created, with what defaults, and what is wrong with it. Nothing is stored. */
export function createQuestion(options: {
  readonly topic: QuestionTopic;
  readonly id: string;
  readonly groupVersion: string;
  readonly resource: string;
  readonly namespace: string;
  readonly object: Json;
  readonly fieldValidation?: FieldValidation;
  readonly headers?: Readonly<Record<string, string>>;
}): Question {
  const { topic, id, groupVersion, resource, namespace, object, fieldValidation = 'Warn', headers = {} } = options;
  const collection = resourcePath({ groupVersion, resource, namespace });
  const query = `dryRun=All&fieldManager=kube-rehearse&fieldValidation=${fieldValidation}`;
  return { id, topic, method: 'POST', path: `${collection}?${query}`, headers, body: object };
}

/** Where an entry's object would be created, and the object as that version has it. */
export function placed(
  entry: Pick<CorpusEntry, 'resource' | 'namespaced'>,
  groupVersion: string,
  manifest: Manifest,
): { groupVersion: string; resource: string; namespace: string; object: JsonObject } {
  const namespace = entry.namespaced ? (manifest.metadata.namespace ?? ASKED.namespace) : '';
  const object = { ...manifest, apiVersion: groupVersion } as unknown as JsonObject;
  return { groupVersion, resource: entry.resource, namespace, object: standalone(object) };
}

/**
 * The object without the wave that would surround it: a namespace that exists has another name, and a pod that names accounts
 * and classes of the wave would only be refused for that.
 */
function standalone(object: JsonObject): JsonObject {
  switch (object['kind']) {
    case 'Namespace':
      return editAt(object, ['metadata', 'name'], () => nameOf(ASKED));
    case 'Pod': {
      const { serviceAccountName, priorityClassName, priority, preemptionPolicy, runtimeClassName, overhead, ...spec } =
        object['spec'] as JsonObject;
      return { ...object, spec };
    }
    default:
      return object;
  }
}
