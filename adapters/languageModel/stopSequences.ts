/**
 * Cuts a growing text where the first stop sequence begins; the sequence itself is not part of the answer.
 * `from` is the text's length when it was last looked at: what lies before it holds no whole stop sequence.
 * @returns the text up to the stop, or undefined if none occurs.
 */
export function cutAtStop(text: string, stops: readonly string[], from: number): string | undefined {
  let end = -1;
  for (const stop of stops) {
    const found = text.indexOf(stop, Math.max(0, from - stop.length + 1));
    if (found !== -1 && (end === -1 || found < end)) end = found;
  }
  return end === -1 ? undefined : text.slice(0, end);
}
