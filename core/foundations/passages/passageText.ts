/** A passage as it is searched and embedded: the headings above it say what it is about, where it may only say "it". */
export function passageText({
  headings,
  text,
}: {
  readonly headings: readonly string[];
  readonly text: string;
}): string {
  return headings.length === 0 ? text : `${headings.join(' › ')}\n${text}`;
}
