import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';

const fields = {
  blockedPrefixes: z
    .array(z.string().min(1))
    .default(['Write a program'])
    .describe('Beginnings that an instruction may not have.'),
};

/** "Write a program" was so frequent among GPT-3's proposals that the paper's authors dropped it. */
export const blockedPrefix = textFilter({
  name: 'blockedPrefix',
  version: 1,
  stage: 'instruction',
  fields,
  check({ instruction }, { blockedPrefixes }) {
    const found = blockedPrefixes.find((prefix) => instruction.startsWith(prefix));
    return found === undefined ? passed : rejected(`starts with "${found}"`);
  },
});
