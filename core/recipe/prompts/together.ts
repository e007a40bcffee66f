import type { SamplingParameters, TeacherPrompt } from '../../teacher/request';
import type { FinishReason } from '../../vocabulary/finishReason';
import type { PromptFile } from './promptFile';
import { renderPrompt } from './renderPrompt';

/** A task as the prompt shows it. */
export interface TaskExample {
  readonly instruction: string;
  /** Empty where the instruction needs none. */
  readonly input: string;
  readonly response: string;
}

/**
 * Sampling for models of a few hundred million parameters, found by reading what SmolLM2-135M writes (docs/local-model.md): cool
 * enough to stay on the task, a penalty on what is said again and again, since such models loop.
 */
export const smallResponseSampling: SamplingParameters = {
  temperature: 0.5,
  top_p: 0.9,
  frequency_penalty: 0.4,
  max_tokens: 224,
};

export interface TogetherPrompt {
  readonly prompt: TeacherPrompt;
  readonly stop: readonly string[];
}

/** What a call for input and response together is about; asked and read by the same. */
export interface TogetherTask {
  /** The same for every instruction of a run, so that a server that keeps evaluated prefixes reads them once. */
  readonly examples: readonly TaskExample[];
  readonly instruction: string;
}

/**
 * One call for input and response together (the prompt `together`), for models too small for a call each: a conversation of
 * solved tasks, then the instruction. There are two such conversations: of tasks without input; and, for an instruction that works on a text it does
 * not hold, of tasks with one, where the answer is begun with "Input:" so that the text has to be made up first. Left to itself
 * a small model skips the input, or makes one up for everything. Without an example that has an input, none is asked for.
 */
export function togetherPrompt(file: PromptFile, task: TogetherTask): TogetherPrompt {
  const begun = makesInput(task);
  const examples = task.examples
    .filter((example) => hasInput(example) === begun)
    .map(({ instruction, input, response }) => ({
      instruction: instruction.trim(),
      input: input.trim(),
      response: response.trim(),
    }));
  const prompt = renderPrompt(file, { examples, instruction: task.instruction.trim(), makesInput: begun });
  return { prompt, stop: begun ? ['\nInput:'] : [] };
}

export type Together =
  | { readonly ok: { readonly input: string; readonly response: string } }
  /** Why, in words. */
  | { readonly unreadable: string };

/**
 * Reads the answer to `togetherPrompt`, whether or not it says again what it was begun with. A cut answer is unreadable, since its
 * response is; and so is an input taken from an example. Of several outputs the first counts: a model that could not stop.
 */
export function parseTogether(text: string, finishReason: FinishReason, task: TogetherTask): Together {
  if (text.trim() === '') return { unreadable: 'the answer is empty' };
  if (finishReason === 'length') return { unreadable: 'the answer was cut at its length limit' };
  const [before = '', output] = text.split(/^[ \t]*Output:/m).map((part) => part.trim());
  const input = before.replace(/^Input:\s*/, '');
  if (output === undefined) {
    const onlyInput = makesInput(task) || before !== input;
    return onlyInput
      ? { unreadable: 'the answer holds an input and no output' }
      : { ok: { input: '', response: before } };
  }
  if (output === '') return { unreadable: 'the output is empty' };
  if (input === '' && makesInput(task)) return { unreadable: 'the input is empty' };
  if (input !== '' && task.examples.some((example) => example.input.trim() === input))
    return { unreadable: 'the input is that of an example' };
  return { ok: { input, response: output } };
}

/** Whether the answer is begun with an input, and so examples with one are shown. */
export function makesInput({ examples, instruction }: TogetherTask): boolean {
  return needsInput(instruction) && examples.some(hasInput);
}

// "the given text", "the following list" where no list follows, and a noun for a text or data after a word that points at it, one adjective between.
const pointsAtInput = /\b(?:given|following|provided|below)\b(?![^.:?!]*:\s*\S)/i;
const namesInput =
  /\b(?:this|these|those|each|the) (?:\w+ )?(?:article|blank|claim|code|comment|conversation|data|description|dialogue|document|email|equation|expression|headline|input|letter|lyrics|list|message|name|numbers?|paragraph|passage|phrase|post|problems?|puzzle|question|quote|review|riddle|sentences?|snippet|statement|table|text|title|tweet|words?)\b(?! (?:of|about|that|which|who|between|for)\b)/i;
const holdsInput = /["“«`]|:\s*\S/;

/**
 * Whether an English instruction works on a text that it does not hold: "Rewrite the sentence", and not "Rewrite the sentence
 * 'I go'". By its words alone, since small models can't tell.
 */
export function needsInput(instruction: string): boolean {
  return pointsAtInput.test(instruction) || (namesInput.test(instruction) && !holdsInput.test(instruction));
}

function hasInput({ input }: TaskExample): boolean {
  return input.trim() !== '';
}
