import { KUBE_COMPONENTS, type Component, type KubeComponent } from '../model/component.js';
import { describeFault, type FaultSpec } from '../model/fault.js';
import { faultKind } from '../model/fault-kinds.js';
import type { PointName } from '../model/point.js';
import { replacementOrder } from '../plan/order.js';
import { leftAt, type Case } from './case.js';

/**
 * What a component is as a transition passes a point. Before its own turn it is `old`, after it `new`. In between it is `going`
 * (told to stop), `down` (no process) and `coming` (a process that is not ready); who needs no more sees only that it is `away`.
 */
type Phase = 'old' | 'going' | 'down' | 'coming' | 'new' | 'away';

/**
 * Names the state in which a case meets the cluster, and the effect that its fault has there. Cases of one key are taken for the
 * same, so one is run for all; a sample of the others shows whether that is true. The rules, each with its reason:
 *
 * - Points between which no action lies are one state: what a transition does there is nothing. `ready` is an action that only waits, so from the
 *   spawn until it has passed is one state too, and where one component is finished and the next one not begun is one, whichever names it.
 *   The middle of a spawn counts as down, as it does in planning.
 * - A fault that hits somebody else than the component that is being replaced meets it as away: nobody's connection to it lasts through its
 *   stop, and nobody has one until it is ready. A fault that hits this very component meets a process that ends, none, or one that starts.
 * - What a fault leaves is what counts, not how it is done; {@link effectOf} says which are the same.
 * - A second start ends before it has read anything, so of everything else it meets nothing; only which release it is can matter.
 * - A way back begins from where the transition is left, which for a fault during an action is another state than the fault's.
 */
export function stateKey({ stop, transition, spec, point, direction }: Case): string {
  const order = replacementOrder(transition);
  const hit = componentsHit(spec);
  const seen = (at: PointName): string[] =>
    KUBE_COMPONENTS.map((component) => `${component} ${seenBy(hit, component, phaseAt(component, at, order))}`);
  const met = seen(point);
  const matters = spec.type === 'second-start' ? met.filter((_, at) => hit.includes(KUBE_COMPONENTS[at]!)) : met;
  const left = seen(leftAt(point)).filter((state) => !met.includes(state));
  const from = left.length === 0 || spec.type === 'second-start' ? '' : ` with ${left.join(', ')}`;
  const end = direction === 'on' ? direction : `${direction}${from}`;
  return `${stop}-${transition}: ${[matters.join(', '), effectOf(spec), end].filter((part) => part !== '').join('; ')}`;
}

/** Cases that are the same, and the one that is run for all of them. */
export interface CaseClass {
  /** {@link stateKey} of all of them. */
  readonly key: string;
  readonly cases: readonly Case[];
  /** The first of them. */
  readonly representative: Case;
}

/** Puts cases that are the same together, in the order of their first ones. */
export function classesOf(cases: readonly Case[]): CaseClass[] {
  const classes = new Map<string, [Case, ...Case[]]>();
  for (const each of cases) {
    const key = stateKey(each);
    const known = classes.get(key);
    if (known) known.push(each);
    else classes.set(key, [each]);
  }
  return [...classes].map(([key, members]) => ({ key, cases: members, representative: members[0] }));
}

function phaseAt(component: KubeComponent, point: PointName, order: readonly KubeComponent[]): Phase {
  const [replaced = '', moment = ''] = point.split('/');
  const turn = order.findIndex((each) => each === replaced);
  const own = order.indexOf(component);
  if (own !== turn) return own < turn ? 'new' : 'old';
  switch (moment) {
    case 'before-stop':
      return 'old';
    case 'during-stop':
      return 'going';
    case 'after-stop':
    case 'before-spawn':
    case 'during-spawn':
      return 'down';
    case 'after-spawn':
    case 'before-ready':
    case 'during-ready':
      return 'coming';
    case 'after-ready':
      return 'new';
    default:
      throw new Error(`${point} is no point of a replacement`);
  }
}

function seenBy(hit: readonly Component[], component: KubeComponent, phase: Phase): Phase {
  return phase === 'old' || phase === 'new' || hit.includes(component) ? phase : 'away';
}

/** Whose own state a fault meets. A link has two ends, of which the controllers' has many. */
function componentsHit(spec: FaultSpec): readonly Component[] {
  if ('component' in spec) return [spec.component];
  if ('link' in spec) return spec.link === 'kube-apiserver-etcd' ? ['etcd', 'kube-apiserver'] : KUBE_COMPONENTS;
  return faultKind(spec.type).hits === 'api' ? ['kube-apiserver'] : ['etcd'];
}

/**
 * What a fault does, in words that are equal for faults that leave the same. A component without data of its own is ended by a kill as by a
 * termination; etcd has data, and closes it only when it is asked to end. Stopped once or again and again, a process is held up. A
 * start that ends before it has spoken to anybody was refused, whatever it was refused for. A server whose certificate nobody takes
 * has no clients, whatever is wrong with the certificate.
 */
function effectOf(spec: FaultSpec): string {
  switch (spec.type) {
    case 'kill':
    case 'terminate':
      return spec.component === 'etcd' ? describeFault(spec) : `ends ${spec.component}`;
    case 'pause':
    case 'starve':
      return `holds ${spec.component}`;
    case 'wrong-flag':
    case 'illegal-triple':
    case 'removed-gate':
    case 'binary-truncated':
    case 'binary-altered':
    case 'binary-missing':
      return `start of ${spec.component} refused`;
    case 'certificate-expired':
    case 'certificate-not-yet-valid':
    case 'certificate-wrong-authority':
    case 'certificate-wrong-name':
      return `start of ${spec.component} untrusted`;
    default:
      return describeFault(spec);
  }
}
