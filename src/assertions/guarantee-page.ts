import type { Guarantee } from './guarantee.js';

const INTRODUCTION = `# What is judged

Every rehearsal is judged by the same guarantees, at every stop where they apply. This page is written from the code
(\`npx tsx scripts/make-guarantee-docs.ts\`); a test fails when the two differ.

A finding is a **violation** (the run fails), **inconclusive** (something could not be checked; without a violation the run is
inconclusive) or a **note** (a difference that nobody promised to avoid). Which of them is a property of the guarantee and of what
upstream promises; no run chooses it. Every verdict says how many things each guarantee checked, and a guarantee that applies but
found nothing to check is inconclusive.

- **What is compared.** A stop is looked at twice: on arrival, before anything is written there, and at departure, after the write
  wave. Between one stop's departure and the next one's arrival only the control plane writes, so data is compared over that step.
- **Presupposed.** Where \`replaced\`, \`binary\`, \`triple\` or \`store-continues\` is broken, the cluster is not what the plan asked for: from that
  stop on the others are not judged, and the verdict says so. Beyond that, what one guarantee has reported as a violation is not
  reported again by another one as its consequence. So one cause trips one guarantee.
- **Noise.** The first step restarts the baseline as it is. What moves there is noise, and explains the same change of the same
  object at later steps, but only if the API server's own record (\`metadata.managedFields\`) says that somebody wrote the object in that
  step, and no client owns it: not what a write wave or a user's manifest wrote, and nothing in a namespace of the corpus except
  Events that components emit there. What the API server keeps for itself counts as well. A removed key is never noise. An emitted
  Event is named by what it reports, because its own name is new each time. Everything taken as noise is listed in the verdict, with
  the number of later differences it explained.
- **Ledger.** A violation or note that an entry in \`src/assertions/expected/\`, or in the scenario, names by guarantee, pair of versions,
  subject and path is accepted and listed as such. \`{wave}\` in a subject stands for the number of the write wave, which differs from
  stop to stop, \`{hash}\` for that of a pod template in the name of what a controller makes
  for it, and \`{identity}\` for what the API server makes from the machine's name; nothing else is a pattern. Entries that accept nothing are listed too. What could not be checked is never accepted.
- **Not judged.** What a stop's own write wave and the controllers' answers to it do to objects (arrival to departure), beyond keys
  that disappear and surfaces that change; and the difference between the last departure and what would have come after it.
`;

/** The text of docs/guarantees.md for these guarantees. */
export function guaranteePage(guarantees: readonly Guarantee[]): string {
  const overview = guarantees.map(({ id, sentence }) => `- [${id}](#${id}): ${sentence}.`);
  return [INTRODUCTION, ['## All of them', '', ...overview, ''].join('\n'), ...guarantees.map(section)].join('\n');
}

function section({ id, sentence, severity, weaker, source, presupposes, control }: Guarantee): string {
  return [
    `## ${id}`,
    '',
    `${sentence}.`,
    '',
    `- severity: ${severity}`,
    ...weaker.map((strength) => `  - ${strength.of}: ${strength.severity}; ${strength.because}`),
    `- source: ${source}`,
    `- presupposes: ${presupposes.length === 0 ? 'nothing' : presupposes.join(', ')}`,
    `- control: \`${control}\``,
    '',
  ].join('\n');
}
