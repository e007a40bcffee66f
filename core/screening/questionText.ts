/** What a response answers, as one text: the instruction, and what it works on. */
export function questionText({
  instruction,
  input,
}: {
  readonly instruction: string;
  readonly input: string;
}): string {
  return input.trim() === '' ? instruction : `${instruction}\n\n${input}`;
}
