import type { Scenario, SourcePosition } from '../model/scenario.js';
import type { Rule } from './release-rules.js';

/** One reason why a scenario cannot be planned for a pair of releases. */
export interface Refusal {
  /** Index in the scenario's own `steps`, or null when the reason is not one step. */
  readonly step: number | null;
  /** Where in the scenario, e.g. `spec.steps[3]`. */
  readonly field: string;
  readonly rule: Rule;
  /** What was asked for, and where the path stood. */
  readonly found: string;
  /** What to do instead. */
  readonly instead: string;
  /** Where that is in the file, when the scenario came from one. */
  readonly position?: SourcePosition;
}

/**
 * The scenario asks for a path that Kubernetes or the rehearsal does not allow; nothing was started. Shaped like a bad
 * input error (code, remedy, exit code 3), but made here because planning imports nothing but the model.
 */
export class PlanRefusal extends Error {
  readonly code = 'illegal-plan';
  readonly exitCode = 3;
  readonly evidence: readonly string[] = [];
  readonly remedy: string;
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(formatRefusal).join('\n'));
    this.name = 'PlanRefusal';
    this.refusals = refusals;
    this.remedy = [...new Set(refusals.map((refusal) => refusal.instead))].join('; ');
  }
}

/** Where a field stands in the scenario's file, ready to be spread into a refusal. */
export function positionOf(scenario: Scenario, field: string): Pick<Refusal, 'position'> {
  const position = scenario.positions?.[field];
  return position ? { position } : {};
}

function formatRefusal({ position, field, found, rule, instead }: Refusal): string {
  const place = position ? `${position.file}:${position.line}:${position.column}: ` : '';
  return `${place}${field}: ${found}; ${rule.text} (${rule.id}: ${rule.source}). ${sentence(instead)}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
