import type { Block } from './block';
import type { CutPassage } from './cutPassage';

/** Goes up when the same document is cut into other passages: it is another document then. */
export const cutterVersion = 1;

/** Most characters of a heading that are kept, and most headings above a passage. */
const longestHeading = 160;
const mostHeadings = 6;
/** A piece of a long paragraph ends at a sentence where that leaves it at least this much of a passage. */
const leastShare = 0.4;

/**
 * Cuts a document into passages as its blocks come: paragraphs under one heading together, up to `longest` characters; never over a heading,
 * nor over the end of a page. A longer paragraph is cut where a sentence ends, else between words, else anywhere. Every word of the
 * document is in one passage. Pure: the same blocks, the same passages.
 */
export class PassageCutter {
  private headings: { readonly level: number; readonly text: string }[] = [];
  private gathered: string[] = [];
  private length = 0;
  private page: number | undefined;

  /** @param longest Most characters of a passage, its headings not counted. */
  constructor(private readonly longest: number) {}

  /** The passages that are whole by now. */
  push(block: Block): CutPassage[] {
    const text = block.text.trim();
    if (text === '') return [];
    if (block.kind === 'heading') {
      const whole = this.end();
      this.headings = this.headings.filter(({ level }) => level < block.level).slice(0, mostHeadings - 1);
      this.headings.push({ level: block.level, text: shortened(text.replace(/\s+/gu, ' ')) });
      return whole;
    }
    if (block.kind === 'row') {
      const whole = this.end();
      return [...whole, ...this.pieces(text).map((piece) => this.passage(piece))];
    }
    const whole = block.page === this.page ? [] : this.end();
    this.page = block.page;
    for (const piece of this.pieces(text)) {
      if (this.length > 0 && this.length + paragraphBreak.length + piece.length > this.longest)
        whole.push(...this.end());
      this.gathered.push(piece);
      this.length += piece.length + (this.gathered.length > 1 ? paragraphBreak.length : 0);
    }
    return whole;
  }

  /** What is gathered and not yet a passage. */
  end(): CutPassage[] {
    if (this.gathered.length === 0) return [];
    const text = this.gathered.join(paragraphBreak);
    this.gathered = [];
    this.length = 0;
    return [this.passage(text)];
  }

  private passage(text: string): CutPassage {
    const headings = this.headings.map((heading) => heading.text);
    return this.page === undefined ? { headings, text } : { headings, text, page: this.page };
  }

  private pieces(text: string): string[] {
    const pieces: string[] = [];
    let rest = text;
    while (rest.length > this.longest) {
      const end = this.endOfPiece(rest);
      pieces.push(rest.slice(0, end).trimEnd());
      rest = rest.slice(end).trimStart();
    }
    if (rest !== '') pieces.push(rest);
    return pieces;
  }

  private endOfPiece(text: string): number {
    const start = text.slice(0, this.longest + 1);
    const least = Math.floor(this.longest * leastShare);
    for (const boundary of boundaries) {
      let last = 0;
      for (const { index, 0: found } of start.matchAll(boundary))
        if (index + found.length <= this.longest) last = index + found.length;
      if (last > least) return last;
    }
    // Between characters, and never within one.
    const unit = text.charCodeAt(this.longest - 1);
    return unit >= 0xd800 && unit < 0xdc00 ? this.longest - 1 : this.longest;
  }
}

const paragraphBreak = '\n\n';

/** Where a text may be parted, the best places first: after a line, a sentence, a clause, a word. */
const boundaries = [
  /\n+/gu,
  /[.!?…։؟।॥]+["'”’)\]]*\s+|[。！？]+[”’」』）]*/gu,
  /[;:,،]\s+|[；：，、]/gu,
  /\s+/gu,
];

function shortened(text: string): string {
  return text.length <= longestHeading ? text : `${text.slice(0, longestHeading - 1).trimEnd()}…`;
}
