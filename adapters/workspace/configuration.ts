import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../../core/foundations/userError';
import { isPlainObject } from '../../core/foundations/text/plainObject';
import { limitsSection, warnAt } from '../../core/recipe/sections/budget';
import type { WorkspaceBudget } from '../../core/teacher/budget/budget';
import { checkAgainst, describeProblems } from '../../core/recipe/problems';
import { endpointSchema, type Endpoint, type EndpointTraits } from '../../core/teacher/endpoint';
import { nameOfServed, servedModelSchema, type ServedModel } from '../../core/teacher/servedModel';
import { parseYaml } from './parseYaml';
import { readTextFile } from './readTextFile';

/** Name of the worker's configuration file, in the workspace folder. It may be missing. */
export const configurationFile = 'seedbed.config.yaml';

/** What the local teacher is called, and the variable that says where it listens. */
export const localModel = 'smollm2-135m-instruct';
export const localTeacherVariable = 'SEEDBED_LOCAL_TEACHER_URL';

/** The variable that says where the models of the configuration are served: `mine=http://127.0.0.1:8643/v1 other=…`. */
export const servedModelsVariable = 'SEEDBED_SERVED_MODELS';

/** What a worker knows of the outside world, and recipes don't. */
export interface Configuration {
  /** By the name that recipes use. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Endpoints that are a file of this machine. Where one is served, it is among `endpoints` too, with its server's address. */
  readonly models: Readonly<Record<string, ServedModel>>;
  /** For recipes that name none. Undefined where there is no endpoint at all, or the file has several and none is called "openai" or "local". */
  readonly defaultEndpoint: string | undefined;
  /** Who embeds texts; undefined for the model on this machine. */
  readonly embeddings: z.output<typeof embeddingsSchema> | undefined;
  /** Who tells how likely texts are; undefined for the model on this machine. */
  readonly fluency: z.output<typeof fluencySchema> | undefined;
  /** Who tells what is harmful; undefined where no endpoint does. */
  readonly moderation: z.output<typeof moderationSchema> | undefined;
  /** Where reviewers are reminded, by the name that recipes use. */
  readonly webhooks: Readonly<Record<string, string>>;
  /** What all runs together may spend in a day or a month. */
  readonly budget: WorkspaceBudget | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** No user name or password before the host: they would end up in messages and logs. */
const plainHttp = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/iu;

const reachable = endpointSchema.refine(({ baseUrl }) => plainHttp.test(baseUrl), {
  message:
    'must begin with http:// or https:// and hold no user name or password; keys are named by "apiKeyEnv"',
  path: ['baseUrl'],
});

const embeddingsSchema = z.strictObject({
  endpoint: z.string().min(1).describe('Name of an endpoint that offers /embeddings.'),
  model: z.string().min(1).describe('Its embedding model.'),
  dimensions: z.int().min(1).max(8192).describe('Length of its vectors.'),
});

const fluencySchema = z.strictObject({
  endpoint: z
    .string()
    .min(1)
    .describe('Name of an endpoint whose /completions echoes a prompt with log-probabilities.'),
  model: z.string().min(1).describe('Its language model.'),
});

const moderationSchema = z.strictObject({
  endpoint: z.string().min(1).describe('Name of an endpoint that offers /moderations.'),
  model: z.string().min(1).describe('Its moderation model, such as "omni-moderation-latest".'),
});

const configuredName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be letters, digits, ".", "_" or "-"');

const configurationSchema = z.strictObject({
  endpoints: z
    .record(configuredName, reachable)
    .default({})
    .describe('Endpoints by the name that recipes use.'),
  embeddings: embeddingsSchema
    .optional()
    .describe('Who embeds texts. Left out: a small model on this machine.'),
  fluency: fluencySchema
    .optional()
    .describe(
      'Who tells how likely texts are, for the filters of fluency. Left out: a small model on this machine.',
    ),
  moderation: moderationSchema
    .optional()
    .describe('Who tells what is harmful, for recipes with safety.moderation. Left out: nobody.'),
  webhooks: z
    .record(
      configuredName,
      z.url().regex(plainHttp, 'must begin with http:// or https:// and hold no user name or password'),
    )
    .default({})
    .describe(
      'Where reviewers are reminded, by the name that recipes use: an address that takes JSON by POST.',
    ),
  budget: z
    .strictObject({
      day: limitsSection.optional().describe('In a day of UTC.'),
      month: limitsSection.optional().describe('In a month of UTC.'),
      warnAt,
    })
    .refine(({ day, month }) => day !== undefined || month !== undefined, {
      message: 'needs a limit for a day or a month',
    })
    .optional()
    .describe('What all runs of the workspace together may spend.'),
});

const modelsSchema = z.strictObject({ endpoints: z.record(configuredName, servedModelSchema) });

/**
 * The worker's endpoints: those of `seedbed.config.yaml`, and under them `openai` (where OPENAI_API_KEY or OPENAI_BASE_URL is
 * set) and `local` (where the local teacher's address is). One of the file's with the same name wins. A model in a file is one where
 * the environment says that it is served.
 *
 * @throws UserError that names the field or the variable.
 */
export async function readConfiguration(
  workspace: string,
  environment: Environment = process.env,
): Promise<Configuration> {
  const path = join(workspace, configurationFile);
  const written = existsSync(path)
    ? (parseYaml(await readTextFile(path, configurationFile), configurationFile) ?? {})
    : {};
  const [addresses, files] = divided(written);
  const checked = checkAgainst(configurationSchema, addresses, 'configuration');
  const served = checkAgainst(modelsSchema, { endpoints: files }, 'configuration');
  const problems = [checked, served].flatMap((each) => (each.ok ? [] : each.problems));
  if (!checked.ok || !served.ok) throw new UserError(describeProblems(problems, path));

  const models = served.value.endpoints;
  const endpoints = {
    ...openaiOf(environment),
    ...localOf(environment),
    ...checked.value.endpoints,
    ...servedOf(models, environment),
  };
  const names = [...new Set([...Object.keys(endpoints), ...Object.keys(models)])];
  const { embeddings, fluency, moderation, webhooks, budget } = checked.value;
  for (const [field, section] of Object.entries({ embeddings, fluency, moderation })) {
    if (!section) continue;
    const named = `${path}: "${field}.endpoint" is "${section.endpoint}", which is`;
    if (Object.hasOwn(models, section.endpoint))
      throw new UserError(
        `${named} a model that is served from its file: it answers questions, and offers neither embeddings nor log-probabilities nor moderation. Name another endpoint, or leave "${field}" out.`,
      );
    if (!names.includes(section.endpoint))
      throw new UserError(`${named} no endpoint: there are ${names.join(', ') || 'none'}.`);
  }
  return {
    endpoints,
    models,
    defaultEndpoint: defaultOf(names, [...Object.keys(checked.value.endpoints), ...Object.keys(models)]),
    embeddings,
    fluency,
    moderation,
    webhooks,
    budget,
  };
}

/** What is written, without the endpoints that are files, and those. */
function divided(written: unknown): readonly [unknown, Record<string, unknown>] {
  const endpoints = isPlainObject(written) ? written['endpoints'] : undefined;
  if (!isPlainObject(written) || !isPlainObject(endpoints)) return [written, {}];
  const isFile = ([, endpoint]: [string, unknown]) =>
    isPlainObject(endpoint) && Object.hasOwn(endpoint, 'gguf');
  const [files, others] = [true, false].map((wanted) =>
    Object.fromEntries(Object.entries(endpoints).filter((entry) => isFile(entry) === wanted)),
  );
  return [{ ...written, endpoints: others }, files ?? {}];
}

/** What runs need to know of the endpoints: what they can do, never where they are. */
export function endpointTraits(configuration: Configuration): readonly EndpointTraits[] {
  return Object.entries(configuration.endpoints).map(([endpointName, endpoint]) => ({
    endpoint: endpointName,
    defaultModel: endpoint.model,
    structuredOutput: endpoint.structuredOutput !== 'none',
    completions: endpoint.completions,
    small: endpoint.small,
    ...(endpoint.thinks !== undefined && { thinks: endpoint.thinks }),
    ...(endpoint.license !== undefined && { license: endpoint.license }),
    ...(Object.keys(endpoint.licenses).length > 0 && { licenses: endpoint.licenses }),
  }));
}

/** What the local teacher can do, for whom it is not up. */
export const traitsOfLocal: EndpointTraits = {
  endpoint: 'local',
  defaultModel: 'local',
  structuredOutput: false,
  completions: true,
  small: true,
};

function openaiOf(environment: Environment): Record<string, Endpoint> {
  const hasKey = isSet(environment['OPENAI_API_KEY']);
  const baseUrl = environment['OPENAI_BASE_URL'];
  if (!hasKey && !isSet(baseUrl)) return {};
  const endpoint = {
    baseUrl: isSet(baseUrl) ? baseUrl : 'https://api.openai.com/v1',
    ...(hasKey ? { apiKeyEnv: 'OPENAI_API_KEY' } : {}),
    model: isSet(environment['OPENAI_MODEL']) ? environment['OPENAI_MODEL'] : 'gpt-4o-mini',
  };
  const known = endpointFrom('OPENAI_BASE_URL', endpoint);
  // Whoever speaks OpenAI's language under its name is taken to follow a schema, until it refuses one.
  const followsSchema = known.preset === 'generic' ? { structuredOutput: true } : {};
  return { openai: endpointFrom('OPENAI_BASE_URL', { ...endpoint, ...followsSchema }) };
}

function localOf(environment: Environment): Record<string, Endpoint> {
  const baseUrl = environment[localTeacherVariable];
  if (!isSet(baseUrl)) return {};
  return {
    local: endpointFrom(localTeacherVariable, {
      baseUrl,
      model: localModel,
      price: 0,
      completions: true,
      small: true,
      licenses: { [localModel]: 'apache-2.0' },
      // One thread answers: a few requests keep it busy, and more would only wait inside it until they time out.
      concurrency: 4,
      timeoutSeconds: 300,
    }),
  };
}

/** @throws UserError where the variable is not as whoever serves writes it. */
function servedOf(
  models: Readonly<Record<string, ServedModel>>,
  environment: Environment,
): Record<string, Endpoint> {
  const said = (environment[servedModelsVariable] ?? '').split(/\s+/).filter(Boolean);
  const served = said.flatMap((entry): [string, Endpoint][] => {
    const at = entry.indexOf('=');
    const [name, baseUrl] = [entry.slice(0, at), entry.slice(at + 1)];
    const model = Object.hasOwn(models, name) ? models[name] : undefined;
    return model ? [[name, endpointFrom(servedModelsVariable, endpointOfServed(model, baseUrl))]] : [];
  });
  return Object.fromEntries(served);
}

function endpointOfServed(model: ServedModel, baseUrl: string): z.input<typeof endpointSchema> {
  const { gguf: _file, baseUrl: _address, contextTokens: _context, threads: _threads, ...asked } = model;
  return { ...asked, baseUrl, model: nameOfServed(model), price: 0 };
}

function endpointFrom(variable: string, endpoint: z.input<typeof endpointSchema>): Endpoint {
  const checked = checkAgainst(reachable, endpoint, 'environment');
  if (checked.ok) return checked.value;
  throw new UserError(describeProblems(checked.problems, `The environment variable ${variable}`));
}

/** The same whether the local teacher is up or not: what somebody wrote goes before it. */
function defaultOf(names: readonly string[], written: readonly string[]): string | undefined {
  if (names.includes('openai')) return 'openai';
  if (written.length === 0 || written.includes('local')) return names.find((name) => name === 'local');
  return written.length === 1 ? written[0] : undefined;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== '';
}
