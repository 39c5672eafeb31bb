import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type { Stop } from './stop.js';

/** True while a component still is the instance that a step should have replaced: what it runs is the consequence. */
function isUnreplaced(stop: Stop, component: KubeComponent): boolean {
  if (stop.reported.at('replaced', stop.step.index, component, '')) return true;
  const { previous } = stop;
  if (!previous || instanceOf(previous, component) !== instanceOf(stop, component)) return false;
  return isUnreplaced(previous, component);
}

/** True when a component was found to run another program than the plan's at this stop. */
function isOtherBinary(stop: Stop, component: KubeComponent): boolean {
  return ['executableSha256', 'binary'].some((path) => stop.reported.at('binary', stop.step.index, component, path));
}

/** The components whose executable is worth judging at a stop. */
export function replacedComponents(stop: Stop): KubeComponent[] {
  return KUBE_COMPONENTS.filter((component) => !isUnreplaced(stop, component));
}

/** The components whose versions are worth judging at a stop. */
export function intendedBinaries(stop: Stop): KubeComponent[] {
  return replacedComponents(stop).filter((component) => !isOtherBinary(stop, component));
}

function instanceOf(stop: Stop, component: KubeComponent): string {
  return stop.checkpoint.components[component].instance;
}
