import type { Finding } from '../findings.js';
import { causeKeys } from '../repair.js';
import type { BriefOutcome, Example } from '../result.js';

/** Whether a finding shows in a trial. `unresolved`: the trial says nothing about it; `never`: because no server starts so. */
export type Seen =
  | { readonly showing: 'shown' }
  | { readonly showing: 'absent' }
  | { readonly showing: 'unresolved'; readonly why: string; readonly never: boolean };

/** The old release's answer and a trial's to the finding's question, compared. */
export type Answered = Pick<Example, 'class' | 'old' | 'emulating' | 'elsewhere'>;

/**
 * Says whether a finding shows in two answers. It is absent only where the two agree about what it is about: a server that
 * differs in another way has not become like the old release.
 */
export function seenIn(finding: Finding, answered: Answered): Seen {
  for (const { kind, message } of [answered.old, answered.emulating]) {
    if (kind === 'unanswered') return unresolved(`no answer that says anything: ${message ?? ''}`);
  }
  // a value that is equal on both sides was not what differed
  return finding.class === 'changed' && finding.cause !== finding.declaredAs
    ? seenBeside(finding, answered)
    : seenAtValue(finding, answered);
}

function seenAtValue(finding: Finding, { class: now, old, emulating }: Answered): Seen {
  const differs = JSON.stringify(old.value) !== JSON.stringify(emulating.value);
  if (now === finding.class && (now !== 'changed' || differs)) return { showing: 'shown' };
  return agree(old, emulating) ? { showing: 'absent' } : otherwise(now);
}

/** For a difference at other places than the value: those that the finding was named after. */
function seenBeside(finding: Finding, { class: now, old, emulating, elsewhere }: Answered): Seen {
  if (old.kind !== emulating.kind) return otherwise(now);
  const here = new Set(placesOf(elsewhere));
  const own = [...new Set(placesOf(finding.example.elsewhere))];
  const shown = own.filter((place) => here.has(place));
  if (shown.length === own.length) return { showing: 'shown' };
  return shown.length === 0 ? { showing: 'absent' } : unresolved(`only ${shown.join(', ')} of it differs`);
}

/** Both do the same with the value. Two refusals are alike only when they are for the same reasons, and give any. */
function agree(old: BriefOutcome, emulating: BriefOutcome): boolean {
  if (old.kind !== emulating.kind) return false;
  if (old.kind === 'kept') return JSON.stringify(old.value) === JSON.stringify(emulating.value);
  if (old.kind !== 'refused') return true;
  const reasons = causeKeys(old.causes ?? []).join();
  if (old.status !== emulating.status || reasons !== causeKeys(emulating.causes ?? []).join()) return false;
  return reasons !== '' || old.message === emulating.message;
}

function placesOf(elsewhere: Example['elsewhere']): string[] {
  return elsewhere.map(({ path }) => path.replace(/\[\d+\]/g, '[]'));
}

function otherwise(now: Example['class']): Seen {
  return unresolved(`the two differ in another way: ${now}`);
}

function unresolved(why: string): Seen {
  return { showing: 'unresolved', why, never: false };
}
