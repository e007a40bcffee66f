import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

const fields = {
  promptLeakage: z
    .boolean()
    .default(true)
    .describe('Reject what repeats pieces of a prompt ("### Instruction:", "given prompt").'),
};

/** Pieces of prompts, of chat templates and of training formats that no answer of a person holds. */
const leaks: readonly RegExp[] = [
  /^#{2,4} ?(?:instruction|response|input|output|human|assistant|user|system)s?\s*:/im,
  /^#{2,4} ?(?:instruction|response|human|assistant)\s*$/im,
  /^###\s*$/m,
  /<\|(?:im_start|im_end|endoftext|end|user|assistant|system|eot_id|begin_of_text|start_header_id)\|>/i,
  /\[\/?INST\]|<<\/?SYS>>|<\/?s>|<(?:start|end)_of_turn>/,
  /#(?:the )?(?:given|rewritten|created|new|evolved) (?:prompt|instruction)#?/i,
  /\b(?:rewritten|created|evolved) (?:prompt|instruction)\b/i,
  /<\/?(?:task|instruction|answer_format|final_answer)>/i,
  /\banswer with nothing but JSON\b/i,
  /\bbelow is an instruction that describes a task\b/i,
  /\bcome up with a (?:series|set|list) of (?:\w+ )?tasks\b|\blist of \d+ tasks\b/i,
  /^instruction\s*:/im,
  /^(?:human|user)\s*:[\s\S]*^(?:assistant|ai)\s*:/im,
];

/** Words that people use in tasks too, and hardly ever in answers. */
const responseLeaks: readonly RegExp[] = [...leaks, /\bgiven (?:prompt|instruction)s?\b/i];

/** What our own prompts frame a task with: an input that holds it is a prompt, and none that a person would hand over. */
const inputLeaks: readonly RegExp[] = [
  /<\/?(?:task|answer_format|final_answer)>/i,
  /\banswer with nothing but JSON\b/i,
  /\bbelow is an instruction that describes a task\b/i,
];

/** What leaked into `text`, unless the task itself holds it. */
function resultOn(text: string, task: string, where: string, pieces: readonly RegExp[]): FilterResult {
  const found = pieces.find((pattern) => {
    const piece = pattern.exec(text)?.[0].trim().toLowerCase();
    return piece !== undefined && !pattern.test(task) && !task.toLowerCase().includes(piece);
  });
  return found === undefined
    ? passed
    : rejected(`${where} repeats a piece of a prompt: "${shown(found.exec(text)?.[0] ?? '')}"`);
}

function shown(match: string): string {
  const line = match.trim().split('\n')[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

export const instructionPromptLeakage = textFilter({
  name: 'promptLeakageInInstruction',
  version: 2,
  stage: 'instruction',
  later: 'messages',
  fields,
  isOn: ({ promptLeakage }) => promptLeakage,
  check: ({ instruction }) => resultOn(instruction, '', 'the instruction', leaks),
});

export const promptLeakage = textFilter({
  name: 'promptLeakage',
  version: 2,
  stage: 'pair',
  fields,
  isOn: ({ promptLeakage }) => promptLeakage,
  check({ instruction, input, response }) {
    const ofInput = resultOn(input, instruction, 'the input', inputLeaks);
    return ofInput.passed
      ? resultOn(response, `${instruction}\n${input}`, 'the response', responseLeaks)
      : ofInput;
  },
});
