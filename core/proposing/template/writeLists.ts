import { z } from 'zod';
import { proposalStop } from '../../recipe/prompts/continuation';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import type { Recipe } from '../../recipe/schema';
import { isStorableText } from '../../foundations/text/storableText';
import type { RunSetup } from '../../recipe/runSetup';
import { rawOf } from '../../teacher/refusalReason';
import type { SamplingParameters, TeacherAnswer, TeacherRequest } from '../../teacher/request';
import type { Inquiry } from '../../teacher/inquiry';
import { pluralOf } from '../../foundations/language/english';
import { readProposals } from '../reading/readProposals';
import { slotListName } from './listName';
import type { ListValue } from '../../vocabulary/valueLists';

/** A list of values that the teacher is to write. */
export interface ListToWrite {
  readonly name: string;
  /** What it lists, in the plural. */
  readonly wanted: string;
  readonly count: number;
}

export type WrittenList =
  { readonly values: readonly ListValue[] } | { readonly unreadable: string; readonly raw: string };

/** Most times that the teacher is asked for one list. */
const maxRounds = 8;
/** Least share of the values that were asked for with which a list will do when the rounds are over. */
const enough = 0.5;
/** Most items that a small model is asked for at once: further on it repeats itself. */
const maxSmallItems = 12;
const maxWords = 10;
const maxCharacters = 100;

const valuesAnswer = z.object({ values: z.array(z.string()) });

/** Cooler first; what is asked again must come out differently. */
const sampling = (round: number, count: number): SamplingParameters => ({
  temperature: round === 0 ? 0.7 : 1,
  max_tokens: Math.min(4_096, 128 + 16 * count),
});
const smallSampling = (round: number, count: number): SamplingParameters => ({
  temperature: Math.min(1.2, 0.7 + 0.1 * round),
  top_p: 0.9,
  presence_penalty: 0.5,
  max_tokens: 16 + 12 * count,
});

/** The lists that a recipe's templates have the teacher write, shared ones first. */
export function listsToWrite({ template }: Recipe): ListToWrite[] {
  if (!template) return [];
  const sources = [
    ...Object.entries(template.lists),
    ...template.templates.flatMap(({ name, slots }) =>
      Object.entries(slots).map(([slot, source]) => [slotListName(name, slot), source] as const),
    ),
  ];
  return sources.flatMap(([name, { teacher, count }]) =>
    teacher === undefined ? [] : [{ name, wanted: teacher, count }],
  );
}

/**
 * Has the teacher write a list: asks until there are enough different values, each time showing those that are there, and at most
 * eight times. Half of what was asked for will do then. A model that is too small to follow a request continues a numbered list.
 */
export function* writeListInquiry(setup: RunSetup, list: ListToWrite): Inquiry<WrittenList> {
  const found = new Map<string, string>();
  const answers: TeacherAnswer[] = [];
  for (let round = 0; round < maxRounds && found.size < list.count; round++) {
    const { request, read } = question(setup, list, [...found.values()], round);
    const [answer] = yield [request];
    if (!answer) break;
    answers.push(answer);
    for (const written of answer.refusal === undefined ? read(answer) : []) {
      const value = cleaned(written);
      if (value !== undefined && found.size < list.count && !found.has(sameness(value)))
        found.set(sameness(value), value);
    }
  }
  if (found.size >= Math.ceil(list.count * enough)) {
    return { values: [...found.values()].map((value) => ({ value, weight: 1 })) };
  }
  return {
    unreadable: `The teacher was asked ${answers.length} times for ${list.count} ${list.wanted}, and wrote ${found.size} different ones.`,
    raw: answers.map(rawOf).join('\n\n'),
  };
}

function question(
  setup: RunSetup,
  { name, wanted, count }: ListToWrite,
  known: readonly string[],
  round: number,
): { request: TeacherRequest; read: (answer: TeacherAnswer) => readonly string[] } {
  const role = setup.roles.propose;
  const { small, endpoint, model } = role;
  const file = drawPrompt(setup.prompts, small ? 'slotValuesList' : 'slotValues', setup.recipe.seed, name);
  const base = { role: 'propose' as const, endpoint, model, sample: `list/${name}/${round}` };
  const left = count - known.length;
  if (!small) {
    return {
      request: {
        ...base,
        ...requestSchema(file, role),
        prompt: renderPrompt(file, { count: left, wanted, known }),
        parameters: sampling(round, left),
      },
      read: ({ text }) => parseAnswer(file, text, valuesAnswer)?.values ?? [],
    };
  }
  const next = known.length + 1;
  const lastItem = known.length + Math.min(left, maxSmallItems);
  return {
    request: {
      ...base,
      prompt: promptFor(role, renderPrompt(file, { wanted, known, next })),
      parameters: {
        ...smallSampling(round, lastItem - known.length),
        stop: role.completions ? proposalStop(lastItem + 1) : [],
      },
    },
    read: ({ text, finishReason }) =>
      readProposals(text, { firstNumber: next, lastItem, finishReason }).tasks.map(
        ({ instruction }) => instruction,
      ),
  };
}

/** As it stands in a sentence; undefined for what is no short value. */
function cleaned(written: string): string | undefined {
  const value = written
    .replace(/\s+/gu, ' ')
    .replace(/^[\s"'“”‘*-]+|[\s"'“”’*.,;:]+$/gu, '')
    .trim();
  const isShort = value.length <= maxCharacters && value.split(' ').length <= maxWords;
  return value !== '' && isShort && isStorableText(value) ? value : undefined;
}

/** Values that differ in case, punctuation, number or an article alone are the same. */
function sameness(value: string): string {
  const words = value
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .replace(/^(?:an?|the) /u, '')
    .trim();
  return pluralOf(words);
}
