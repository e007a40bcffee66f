import { chatOf } from './example';
import { jsonLines } from './jsonLines';

/** TRL's conversational prompt-completion: the loss is of the completion alone, which is the last answer of a conversation. */
export const promptCompletion = jsonLines(
  { name: 'prompt-completion', describe: 'prompt and completion as turns, for TRL' },
  (pair, instance) => {
    const chat = chatOf(pair, instance);
    return { prompt: chat.slice(0, -1), completion: chat.slice(-1) };
  },
);
