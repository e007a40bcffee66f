import { z } from 'zod';
import { mode, name, role } from './fields';

const asked = role.extend({ mode: mode.optional() });

export const teacherSection = role
  .extend({
    endpoint: name
      .optional()
      .describe(
        'Endpoint\'s name in the worker\'s configuration. Left out: "openai" where there is a key, else the only one of seedbed.config.yaml, or "local" where it has none.',
      ),
    model: z.string().min(1).optional().describe("Model's name. Left out: the endpoint's own."),
    mode: mode.optional(),
    batch: z
      .strictObject({
        from: z.int().min(1).default(200).describe('The fewest requests that are worth a batch.'),
        candidates: z
          .int()
          .min(1)
          .max(20_000)
          .default(1_000)
          .describe('Candidates of an iteration, at least, where anything is asked by batch.'),
        poll: z
          .strictObject({
            first: z.number().min(0.1).default(30).describe('Seconds before a batch is looked at.'),
            longest: z
              .number()
              .min(0.1)
              .default(600)
              .describe('Most seconds between two looks, up to which they grow.'),
          })
          .prefault({})
          .describe('How often batches under way are looked at.'),
      })
      .optional()
      .describe('What is asked by batch, and how.'),
    propose: asked.optional().describe('Who comes up with instructions.'),
    respond: asked
      .extend({
        routes: z
          .array(
            role.extend({
              when: z
                .record(z.string().min(1), z.array(z.string().min(1)).min(1))
                .refine((when) => Object.keys(when).length > 0, { message: 'needs at least one axis' })
                .describe('Values by axis, such as {"complexity": ["hard"]}; all of them must match.'),
            }),
          )
          .default([])
          .describe('Others for some cells of the grid: the first that matches is asked.'),
      })
      .optional()
      .describe('Who writes responses.'),
    classify: asked
      .optional()
      .describe('Who tells classification tasks, and cells where the recipe says so.'),
    judge: asked.optional().describe('Who judges pairs, and whether a variant means the same.'),
  })
  .prefault({})
  .describe('Who is asked.');
