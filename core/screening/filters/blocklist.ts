import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { wholeWords } from '../../foundations/text/wholeWords';

/** The words that the released Self-Instruct code refuses in an instruction: things a language model cannot see, hear or do. */
export const selfInstructBlocklist = [
  'image', 'images', 'graph', 'graphs', 'picture', 'pictures', 'file', 'files', 'map', 'maps', 'draw', 'plot', 'go to',
] as const; // prettier-ignore

/** What Alpaca's code adds to it. */
export const alpacaBlocklist = ['video', 'audio', 'music', 'flowchart', 'diagram'] as const;

const fields = {
  blocklist: z
    .array(z.string().min(1))
    .default([...selfInstructBlocklist, ...alpacaBlocklist])
    .describe(
      'Words and phrases that an instruction may not contain, matched as whole words, without regard to case.',
    ),
};

/** Things that a language model cannot see, hear or do. Whole words, without regard to case. */
export const blocklist = textFilter({
  name: 'blocklist',
  version: 1,
  stage: 'instruction',
  fields,
  check({ instruction }, { blocklist }) {
    const found = blocklist.find((phrase) => wholeWords(phrase).test(instruction));
    return found === undefined ? passed : rejected(`contains "${found}"`);
  },
});
