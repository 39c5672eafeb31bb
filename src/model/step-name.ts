/** The number with which a step's folder name begins, which is its index in the plan: 2 for `02-binary-upgrade`. */
export function stepNumber(name: string): number {
  return Number.parseInt(name, 10);
}
