import type { ReviewItem } from './reviewItem';

/** What a batch shows of its items in the Temporal UI at most. */
export const maxExcerptItems = 20;
export const maxExcerptBytes = 32 * 1_024;

/** Of what follows a response; the room of an item is shared by its texts. */
const maxShownTurns = 2;

/** Room for one item's heading and fences, and for the line on what is not shown. */
const markupBytes = 120;

export type ShownItem = Pick<ReviewItem, 'item' | 'instruction' | 'input' | 'response'> & {
  /** What follows the response; null where nothing does. */
  readonly turns?: ReviewItem['turns'] | null;
};

/**
 * The first of a batch's `all` items as Markdown, to decide by inside the Temporal UI: at most 20 of them and 32 KB of UTF-8. Texts are untrusted: each is
 * fenced so that none ends its fence. Where they are long, each gets its share of the room. No scores, and nothing of where an item
 * comes from: whoever reviews is blind to them.
 */
export function excerptOf(first: readonly ShownItem[], all: number): string {
  const shown = first.slice(0, maxExcerptItems);
  const room = Math.floor(maxExcerptBytes / Math.max(1, shown.length)) - markupBytes;
  const parts = shown.map((item) => itemMarkdown(item, room));
  const hidden = all - shown.length;
  if (hidden > 0) parts.push(`… and ${hidden} more.`);
  return parts.join('\n\n');
}

function itemMarkdown({ item, instruction, input, response, turns }: ShownItem, room: number): string {
  const texts = [
    ['Instruction', instruction],
    ...(input === '' ? [] : [['Input', input]]),
    ['Response', response],
    ...(turns ?? []).slice(0, maxShownTurns).flatMap(({ message, response: answer }, at) => [
      [`User ${at + 2}`, message],
      [`Assistant ${at + 2}`, answer],
    ]),
  ] as const;
  const each = Math.max(0, Math.floor(room / texts.length) - markupBytes);
  const hidden = (turns?.length ?? 0) - maxShownTurns;
  const blocks = texts.map(([title, text]) => `${title}\n${fenced(text ?? '', each)}`);
  return [`### ${item}`, ...blocks, ...(hidden > 0 ? [`… and ${hidden} more turns.`] : [])].join('\n\n');
}

/** The text's beginning, as much as fits, between fences longer than any in it. */
function fenced(text: string, bytes: number): string {
  let max = bytes;
  for (;;) {
    const beginning = folded(beginningOf(text, max));
    const longest = Math.max(2, ...(beginning.match(/`+/g) ?? []).map(({ length }) => length));
    const fence = '`'.repeat(longest + 1);
    const block = `${fence}text\n${beginning}\n${fence}`;
    if (Buffer.byteLength(block) <= bytes + markupBytes || max === 0) return block;
    max = Math.floor(max / 2);
  }
}

/** Temporal's page does not wrap what is between fences: long lines are broken at spaces. */
function folded(text: string): string {
  return text.replace(
    /(?=[^\n]{73})([^\n]{1,72})(?<=\s)|(?=[^\n]{73})([^\n ]{72})/gu,
    (line: string) => `${line.trimEnd()}\n`,
  );
}

function beginningOf(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  // A cut within a character leaves replacement characters at the end.
  return `${Buffer.from(text)
    .subarray(0, Math.max(0, bytes - 3))
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}…`;
}
