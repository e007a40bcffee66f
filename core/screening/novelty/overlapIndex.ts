import { noveltyTokens } from './noveltyTokens';

/** Words in a row that nobody has in common with an evaluation set by chance (Brown et al. 2020, GPT-3, appendix C). */
export const overlapWords = 13;

/** Fewer words than this say nothing: "Name the capital" is nobody's own. */
const minWords = 6;

/** What of a text stands in an evaluation set. */
export interface Overlap {
  /** Position of the item, as given. */
  readonly item: number;
  readonly words: string;
}

/**
 * Runs of 13 words of an evaluation set's texts, for finding texts that share one. A text of fewer words, down to six, is found as a
 * whole.
 */
export class OverlapIndex {
  /** By run of words, the first item that has it. */
  private readonly runs = new Map<string, number>();
  /** Lengths below 13 that some text has, as a whole. */
  private readonly shorter = new Set<number>();

  /** @param items Each with its texts: question, input, reference answer. */
  constructor(items: readonly (readonly string[])[]) {
    items.forEach((texts, item) => {
      for (const text of texts) {
        const words = noveltyTokens(text);
        if (words.length < minWords) continue;
        const length = Math.min(words.length, overlapWords);
        if (length < overlapWords) this.shorter.add(length);
        for (const run of runsOf(words, length)) if (!this.runs.has(run)) this.runs.set(run, item);
      }
    });
  }

  /** The first run of words that a text has in common with an item. */
  find(text: string): Overlap | undefined {
    const words = noveltyTokens(text);
    for (const length of [overlapWords, ...this.shorter]) {
      for (const run of runsOf(words, length)) {
        const item = this.runs.get(run);
        if (item !== undefined) return { item, words: run };
      }
    }
    return undefined;
  }
}

function* runsOf(words: readonly string[], length: number): Generator<string> {
  for (let start = 0; start + length <= words.length; start++)
    yield words.slice(start, start + length).join(' ');
}
