import { deflateRawSync } from 'node:zlib';
import { rejected, textFilter } from './filter';

/** Shorter texts shrink by the format's overhead more than by what they say. */
const leastBytes = 400;

/**
 * How many times smaller DEFLATE makes a response. Loops of any period shrink, also those whose copies differ in a word or a number,
 * which n-grams miss. Code and tables shrink more than prose does, so that the default threshold is lenient.
 */
export const compression = textFilter(
  'compression',
  1,
  'pair',
  ({ response }, { filters }) => {
    const bytes = Buffer.byteLength(response);
    if (bytes < leastBytes) return { passed: true };
    const ratio = bytes / deflateRawSync(response).length;
    if (filters.compression === false || ratio <= filters.compression) return { passed: true, score: ratio };
    return rejected(
      `the response repeats itself: it can be written ${ratio.toFixed(1)} times shorter`,
      ratio,
    );
  },
  ({ filters }) => filters.compression !== false,
);
