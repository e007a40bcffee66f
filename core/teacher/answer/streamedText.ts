import { textAdded } from './eventStream';

/** How much of the end of a text is looked at, in characters, and after how many new ones. */
const looked = 1_200;
const between = 300;
/** What follows upon itself in it is a passage of at most so many characters: three times, then. */
const longestPeriod = looked / 3;

/** The text of an answer while it is being written, by the events of its stream. */
export class StreamedText {
  /** What was written so far. */
  written = '';
  private rest = '';
  private lookedAt = 0;

  /** Takes what has arrived, and tells whether the text goes round in circles. */
  loopsWith(piece: string): boolean {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.written += textAdded(/^data[ \t]*:(.*)$/.exec(line.trimEnd())?.[1] ?? '');
    if (this.written.length < Math.max(looked, this.lookedAt + between)) return false;
    this.lookedAt = this.written.length;
    return periodOf(this.written.slice(-looked)) <= longestPeriod;
  }
}

/**
 * After how many characters a text repeats itself, letter by letter up to its end; its length where it does not (Knuth, Morris and Pratt's table of
 * prefixes). Lists whose lines are alike are no loop.
 */
function periodOf(text: string): number {
  const prefixes: number[] = [0];
  for (let end = 1, length = 0; end < text.length; end++) {
    while (length > 0 && text[end] !== text[length]) length = prefixes[length - 1] ?? 0;
    if (text[end] === text[length]) length++;
    prefixes.push(length);
  }
  return text.length - (prefixes.at(-1) ?? 0);
}

/** The body of a stream that nobody read to its end, ended: as an answer that was cut, with its tokens as they were counted here. */
export function endedStream(body: string, promptTokens: number, completionTokens: number): string {
  const whole = body.slice(0, body.lastIndexOf('\n') + 1);
  const end = {
    choices: [{ index: 0, delta: {}, finish_reason: 'length' }],
    usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens },
  };
  return `${whole}\ndata: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n`;
}
