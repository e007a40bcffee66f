import { z } from 'zod';
import { batchInterfaces, type BatchInterface } from './batch/batchInterface';
import { redact } from './failure';
import { hedgeSchema } from './hedging';
import { priceSchema } from './pricing/priceSchema';
import { presetNames, presetOf, presetOfHost, type PresetName } from './presets/registry';
import { samplingNames, structuredOutputs, type SamplingName, type StructuredOutput } from './wireTraits';

/** A text, or the environment variable that holds it. */
const value = z.union([
  z.string(),
  z.strictObject({ env: z.string().min(1).describe('Name of the environment variable that holds it.') }),
]);
export type ConfiguredValue = z.output<typeof value>;

/** Headers that are ours to set: other values would break requests, or the count of what was paid. */
const ownHeaders = new Set([
  'accept',
  'connection',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'transfer-encoding',
  'x-seedbed-call',
  'x-seedbed-sample',
]);
/** Headers that carry secrets by their nature. */
const secretHeader = /^(?:authorization|proxy-authorization|cookie)$|(?:^|-)(?:key|token|secret|password)$/;
/** Fields of a body that are ours to set, with what says them instead. */
const ownFields: Readonly<Record<string, string>> = {
  model: 'it is named by "model" and by the recipe',
  messages: 'they come from the prompts',
  prompt: 'it comes from the prompts',
  input: 'it comes from what is embedded',
  n: 'each request is for one answer',
  stream: 'it is said with "stopLoops"',
  response_format: 'say it with "structuredOutput"',
};

/** Of an endpoint, wherever its models are. */
export const small = z
  .boolean()
  .default(false)
  .describe(
    'A model too small to tell classification tasks: asked for input and response together, in completion form.',
  );

/** Of an endpoint, wherever its models are. */
export const licenseOfModels = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .describe(
    "Licence or terms of use of its models, for the cards of datasets: apache-2.0, or the terms' name and date.",
  );

const written = z.strictObject({
  preset: z
    .enum(presetNames)
    .optional()
    .describe(
      'What it is: gives the defaults of the other fields. Left out: told by the host of baseUrl where that is certain, else generic.',
    ),
  baseUrl: z
    .url()
    .optional()
    .describe('Address of the OpenAI-compatible API, up to and with its version: https://api.openai.com/v1'),
  apiKeyEnv: z
    .string()
    .optional()
    .describe('Name of the environment variable that holds the API key. Left out: no key is sent.'),
  model: z.string().optional().describe('Model for recipes that name none.'),
  structuredOutput: z
    .union([z.boolean(), z.enum(structuredOutputs)])
    .optional()
    .describe(
      'How answers in JSON are asked for: by their schema, as any JSON, or in words alone. true is json_schema, false is none.',
    ),
  completions: z
    .boolean()
    .default(false)
    .describe('Whether texts to continue are asked of its /completions, the plain continuation of a text.'),
  small,
  thinks: z
    .boolean()
    .optional()
    .describe('Whether its models think before they answer. Left out: told by their names.'),
  omit: z.array(z.enum(samplingNames)).default([]).describe('Sampling parameters that are never sent to it.'),
  extraBody: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Fields that are added to the body of every question: reasoning_effort, provider.'),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of a header'), value)
    .default({})
    .describe('Headers that are added to every request: each a text, or { env: NAME } for a variable.'),
  query: z
    .record(z.string(), value)
    .default({})
    .describe('Parameters that are added to every address, such as api-version.'),
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
  price: priceSchema
    .optional()
    .describe(
      'What its models cost. Left out: what the list of prices says, and nothing where they run on this machine.',
    ),
  prices: z
    .record(z.string().min(1), priceSchema)
    .default({})
    .describe('What one of its models costs, by its name, before "price".'),
  usdPerMillionPromptTokens: z
    .number()
    .min(0)
    .optional()
    .describe('The same as price.prompt, for all of its models.'),
  usdPerMillionCompletionTokens: z
    .number()
    .min(0)
    .optional()
    .describe('The same as price.completion. Only with the other.'),
  thinkingTokens: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(4096)
    .describe("Tokens that a model's thinking may take, over the bound of its answer."),
  license: licenseOfModels,
  licenses: z
    .record(z.string().min(1), z.string().trim().min(1).max(200))
    .default({})
    .describe('The same of one of its models, by its name, before "license".'),
  timeoutSeconds: z.number().positive().default(120).describe('How long one request may take, at most.'),
  stopLoops: z
    .boolean()
    .default(false)
    .describe(
      'Whether answers are read while they are written, and one that goes round in circles is stopped: what it would still have cost is saved. Its tokens are counted here, since the endpoint no longer tells.',
    ),
  patienceSeconds: z
    .number()
    .positive()
    .default(5)
    .describe('How long a request may take without being late, however fast the others are answered.'),
  batch: z
    .enum(batchInterfaces)
    .optional()
    .describe(
      "Its interface for batches: OpenAI's files and batches, Anthropic's message batches, or none. Left out: the preset's.",
    ),
  hedge: hedgeSchema
    .default('afterDeadline')
    .describe(
      'When a request is asked a second time while the first is still out: never, when it takes far longer than others did, or besides when it is slower than a share of them and slots are free.',
    ),
});
type Written = z.output<typeof written>;

/**
 * An endpoint of the worker's configuration: one or more addresses of one OpenAI-compatible service. Recipes name it;
 * only workers know its addresses and where its key is. What it does not say comes from its preset.
 */
export const endpointSchema = written
  .superRefine((endpoint, context) => {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message });
    if (addressOf(endpoint) === undefined) {
      refuse(['baseUrl'], `is missing: give the address of the API${presetHint(endpoint.preset)}`);
    }
    const { usdPerMillionPromptTokens: prompt, usdPerMillionCompletionTokens: completion } = endpoint;
    if (completion !== undefined && prompt === undefined)
      refuse(['usdPerMillionCompletionTokens'], 'is half a price: give usdPerMillionPromptTokens too');
    if (endpoint.price !== undefined && prompt !== undefined)
      refuse(['price'], "can't stand beside usdPerMillionPromptTokens: leave one of them out");
    for (const [header, given] of Object.entries(endpoint.headers)) {
      const problem = problemOfHeader(header, given, endpoint);
      if (problem !== undefined) refuse(['headers', header], problem);
    }
    for (const [name, given] of Object.entries(endpoint.query)) {
      if (looksSecret(given)) refuse(['query', name], `holds what looks like a key: ${sayVariable}`);
    }
    for (const field of Object.keys(endpoint.extraBody)) {
      const instead = ownFields[field];
      if (instead !== undefined) refuse(['extraBody', field], `can't be set here: ${instead}`);
    }
  })
  .transform(withPreset);

/** An endpoint with what its preset says, as everything else knows it. */
export interface Endpoint extends Omit<Written, 'preset' | 'baseUrl' | 'apiKeyEnv' | 'structuredOutput'> {
  readonly preset: PresetName;
  readonly baseUrl: string;
  readonly apiKeyEnv?: string;
  readonly structuredOutput: StructuredOutput;
  readonly omit: SamplingName[];
}

const sayVariable = 'write { env: NAME } and put it into that environment variable, so that no file holds it';

function withPreset(endpoint: Written): Endpoint {
  const { apiKeyEnv, structuredOutput, ...rest } = endpoint;
  const baseUrl = addressOf(endpoint) ?? '';
  const preset = endpoint.preset ?? presetOfAddress(baseUrl);
  const usual = presetOf(preset);
  const key = apiKeyEnv ?? (sendsKey(endpoint, preset) ? undefined : usual.apiKeyEnv);
  return {
    ...rest,
    preset,
    baseUrl,
    ...(key !== undefined && { apiKeyEnv: key }),
    structuredOutput: formOf(structuredOutput) ?? usual.structuredOutput,
  };
}

function formOf(written: Written['structuredOutput']): StructuredOutput | undefined {
  return typeof written === 'boolean' ? (written ? 'json_schema' : 'none') : written;
}

function addressOf({ preset, baseUrl }: Pick<Written, 'preset' | 'baseUrl'>): string | undefined {
  return baseUrl ?? (preset && presetOf(preset).baseUrl);
}

function presetOfAddress(baseUrl: string): PresetName {
  return URL.canParse(baseUrl) ? presetOfHost(new URL(baseUrl).hostname) : 'generic';
}

/** Which interface an endpoint has for batches. */
export function batchInterfaceOf({ batch, preset }: Pick<Endpoint, 'batch' | 'preset'>): BatchInterface {
  return batch ?? presetOf(preset).batch ?? 'none';
}

/** The header that carries the key, in lower case. */
export function keyHeaderOf(preset: PresetName): string {
  return presetOf(preset).keyHeader ?? 'authorization';
}

/** Whether a key is sent by a header that somebody wrote. */
function sendsKey({ headers }: Pick<Written, 'headers'>, preset: PresetName): boolean {
  return Object.keys(headers).some((header) => header.toLowerCase() === keyHeaderOf(preset));
}

function presetHint(preset: PresetName | undefined): string {
  return preset === undefined ? ', or a preset that has one' : `, since everybody's ${preset} has its own`;
}

function problemOfHeader(header: string, given: ConfiguredValue, endpoint: Written): string | undefined {
  const lower = header.toLowerCase();
  if (ownHeaders.has(lower)) return "can't be set here: every request sets it by itself";
  const preset = endpoint.preset ?? presetOfAddress(endpoint.baseUrl ?? '');
  if (lower === keyHeaderOf(preset) && endpoint.apiKeyEnv !== undefined)
    return 'is what "apiKeyEnv" sends: leave one of them out';
  const isSecret = secretHeader.test(lower) ? typeof given === 'string' : looksSecret(given);
  return isSecret ? `holds a secret in the file: ${sayVariable}` : undefined;
}

function looksSecret(given: ConfiguredValue): boolean {
  return typeof given === 'string' && redact(given, []) !== given;
}

/** The environment variables that hold an endpoint's secrets. */
export function secretVariables({ apiKeyEnv, headers, query }: Endpoint): readonly string[] {
  const named = [...Object.values(headers), ...Object.values(query)].flatMap((given) =>
    typeof given === 'string' ? [] : [given.env],
  );
  return apiKeyEnv === undefined ? named : [apiKeyEnv, ...named];
}

/** What a run needs to know of an endpoint: what it can do, never where it is. Snapshotted by `prepareRun`. */
export interface EndpointTraits {
  readonly endpoint: string;
  readonly defaultModel: string | undefined;
  /** Whether requests carry a schema; in which form they go out is the endpoint's own affair. */
  readonly structuredOutput: boolean;
  readonly completions: boolean;
  readonly small: boolean;
  /** Whether its models think, where the configuration says; absent: told by their names. */
  readonly thinks?: boolean;
  /** Licence or terms of its models, and of one of them before that; absent where the configuration says nothing. */
  readonly license?: string;
  readonly licenses?: Readonly<Record<string, string>>;
}
