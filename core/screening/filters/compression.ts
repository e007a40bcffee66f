import { z } from 'zod';
import { deflateRawSync } from 'node:zlib';
import { rejected, textFilter } from './filter';

const fields = {
  compression: z
    .union([z.literal(false), z.number().min(1)])
    .default(6)
    .describe(
      'How many times smaller DEFLATE may make a response of 400 bytes or more. Prose shrinks 1.5 to 3 times, a loop 10 times and more. `false`: any.',
    ),
};

/** Shorter texts shrink by the format's overhead more than by what they say. */
const minBytes = 400;

/**
 * How many times smaller DEFLATE makes a response. Loops of any period shrink, also those whose copies differ in a word or a number,
 * which n-grams miss. Code and tables shrink more than prose does, so that the default threshold is lenient.
 */
export const compression = textFilter({
  name: 'compression',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ compression }) => compression !== false,
  check: ({ response }, { compression }) => {
    const bytes = Buffer.byteLength(response);
    if (bytes < minBytes) return { passed: true };
    const ratio = bytes / deflateRawSync(response).length;
    if (compression === false || ratio <= compression) return { passed: true, score: ratio };
    return rejected(
      `the response repeats itself: it can be written ${ratio.toFixed(1)} times shorter`,
      ratio,
    );
  },
});
