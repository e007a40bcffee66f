import { chatOf } from './example';
import { jsonLines } from './jsonLines';

/**
 * What OpenAI's fine-tuning takes: one object a line with `messages` and nothing else, turns of `role` and `content`, an answer at the
 * end (the checks of its cookbook, "Data preparation and analysis for chat model fine-tuning"). Many hosts take the same.
 */
export const openai = jsonLines(
  { name: 'openai', describe: "messages a line, as OpenAI's fine-tuning takes them" },
  (pair, instance) => ({ messages: chatOf(pair, instance) }),
);
