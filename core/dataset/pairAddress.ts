/** A number for a pair's address, in the order of exports: ordinals stay far below it. */
export function addressOf(iteration: number, ordinal: number): number {
  return iteration * 2 ** 24 + ordinal;
}
