import type { GuaranteeId } from '../model/guarantee.js';
import type { Difference } from './difference.js';

/**
 * The violations that stand so far. A guarantee asks it in order not to say again what another one has said of the same thing:
 * one cause trips one guarantee. Nothing that was accepted or is only a note is in it, so silence never hides a difference
 * that nobody reports.
 */
export class Reported {
  private readonly places = new Set<string>();
  private readonly lastStep = new Map<string, number>();

  /** Records a violation at a step. */
  add(guarantee: GuaranteeId, step: number, { subject, path, key, consequences = [] }: Difference): void {
    this.places.add(JSON.stringify([guarantee, step, subject, path]));
    this.lastStep.set(`${guarantee} ${subject}`, step);
    for (const each of key === undefined ? consequences : [key, ...consequences]) {
      this.lastStep.set(`${guarantee} ${each}`, step);
    }
  }

  /** True when the guarantee was broken at exactly this step, subject and path. */
  at(guarantee: GuaranteeId, step: number, subject: string, path: string): boolean {
    return this.places.has(JSON.stringify([guarantee, step, subject, path]));
  }

  /** The latest step at which the guarantee was broken by this subject or etcd key, on whatever path. */
  last(guarantee: GuaranteeId, name: string): number | undefined {
    return this.lastStep.get(`${guarantee} ${name}`);
  }

  /** True when one of the guarantees was broken by the subject or key, at this or an earlier step. */
  ever(guarantees: readonly GuaranteeId[], ...names: readonly string[]): boolean {
    return guarantees.some((guarantee) => names.some((name) => this.last(guarantee, name) !== undefined));
  }
}
