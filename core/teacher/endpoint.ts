import { z } from 'zod';

/**
 * An endpoint of the worker's configuration: one or more addresses of one OpenAI-compatible service. Recipes name it;
 * only workers know its addresses and where its key is.
 */
export const endpointSchema = z.strictObject({
  baseUrl: z
    .url()
    .describe('Address of the OpenAI-compatible API, up to and with its version: https://api.openai.com/v1'),
  apiKeyEnv: z
    .string()
    .optional()
    .describe('Name of the environment variable that holds the API key. Left out: no key is sent.'),
  model: z.string().optional().describe('Model for recipes that name none.'),
  structuredOutput: z.boolean().default(false).describe('Whether it follows response_format json_schema.'),
  completions: z
    .boolean()
    .default(false)
    .describe('Whether it offers /completions, the plain continuation of a text.'),
  small: z
    .boolean()
    .default(false)
    .describe(
      'A model too small to tell classification tasks: asked for input and response together, in completion form.',
    ),
  concurrency: z.int().min(1).max(4096).default(64).describe('Most requests in flight at once.'),
  requestsPerMinute: z
    .number()
    .positive()
    .optional()
    .describe('Most requests a minute. Left out: found out by the answers.'),
  tokensPerMinute: z
    .number()
    .positive()
    .optional()
    .describe('Most tokens a minute, prompt and answer together.'),
  usdPerMillionPromptTokens: z
    .number()
    .min(0)
    .optional()
    .describe(
      'Price of a million tokens of prompts, in US dollars. With the other price, costs are counted.',
    ),
  usdPerMillionCompletionTokens: z
    .number()
    .min(0)
    .optional()
    .describe('Price of a million tokens of answers, in US dollars.'),
  thinkingTokens: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(4096)
    .describe("Tokens that a model's thinking may take, over the bound of its answer."),
  timeoutSeconds: z.number().positive().default(120).describe('How long one request may take.'),
});

export type Endpoint = z.output<typeof endpointSchema>;

/** What a run needs to know of an endpoint: what it can do, never where it is. Snapshotted by `prepareRun`. */
export interface EndpointTraits {
  readonly endpoint: string;
  readonly defaultModel: string | undefined;
  readonly structuredOutput: boolean;
  readonly completions: boolean;
  readonly small: boolean;
}
