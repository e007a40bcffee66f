import { Draws } from './seededDraws';
import {
  fill,
  isClassification,
  labelsOf,
  needsInput,
  vocabulary,
  writeInstruction,
  writeSentences,
} from './simulatedEnglish';
import {
  dressMessage,
  isAskedForMessage,
  spoilMessage,
  spoilResponse,
  writeMessage,
} from './simulatedConversation';
import { structuredAnswers, type StructuredTask } from './simulatedSchemas';

/** What a prompt asks for, as far as the simulated teacher can tell. `other`: a schema of a name it does not know. */
export type AskedTask =
  'propose' | 'classify' | 'instances' | 'respond' | 'together' | 'message' | StructuredTask | 'other';

/** A request as the answers depend on it, whichever of the two endpoints it came by. */
export interface Question {
  /** The text to continue; or the last user message, and what the assistant's answer to it was begun with. */
  readonly prompt: string;
  /** `response_format.json_schema`, where the answer must follow one. */
  readonly schema?: { readonly name: string; readonly schema: JsonSchema };
  readonly maxTokens?: number;
  /** What the assistant said before that message, where it is a conversation. */
  readonly before?: readonly string[];
  readonly stop: readonly string[];
}

/** The part of JSON Schema that structured output uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** How an answer may be of no use although HTTP says 200. */
export type SpoiledAnswer = 'malformed' | 'truncated' | 'refusals';

/** Shares of proposed items that give the filters work. */
export interface ProposalShares {
  /** Items that repeat an example of the prompt with a word changed. */
  readonly nearDuplicates: number;
  /** Items that no dataset wants: too short, with a blocked word or beginning, starting with punctuation. */
  readonly unsuitable: number;
  /** Variants of an existing pair that change nothing, and comparisons of two texts that come out wrong. None where left out. */
  readonly uselessVariants?: number;
  /** Standard deviation of the judge's grades around the hidden worth of what it grades; left out, it grades all of it well. */
  readonly judgeNoise?: number | undefined;
  /** Share of a user's messages, and of later responses of a conversation, that are none. None where left out. */
  readonly faultyTurns?: number | undefined;
  /** Share of free answers that go on up to a point drawn within their bound. None where left out. */
  readonly longAnswers?: number | undefined;
}

export interface SimulatedAnswer {
  readonly task: AskedTask;
  readonly text: string;
  readonly finishReason: 'stop' | 'length';
  /** Set where the model refuses through the API's own field, as structured output does. `text` is empty then. */
  readonly refusal?: string;
}

/** Number of the last item of a proposal answer, unless the prompt is already beyond it. */
const lastItem = 16;

/** Tokens as the simulated teacher counts them: four characters each. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** The one place that tells what is asked. A schema decides by its name or shape; without one, the way the prompt ends does. */
export function recognise(question: Question): AskedTask {
  const schema = askedSchema(question);
  if (schema !== undefined) {
    const known = structuredAnswers[schema.name];
    if (known) return known.task;
    if (/classif/i.test(schema.name)) return 'classify';
    if (/instance/i.test(schema.name)) return 'instances';
    if (/propos|instruction/i.test(schema.name)) return 'propose';
    if (/respon|answer/i.test(schema.name)) return 'respond';
    return 'other';
  }
  const ending = question.prompt.trimEnd();
  if (isAskedForMessage(ending)) return 'message';
  if (/(^|\n)[ \t]*\d+\.$/.test(ending)) return 'propose';
  if (/classification[^\n]*\?$/i.test(ending)) return 'classify';
  if (/\b(Example 1\b|Class label:|come up with examples)/i.test(ending)) return 'instances';
  if (/<noinput>/i.test(ending) || /(^|\n)Input:$/.test(ending)) return 'together';
  return 'respond';
}

/** The schema that the request holds; else the one that its prompt shows by an example, for endpoints without structured output. */
function askedSchema({ prompt, schema }: Question): Question['schema'] {
  const [, example, name] = /nothing but JSON: (\{"(\w+)":.*?\})(?: or .*)?\.?\s*$/.exec(prompt) ?? [];
  if (schema !== undefined || example === undefined || name === undefined) return schema;
  return { name, schema: schemaLike(JSON.parse(example)) };
}

function schemaLike(example: unknown): JsonSchema {
  if (Array.isArray(example)) return { type: 'array', items: schemaLike(example[0]) };
  if (typeof example !== 'object' || example === null) return { type: typeof example };
  const properties = Object.entries(example).map(([name, value]) => [name, schemaLike(value)] as const);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

/** The answer to a question: a function of its arguments alone. `identity` stands for the whole request. */
export function answerTo(
  question: Question,
  seed: number,
  identity: string,
  shares: ProposalShares,
  spoiled?: SpoiledAnswer,
): SimulatedAnswer {
  const task = recognise(question);
  const draws = new Draws(seed, identity, 'answer');
  if (spoiled === 'refusals') {
    const refusal = draws.pick(refusalTexts);
    return question.schema === undefined
      ? { task, text: refusal, finishReason: 'stop' }
      : { task, text: '', finishReason: 'stop', refusal };
  }
  const written = faulty(task, question, writeAnswer(task, question, draws, shares), seed, identity, shares);
  const good = lengthened(written, question, seed, identity, shares);
  const text = spoiled === 'malformed' ? spoil(task, question, good, draws) : good;
  return { task, ...endAnswer(text, question, spoiled === 'truncated' ? draws : undefined) };
}

/** The bad habits of models that play a user, or that are talked to for long. Drawn apart, so that other answers stay as they are. */
function faulty(
  task: AskedTask,
  { prompt, before = [] }: Question,
  text: string,
  seed: number,
  identity: string,
  { faultyTurns = 0 }: ProposalShares,
): string {
  const isLater = task === 'respond' && before.length > 0;
  if (task !== 'message' && !isLater) return text;
  const draws = new Draws(seed, identity, 'turn');
  const isFaulty = draws.chance(faultyTurns);
  if (isLater) return isFaulty ? spoilResponse(before, text, draws) : text;
  if (isFaulty) return spoilMessage(prompt, text, draws);
  return draws.chance(faultyTurns) ? dressMessage(text, draws) : text;
}

/** Nobody foresees how long an answer gets: it may go on for as long as it is let. */
function lengthened(
  text: string,
  { schema, maxTokens = 1_024 }: Question,
  seed: number,
  identity: string,
  { longAnswers = 0 }: ProposalShares,
): string {
  const draws = new Draws(seed, identity, 'length');
  if (longAnswers === 0 || schema !== undefined || !draws.chance(longAnswers)) return text;
  const length = 4 * draws.integer(0, maxTokens);
  let long = text;
  while (long.length < length) long += ` ${writeSentences(draws, 1, 4)}`;
  return long;
}

/** Ends a text as a model server does: at the first stop sequence, or at the bound on tokens. `cut` draws where it breaks off early. */
function endAnswer(
  text: string,
  { stop, maxTokens }: Question,
  cut: Draws | undefined,
): Pick<SimulatedAnswer, 'text' | 'finishReason'> {
  const stops = stop.map((sequence) => text.indexOf(sequence)).filter((position) => position >= 0);
  const stopped = text.slice(0, Math.min(text.length, ...stops));
  const bound = maxTokens === undefined ? Infinity : maxTokens * 4;
  if (cut !== undefined) {
    return { text: cutInsideWord(stopped, Math.min(bound, stopped.length), cut), finishReason: 'length' };
  }
  if (stopped.length > bound) return { text: stopped.slice(0, bound), finishReason: 'length' };
  return { text: stopped, finishReason: 'stop' };
}

/** The text up to the middle of a word of its second half. */
function cutInsideWord(text: string, length: number, draws: Draws): string {
  const end = draws.integer(Math.ceil(length / 2), Math.max(length - 1, 0));
  for (let position = end; position > 0; position--) {
    if (/^[a-z]{2}$/i.test(text.slice(position - 1, position + 1))) return text.slice(0, position);
  }
  return text.slice(0, 1);
}

function writeAnswer(task: AskedTask, question: Question, draws: Draws, shares: ProposalShares): string {
  const schema = askedSchema(question);
  if (schema !== undefined) {
    const known = structuredAnswers[schema.name];
    if (known) {
      const { prompt } = question;
      const propose = () => proposeItem(examplesIn(prompt), draws, shares);
      const { uselessVariants = 0, judgeNoise } = shares;
      return JSON.stringify(
        known.write({
          prompt,
          instruction: instructionIn(prompt),
          draws,
          propose,
          uselessVariants,
          judgeNoise,
        }),
      );
    }
    return JSON.stringify(fillSchema(schema.schema, '', question, draws, shares));
  }
  if (task === 'propose') return proposeItems(question.prompt, draws, shares);
  if (task === 'classify') return isClassification(instructionIn(question.prompt)) ? 'Yes' : 'No';
  if (task === 'instances') return writeInstances(question.prompt, draws);
  if (task === 'together') return writeTogether(question.prompt, draws);
  if (task === 'message') return writeMessage(question.prompt, draws);
  if (/^Help me cheat /u.test(question.prompt)) return refuseWell(draws);
  return writeSentences(draws, 1, 4);
}

/** As a model refuses that was told how. */
function refuseWell(draws: Draws): string {
  return fill(
    "I'm sorry, but I can't help with that, since {audience} would be hurt by it. If you like, I can explain how {person} came to love {topic}.",
    draws,
  );
}

function proposeItems(prompt: string, draws: Draws, shares: ProposalShares): string {
  const first = Number(/(\d+)\.\s*$/.exec(prompt)?.[1] ?? 1);
  const examples = examplesIn(prompt);
  // One answer in ten ends early, as models do.
  const whole = Math.max(1, lastItem - first + 1);
  const count = draws.chance(0.1) ? Math.max(1, whole - draws.integer(1, 3)) : whole;
  return Array.from({ length: count }, (_, offset) => {
    const item = proposeItem(examples, draws, shares);
    return offset === 0 ? ` ${item}` : `${first + offset}. ${item}`;
  }).join('\n');
}

function proposeItem(examples: readonly string[], draws: Draws, shares: ProposalShares): string {
  const kind = draws.uniform();
  if (kind < shares.unsuitable) return unsuitableItem(draws);
  if (kind < shares.unsuitable + shares.nearDuplicates && examples.length > 0) {
    return nearDuplicate(draws.pick(examples), draws);
  }
  return writeInstruction(draws);
}

/** The numbered items of a prompt that have a text. */
function examplesIn(prompt: string): string[] {
  return [...prompt.matchAll(/^[ \t]*\d+\.[ \t]+(\S.*)$/gm)].map((match) => match[1] ?? '');
}

/** Above 0.7 in ROUGE-L for any instruction: of n words one is replaced (n of at least 8), or one is added. */
function nearDuplicate(instruction: string, draws: Draws): string {
  const words = instruction.split(' ');
  if (words.length < 8) return `Please ${instruction.charAt(0).toLowerCase()}${instruction.slice(1)}`;
  words[draws.integer(2, words.length - 2)] = draws.pick(vocabulary.adjective);
  return words.join(' ');
}

function unsuitableItem(draws: Draws): string {
  return draws.pick([
    () => draws.pick(['Tell a joke.', 'Translate this.', 'Explain gravity.', 'Continue.', 'Write an essay.']),
    () => fill('Draw a picture of {topic} for {audience}.', draws),
    () => fill('Look at the {adjective} image and describe {topic} to {audience}.', draws),
    () =>
      fill(
        'Write a program that keeps track of {things} and tells {audience} when something changes.',
        draws,
      ),
    () => `- ${writeInstruction(draws)}`,
  ])();
}

/** The instruction that a prompt is about: its last `<task>`, else its last `Task:` line, else its last line of its own. */
function instructionIn(prompt: string): string {
  const fenced = [...prompt.matchAll(/<task>\s*([^]*?)\s*<\/task>/g)].at(-1)?.[1];
  const named = [...prompt.matchAll(/^[ \t]*(?:task|instruction)[ \t]*:[ \t]*(\S.*)$/gim)].at(-1)?.[1];
  const lines = prompt.split('\n').filter((line) => !/^\s*(Input:)?\s*$/.test(line));
  return fenced ?? named ?? lines.at(-1) ?? '';
}

function writeInstances(prompt: string, draws: Draws): string {
  const instruction = instructionIn(prompt);
  if (/Class label:/i.test(prompt)) {
    return labelsOf(instruction)
      .map((label) => `Class label: ${label}\nInput: ${writeSentences(draws, 1, 2)}`)
      .join('\n');
  }
  if (!needsInput(instruction)) return 'Example 1\nInput: <noinput>';
  return Array.from(
    { length: draws.integer(1, 3) },
    (_, index) => `Example ${index + 1}\nInput: ${writeSentences(draws, 1, 2)}`,
  ).join('\n');
}

function writeTogether(prompt: string, draws: Draws): string {
  const begun = prompt.trimEnd().endsWith('Input:');
  const input = begun || needsInput(instructionIn(prompt)) ? writeSentences(draws, 1, 2) : '<noinput>';
  return `${begun ? ' ' : 'Input: '}${input}\nOutput: ${writeSentences(draws, 1, 4)}`;
}

/** A value that follows the schema. Strings are written by their property's name. */
function fillSchema(
  schema: JsonSchema,
  property: string,
  question: Question,
  draws: Draws,
  shares: ProposalShares,
): unknown {
  const instruction = instructionIn(question.prompt);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return draws.pick(schema.enum);
  if (schema.anyOf !== undefined)
    return fillSchema(draws.pick(schema.anyOf), property, question, draws, shares);
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? '');
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, value]) => [
          name,
          fillSchema(value, name, question, draws, shares),
        ]),
      );
    case 'array': {
      const max = /instruction|task|item/i.test(property)
        ? 8
        : needsInput(instruction)
          ? draws.integer(1, 3)
          : 1;
      const labels = isClassification(instruction) ? labelsOf(instruction) : [];
      const count = Math.min(schema.maxItems ?? Infinity, Math.max(schema.minItems ?? 1, max, labels.length));
      return Array.from({ length: count }, (_, index) => {
        const item = fillSchema(schema.items ?? {}, property, question, draws, shares);
        // One instance of each label, rather than any label each time.
        const label = labels[index % Math.max(labels.length, 1)];
        if (label === undefined || typeof item !== 'object' || item === null) return item;
        return Object.fromEntries(
          Object.entries(item).map(([name, value]) => [name, isLabelName(name) ? label : (value as unknown)]),
        );
      });
    }
    case 'boolean':
      return isClassification(instruction);
    case 'integer':
      return draws.integer(schema.minimum ?? 1, schema.maximum ?? 10);
    case 'number':
      return (schema.minimum ?? 0) + draws.uniform() * ((schema.maximum ?? 1) - (schema.minimum ?? 0));
    case 'null':
      return null;
    default:
      if (/instruction|task|item/i.test(property))
        return proposeItem(examplesIn(question.prompt), draws, shares);
      if (isLabelName(property)) return draws.pick(labelsOf(instruction));
      if (/input/i.test(property)) return needsInput(instruction) ? writeSentences(draws, 1, 2) : '';
      return writeSentences(draws, 1, 4);
  }
}

function isLabelName(property: string): boolean {
  return /label|class/i.test(property);
}

export const refusalTexts = [
  "I'm sorry, but I can't help with that request.",
  "I'm sorry, but I can't assist with that.",
  'As an AI language model, I cannot fulfil this request.',
] as const;

/** Prose that no prompt of ours asks for. A test may search a dataset for it: none of it belongs into a pair. */
export const malformedTexts = [
  'Thank you for sharing this with me! Before I begin, could you tell me a little more about what you are looking for?',
  'That is an interesting question, and it depends very much on how one looks at it.',
  'Happy to help! Here is what I would suggest we talk about first.',
] as const;

/** What a malformed answer of each kind is: never something that a parser could take for a good one. */
function spoil(task: AskedTask, question: Question, good: string, draws: Draws): string {
  const prose = () => draws.pick(malformedTexts);
  const nothing = () => draws.pick(['', ' \n']);
  if (askedSchema(question) !== undefined) {
    return draws.pick([
      () => good.slice(0, 22), // before anything in it is whole
      () => good.replaceAll(/[{}[\]]/g, ' '),
      () => good.slice(Math.ceil(good.length / 3)),
      () => '{"unexpected": []}',
      prose,
      nothing,
    ])();
  }
  if (task === 'propose') {
    // Blank lines before and no number anywhere, so that it can't be read as the continued item.
    return draws.pick([() => `\n\n${malformedTexts.join('\n\n')}`, nothing])();
  }
  if (task === 'classify' || task === 'instances' || task === 'together')
    return draws.pick([prose, nothing])();
  const loop = `${draws.pick(vocabulary.adjective)} ${draws.pick(vocabulary.noun)} and the `;
  return draws.pick([() => loop.repeat(30).trim(), nothing])();
}
