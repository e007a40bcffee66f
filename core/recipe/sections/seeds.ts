import { z } from 'zod';
import { license } from './fields';

const turns = z
  .array(
    z.strictObject({
      message: z.string().min(1).describe('What the user says next.'),
      response: z.string().min(1).describe('The answer to it.'),
    }),
  )
  .min(1)
  .optional()
  .describe('What follows the answer in a conversation, in order.');

const instance = z.strictObject({
  input: z.string().default('').describe('What the instruction works on.'),
  response: z.string().min(1).describe('A good answer.'),
  turns,
});

/** A task written in the recipe. */
export const writtenTask = z.strictObject({
  id: z.string().min(1).optional().describe('What the task is called where it comes from.'),
  instruction: z.string().min(1).describe('What is asked.'),
  input: z.string().default('').describe('What the instruction works on, where it needs something.'),
  response: z.string().min(1).describe('A good answer.'),
  turns,
  rejected: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A worse answer to the last question, as preference sets have one: a row of the export "preference".',
    ),
  classification: z.boolean().default(false).describe('Whether the response is one of a few labels.'),
  group: z.string().min(1).optional().describe('A name for tasks that belong together.'),
  instances: z
    .array(instance)
    .min(1)
    .optional()
    .describe('Further inputs of the same instruction, each with its answer.'),
});

/** How an instruction set lies in a file. */
export const datasetFile = z.strictObject({
  file: z
    .string()
    .min(1)
    .optional()
    .describe('File inside the workspace; or a folder, or a pattern: sets/train-*.parquet.'),
  format: z
    .enum(['auto', 'selfInstruct', 'alpaca', 'shareGpt', 'openAiChat', 'csv', 'parquet', 'jsonl'])
    .default('auto')
    .describe('Its format. auto: told by its name and its first rows.'),
  columns: z
    .strictObject({
      instruction: z.string().min(1).optional().describe('Where the instruction is.'),
      input: z.string().min(1).optional().describe('Where the input is.'),
      response: z.string().min(1).optional().describe('Where the response is.'),
      classification: z.string().min(1).optional().describe('Where it says whether it is a classification.'),
      group: z.string().min(1).optional().describe('Where the name of its group is.'),
    })
    .optional()
    .describe(
      'Names of the columns or fields, where they are not called instruction, input, response. A dotted path leads into objects and lists: messages.0.content.',
    ),
  onMalformed: z
    .enum(['fail', 'skip'])
    .default('fail')
    .describe(
      'What a row that cannot be read does: stops the run from starting, or is left out and counted.',
    ),
});

export const seedsSection = datasetFile
  .extend({
    tasks: z.array(writtenTask).min(1).optional().describe('Seed tasks written here.'),
    license: license
      .optional()
      .describe('Licence of the seeds, for the card: cc0-1.0, or whatever it is called.'),
  })
  .refine((seeds) => seeds.file !== undefined || seeds.tasks !== undefined, {
    message: 'needs "file" or "tasks"',
  })
  .optional()
  .describe('Tasks that the dataset grows from. selfInstruct needs them.');
