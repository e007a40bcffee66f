import { choosePrompts } from '../../core/recipe/prompts/choosePrompts';
import type { RecipeInput } from '../../core/run/recipeSchema';
import { rehearse } from '../../core/run/estimate/rehearsal';
import type { TeacherRequest } from '../../core/teacher/request';
import { runSetup, seedTask } from '../core/proposing/testSetup';
import { ourPromptLibrary } from './ourPrompts';

/** How much of the prompts of one kind was read before, as providers' caches see it. */
export interface SharedBeginning {
  /** What is asked, by the title of its answer's schema. */
  readonly task: string;
  readonly prompts: number;
  readonly tokens: number;
  /** Of them, those that some earlier prompt of the run begins with as well. */
  readonly shared: number;
}

const seeds = Array.from({ length: 60 }, (_, index) =>
  seedTask(`Explain to a beginner how thing number ${index} works, step by step, and where it may fail.`, {
    response: `Thing number ${index} works in three steps, each of which depends on the one before it, and the last of which is overlooked by most who try it for the first time.`,
  }),
);

/** Kinds of recipe, each of which asks by other prompts. */
export const rehearsedRecipes = {
  steered: {
    coverage: { axes: { taskType: ['coding', 'rewriting', 'planning', 'explaining'] } },
    judge: {},
    target: 400,
  },
  pairs: { selfInstruct: { bring: 'pairs' }, judge: { pairsPerCall: 4 }, target: 400 },
} as const satisfies Record<string, Partial<RecipeInput>>;

/**
 * What prompts of a rehearsed iteration share with those before them, from their first token on.
 *
 * @param pinned Versions of prompts, by name; the newest where left out.
 * @param encode The tokens of a text.
 */
export async function sharedBeginnings(
  recipe: Partial<RecipeInput>,
  pinned: Readonly<Record<string, string>>,
  encode: (text: string) => readonly number[],
): Promise<readonly SharedBeginning[]> {
  const setup = {
    ...runSetup(recipe, { completions: false, structuredOutput: true }),
    prompts: choosePrompts(ourPromptLibrary, pinned),
  };
  const asked = new Map<string, (readonly number[])[]>();
  const observe = ({ prompt, schema, role }: TeacherRequest): void => {
    if (prompt.kind !== 'chat') return;
    const task = schema?.name ?? role;
    const text = prompt.messages.map(({ role: by, content }) => `<${by}>\n${content}\n`).join('');
    asked.set(task, [...(asked.get(task) ?? []), encode(text)]);
  };
  const counter = { by: 'o200k_base' as const, count: (text: string) => encode(text).length, error: () => 0 };
  await rehearse(
    { setup, materials: { seeds, sources: [], lists: {}, personas: [] } },
    () => counter,
    observe,
  );
  return [...asked].map(([task, prompts]) => ({
    task,
    prompts: prompts.length,
    tokens: prompts.reduce((sum, { length }) => sum + length, 0),
    shared: prompts.reduce((sum, prompt, order) => sum + longestShared(prompt, prompts.slice(0, order)), 0),
  }));
}

function longestShared(prompt: readonly number[], earlier: readonly (readonly number[])[]): number {
  return earlier.reduce((most, other) => {
    const different = prompt.findIndex((token, at) => token !== other[at]);
    return Math.max(most, different === -1 ? prompt.length : different);
  }, 0);
}
