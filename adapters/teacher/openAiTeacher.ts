import { setMaxListeners } from 'node:events';
import OpenAI, { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsNonStreaming } from 'openai/resources/completions';
import { z } from 'zod';
import type { Endpoint } from '../../core/teacher/endpoint';
import { classifyFailure, type RequestContext, type RequestProblem } from '../../core/teacher/failure';
import type { FinishReason, TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { TeacherError, type SendOptions, type Teacher } from './teacher';

/** What was read of a response, and its id. */
interface Received {
  readonly body: unknown;
  readonly requestId: string | undefined;
}

/**
 * A teacher behind an OpenAI-compatible endpoint. A key that is missing from `environment` is found out by the first request, so
 * that a worker with several endpoints starts without all of their keys.
 */
export function createTeacher(
  pool: string,
  endpoint: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
): Teacher {
  const key = endpoint.apiKeyEnv === undefined ? undefined : environment[endpoint.apiKeyEnv]?.trim();
  const { hostname, host } = new URL(endpoint.baseUrl);
  const client = createClient(endpoint, key);

  return {
    pool,
    async send(request, options) {
      const fail = (problem: RequestProblem): TeacherError => {
        const context: RequestContext = {
          pool,
          host,
          model: request.model,
          apiKeyEnv: endpoint.apiKeyEnv,
          timeoutSeconds: endpoint.timeoutSeconds,
          now: Date.now(),
          secrets: key ? [key] : [],
        };
        return new TeacherError(classifyFailure(problem, context));
      };

      if (endpoint.apiKeyEnv !== undefined && !key) throw fail({ cause: 'missingKey' });
      const deadline = new Deadline(options.signal, endpoint.timeoutSeconds * 1000);
      try {
        const received = await ask(client, hostname, request, options, deadline.signal);
        const answer = readAnswer(request, received);
        if (typeof answer !== 'string') return answer;
        throw fail({
          cause: 'malformed',
          message: answer,
          ...(received.requestId && { requestId: received.requestId }),
        });
      } catch (error) {
        if (error instanceof TeacherError) throw error;
        if (options.signal.aborted) throw fail({ cause: 'cancelled' });
        if (deadline.passed) throw fail({ cause: 'timeout' });
        throw fail(describe(error));
      } finally {
        deadline.clear();
      }
    },
  };
}

/** Retries are ours and Temporal's; the client is silent, since its debug output holds prompts. */
function createClient(endpoint: Endpoint, key: string | undefined): OpenAI {
  return new Client({
    baseURL: endpoint.baseUrl,
    // The client insists on a key; the header it would make of it is left out again.
    apiKey: key || 'none',
    ...(!key && { defaultHeaders: { Authorization: null } }),
    // Not from the environment: they would go to every provider alike.
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: Math.ceil(endpoint.timeoutSeconds * 1000) + 1000, // Only until the headers; `Deadline` covers the body too.
    logLevel: 'off',
  });
}

class Client extends OpenAI {
  /** Some servers put the error's fields where OpenAI has `error`, or a text, or FastAPI's `detail`. */
  protected override makeStatusError(
    ...[status, body, message, headers]: Parameters<OpenAI['makeStatusError']>
  ): APIError {
    const flat = isRecord(body) && !isRecord(body['error']);
    const text = flat ? (body['error'] ?? body['message'] ?? body['detail']) : undefined;
    const error = flat
      ? { error: { ...body, message: typeof text === 'string' ? text : JSON.stringify(text ?? body) } }
      : body;
    return super.makeStatusError(status, error, message, headers);
  }
}

async function ask(
  client: OpenAI,
  hostname: string,
  request: TeacherRequest,
  { callKey }: SendOptions,
  signal: AbortSignal,
): Promise<Received> {
  const options = {
    signal,
    headers: { 'idempotency-key': callKey, 'x-seedbed-call': callKey, 'x-seedbed-sample': request.sample },
  };
  const pending =
    request.prompt.kind === 'chat'
      ? client.chat.completions.create(chatBody(request, request.prompt, hostname), options)
      : client.completions.create(completionBody(request, request.prompt), options);
  const { data, response } = await pending.withResponse();
  return { body: data, requestId: response.headers.get('x-request-id') ?? undefined };
}

function chatBody(
  request: TeacherRequest,
  prompt: TeacherRequest['prompt'] & { kind: 'chat' },
  hostname: string,
): ChatCompletionCreateParamsNonStreaming {
  const { max_tokens, stop, ...parameters } = request.parameters;
  return {
    ...parameters,
    model: request.model,
    messages: prompt.messages.map((message) => ({ ...message })),
    ...(stop && { stop: [...stop] }),
    // OpenAI's reasoning models reject the old name, and other servers don't know the new one.
    ...(max_tokens !== undefined &&
      (hostname === 'api.openai.com' ? { max_completion_tokens: max_tokens } : { max_tokens })),
    ...(request.schema && {
      response_format: { type: 'json_schema', json_schema: { ...request.schema, strict: true } },
    }),
  };
}

function completionBody(
  request: TeacherRequest,
  prompt: TeacherRequest['prompt'] & { kind: 'completion' },
): CompletionCreateParamsNonStreaming {
  const { stop, ...parameters } = request.parameters;
  return { ...parameters, model: request.model, prompt: prompt.prompt, ...(stop && { stop: [...stop] }) };
}

const finishReason = z.string().nullish();
const response = z.object({
  id: z.string().nullish(),
  usage: z
    .object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() })
    .nullish()
    .catch(undefined),
});
const chatResponse = response.extend({
  choices: z
    .array(
      z.object({
        finish_reason: finishReason,
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});
const completionResponse = response.extend({
  choices: z.array(z.object({ finish_reason: finishReason, text: z.string() })).min(1),
});

/** The answer in a response, or in words what it lacks. An empty text is an answer, and was paid for. */
function readAnswer(request: TeacherRequest, { body, requestId }: Received): TeacherAnswer | string {
  const parsed =
    request.prompt.kind === 'chat'
      ? chatResponse.safeParse(fromText(body))
      : completionResponse.safeParse(fromText(body));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not understood'}`;
  }
  const { id, usage, choices } = parsed.data;
  const [choice] = choices;
  if (choice === undefined) return 'choices: none';
  const refusal = 'message' in choice ? choice.message.refusal : undefined;
  return {
    text: 'message' in choice ? (choice.message.content ?? '') : choice.text,
    finishReason: readFinishReason(choice.finish_reason),
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
    requestId: requestId ?? id ?? '',
    ...(refusal && { refusal }),
  };
}

/** A body sent without a JSON content type arrives as text. */
function fromText(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function readFinishReason(reason: string | null | undefined): FinishReason {
  return reason === 'stop' || reason === 'length' || reason === 'content_filter' ? reason : 'unknown';
}

/** An error of the client as a problem on the wire. */
function describe(error: unknown): RequestProblem {
  if (error instanceof APIError && typeof error.status === 'number') {
    return {
      cause: 'status',
      status: error.status,
      headers: Object.fromEntries((error.headers as Headers | undefined) ?? []),
      message: error.message.replace(/^\d{3} /, ''),
      ...(typeof error.code === 'string' && { code: error.code }),
      ...(typeof error.type === 'string' && { type: error.type }),
    };
  }
  if (error instanceof SyntaxError) return { cause: 'malformed', message: error.message };
  const { code, message } = rootOf(error);
  return { cause: 'connection', message, ...(code !== undefined && { code }) };
}

/** Node's fetch says only "fetch failed"; what failed is some causes below, or among the addresses that were tried. */
function rootOf(error: unknown): { code: string | undefined; message: string } {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const code = (current as NodeJS.ErrnoException).code;
    if (typeof code === 'string') return { code, message: current.message };
    const below: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    if (below === undefined) break;
    current = below;
  }
  return { code: undefined, message: current instanceof Error ? current.message : String(current) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ends a request when its time is over or its sender withdraws it, whichever comes first, and leaves no listener behind. */
class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly withdraw = () => this.controller.abort(this.sender.reason);
  passed = false;

  constructor(
    private readonly sender: AbortSignal,
    milliseconds: number,
  ) {
    setMaxListeners(0, sender); // A whole shard is sent under one signal.
    sender.addEventListener('abort', this.withdraw, { once: true });
    if (sender.aborted) this.withdraw();
    this.timer = setTimeout(() => {
      this.passed = true;
      this.controller.abort();
    }, milliseconds);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  clear(): void {
    clearTimeout(this.timer);
    this.sender.removeEventListener('abort', this.withdraw);
  }
}
