import { z } from 'zod';
import { deflateRawSync } from 'node:zlib';
import { rejected, textFilter } from './filter';

const fields = {
  compression: z
    .union([z.literal(false), z.number().min(1)])
    .default(6)
    .describe(
      'How many times smaller DEFLATE may make a response of 400 letters or more. Prose shrinks 1.5 to 3 times, a loop 10 times and more. `false`: any.',
    ),
};

/** Shorter texts shrink by the format's overhead more than by what they say. */
const minLetters = 400;

/** Signs that say as much as two letters; UTF-8 writes them in three bytes, as it does letters of Thai and Hindi. */
const denseSign = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu;

/**
 * How many times smaller DEFLATE makes a response. Loops of any period shrink, also those whose copies differ in a word or a number,
 * which n-grams miss. Code and tables shrink more than prose does, so that the default threshold is lenient. Letters are counted and not
 * bytes: half of the bytes of Thai or Hindi say which alphabet it is, and shrink to nothing.
 */
export const compression = textFilter({
  name: 'compression',
  version: 2,
  stage: 'pair',
  fields,
  isOn: ({ compression }) => compression !== false,
  check: ({ response }, { compression }) => {
    const letters = [...response].length + (response.match(denseSign)?.length ?? 0);
    if (letters < minLetters) return { passed: true };
    const ratio = letters / deflateRawSync(response).length;
    if (compression === false || ratio <= compression) return { passed: true, score: ratio };
    return rejected(
      `the response repeats itself: it can be written ${ratio.toFixed(1)} times shorter`,
      ratio,
    );
  },
});
