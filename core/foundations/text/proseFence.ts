/** A text in which all of the prose stands between the marks of a code block. */
export interface ProseFence {
  /** The line that opens it: "```markdown". */
  readonly opening: string;
  readonly inner: string;
  readonly closing: string;
}

const fenceAround =
  /^(?<opening>(?<marks>`{3,}|~{3,})[ \t]*(?<info>[\w-]*)[ \t]*)\n(?<inner>[^]+)\n[ \t]*\k<marks>$/u;
const ofMarkdown = /^(?:markdown|md)$/iu;
const ofText = /^(?:|text|txt|plain|plaintext)$/iu;
/** What stands in programs, markup, tables and commands, and hardly in sentences. */
const signsOfCode =
  /[{}\\`|=]|;[ \t]*$|<\/?\p{L}|^[ \t]*(?:\/\/|\$ |#include|(?:import|from|def|select|npm|pip|git|sudo|cd|curl) )/imu;
const sentenceEnds = /[.!?…。！？][)\]"”’*_]*$/u;

/**
 * The fence that stands around all of a text and has no code in it: models put whole answers into one. A block that says it is Markdown may
 * hold further blocks; one that says nothing must end as a sentence does and hold no sign of code. Undefined where there is none.
 */
export function proseFenceOf(text: string): ProseFence | undefined {
  const { opening, marks, info, inner } = fenceAround.exec(text.trim())?.groups ?? {};
  if (opening === undefined || marks === undefined || info === undefined || inner === undefined)
    return undefined;
  const isMarkdown = ofMarkdown.test(info);
  if (!isMarkdown && !ofText.test(info)) return undefined;
  const within = inner.trim();
  const isProse = isMarkdown
    ? holdsWholeBlocks(within, marks[0] ?? '')
    : sentenceEnds.test(within) && !signsOfCode.test(within);
  return isProse && /\p{L}/u.test(within)
    ? { opening: opening.trim(), inner: within, closing: marks }
    : undefined;
}

/** Whether each block within says what it is and ends: one that says nothing would be the end of the outer one. */
function holdsWholeBlocks(text: string, mark: string): boolean {
  let isOpen = false;
  for (const line of text.split('\n')) {
    const fence = new RegExp(`^[ \\t]*${mark}{3,}[ \\t]*(.*)$`, 'u').exec(line);
    if (!fence) continue;
    const isBare = fence[1]?.trim() === '';
    if (isBare !== isOpen) return false;
    isOpen = !isOpen;
  }
  return !isOpen;
}
