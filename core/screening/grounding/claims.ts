import { withoutCode } from '../../foundations/text/prose';

/** What a response states, one sentence each. Questions, offers and what has no content are no claims. */
export function claimsOf(response: string): readonly string[] {
  return sentencesOf(withoutCode(response)).filter(
    (sentence) => !sentence.endsWith('?') && !isTalk.test(sentence) && /\p{L}{2}|\d/u.test(sentence),
  );
}

const isTalk =
  /^(?:sure|certainly|of course|here (?:is|are)|i hope|let me know|feel free|please|thanks?|in summary:?$|note that$)\b/i;
const abbreviation =
  /(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|ca|approx|Inc|Ltd|Jr|Sr|Nr|z\.B|[A-Z])\.)$/;

export function sentencesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const sentences: string[] = [];
    for (const part of line
      .replace(/^\s*(?:[-*•]|\d{1,2}[.)]|#{1,6})\s+/, '')
      .split(/(?<=[.!?。！？]["”’)]?)\s+(?=\S)|(?<=[。！？])/u)) {
      const last = sentences.at(-1);
      if (last !== undefined && (abbreviation.test(last) || /^\p{Ll}/u.test(part)))
        sentences[sentences.length - 1] = `${last} ${part}`;
      else if (part.trim() !== '') sentences.push(part.trim());
    }
    return sentences;
  });
}
