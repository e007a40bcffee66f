/** A word, and where it stands in its text. */
export interface Word {
  readonly text: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Words in lower case without a genitive's ending: "Sarah's" is Sarah. */
export function wordsWithPlaces(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*/gu)].map((found) => {
    const [written] = found;
    const bare = /['’](?:s|d|ll|re|ve|m)$/iu.test(written) ? written.replace(/['’]\p{L}+$/u, '') : written;
    return {
      text: bare,
      key: bare.toLowerCase().replaceAll('’', "'"),
      start: found.index,
      end: found.index + bare.length,
    };
  });
}
