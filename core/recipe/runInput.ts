import { z } from 'zod';
import { isPlainObject, type PlainObject } from '../foundations/text/plainObject';
import { checkAgainst } from './problems';
import { name, target } from './sections/fields';

/** The one argument of `generateDataset`. People type it into the Temporal UI, so a mistake in it must be told in words. */
export const runInputSchema = z.strictObject({
  recipe: z
    .custom<string | PlainObject>(
      (value) => (typeof value === 'string' && value.trim() !== '') || isPlainObject(value),
      'must be the name of a ready recipe such as "quickstart", a path inside the workspace, or a recipe as an object',
    )
    .describe("A ready recipe's name, else a path inside the worker's workspace; or the recipe itself."),
  name: name
    .optional()
    .describe("What else the run is called, for commands that name it. Left out: the workflow's id alone."),
  target: target.optional().describe("Accepted pairs to reach. Left out: the recipe's."),
  overrides: z
    .custom<PlainObject>(isPlainObject, 'must be an object with fields of the recipe, such as {"seed": 7}')
    .optional()
    .describe('Fields that replace those of the recipe.'),
});

/** The one argument of `previewRecipe`. */
export const previewInputSchema = runInputSchema.extend({
  candidates: z.int().min(1).max(100).default(5).describe('Candidates to aim at.'),
});

export type RunInput = z.output<typeof runInputSchema>;

export type Parsed<Input> =
  { readonly ok: true; readonly input: Input } | { readonly ok: false; readonly problem: string };

const example = 'give an object: {"recipe": "quickstart"}';

/** The argument of `generateDataset`, or one sentence that says what is wrong with it and what to give. Never throws. */
export function parseRunInput(value: unknown): Parsed<RunInput> {
  return parseInput(runInputSchema, 'generateDataset', value);
}

/** The argument of `previewRecipe`, likewise. */
export function parsePreviewInput(value: unknown): Parsed<z.output<typeof previewInputSchema>> {
  return parseInput(previewInputSchema, 'previewRecipe', value);
}

function parseInput<Input>(schema: z.ZodType<Input>, workflow: string, value: unknown): Parsed<Input> {
  if (value === undefined || value === null) {
    return { ok: false, problem: `${workflow} was started without its argument: ${example}.` };
  }
  if (typeof value === 'string') {
    return { ok: false, problem: `${workflow} was given the text ${quote(value)}: ${example}.` };
  }
  if (!isPlainObject(value)) {
    const given = Array.isArray(value) ? 'a list' : `a ${typeof value}`;
    return { ok: false, problem: `${workflow} was given ${given}: ${example}.` };
  }
  if (value['recipe'] === undefined && Object.hasOwn(value, 'seeds')) {
    return {
      ok: false,
      problem: 'A recipe goes into the field "recipe": give an object: {"recipe": {...}}.',
    };
  }
  const checked = checkAgainst(schema, value, `argument of ${workflow}`);
  if (checked.ok) return { ok: true, input: checked.value };
  return { ok: false, problem: checked.problems.map(({ message }) => message).join(' ') };
}

/** What a run's argument changes in its recipe: its overrides, and its target, which wins over one among them. */
export function overridesOfRun(input: RunInput): PlainObject {
  return { ...input.overrides, ...(input.target === undefined ? {} : { target: input.target }) };
}

function quote(text: string): string {
  return JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 57)}...`);
}
