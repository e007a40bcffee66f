import { z } from 'zod';
import { estimateOfRecipe } from '../../runs/estimateOutput';
import { aside, count, share } from '../../terminal/outputValues';

const occurrence = z.strictObject({ name: z.string(), count });

const spread = z.strictObject({ min: z.number(), median: z.number(), max: z.number() }).describe('In words.');

const seedDiversity = z
  .strictObject({
    tasks: count,
    instances: count,
    classification: count,
    withInput: count,
    instructionWords: spread,
    responseWords: spread,
    taskTypes: z.strictObject({
      by: z
        .enum(['group', 'words'])
        .describe("By the tasks' own groups, or by the words of the instruction."),
      counts: z.array(occurrence).readonly(),
    }),
    groups: z.array(occurrence).readonly(),
    verbs: z
      .strictObject({
        found: count.describe('Instructions whose leading verb was found.'),
        distinct: count,
        top: z.array(occurrence.extend({ objects: z.array(occurrence).readonly() })).readonly(),
        entropy: z.number().describe('Of the verbs, in bits.'),
        verbObjectEntropy: z.number().describe('Of the verbs with their objects, in bits.'),
      })
      .nullable()
      .describe('Null where the instructions are not English.'),
    nearDuplicates: z
      .array(z.strictObject({ task: count, nearest: count, score: z.number() }))
      .readonly()
      .describe('Seeds, counted from 0, whose instruction has a ROUGE-L F above 0.7 with an earlier one.'),
    uncovered: z
      .record(z.string(), z.array(z.string()).readonly())
      .readonly()
      .describe('Values of the grid without a seed, by axis, where that can be told without a model.'),
    advice: z.array(z.string()).readonly(),
  })
  .describe('How varied the seeds are, and what is missing.');

const line = count.nullable().describe('Null in files without lines.');

const file = z.string().optional().describe('Left out where the set is one file.');

const fileReading = z.strictObject({
  file: z.string(),
  format: z.string().nullable(),
  tasks: count,
  skipped: z.array(z.strictObject({ row: count, line, file, problem: z.string() })).readonly(),
  repeated: z
    .array(z.strictObject({ row: count, line, file, firstRow: count, firstLine: line, firstFile: file }))
    .readonly()
    .describe('Rows whose instruction stands further up already.'),
  asides: z.array(aside).readonly().describe('What the file holds that is in no task.'),
});

/** What `seedbed validate` prints with --json. */
export const validateOutput = z.union([
  z.strictObject({
    valid: z.literal(true),
    recipe: z.string().describe("The recipe's name."),
    source: z.string(),
    target: count,
    strategies: z
      .record(z.string(), share)
      .readonly()
      .describe('Shares of accepted pairs by strategy, which add up to 1.'),
    seeds: seedDiversity.nullable().describe('Null where the recipe has no seeds.'),
    seedFile: fileReading.nullable(),
    sourceFile: fileReading.nullable(),
    sources: count.describe('Pairs of the existing set that is multiplied.'),
    templates: z.array(
      z.strictObject({
        name: z.string(),
        sampling: z.enum(['uniform', 'exhaustive', 'weighted', 'pairwise']),
        instances: z
          .string()
          .nullable()
          .describe('Different instances, as a decimal number; null where sampling is weighted.'),
        estimated: z.boolean().describe('Whether the teacher has yet to write some of its values.'),
      }),
    ),
    endpoints: z
      .array(
        z.strictObject({
          endpoint: z.string(),
          model: z.string(),
          problem: z
            .string()
            .nullable()
            .describe('What is to be mended there, as far as it can be told for nothing.'),
        }),
      )
      .readonly()
      .describe(
        'Endpoints that it asks and that this workspace has the address of. None of them makes it invalid.',
      ),
    estimate: estimateOfRecipe
      .nullable()
      .describe(
        'What a run of it will take, by earlier runs of this workspace where its store is up; null where only workers elsewhere know whom it asks.',
      ),
    lists: count.describe('Value lists that were read from files.'),
    personas: count.describe(
      'Who the teacher may be asked to be from the start; 0 where the recipe asks for nobody.',
    ),
  }),
  z.strictObject({
    valid: z.literal(false),
    recipe: z.string().describe('As it was typed.'),
    problem: z.string(),
  }),
]);
