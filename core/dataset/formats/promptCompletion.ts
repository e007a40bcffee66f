import { answerTurn, promptTurns } from './example';
import { jsonLines } from './jsonLines';

/** TRL's conversational prompt-completion: the loss is of the completion alone. */
export const promptCompletion = jsonLines(
  { name: 'prompt-completion', describe: 'prompt and completion as turns, for TRL' },
  (pair, instance) => ({
    prompt: promptTurns(pair, instance),
    completion: [answerTurn(instance.response)],
  }),
);
