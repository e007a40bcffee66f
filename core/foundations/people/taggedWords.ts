import type * as compromise from 'compromise';

/** A word as a tagger sees it. */
export interface TaggedWord {
  /** In lower case. */
  readonly normal: string;
  readonly tags: ReadonlySet<string>;
  readonly start: number;
  readonly end: number;
  /** What stands between it and the next word. */
  readonly post: string;
  readonly opensSentence: boolean;
}

interface TaggedTerm {
  readonly pre: string;
  readonly text: string;
  readonly post: string;
  readonly normal: string;
  readonly tags?: ReadonlySet<string>;
}

let tagger: typeof compromise.default | undefined;

/**
 * An English text's words with what they are, by rules and a lexicon (compromise), and where they stand; undefined where the tagger does not
 * give the text back as it was, so that places would be wrong.
 */
export function taggedWords(text: string): TaggedWord[] | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded where first used: its lexicon takes 37 MB
  tagger ??= require('compromise') as typeof compromise.default;
  const { docs } = tagger(text) as unknown as { docs: readonly (readonly TaggedTerm[])[] };
  const words: TaggedWord[] = [];
  let read = '';
  for (const sentence of docs)
    sentence.forEach(({ pre, text: written, post, normal, tags = new Set<string>() }, index) => {
      const start = read.length + pre.length;
      read += pre + written + post;
      words.push({ normal, tags, start, end: start + written.length, post, opensSentence: index === 0 });
    });
  return read === text ? words : undefined;
}
