/** Part of a comparison of two texts: of one of them alone, or of both. */
interface ComparedPart {
  readonly value: string;
  readonly added?: boolean;
  readonly removed?: boolean;
}

/** Whether two texts have at least half of what they say in common, so that marking the rest tells something. */
export function isMostlyAlike(parts: readonly ComparedPart[]): boolean {
  let [common, apart] = [0, 0];
  for (const { value, added = false, removed = false } of parts)
    if (added || removed) apart += value.length;
    else common += 2 * value.length;
  return common >= apart;
}
