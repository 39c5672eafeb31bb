import { describeFault, type PlannedFault } from '../../model/fault.js';
import { faultsOf } from '../../model/plan.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import type { Stop } from '../stop.js';

const EVIDENCE = ['journal.ndjson'];

/** Without it a run could pass because the fault that it is about never happened. */
export const faultsLanded: Guarantee = {
  id: 'faults-landed',
  sentence:
    'Every planned fault takes effect and ends, and a transition that is to end half-way does, each by an observation',
  severity: 'inconclusive',
  weaker: [],
  source: 'docs/faults.md, "Receipts"',
  presupposes: [],
  control: 'scenarios/controls/idle-fault.yaml',
  appliesTo: ({ step }) => faultsOf(step).length > 0 || step.halfway !== undefined,
  check(stop) {
    const faults = faultsOf(stop.step);
    const { halfway } = stop.step;
    const differences = faults.flatMap((fault) => missing(stop, fault));
    if (halfway && !stop.journal.halts.includes(`${stop.step.name} ${halfway.stopAt}`)) {
      differences.push({
        subject: halfway.transition,
        path: halfway.stopAt,
        before: 'to end here',
        after: null,
        detail: 'was never left there, the journal says',
        evidence: EVIDENCE,
      });
    }
    return { checked: 2 * faults.length + (halfway ? 1 : 0), differences };
  },
};

/** The receipts that a fault lacks. One that never took effect had no end that could be seen. */
function missing({ step, journal }: Stop, { id, spec, point }: PlannedFault): Difference[] {
  const receipts = journal.faults.find((each) => each.step === step.name && each.fault === id);
  const lacks = (receipt: 'onset' | 'end', detail: string): Difference[] => [
    {
      subject: id,
      path: receipt,
      before: `${describeFault(spec)} at ${point}`,
      after: null,
      detail,
      evidence: EVIDENCE,
    },
  ];
  const because = receipts?.problem ? `, ${receipts.problem}` : '';
  if (!receipts) return lacks('onset', 'was never injected');
  if (receipts.onset === null) return lacks('onset', `has no receipt${because}`);
  return receipts.end === null ? lacks('end', `has no receipt${because}`) : [];
}
