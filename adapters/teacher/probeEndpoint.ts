import { z } from 'zod';
import type {
  ChatShown,
  EndpointFindings,
  Finding,
  StructuredShown,
} from '../../core/teacher/check/findings';
import type { Endpoint } from '../../core/teacher/endpoint';
import { withLesson, type Lessons } from '../../core/teacher/lessons';
import { costOf } from '../../core/teacher/pricing/price';
import { dollarsOf, type Picodollars } from '../../core/foundations/picodollars';
import type { AnswerSchema, EndpointRequest, SamplingParameters } from '../../core/teacher/request';
import { vectorsFromText } from '../../core/foundations/embedding/vectorText';
import { parsedJson } from '../../core/foundations/text/parsedJson';
import type { TeacherFailure } from '../../core/teacher/failure';
import { samplingNames, type StructuredOutput } from '../../core/teacher/wireTraits';
import { priceOf } from '../prices/priceInForce';
import { LessonBook } from './lessonBook';
import { listModels } from './modelList';
import { OpenAiEndpoint } from './openAiEndpoint';
import { createTeacher } from './openAiTeacher';
import type { ReceivedAnswer } from './teacher';
import { timed } from './timed';

export interface Probing {
  /** The model to ask. Left out: the endpoint's, else the only one that it lists. */
  readonly model?: string;
  /** An embedding model that it is configured for. */
  readonly embeddingModel?: string;
  readonly signal: AbortSignal;
}

export interface Probed {
  readonly findings: EndpointFindings;
  /** Questions that went out, refused ones included; the list of models is none. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Undefined where the price of something is not known. */
  readonly costUsd: number | undefined;
}

/** Questions at most, but for those that are asked again without what was refused. */
export const mostProbes = 6;
/** Tokens of an answer at most. */
export const mostProbeTokens = 256;
/** And of a thought, which an answer of a thinking model has before it. */
const mostThoughtTokens = 512;
const patienceSeconds = 60;
const listPatienceSeconds = 15;

/** Every parameter that recipes may ask for, near its default: what is not taken is refused, which teaches. */
const everything: SamplingParameters = {
  temperature: 0.7,
  top_p: 0.95,
  presence_penalty: 0.1,
  frequency_penalty: 0.1,
  max_tokens: mostProbeTokens,
  stop: ['\n\n\n'],
};

const capital: AnswerSchema = {
  name: 'capital',
  schema: {
    type: 'object',
    properties: { capital: { type: 'string' } },
    required: ['capital'],
    additionalProperties: false,
  },
};

/**
 * Asks an endpoint a handful of tiny questions, one after the other, each within its time. Nothing of it is kept: no run, no ledger and
 * no lesson hears of it.
 */
export async function probeEndpoint(
  endpointName: string,
  configured: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
  { model: wanted, embeddingModel, signal }: Probing,
): Promise<Probed> {
  const endpoint: Endpoint = {
    ...configured,
    timeoutSeconds: Math.min(configured.timeoutSeconds, patienceSeconds),
    structuredOutput: 'json_schema',
    thinkingTokens: Math.min(configured.thinkingTokens, mostThoughtTokens),
  };
  let lessons: Lessons = {};
  const book = new LessonBook(new Map(), (_, lesson) => (lessons = withLesson(lessons, lesson)));
  const spent = { requests: 0, promptTokens: 0, completionTokens: 0 };
  let cost: Picodollars | undefined = 0n;
  let limits: Readonly<Record<string, string>> = {};
  const observe = (response: Response): void => {
    spent.requests += 1;
    limits = { ...limits, ...limitsOf(response.headers) };
  };
  const teacher = createTeacher(endpointName, endpoint, environment, book, observe);
  const anyJson = createTeacher(
    endpointName,
    { ...endpoint, structuredOutput: 'json_object' },
    environment,
    undefined,
    observe,
  );

  const ask = async <Shown>(
    request: EndpointRequest,
    read: (answer: ReceivedAnswer) => Shown,
    who = teacher,
  ): Promise<Finding<Shown>> =>
    timed(async () => {
      const answer = await who.send(request, { signal, callKey: `check-${spent.requests}` });
      spent.promptTokens += answer.promptTokens;
      spent.completionTokens += answer.completionTokens;
      const price = priceOf(endpointName, configured, request.model, new Date());
      const own = costOf(answer, price);
      cost = cost === undefined || own === undefined ? undefined : cost + own;
      return read(answer);
    });

  const patient = { ...endpoint, timeoutSeconds: Math.min(endpoint.timeoutSeconds, listPatienceSeconds) };
  const models = await timed(() =>
    listModels(
      new OpenAiEndpoint(endpointName, patient, environment),
      wanted ?? endpoint.model ?? '',
      signal,
    ),
  );
  const only = models.ok && models.shown.length === 1 ? models.shown[0] : undefined;
  const model = wanted ?? endpoint.model ?? only;
  const done = (asked: Partial<EndpointFindings>): Probed => ({
    findings: { models, lessons, limits, ...(model !== undefined && { model }), ...asked },
    ...spent,
    costUsd: cost === undefined ? undefined : dollarsOf(cost),
  });
  if (model === undefined) return done({});

  const question = (
    content: string,
    parameters: SamplingParameters,
    schema?: AnswerSchema,
  ): EndpointRequest => ({
    role: 'respond',
    endpoint: endpointName,
    model,
    prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
    parameters,
    ...(schema && { schema }),
    sample: '0',
  });

  const chat = await ask(question('Answer with one word: are bananas fruit?', everything), chatShown);
  if (!chat.ok && isForAll(chat.failure)) return done({ chat });

  const asJson = question('Name the capital of France, as JSON with the one field "capital".', { max_tokens: mostProbeTokens, temperature: 0 }, capital); // prettier-ignore
  const structured = chat.ok ? await ask(asJson, structuredShown) : undefined;
  const isUnheeded =
    structured &&
    (!structured.ok || (structured.shown.form === 'json_schema' && !structured.shown.followsSchema));
  const json = isUnheeded ? await ask(asJson, structuredShown, anyJson) : undefined;

  const completions = await ask(
    {
      role: 'propose',
      endpoint: endpointName,
      model,
      prompt: { kind: 'completion', prompt: 'Apples are red. Bananas are' },
      parameters: { max_tokens: 8, temperature: 0 },
      sample: '0',
    },
    ({ text }) => ({ text }),
  );
  const logProbabilities = completions.ok
    ? await ask(
        {
          role: 'score',
          endpoint: endpointName,
          model,
          prompt: { kind: 'likelihood', before: 'The sky', text: ' is blue.' },
          parameters: {},
          sample: '0',
        },
        ({ text }) => (JSON.parse(text) as unknown[]).length,
      )
    : undefined;
  const embeddings =
    embeddingModel === undefined
      ? undefined
      : await ask(
          {
            role: 'embed',
            endpoint: endpointName,
            model: embeddingModel,
            prompt: { kind: 'embedding', texts: ['Bananas are fruit.'] },
            parameters: {},
            sample: '0',
          },
          ({ text }) => vectorsFromText(text)[0]?.length ?? 0,
        );
  return done({
    chat,
    ...(structured && { structured }),
    ...(json && { json }),
    completions,
    ...(logProbabilities && { logProbabilities }),
    ...(embeddings && { embeddings }),
  });
}

function chatShown({ text, thinking, reasoningTokens = 0, sent = {} }: ReceivedAnswer): ChatShown {
  const thought = thinking !== undefined ? 'shown' : reasoningTokens > 0 ? 'kept back' : 'none';
  const names = Object.keys(sent).filter((name) => isParameter(name));
  return { text, sent: names, thought };
}

const isParameter = (name: string): boolean =>
  (samplingNames as readonly string[]).includes(name) || name === 'max_completion_tokens';

function structuredShown({ text, sent = {} }: ReceivedAnswer): StructuredShown {
  const format = sent['response_format'] as { readonly type: StructuredOutput } | undefined;
  const read = parsedJson(text);
  return {
    form: format?.type ?? 'none',
    isJson: typeof read === 'object' && read !== null,
    followsSchema: answer.safeParse(read).success,
  };
}

const answer = z.strictObject({ capital: z.string() });

/** Whether every other question would come to the same. */
function isForAll({ about, status, kind }: TeacherFailure): boolean {
  if (about === 'key' || kind === 'quotaExhausted' || kind === 'rateLimited' || kind === 'timeout')
    return true;
  return status === undefined;
}

/** The headers that speak of limits, whoever calls them how. */
function limitsOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...(headers as unknown as Iterable<[string, string]>)].filter(([name]) =>
      /^(?:x-|anthropic-)?ratelimit-|^x-rate-limit-/.test(name),
    ),
  );
}
