import type { Verdict } from '../vocabulary/verdict';

const maxVerdicts = 500;
/** Half of what Temporal takes in one message. */
const maxBytes = 1_000_000;

/** Takes as many verdicts from the front of `waiting` as are recorded at a time: one at least, where there is one. */
export function takeToRecord(waiting: Verdict[]): Verdict[] {
  let count = 0;
  let bytes = 0;
  for (const verdict of waiting) {
    bytes += jsonBytesOf(verdict);
    if (count > 0 && (count >= maxVerdicts || bytes > maxBytes)) break;
    count++;
  }
  return waiting.splice(0, count);
}

/** Bytes of a verdict as JSON in UTF-8, about; workflow code has nothing to encode with. */
function jsonBytesOf({ reviewer, reason = '', edit }: Verdict): number {
  const texts = [reviewer, reason, edit?.instruction ?? '', edit?.input ?? '', edit?.response ?? ''];
  const turns = edit?.turns ?? [];
  for (const { message = '', response = '' } of turns) texts.push(message, response);
  return 200 + 60 * turns.length + texts.reduce((sum, text) => sum + textBytesOf(text), 0);
}

function textBytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20)
      bytes += 6; // \u0001
    else if (unit < 0x80) bytes += unit === 0x22 || unit === 0x5c ? 2 : 1;
    else bytes += unit < 0x800 ? 2 : 3;
  }
  return bytes;
}
