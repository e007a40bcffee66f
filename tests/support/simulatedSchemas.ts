import { gradeByWorth } from './hiddenWorth';
import { taskTexts, topicTexts } from './simulatedCellTexts';
import { Draws } from './seededDraws';
import { fill, needsInput, vocabulary, writeSentences } from './simulatedEnglish';

/** What is asked with a schema, beside the tasks that a prompt's ending tells as well. */
export type StructuredTask = 'vary' | 'compare' | 'judge' | 'list' | 'locate' | 'refine';

/** A structured question, as its answer depends on it. */
export interface StructuredQuestion {
  readonly prompt: string;
  /** The task that the prompt is about. */
  readonly instruction: string;
  readonly draws: Draws;
  /** A proposal of its own, which may be unsuitable. */
  readonly propose: () => string;
  /** Share of variants that are of no use, and of comparisons that are answered wrongly. */
  readonly uselessVariants: number;
  /** How far the judge strays from the hidden worth of what it grades; undefined: it means well. */
  readonly judgeNoise: number | undefined;
}

interface StructuredAnswer {
  readonly task: StructuredTask | 'propose';
  write(question: StructuredQuestion): unknown;
}

/** Words that evolve an instruction; a paraphrase never holds them. */
const evolution = [
  () => 'and weigh what {audience} would object to against what {person} would gain from it',
  () => 'with one worked case about {topic}, and say what changes if {fact}',
  () => 'while taking {aspect} and {aspect} into account, and close with a warning for {audience}',
  () => 'so that {person} who {situation} can follow it, and name two causes that are often overlooked',
] as const;

const evolve: StructuredAnswer = {
  task: 'vary',
  write: (question) =>
    varied(question, 'instruction', () => {
      const rest = question.instruction.replace(/[\s.?!]+$/u, '');
      return `${rest} ${fill(question.draws.pick(evolution)(), question.draws)}.`;
    }),
};

const reword: StructuredAnswer = {
  task: 'vary',
  write: (question) =>
    varied(question, 'instruction', () => {
      const { instruction, draws } = question;
      const lead = draws.pick(['Could you please', 'I would like you to', 'Be so kind and', 'Now please']);
      return `${lead} ${instruction.charAt(0).toLowerCase()}${instruction.slice(1)}`;
    }),
};

const proposePairs = ({ prompt, propose, draws }: StructuredQuestion): unknown[] =>
  Array.from({ length: wantedIn(prompt) }, () => {
    const instruction = inKind(prompt, draws) ?? propose();
    const input = needsInput(instruction) ? writeSentences(draws, 1, 2) : '';
    return { instruction, input, response: writeSentences(draws, 1, 4) };
  });

/** By the schema's name. What is not listed is filled in by the schema's shape. */
export const structuredAnswers: Readonly<Record<string, StructuredAnswer>> = {
  instructions: {
    task: 'propose',
    write: ({ prompt, propose, draws }) => ({
      instructions: Array.from({ length: wantedIn(prompt) }, () => inKind(prompt, draws) ?? propose()),
    }),
  },
  pairs: { task: 'propose', write: (question) => ({ pairs: proposePairs(question) }) },
  // It answers with the passage's own words, so that a test sees from which it was written.
  passage_pairs: {
    task: 'propose',
    write: ({ prompt, propose, draws }) => ({
      pairs: Array.from({ length: Number(/^Write (\d+)/mu.exec(prompt)?.[1] ?? 1) }, () => ({
        instruction: propose(),
        response: `${between(prompt, 'passage').split('\n').at(-1) ?? ''} ${writeSentences(draws, 3, 4)}`,
      })),
    }),
  },
  constrained_instruction: evolve,
  deeper_instruction: evolve,
  specific_instruction: evolve,
  reasoning_instruction: evolve,
  paraphrased_instruction: reword,
  restyled_instruction: reword,
  broadened_instruction: { task: 'vary', write: ({ propose }) => ({ instruction: propose() }) },
  paraphrased_response: {
    task: 'vary',
    write: (question) =>
      varied(question, 'response', () => `Put differently: ${between(question.prompt, 'answer')}`),
  },
  complicated_input: {
    task: 'vary',
    write: (question) => varied(question, 'input', () => writeSentences(question.draws, 4, 4)),
  },
  replacements: {
    task: 'vary',
    write: ({ prompt, instruction, draws, uselessVariants }) => {
      const [old] = /\b[a-z]{5,}\b(?=\W*$)/u.exec(instruction) ?? [];
      const fresh = vocabulary.noun.filter((noun) => !prompt.includes(noun));
      return { replacements: old && !draws.chance(uselessVariants) ? [{ old, new: draws.pick(fresh) }] : [] };
    },
  },
  same_meaning: {
    task: 'compare',
    write: ({ prompt, draws, uselessVariants }) => {
      const [first, second] = [between(prompt, 'first'), between(prompt, 'second')];
      // A paraphrase puts a few words before the task; an evolution adds a clause.
      const same = Math.abs(first.split(/\s+/u).length - second.split(/\s+/u).length) <= 5;
      return { difference: writeSentences(draws, 1, 1), same: draws.chance(uselessVariants) ? !same : same };
    },
  },
  // Only what begins with another word than its neighbour is another task.
  same_task: {
    task: 'compare',
    write: ({ prompt, draws }) => {
      const [first, second] = [between(prompt, 'first'), between(prompt, 'second')];
      return { difference: writeSentences(draws, 1, 1), same: first.split(' ')[0] === second.split(' ')[0] };
    },
  },
  judge: {
    task: 'judge',
    write: ({ prompt, draws, judgeNoise }) => gradesBy(draws, between(prompt, 'instruction'), judgeNoise),
  },
  grades_of_tasks: {
    task: 'judge',
    write: ({ prompt, draws }) => ({
      tasks: [...prompt.matchAll(/^Example (\d+):$/gmu)].map((match) => ({
        task: Number(match[1]),
        ...gradesBy(draws),
      })),
    }),
  },
  slot_values: {
    task: 'list',
    write: ({ prompt, draws }) => ({
      values: Array.from({ length: wantedIn(prompt) }, () => fill('{adjective} {noun}', draws).toLowerCase()),
    }),
  },
  cell: { task: 'locate', write: ({ prompt, instruction }) => ({ cell: locate(prompt, instruction) }) },
  flaws: {
    task: 'refine',
    write: ({ draws }) => ({ flaws: draws.chance(0.4) ? [writeSentences(draws, 1, 1)] : [] }),
  },
  flaws_of_tasks: {
    task: 'refine',
    write: ({ prompt, draws }) => ({
      flaws: numbersOfTasks(prompt)
        .filter(() => draws.chance(0.4))
        .map((task) => ({ task, flaw: writeSentences(draws, 1, 1) })),
    }),
  },
  rewritten_tasks: {
    task: 'refine',
    write: ({ prompt, propose }) => ({
      rewritten: numbersOfTasks(prompt).map((task) => ({ task, instruction: propose() })),
    }),
  },
  rewritten_pairs: {
    task: 'refine',
    write: ({ prompt, propose, draws }) => ({
      rewritten: numbersOfTasks(prompt).map((task) => ({
        task,
        instruction: propose(),
        input: '',
        response: writeSentences(draws, 1, 4),
      })),
    }),
  },
};

/** By the task's hidden worth where it sees that; else well meaning, whatever it is shown. */
function gradesBy(draws: Draws, instruction = '', noise?: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    ['clarity', 'accuracy', 'relevance', 'helpfulness', 'conciseness', 'safety'].map((aspect) => [
      aspect,
      {
        evidence: writeSentences(draws, 1, 1),
        score: noise === undefined ? draws.integer(4, 5) : gradeByWorth(instruction, noise, draws),
      },
    ]),
  );
}

/** A variant; or, in the share that is of no use, the text as it was. */
function varied(
  { prompt, instruction, draws, uselessVariants }: StructuredQuestion,
  field: 'instruction' | 'input' | 'response',
  write: () => string,
): Readonly<Record<string, string>> {
  const before = { instruction, input: between(prompt, 'input'), response: between(prompt, 'answer') };
  return { [field]: draws.chance(uselessVariants) ? before[field] : write() };
}

/** How many tasks or values are asked for: the first number of the prompt. */
function wantedIn(prompt: string): number {
  return Number(/\b(?:Come up with|List) (\d+) /u.exec(prompt)?.[1] ?? 8);
}

function between(prompt: string, tag: string): string {
  return new RegExp(`<${tag}>\\s*([^]*?)\\s*</${tag}>`, 'u').exec(prompt)?.[1] ?? '';
}

function numbersOfTasks(prompt: string): number[] {
  return [...prompt.matchAll(/^(\d+)\. <task>$/gmu)].map((match) => Number(match[1]));
}

/** A task of the kind that the prompt asks for, where it asks for one that the simulator has words for. */
function inKind(prompt: string, draws: Draws): string | undefined {
  const asked = (label: string, names: readonly string[]): string | undefined => {
    const rest = new RegExp(`^- ${label}: (.+)$`, 'mu').exec(prompt)?.[1];
    return rest === undefined ? undefined : names.find((name) => rest.startsWith(name));
  };
  const [taskType, domain] = [
    asked('task type', Object.keys(taskTexts)),
    asked('domain', Object.keys(topicTexts)),
  ];
  const task = taskTexts[taskType ?? ''];
  const topic = topicTexts[domain ?? ''];
  if (!task || !topic) return undefined;
  const subject = `${draws.pick(topic.subjects)} ${draws.pick(topic.settings)}`;
  return `${draws.pick(task.frames).replace('{topic}', subject)}${draws.pick(task.moderate)}.`;
}

/** The value of each axis that the prompt describes: the true one where the simulator wrote the task itself, else always the same one. */
function locate(prompt: string, instruction: string): { axis: string; value: string }[] {
  const described = prompt.slice(0, prompt.lastIndexOf('<task>'));
  return [...described.matchAll(/^(\w+):\n((?:[ \t]*(?:- |For instance:).*\n|\n(?=- ))+)/gmu)].map(
    ([, axis = '', lines = '']) => {
      const values = [...lines.matchAll(/^- ([^:\n]+)/gmu)].map((match) => match[1]?.trim() ?? '');
      const truth = values.find(
        (value) =>
          taskTexts[value]?.frames.some((frame) =>
            instruction.startsWith(frame.split('{topic}')[0] ?? ''),
          ) === true || topicTexts[value]?.subjects.some((subject) => instruction.includes(subject)) === true,
      );
      return { axis, value: truth ?? new Draws(instruction, axis).pick(values) };
    },
  );
}
