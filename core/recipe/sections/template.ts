import { z } from 'zod';
import { share } from './fields';

const identifier = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,59}$/,
    'must be at most 60 letters, digits or "_", the first no digit, so that texts and expressions can name it',
  );
/** Of a template, and of a list of values. */
const nameWithin = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
    'must be at most 100 of the letters a to z, digits, "_" or "-", the first one a letter or digit',
  );

const values = z
  .array(
    z.union([
      z.string().min(1),
      z.number(),
      z.strictObject({
        value: z.union([z.string().min(1), z.number()]).describe('The value.'),
        weight: z
          .number()
          .gt(0)
          .default(1)
          .describe('How often, against the others, where sampling is weighted.'),
        row: z
          .record(z.string().min(1), z.union([z.string(), z.number()]))
          .optional()
          .describe('What goes with it, for slots that depend on this one by "column".'),
      }),
    ]),
  )
  .describe('Values, plain or as {"value": ..., "weight": ..., "row": {...}}.');

/** Where values may come from, of a slot as of a shared list. */
const source = {
  values: values.optional(),
  file: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File inside the workspace with the values: .csv with a head line, .jsonl with an object or a value a line, or text with a value a line.',
    ),
  column: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Column of the file. With "dependsOn": column of the row that the other slot\'s value is from.',
    ),
  weightColumn: z
    .string()
    .min(1)
    .optional()
    .describe('Column of the file with the weights of its values. Left out: all weigh the same.'),
  range: z
    .strictObject({
      from: z.number().describe('First number.'),
      to: z.number().describe('Last number, if the steps reach it.'),
      step: z.number().gt(0).default(1).describe('Distance between two.'),
    })
    .optional()
    .describe('Numbers at equal distances.'),
  teacher: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('What the teacher is to list, in the plural: "kinds of small business". Asked once a run.'),
  count: z.int().min(1).max(1_000).default(20).describe('How many values the teacher is to write.'),
};

const given = (slot: Readonly<Record<string, unknown>>, names: readonly string[]): string[] =>
  names.filter((name) => slot[name] !== undefined);

const list = z
  .strictObject(source)
  .refine((one) => given(one, ['values', 'file', 'range', 'teacher']).length === 1, {
    message: 'needs exactly one of "values", "file", "range" or "teacher"',
  });

const slot = z
  .strictObject({
    ...source,
    list: z.string().min(1).optional().describe('Name of a list of "template.lists".'),
    template: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Another template, whose instruction fills this slot. Its slots go by both names: "place" with a slot "city" brings "place_city".',
      ),
    compute: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .describe(
        'Expression over other slots, such as "round(price * percent / 100, 2)". Exact: 0.1 + 0.2 is 0.3.',
      ),
    decimals: z
      .int()
      .min(0)
      .max(20)
      .optional()
      .describe('Digits after the point that "compute" is rounded to and written with.'),
    dependsOn: z
      .string()
      .min(1)
      .optional()
      .describe('Another slot, whose value decides which values this one has: see "cases" and "column".'),
    cases: z
      .record(z.string().min(1), values)
      .optional()
      .describe('Values of this slot by the value of the slot that it depends on.'),
    otherwise: values.optional().describe('Values where none of "cases" fits.'),
    optional: share
      .refine((given) => given > 0 && given < 1, { message: 'must be above 0 and below 1' })
      .optional()
      .describe('Share of instances that have this slot; in the others it is empty, and false in an "if".'),
  })
  .refine(
    (one) =>
      given(one, ['values', 'range', 'teacher', 'list', 'template', 'compute', 'dependsOn', 'file'])
        .length === 1,
    {
      message:
        'needs exactly one of "values", "file", "range", "teacher", "list", "template", "compute" or "dependsOn"',
    },
  )
  .refine(
    (one) =>
      one.dependsOn === undefined ? one.cases === undefined : given(one, ['cases', 'column']).length === 1,
    {
      message: 'needs "dependsOn" with either "cases" or "column"',
    },
  )
  .refine((one) => one.otherwise === undefined || one.cases !== undefined, {
    message: 'needs "cases" where it has "otherwise"',
  })
  .refine((one) => one.optional === undefined || (one.template ?? one.compute) === undefined, {
    message: 'must not be optional where it is computed or a template: make the slots optional that it uses',
  })
  .refine((one) => one.decimals === undefined || one.compute !== undefined, {
    message: 'needs "compute" where it has "decimals"',
  });

/** Texts with slots, and what may fill them. */
export const templateSection = z
  .strictObject({
    lists: z
      .record(nameWithin, list)
      .default({})
      .describe('Lists of values by name, for slots of several templates.'),
    templates: z
      .array(
        z.strictObject({
          name: nameWithin.describe('Its name, in lineages and reports.'),
          description: z.string().optional().describe('One line for people.'),
          weight: z
            .number()
            .min(0)
            .default(1)
            .describe('How often, against the other templates. 0: only as a part of others.'),
          sampling: z
            .enum(['uniform', 'exhaustive', 'weighted', 'pairwise'])
            .default('uniform')
            .describe(
              'uniform: assignments at random, each once. exhaustive: all of them, in order. weighted: by the weights of the values, so that assignments may repeat (a repetition is rejected). pairwise: as few as bring every two values of different slots together.',
            ),
          slots: z
            .record(identifier, slot)
            .default({})
            .describe('Slots by name, each with what may fill it.'),
          instruction: z
            .string()
            .min(1)
            .describe('Liquid text of the instruction, such as "Convert {{ miles }} miles to kilometres."'),
          input: z.string().default('').describe('Liquid text of the input. Left out: none.'),
          response: z
            .string()
            .min(1)
            .optional()
            .describe('Liquid text of the response. Left out: the teacher writes it.'),
          classification: z.boolean().default(false).describe('Whether the response is one of a few labels.'),
          cell: z
            .record(z.string().min(1), z.string().min(1))
            .optional()
            .describe('Its value on each axis of the grid. Left out: the classifier tells.'),
        }),
      )
      .min(1)
      .describe('The templates.'),
  })
  .describe('Instructions at volume, from texts with slots. Responses may be computed.');

export type TemplateSection = z.output<typeof templateSection>;
export type TemplateOfRecipe = TemplateSection['templates'][number];
export type SlotOfRecipe = TemplateOfRecipe['slots'][string];
export type ListOfRecipe = TemplateSection['lists'][string];
