import type { ApiDescription, Behaviour } from '../model/behaviour.js';
import type { Sabotage } from '../model/scenario.js';
import { putAt } from './put-at.js';

/** The sabotages that bend what a server is seen to describe or answer. */
export type AlteringSabotage = Extract<Sabotage, { type: 'alter-answer' | 'alter-openapi' }>;

/** True for a sabotage that acts on what was seen of a server's behaviour. */
export function isAltering(sabotage: Sabotage): sabotage is AlteringSabotage {
  return sabotage.type === 'alter-answer' || sabotage.type === 'alter-openapi';
}

/** What an alteration does, as its receipt says it. */
export function describeAltering(sabotage: AlteringSabotage): string {
  return sabotage.type === 'alter-answer'
    ? `${sabotage.path} of the answer to ${sabotage.question} was altered`
    : `${sabotage.field} of schema ${sabotage.schema} was left out`;
}

/** The behaviour with one place altered. Throws when there is no such place, or nothing would change. */
export function alterBehaviour(behaviour: Behaviour, sabotage: AlteringSabotage): Behaviour {
  return sabotage.type === 'alter-answer' ? alterAnswer(behaviour, sabotage) : alterDescription(behaviour, sabotage);
}

function alterAnswer(
  behaviour: Behaviour,
  { question, path, value }: Extract<AlteringSabotage, { type: 'alter-answer' }>,
): Behaviour {
  const asked = behaviour.answers.find((answer) => answer.question === question);
  if (!asked) throw new Error(`the control's sabotage names the question ${question}, which is not answered`);
  const present = path
    .split('.')
    .reduce<unknown>((value, field) => (value as Record<string, unknown> | null | undefined)?.[field], asked);
  // a scenario's scalars are read as text
  const put = typeof present === 'number' ? Number(value) : value;
  if (present === put) throw new Error(`the control's sabotage changes nothing in the answer to ${question}`);
  const altered = structuredClone(asked);
  putAt(altered as unknown as Record<string, unknown>, path, put);
  return { ...behaviour, answers: behaviour.answers.map((answer) => (answer === asked ? altered : answer)) };
}

function alterDescription(
  behaviour: Behaviour,
  { schema, field }: Extract<AlteringSabotage, { type: 'alter-openapi' }>,
): Behaviour {
  const without = (description: ApiDescription): ApiDescription => {
    const members = Object.entries(description.schemas[schema] ?? {});
    const kept = members.filter(([name]) => name !== field);
    if (kept.length === members.length)
      throw new Error(`the control's sabotage names ${schema} ${field}, which is not described`);
    return { ...description, schemas: { ...description.schemas, [schema]: Object.fromEntries(kept) } };
  };
  const { v2, v3 } = behaviour.openapi;
  return { ...behaviour, openapi: { v2: without(v2), v3: without(v3) } };
}
