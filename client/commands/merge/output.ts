import { z } from 'zod';
import { count } from '../../terminal/outputValues';

/** What `seedbed merge` prints with --json. */
export const mergeOutput = z.strictObject({
  out: z.string(),
  pairs: count,
  sha256: z.string(),
  sets: z.array(
    z.strictObject({
      name: z.string(),
      pairs: count,
      kept: count,
      repeated: z
        .strictObject({ text: count, words: count, meaning: count })
        .describe('Left out: the same text, too many of the same words (ROUGE-L), the same meaning.'),
    }),
  ),
});
