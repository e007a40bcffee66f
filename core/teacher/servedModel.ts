import { z } from 'zod';
import { licenseOfModels, small } from './endpoint';

/** A model in a file, as the worker's configuration names it: it is served on this machine, by whoever opens the stack. */
export const servedModelSchema = z
  .strictObject({
    gguf: z
      .string()
      .min(1)
      .describe('Path of a model in GGUF, from the workspace. It is served on this machine, by Seedbed.'),
    baseUrl: z.unknown().optional().describe('Not beside gguf: a file is served, an address is asked.'),
    model: z
      .string()
      .min(1)
      .optional()
      .describe('The name that it is asked by. Left out: that of the file, without its ending.'),
    contextTokens: z
      .int()
      .min(256)
      .max(1_048_576)
      .optional()
      .describe(
        'Most tokens of prompt and answer together. Left out: what it was trained on, at most 8,192.',
      ),
    threads: z
      .int()
      .min(1)
      .max(1024)
      .optional()
      .describe("Threads that calculate. Left out: all of the machine's but one."),
    completions: z
      .boolean()
      .default(false)
      .describe('Whether texts to continue are asked of it, rather than conversations: for base models.'),
    small,
    license: licenseOfModels,
    thinks: z
      .boolean()
      .optional()
      .describe('Whether it thinks before it answers. Left out: told by its name.'),
    thinkingTokens: z
      .int()
      .min(1)
      .default(4096)
      .describe('Tokens that its thinking may take, over the bound of its answer.'),
    concurrency: z
      .int()
      .min(1)
      .max(64)
      .default(2)
      .describe('Most requests in flight at once. They are answered one after the other.'),
    timeoutSeconds: z.number().positive().default(600).describe('How long one request may take.'),
  })
  .refine(({ baseUrl }) => baseUrl === undefined, {
    message:
      'can\'t stand beside "gguf": a model in a file is served here, one behind an address is asked there. Leave one of them out',
    path: ['baseUrl'],
  });

export type ServedModel = z.output<typeof servedModelSchema>;

/** The name that requests ask for it by. */
export function nameOfServed({ gguf, model }: Pick<ServedModel, 'gguf' | 'model'>): string {
  return model ?? (gguf.split(/[/\\]/).at(-1) ?? gguf).replace(/\.gguf$/i, '');
}
