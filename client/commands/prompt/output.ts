import { z } from 'zod';
import { count } from '../../terminal/outputValues';

const teacherRole = z.enum(['propose', 'respond', 'judge', 'classify']);

const promptOrigin = z
  .enum(['seedbed', 'workspace'])
  .describe('Whether the file is ours, or lies under prompts/ in the workspace.');

const reference = z.string().describe('As lineage and reports name it: "judge@1", "judge@2+workspace".');

const promptHead = {
  name: z.string(),
  version: z.string(),
  origin: promptOrigin,
  role: teacherRole.describe('Who is asked.'),
  description: z.string(),
};

const teacherPrompt = z
  .union([
    z.strictObject({ kind: z.literal('completion'), prompt: z.string() }),
    z.strictObject({
      kind: z.literal('chat'),
      messages: z.array(
        z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
      ),
    }),
  ])
  .describe('What the teacher reads.');

/** What `seedbed prompt` prints with --json. */
export const promptOutput = z.union([
  z
    .strictObject({
      prompts: z.array(
        z.strictObject({
          ...promptHead,
          reference,
          used: z.boolean().describe('Whether recipes that say nothing else use it.'),
        }),
      ),
    })
    .describe('list'),
  z
    .strictObject({
      ...promptHead,
      reference,
      path: z.string(),
      messages: z.array(z.record(z.string(), z.unknown())).optional(),
      completion: z.string().optional(),
      schema: z
        .strictObject({ name: z.string(), schema: z.record(z.string(), z.unknown()) })
        .optional()
        .describe("The answer's. Left out: plain text."),
      variables: z.record(z.string(), z.string()).describe('What each variable of its texts is.'),
    })
    .describe('show'),
  z
    .strictObject({ reference, prompts: z.array(teacherPrompt) })
    .describe('show with --recipe or --run: one for each example.'),
  z
    .strictObject({
      from: reference,
      to: reference,
      diff: z
        .array(z.string())
        .describe('Lines of a unified diff without its head; none where nothing changed.'),
    })
    .describe('diff'),
  z
    .strictObject({
      reference,
      endpoint: z.string(),
      model: z.string(),
      samples: z.array(
        z.strictObject({
          about: z
            .strictObject({ instruction: z.string(), input: z.string(), response: z.string() })
            .nullable()
            .describe('The example; null where the prompt is not about one task.'),
          prompt: teacherPrompt,
          answer: z.string().describe('As it came.'),
          parsed: z.unknown().describe('What its reader made of it; null where it was of no use.'),
          unreadable: z.string().nullable().describe('Why it was of no use.'),
          promptTokens: count,
          completionTokens: count,
          costUsd: z.number().nullable().describe('Null where the price is not known.'),
          milliseconds: count,
        }),
      ),
    })
    .describe('try'),
]);
