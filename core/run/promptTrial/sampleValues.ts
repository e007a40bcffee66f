import { shownAxes } from '../../screening/cells/classifyInquiry';
import { messageKinds } from '../../recipe/sections/conversation';
import { gridOf } from '../../recipe/coverage/grid';
import { UserError } from '../../foundations/userError';
import { seededRandom } from '../../foundations/seededRandom';
import { noLessons } from '../../proposing/selfInstruct/lessons';
import type { RunMaterials, RunSetup } from '../../recipe/runSetup';
import { valuesOf } from '../../proposing/selfInstruct/asked';
import { listsToWrite } from '../../proposing/template/writeLists';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import type { TaskExample } from '../../recipe/prompts/together';

/** What samples are drawn from. */
export interface SampleSource {
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  /** Accepted pairs; where there are none, the seeds serve. */
  readonly pool: readonly SolvedExample[];
}

export interface SolvedExample extends TaskExample {
  readonly classification: boolean;
}

export interface DrawnExamples {
  readonly about: SolvedExample;
  readonly others: readonly SolvedExample[];
}

/** The task that a sample is about, and others to show beside it. */
export function drawExamples({ setup, materials, pool }: SampleSource, index: number): DrawnExamples {
  const solved = [...pool, ...materials.seeds, ...materials.sources].filter(
    ({ response }) => response.trim() !== '',
  );
  const candidates = pool.length > 0 ? pool : solved;
  const order = seededRandom(setup.recipe.seed, 'samples of prompts').shuffle([...candidates.keys()]);
  const about = candidates[order[index % Math.max(1, order.length)] ?? 0];
  if (!about)
    throw new UserError(
      'There is no example to fill the prompt with: the recipe has no seeds, and the run no pairs.',
    );
  const others = seededRandom(setup.recipe.seed, 'examples in samples of prompts', index)
    .shuffle(solved)
    .filter(({ instruction }) => instruction !== about.instruction);
  return { about, others };
}

/** Values by what the variables are called: a name means the same in every prompt of ours, examples aside. */
export function valuesFor(
  { name }: PromptFile,
  { setup, materials }: SampleSource,
  index: number,
  { about, others }: DrawnExamples,
): Readonly<Record<string, unknown>> {
  const { recipe } = setup;
  const grid = gridOf(recipe);
  const cell = grid?.cells[index % grid.cells.length]?.key ?? null;
  const attributes = Object.entries(recipe.selfInstruct.attributes).map(([attribute, choices]) => {
    const choice = choices[index % choices.length] ?? '';
    return [attribute, typeof choice === 'string' ? choice : choice.value] as const;
  });
  const persona = materials.personas[index % Math.max(1, materials.personas.length)];
  const shown = others.slice(0, recipe.selfInstruct.fewShot.examples);
  const { categories = [] } = materials.safety ?? {};
  const category = categories[index % Math.max(1, categories.length)];
  const lists = listsToWrite(recipe);
  const list = lists[index % Math.max(1, lists.length)];
  const examples = examplesOf(name, shown, others);
  const isAboutList = name.startsWith('slotValues');
  return {
    ...valuesOf(
      { cell, attributes: Object.fromEntries(attributes), persona, lessons: noLessons },
      recipe,
      grid,
    ),
    instruction: about.instruction,
    input: about.input,
    response: about.response,
    ...passageValues(name, about, others),
    ...turnValues(name, about, others, index),
    what: 'task',
    categories: categories.map((one) => ({ ...one, allowed: one.allowed ?? '' })),
    category: category?.name ?? 'none',
    description: category?.description ?? 'Nothing: the recipe has no section "safety".',
    language: recipe.language,
    left: about.instruction,
    right: others[0]?.instruction ?? about.instruction,
    ...(grid && { axes: shownAxes(grid) }),
    ...(list && { wanted: list.wanted, known: [] }),
    examples,
    lists: [],
    next: isAboutList ? 1 : examples.length + 1,
    count: isAboutList ? (list?.count ?? 1) : Math.max(1, recipe.selfInstruct.lastItem - examples.length),
    max: recipe.selfInstruct.instances,
    makesInput: false,
    flaws: ['It could be shorter.'],
    tasks: shown.slice(0, 3).map(({ instruction, input, response }, position) => ({
      number: position + 1,
      instruction,
      input,
      response,
      flaws: ['It could be clearer.'],
    })),
  };
}

/** Other tasks stand in for what is said later in a conversation. */
function turnValues(
  name: string,
  about: SolvedExample,
  others: readonly SolvedExample[],
  index: number,
): Readonly<Record<string, unknown>> {
  const [next = about, last = about] = others;
  const said = ({ instruction, response }: SolvedExample) => ({ message: instruction, response });
  if (name.startsWith('userMessage')) {
    const kind = messageKinds[index % messageKinds.length];
    return { turns: [said(about)], kind, guidance: [], language: '', begun: 'Can you explain' };
  }
  return { turns: [said(next)], message: last.instruction };
}

/** A run's documents are not read for a sample: responses stand in for their passages. */
function passageValues(
  name: string,
  about: SolvedExample,
  others: readonly SolvedExample[],
): Readonly<Record<string, unknown>> {
  const [first = about, second = about] = others;
  const guidance = { shown: true, guidance: [] };
  if (name === 'grounds')
    return { question: about.instruction, passages: `1. ${first.response}`, claims: `1. ${about.response}` };
  const texts = name === 'comparePassages' ? [first, second] : [first];
  return {
    ...guidance,
    passages: texts.map(({ response }) => ({ name: 'a document', headings: '', text: response })),
  };
}

function examplesOf(
  name: string,
  shown: readonly SolvedExample[],
  others: readonly SolvedExample[],
): readonly unknown[] {
  const answered = (
    kind: readonly SolvedExample[],
    answer: (example: SolvedExample) => unknown,
  ): readonly unknown[] =>
    kind
      .slice(0, 3)
      .map((example) => ({ instruction: example.instruction, answer: JSON.stringify(answer(example)) }));
  switch (name) {
    case 'proposeList':
    case 'proposeDirectedList':
      return shown.map(({ instruction }) => instruction);
    case 'classify':
      return answered(
        [true, false].flatMap((kind) =>
          others.filter(({ classification }) => classification === kind).slice(0, 2),
        ),
        ({ classification }) => ({ classification }),
      );
    case 'instances':
      return answered(
        others.filter(({ classification }) => !classification),
        ({ input }) => ({ instances: [{ input }] }),
      );
    case 'labelledInstances':
      return answered(
        others.filter(({ classification }) => classification),
        ({ input, response: label }) => ({ instances: [{ label, input }] }),
      );
    default:
      return shown.map(({ instruction, input, response }) => ({ instruction, input, response }));
  }
}
