import type { CellKey } from '../../vocabulary/cell';
import type { Measures } from '../steering/collapse';
import type { Grid } from '../../recipe/coverage/grid';
import {
  paperProposalSampling,
  proposalPrompt,
  proposalStop,
  smallItemSampling,
  smallProposalSampling,
} from '../../recipe/prompts/continuation';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import { seededRandom } from '../../foundations/seededRandom';
import { samplingParameters } from '../../recipe/samplingParameters';
import type { Rejection } from '../../vocabulary/rejection';
import type { RunSetup } from '../../recipe/runSetup';
import type { SeedTask } from '../../vocabulary/seedTask';
import type { SamplingParameters, TeacherPrompt } from '../../teacher/request';
import type { Embed } from '../../foundations/embedding/embed';
import type { PoolEntry } from '../../vocabulary/poolEntry';
import type { StrategyContext } from '../strategyContext';
import { tasksPerPrompt } from './cellsToAsk';
import { describeCell, drawAsked, isOpen, personasInTurn, valuesOf, type Asked } from './asked';
import {
  chooseExamples,
  exampleSource,
  sampleToEmbed,
  sharedAxes,
  type Example,
  type ExampleSource,
} from './fewShot';
import { openingsOf } from './openings';
import { lessonsOf, noLessons, type Lessons } from './lessons';
import type { SelfInstructWork } from './work';

/** Sampling of prompts that are answered with JSON: the paper's penalties would fall on its quotes and braces. */
const jsonProposalSampling: SamplingParameters = { temperature: 1, max_tokens: 4096 };

/** Highest temperature that endpoints take. */
const hottest = 2;

export interface SelfInstructOptions {
  /** What is in force against collapse. */
  readonly measures: Measures;
  readonly grid: Grid | undefined;
  /** For examples that are chosen by their embeddings. */
  readonly embed: Embed | undefined;
  /** The cell of each seed, in the seeds' order. Left out: none is known. */
  readonly seedCells?: readonly (CellKey | null)[] | undefined;
  /** Pairs that people rejected. */
  readonly rejections: readonly Rejection[];
  /** Awaited before each prompt, since choosing from a large pool takes its time: lets heartbeats through. */
  readonly yieldToEventLoop?: (() => Promise<void>) | undefined;
}

/**
 * Draws the proposal prompts of one iteration, one for each of `cells`; null leaves the kind of task open. Each draws its
 * examples, attributes, persona and prompt version by its position, whatever else is drawn.
 *
 * A prompt that asks for nothing in particular is the paper's (Wang et al. 2022, section 2.2). Any other is a request for JSON,
 * or, where the proposer is small or continues texts, a numbered list under a heading that says what is asked.
 *
 * @throws Error where the recipe's few-shot policy needs embeddings and there is no `embed`.
 */
export async function planSelfInstruct(
  context: StrategyContext,
  pool: readonly PoolEntry[],
  cells: readonly (CellKey | null)[],
  options: SelfInstructOptions,
): Promise<SelfInstructWork[]> {
  const { setup, materials, iteration } = context;
  const { recipe } = setup;
  const { grid, measures } = options;
  const { policy, ...fewShot } = recipe.selfInstruct.fewShot;
  const wanted = measures.policy ?? policy;
  const source = exampleSource(materials.seeds, options.seedCells, pool, {
    grid,
    templates: fewShot.templates,
    prefersApproved: recipe.review?.feedback.examples ?? false,
  });
  const { embedded, queries } =
    wanted === 'diverse' ? await embedSource(context, source, cells, options) : unembedded(source);

  const count = tasksPerPrompt(context);

  const personas = personasInTurn(context, cells.length);
  const works: SelfInstructWork[] = [];
  for (const [index, cell] of cells.entries()) {
    await options.yieldToEventLoop?.();
    const lessons = lessonsFor(context, index, options.rejections);
    const asked = drawAsked(context, index, cell, measures, lessons, personas);
    const examples = chooseExamples(
      embedded,
      { ...fewShot, policy: wanted === 'auto' ? (cell === null ? 'random' : 'cell') : wanted },
      seededRandom(recipe.seed, 'few-shot examples', iteration, index),
      { cell, vector: cell === null ? undefined : queries.get(cell) },
    );
    const write = formOf(setup, asked);
    const { file, prompt, parameters, ...answer } = write({
      setup,
      asked,
      examples,
      openings: () =>
        openingsOf(
          seedsBeside(examples, materials.seeds),
          count,
          seededRandom(recipe.seed, 'openings', iteration, index),
        ),
      grid,
      count,
      draw: (name) => drawPrompt(setup.prompts, name, recipe.seed, iteration, index),
    });
    const { propose } = setup.roles;
    works.push({
      strategy: 'selfInstruct',
      request: {
        role: 'propose',
        endpoint: propose.endpoint,
        model: propose.model,
        prompt: promptFor(propose, prompt),
        parameters: warmed(parameters, measures.temperatureShift),
        ...requestSchema(file, propose),
        sample: `${iteration}/${index}`,
      },
      prompt: promptReference(file),
      ...answer,
      cell,
      shown: {
        examples: examples.flatMap(({ origin }) => origin ?? []),
        ...(asked.persona !== undefined && { persona: asked.persona }),
        ...(Object.keys(asked.attributes).length > 0 && { attributes: asked.attributes }),
      },
    });
  }
  return works;
}

/** A model that continues lists would take what it is to avoid for examples. */
function lessonsFor(
  { setup, iteration }: StrategyContext,
  index: number,
  rejections: readonly Rejection[],
): Lessons {
  const { recipe, roles } = setup;
  if (!recipe.review || roles.propose.completions || roles.propose.small) return noLessons;
  return lessonsOf(
    rejections,
    recipe.review.feedback,
    seededRandom(recipe.seed, 'lessons of rejections', iteration, index),
  );
}

interface PromptDraft {
  readonly setup: RunSetup;
  readonly asked: Asked;
  readonly examples: readonly Example[];
  /** Draws how tasks that are not among the examples begin. */
  readonly openings: () => readonly string[];
  readonly grid: Grid | undefined;
  /** How many tasks to ask for. */
  readonly count: number;
  readonly draw: (name: string) => PromptFile;
}

interface DraftedPrompt extends Pick<SelfInstructWork, 'answer' | 'firstItem' | 'lastItem' | 'openings'> {
  readonly file: PromptFile;
  readonly prompt: TeacherPrompt;
  readonly parameters: SamplingParameters;
}

/**
 * Chat models are asked for JSON; the paper's list is for models that continue a text, and for whoever asks for the paper's form. A small
 * one does not choose how a task begins (decision 57).
 */
function formOf({ recipe, roles }: RunSetup, asked: Asked): (draft: PromptDraft) => DraftedPrompt {
  const { bring, form } = recipe.selfInstruct;
  const continues = roles.propose.completions || roles.propose.small;
  if (bring === 'pairs') return askForJson;
  if (isOpen(asked, recipe)) {
    if (form === 'paper') return continueList;
    if (roles.propose.completions && roles.propose.small) return beginItems;
    return continues ? continueList : askForJson;
  }
  return continues ? continueDirectedList : askForJson;
}

/** The paper's prompt. */
function continueList({ setup, examples, draw }: PromptDraft): DraftedPrompt {
  const file = draw('proposeList');
  const prompt = proposalPrompt(file, examples.map(instructionOf));
  const firstItem = examples.length + 1;
  const lastItem = Math.max(setup.recipe.selfInstruct.lastItem, firstItem);
  return {
    file,
    prompt,
    parameters: listParameters(setup, lastItem),
    answer: 'numberedList',
    firstItem,
    lastItem,
  };
}

/** The paper's prompt, each time with the words of another seed after it: one item of each. */
function beginItems(draft: PromptDraft): DraftedPrompt {
  const { setup } = draft;
  const list = continueList(draft);
  const openings = draft.openings();
  if (openings.length === 0) return list;
  return {
    ...list,
    openings,
    parameters: {
      ...samplingParameters(setup.recipe.selfInstruct.propose, smallItemSampling),
      stop: ['\n'],
    },
    lastItem: list.firstItem,
  };
}

/**
 * The list to continue begins with examples of the asked cell. Those that share some of its values stand in lists of their own
 * before it, each under a heading that says which: a small model makes out from them what the last heading asks for.
 */
function continueDirectedList({ setup, asked, examples, grid, count, draw }: PromptDraft): DraftedPrompt {
  const file = draw('proposeDirectedList');
  const values = valuesOf(asked, setup.recipe, grid);
  const groups = new Map<string, { readonly kind: typeof values.kind; readonly examples: string[] }>();
  for (const { cell, instruction } of examples) {
    const shared = sharedAxes(cell, asked.cell);
    const kind = values.kind.filter((_, axis) => shared.includes(axis));
    const group = groups.get(shared.join()) ?? { kind, examples: [] };
    groups.set(shared.join(), { kind, examples: [...group.examples, instruction] });
  }
  const lists = [...groups.values()].sort((one, other) => one.kind.length - other.kind.length);
  const isAsked = ({ kind }: { readonly kind: readonly unknown[] }): boolean =>
    kind.length > 0 && kind.length === values.kind.length;
  const own = lists.find(isAsked)?.examples ?? [];
  const firstItem = own.length + 1;
  const lastItem = own.length + count;
  const prompt = renderPrompt(file, {
    ...values,
    lists: lists.filter((list) => !isAsked(list)),
    examples: own,
    next: firstItem,
  });
  return {
    file,
    prompt,
    parameters: listParameters(setup, lastItem),
    answer: 'numberedList',
    firstItem,
    lastItem,
  };
}

function askForJson({ setup, asked, examples, grid, count, draw }: PromptDraft): DraftedPrompt {
  const { bring, propose } = setup.recipe.selfInstruct;
  const file = draw(bring === 'pairs' ? 'proposePairs' : 'proposeDirected');
  const prompt = renderPrompt(file, {
    ...valuesOf(asked, setup.recipe, grid),
    count,
    examples: examples.map(({ instruction, input, response }) => ({ instruction, input, response })),
  });
  const parameters = samplingParameters(propose, jsonProposalSampling);
  return { file, prompt, parameters, answer: bring, firstItem: 1, lastItem: count };
}

function listParameters({ recipe, roles }: RunSetup, lastItem: number): SamplingParameters {
  const { completions, small } = roles.propose;
  return {
    ...samplingParameters(recipe.selfInstruct.propose, small ? smallProposalSampling : paperProposalSampling),
    // A chat model may well put an empty line between items.
    stop: proposalStop(lastItem + 1).filter((stop) => completions || stop.trim() !== ''),
  };
}

/** A temperature that the recipe has left out stays out. */
function warmed(parameters: SamplingParameters, shift: number): SamplingParameters {
  if (shift === 0 || parameters.temperature === undefined) return parameters;
  const temperature = Math.min(hottest, Math.round((parameters.temperature + shift) * 100) / 100);
  return { ...parameters, temperature };
}

function seedsBeside(examples: readonly Example[], seeds: readonly SeedTask[]): readonly SeedTask[] {
  const shown = new Set(examples.map(({ origin }) => (origin && 'seed' in origin ? origin.seed : -1)));
  return seeds.filter((_, seed) => !shown.has(seed));
}

function instructionOf({ instruction }: Example): string {
  return instruction;
}

interface EmbeddedSource {
  readonly embedded: ExampleSource;
  /** What examples for a cell should be about. */
  readonly queries: ReadonlyMap<CellKey, Float32Array>;
}

function unembedded(source: ExampleSource): EmbeddedSource {
  return { embedded: source, queries: new Map() };
}

/** The part of a source that is embedded in this iteration, and the descriptions of the cells that it asks for. */
async function embedSource(
  { setup, iteration }: StrategyContext,
  source: ExampleSource,
  cells: readonly (CellKey | null)[],
  { embed, grid }: SelfInstructOptions,
): Promise<EmbeddedSource> {
  if (!embed)
    throw new Error('Few-shot examples of the policy "diverse" need embeddings, and there are none.');
  const { seeds, pairs, ofGrid } = sampleToEmbed(
    source,
    seededRandom(setup.recipe.seed, 'embedded examples', iteration),
  );
  const asked = grid ? [...new Set(cells.flatMap((cell) => cell ?? []))] : [];
  const vectors = await embed([
    ...[...seeds, ...pairs].map(instructionOf),
    ...asked.flatMap((cell) => (grid ? describeCell(cell, grid) : [])),
  ]);
  const withVector = (examples: readonly Example[], from: number): Example[] =>
    examples.map((example, index) => {
      const vector = vectors[from + index];
      return vector ? { ...example, vector } : example;
    });
  const first = seeds.length + pairs.length;
  return {
    embedded: { seeds: withVector(seeds, 0), pairs: withVector(pairs, seeds.length), ofGrid },
    queries: new Map(
      asked.flatMap((cell, index) => [[cell, vectors[first + index] ?? new Float32Array()] as const]),
    ),
  };
}
