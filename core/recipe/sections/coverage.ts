import { z } from 'zod';

/** A cell is written as its values joined by "/", so none may hold one. */
const valueName = z.string().regex(/^[^/\s][^/\n]{0,79}$/, 'must be at most 80 characters without "/"');

const value = z.strictObject({
  name: valueName.describe('What it is called in prompts and reports.'),
  description: z
    .string()
    .min(1)
    .optional()
    .describe('What belongs to it, in words: prompts and the classifier use them.'),
  examples: z
    .array(z.string().min(1))
    .max(50)
    .default([])
    .describe('Instructions that belong to it, for the classifier. Ten of different subjects go a long way.'),
  weight: z.number().min(0).default(1).describe('Its part of the axis.'),
});

const axis = z
  .union([
    z.literal('all'),
    z.array(z.union([valueName, value])).min(2),
    z.record(valueName, z.number().min(0)),
  ])
  .describe(
    'Values of the axis: names, names with weights, or objects that also describe them; "all" for every built-in value of an axis that has some.',
  );

/** The grid that the pool is to cover. */
export const coverageSection = z
  .strictObject({
    axes: z
      .record(z.string().min(1), axis)
      .refine((axes) => Object.keys(axes).length > 0, { message: 'must have at least one axis' })
      .describe(
        'Axes by name, in order. For the names taskType, domain and complexity the built-in values need no description.',
      ),
    cells: z
      .array(
        z.strictObject({
          cell: z.record(z.string().min(1), z.string().min(1)).describe('Value on some or all axes.'),
          weight: z
            .number()
            .min(0)
            .describe('Factor on the weight of every cell that matches; 0 leaves it out.'),
        }),
      )
      .default([])
      .describe('Exceptions from the product of the axes.'),
    steer: z
      .boolean()
      .default(true)
      .describe('Whether what is missing decides what is asked next; false only measures.'),
    classifyBy: z
      .enum(['embedding', 'teacher'])
      .default('embedding')
      .describe('Who tells the cell of an instruction: embeddings on this machine, or the role classify.'),
  })
  .describe('What the dataset is to cover, and in which proportions.');
