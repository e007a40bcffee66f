import { chatOf } from './example';
import { jsonLines } from './jsonLines';

/** What Unsloth's notebooks hand to a chat template: a column `conversations` of turns with `role` and `content`, as its `standardize_data_formats` makes of others. */
export const unsloth = jsonLines(
  { name: 'unsloth', describe: 'conversations a line, for Unsloth' },
  (pair, instance) => ({ conversations: chatOf(pair, instance) }),
);
