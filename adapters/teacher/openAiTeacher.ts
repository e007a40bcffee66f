import type OpenAI from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsNonStreaming } from 'openai/resources/completions';
import { z } from 'zod';
import type { Endpoint } from '../../core/teacher/endpoint';
import type { FinishReason, TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { MalformedAnswer, OpenAiEndpoint } from './openAiEndpoint';
import type { SendOptions, Teacher } from './teacher';

/** What was read of a response, and its id. */
interface Received {
  readonly body: unknown;
  readonly requestId: string | undefined;
}

/** A teacher behind an OpenAI-compatible endpoint. */
export function createTeacher(
  pool: string,
  endpoint: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
): Teacher {
  const openAi = new OpenAiEndpoint(pool, endpoint, environment);
  return {
    pool,
    send: (request, options) =>
      openAi.request(request.model, options.signal, async (client, signal) => {
        const received = await ask(client, openAi.hostname, request, options, signal);
        const answer = readAnswer(request, received);
        if (typeof answer === 'string') throw new MalformedAnswer(answer, received.requestId);
        return answer;
      }),
  };
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
    .catch(undefined), // an answer counts, however oddly its tokens are counted
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
    return body; // refused by the schema, which says what it is not
  }
}

function readFinishReason(reason: string | null | undefined): FinishReason {
  return reason === 'stop' || reason === 'length' || reason === 'content_filter' ? reason : 'unknown';
}
