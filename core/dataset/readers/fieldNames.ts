/**
 * What people call the texts of a pair, the likelier first, as the sets that many train on have them: Alpaca (instruction, input,
 * output), Dolly (context, response), TRL (prompt, completion, chosen), OpenOrca and MetaMath (question, query, response), FLAN
 * (inputs, targets), MATH (problem, solution). A column map wins over all of them.
 */
export const instructionNames = ['instruction', 'prompt', 'question', 'query', 'problem', 'inputs'];
/** `chosen` before what else a preference row may hold; `solution` before the bare `answer` that often stands beside it. */
export const responseNames = [
  'response', 'output', 'chosen', 'completion', 'solution', 'answer', 'targets', 'target', 'label',
]; // prettier-ignore
export const inputNames = ['input', 'context', 'passage'];
export const systemNames = ['system', 'system_prompt', 'system_message'];
/** Lists of turns: ShareGPT's, OpenAI's, and LMSYS's names for them. */
export const conversationNames = ['conversations', 'messages', 'conversation', 'dialogue', 'turns'];

/** What was said before the question of a row, as LLaMA-Factory's Alpaca has it. */
export const historyName = 'history';

/** Columns that name a task's group, and say that it is a classification, unless the column map names others. */
export const groupNames = ['group', 'task_type', 'taskType', 'category'];
export const classificationNames = ['is_classification', 'classification'];

/** What the question of a row can't be answered without, and can't be put into a text unasked. */
export const choiceNames = ['choices', 'options', 'endings'];

/** Columns whose texts may be meant, but as often are not: only suggested, since a guess would be wrong in silence. */
export const suggestedNames = {
  instruction: ['task', 'text', 'title', 'document'],
  response: ['summary', 'text', 'answers', 'highlights'],
};

/** Every field that may be read without being named by a column map. */
export const knownNames: readonly string[] = [
  'id', 'instances', 'rejected', 'text', 'data', historyName,
  ...instructionNames, ...responseNames, ...inputNames, ...systemNames, ...conversationNames,
  ...groupNames, ...classificationNames, ...choiceNames,
]; // prettier-ignore
