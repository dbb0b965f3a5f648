/** `push(...items)` puts every item on the stack, and a line of a megabyte has more of them than fit there. */
export function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}
