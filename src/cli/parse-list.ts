/** The items of an option such as `--kinds pods,csinodes`. */
export function parseList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}
