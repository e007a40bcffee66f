const asciiBytes: Readonly<Record<string, number>> = { '&': 5, '<': 4, '>': 4, '"': 6, "'": 5 };

/**
 * A text whose HTML takes at most so many bytes, cut between characters, with an ellipsis where it was cut. A page of bounded texts is bounded,
 * whatever a model wrote: quotation marks take six bytes each there.
 */
export function boundedText(text: string, bytes: number): string {
  let taken = 0;
  let fits = 0; // the longest beginning that leaves room for the ellipsis
  let position = 0;
  for (const character of text) {
    taken += bytesOf(character);
    if (taken > bytes) return `${text.slice(0, fits).trimEnd()}…`;
    position += character.length;
    if (taken <= bytes - 3) fits = position;
  }
  return text;
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return asciiBytes[character] ?? 1;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
