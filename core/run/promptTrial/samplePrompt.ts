import { readProposals } from '../../proposing/reading/readProposals';
import { z } from 'zod';
import { UserError } from '../../foundations/userError';
import { samplingParameters } from '../../recipe/samplingParameters';
import type { Operator } from '../../proposing/augment/operator';
import { findOperator, operatorNames } from '../../proposing/augment/operators';
import type { SamplingParameters, TeacherAnswer, TeacherPrompt, TeacherRequest } from '../../teacher/request';
import {
  paperProposalSampling,
  proposalPrompt,
  proposalStop,
  smallProposalSampling,
} from '../../recipe/prompts/continuation';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import { refusedWords } from '../../screening/refusedWords';
import { drawExamples, valuesFor, type DrawnExamples, type SampleSource } from './sampleValues';
import {
  parseTogether,
  smallResponseSampling,
  togetherPrompt,
  type TaskExample,
} from '../../recipe/prompts/together';

/** A prompt filled with a real example, to look at or to ask once. */
export interface PromptSample {
  /** What the prompt is about; null where it is not about one task. */
  readonly about: TaskExample | null;
  readonly request: TeacherRequest;
  /** What its reader would make of an answer. */
  readonly read: (answer: TeacherAnswer) => { readonly parsed: unknown } | { readonly unreadable: string };
}

/** A prompt's text, how it is asked, and how its answer is read. */
interface Form {
  readonly prompt: TeacherPrompt;
  readonly parameters: SamplingParameters;
  readonly read: PromptSample['read'];
}

type Values = Readonly<Record<string, unknown>>;

/** Sampling where a recipe says nothing else. */
const steady: SamplingParameters = { temperature: 0, max_tokens: 1024 };
const inventive: SamplingParameters = { temperature: 0.7, max_tokens: 2048 };

/**
 * A prompt as a run would ask it of a real example: an accepted pair, else a seed. Equal arguments give the same sample.
 *
 * @param given values of variables that are to be used instead.
 * @throws UserError where there is no example, or a variable that only its own strategy can fill.
 */
export function samplePrompt(
  file: PromptFile,
  source: SampleSource,
  index: number,
  given: Values = {},
): PromptSample {
  const examples = drawExamples(source, index);
  const { prompt, parameters, read } = formOf(file, source, index, examples, given);
  const role = source.setup.roles[file.role];
  return {
    about: 'instruction' in file.variables ? examples.about : null,
    request: {
      role: file.role,
      endpoint: role.endpoint,
      model: role.model,
      prompt: promptFor(role, prompt),
      parameters,
      ...requestSchema(file, role),
      sample: `try/${index}`,
    },
    read: (answer) => {
      const reading = answer.refusal === undefined ? read(answer) : undefined;
      if (reading && 'parsed' in reading) return reading;
      const isRefusal = !reading || refusedWords(answer, 'teacher') !== undefined;
      return isRefusal ? { unreadable: 'the teacher refused' } : reading;
    },
  };
}

function formOf(
  file: PromptFile,
  source: SampleSource,
  index: number,
  examples: DrawnExamples,
  given: Values,
): Form {
  if (file.name === 'together' && Object.keys(given).length === 0)
    return togetherForm(file, source, examples);
  const operator = operatorNames.map(findOperator).find((one) => one && promptsOf(one).includes(file.name));
  if (operator) return operatorForm(file, source, operator, examples, given);
  const values = { ...valuesFor(file, source, index, examples), ...given };
  const missing = Object.keys(file.variables).find((name) => !(name in values));
  if (missing !== undefined) {
    throw new UserError(
      `The variable "${missing}" of ${promptReference(file)} is not filled by this recipe: ${file.variables[missing]}`,
      { mend: `Give it a value: --set ${missing}=…` },
    );
  }
  return isList(file) ? listForm(file, source, values) : usualForm(file, source, values);
}

/** A numbered list that is continued. */
function isList({ completion, schema, variables }: PromptFile): boolean {
  return completion !== undefined && !schema && 'next' in variables;
}

function usualForm(file: PromptFile, { setup }: SampleSource, values: Values): Form {
  const { selfInstruct, judge } = setup.recipe;
  const sampling = {
    propose: selfInstruct.propose,
    judge: judge?.sampling ?? {},
    classify: {},
    respond: selfInstruct.respond,
  };
  return {
    prompt: renderPrompt(file, values),
    parameters: samplingParameters(sampling[file.role], file.role === 'propose' ? inventive : steady),
    read: ({ text, finishReason }) => {
      if (!file.schema) return { parsed: text.trim() };
      const parsed = parseAnswer(file, text, z.unknown());
      const cut = finishReason === 'length' ? ', cut at its length limit,' : '';
      return parsed === undefined ? { unreadable: `the answer${cut} is not the JSON asked for` } : { parsed };
    },
  };
}

function listForm(file: PromptFile, { setup }: SampleSource, values: Values): Form {
  const { recipe, roles } = setup;
  const { completions, small } = roles.propose;
  const firstNumber = Number(values['next'] ?? 1);
  const lastItem = Math.max(recipe.selfInstruct.lastItem, firstNumber);
  const { examples } = values;
  return {
    prompt:
      file.name === 'proposeList' && Array.isArray(examples)
        ? proposalPrompt(file, examples.map(String))
        : renderPrompt(file, values),
    parameters: {
      ...samplingParameters(
        recipe.selfInstruct.propose,
        small ? smallProposalSampling : paperProposalSampling,
      ),
      stop: proposalStop(lastItem + 1).filter((stop) => completions || stop.trim() !== ''),
    },
    read: ({ text, finishReason }) => {
      const { tasks, unreadable } = readProposals(text, { firstNumber, lastItem, finishReason });
      return unreadable === undefined
        ? { parsed: tasks.map(({ instruction }) => instruction) }
        : { unreadable };
    },
  };
}

function togetherForm(file: PromptFile, { setup }: SampleSource, { about, others }: DrawnExamples): Form {
  const { fewShot, respond } = setup.recipe.selfInstruct;
  const task = { examples: others.slice(0, fewShot.examples), instruction: about.instruction };
  const { prompt, stop } = togetherPrompt(file, task);
  return {
    prompt,
    parameters: { ...samplingParameters(respond, smallResponseSampling), stop },
    read: ({ text, finishReason }) => {
      const read = parseTogether(text, finishReason, task);
      return 'ok' in read ? { parsed: read.ok } : read;
    },
  };
}

function operatorForm(
  file: PromptFile,
  { setup }: SampleSource,
  operator: Operator,
  { about }: DrawnExamples,
  given: Values,
): Form {
  const { small: smallDraws, usual = [] } = operator.draws ?? {};
  const isSmall = file.name === operator.prompts.small;
  const draw = (isSmall ? (smallDraws ?? usual) : usual)[0] ?? '';
  const begun = isSmall ? (operator.begin?.(about, draw) ?? '') : '';
  const { recipe } = setup;
  return {
    prompt: renderPrompt(file, { ...operator.values(about), draw, begun, ...given }),
    parameters: {
      ...samplingParameters(recipe.augment?.sampling ?? {}, inventive),
      ...(file.completion === undefined ? {} : { stop: ['\n'] }),
    },
    read: ({ text }) => {
      const reading = operator.read({ text: begun + text, file, language: recipe.language }, about);
      if ('unreadable' in reading) return { unreadable: reading.unreadable };
      return 'failed' in reading ? { unreadable: reading.failed } : { parsed: reading.variant };
    },
  };
}

function promptsOf({ prompts }: Operator): readonly (string | undefined)[] {
  return [prompts.usual, prompts.small];
}
