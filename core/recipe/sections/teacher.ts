import { z } from 'zod';
import { name, role } from './fields';

export const teacherSection = role
  .extend({
    endpoint: name
      .optional()
      .describe(
        'Endpoint\'s name in the worker\'s configuration. Left out: "openai" where there is a key, else "local".',
      ),
    model: z.string().min(1).optional().describe("Model's name. Left out: the endpoint's own."),
    propose: role.optional().describe('Who comes up with instructions.'),
    respond: role
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
    classify: role.optional().describe('Who tells classification tasks, and cells where the recipe says so.'),
    judge: role.optional().describe('Who judges pairs, and whether a variant means the same.'),
  })
  .prefault({})
  .describe('Who is asked.');
