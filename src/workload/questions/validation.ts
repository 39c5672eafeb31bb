import type { Question } from '../../model/behaviour.js';
import { CORPUS, NOVELTIES, entryKey } from '../corpus/index.js';
import { nearMisses } from './near-misses.js';
import { ASKED, createQuestion, placed } from './question.js';

/**
 * Every object of the corpus as it is, and in each of many ways nearly as it is; and every field that some release brought. What
 * a server does with fields that it does not know is asked in both ways: warned of and refused.
 */
export function validationQuestions(): readonly Question[] {
  const corpus = CORPUS.flatMap((entry) => {
    const manifest = entry.build(ASKED);
    return entry.groupVersions.flatMap((groupVersion) => {
      const place = placed(entry, groupVersion, manifest);
      const key = entryKey({ ...entry, groupVersions: [groupVersion] });
      // a variant is as good or as bad as its resource's main object; once is enough
      const misses = (entry.variant === '' ? nearMisses(place.object) : []).flatMap(({ change, object }) => {
        const unknown = change === 'with an unknown field';
        const question = { topic: 'validation', ...place, object } as const;
        return [
          createQuestion({ ...question, id: `${key} ${change}` }),
          ...(unknown
            ? [createQuestion({ ...question, id: `${key} ${change}, strictly`, fieldValidation: 'Strict' })]
            : []),
        ];
      });
      return [createQuestion({ topic: 'validation', id: key, ...place }), ...misses];
    });
  });
  const novelties = NOVELTIES.map((novelty) => {
    const place = placed(novelty, novelty.groupVersion, novelty.build(ASKED));
    const id = `${novelty.groupVersion} ${novelty.resource} ${novelty.id} (${novelty.since})`;
    return createQuestion({ topic: 'validation', id, ...place, fieldValidation: 'Ignore' });
  });
  return [...corpus, ...novelties];
}
