import { chatOf } from './example';
import { jsonLines } from './jsonLines';
import { pairId } from './pairId';

/** TRL's conversational language modelling: `messages` a line, and the pair's id, which trainers leave alone. */
export const messages = jsonLines(
  { name: 'messages', describe: 'messages a line, with ids, for TRL' },
  (pair, instance, { seed }) => ({ id: pairId(seed, pair), messages: chatOf(pair, instance) }),
);
