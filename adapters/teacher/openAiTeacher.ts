import type OpenAI from 'openai';
import type { APIPromise } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsNonStreaming } from 'openai/resources/completions';
import { z } from 'zod';
import type { Endpoint } from '../../core/teacher/endpoint';
import type { EndpointRequest, TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import type { FinishReason } from '../../core/vocabulary/finishReason';
import { createEmbeddings, readEmbeddings } from './embeddingCall';
import { createLikelihood, readLikelihood } from './likelihoodCall';
import { MalformedAnswer, OpenAiEndpoint } from './openAiEndpoint';
import type { Received } from './received';
import type { SendOptions, Teacher } from './teacher';

/** A teacher behind an OpenAI-compatible endpoint, which may also embed texts and tell how likely they are. */
export function createTeacher(
  endpointName: string,
  endpoint: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
): Teacher {
  const openAi = new OpenAiEndpoint(endpointName, endpoint, environment);
  return {
    endpoint: endpointName,
    send: (request, options) =>
      openAi.request(request.model, options.signal, async (client, signal) => {
        const received = await ask(client, openAi.hostname, request, options, signal);
        const answer = readAnswer(request, received);
        if (typeof answer === 'string')
          throw new MalformedAnswer(answer, received.requestId, textOf(received.body));
        const { text, refusal, requestId } = answer;
        return {
          ...answer,
          text: openAi.withoutKey(text),
          requestId: openAi.withoutKey(requestId),
          ...(refusal !== undefined && { refusal: openAi.withoutKey(refusal) }),
        };
      }),
  };
}

async function ask(
  client: OpenAI,
  hostname: string,
  request: EndpointRequest,
  { callKey }: SendOptions,
  signal: AbortSignal,
): Promise<Received> {
  const options = {
    signal,
    headers: { 'idempotency-key': callKey, 'x-seedbed-call': callKey, 'x-seedbed-sample': request.sample },
  };
  const { data, response } = await begin(client, hostname, request, options).withResponse();
  return { body: data, requestId: response.headers.get('x-request-id') ?? undefined };
}

function begin(
  client: OpenAI,
  hostname: string,
  request: EndpointRequest,
  options: OpenAI.RequestOptions,
): APIPromise<unknown> {
  if (request.role === 'embed') return createEmbeddings(client, request, options);
  if (request.role === 'score') return createLikelihood(client, request, options);
  return request.prompt.kind === 'chat'
    ? client.chat.completions.create(chatBody(request, request.prompt, hostname), options)
    : client.completions.create(completionBody(request, request.prompt), options);
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
function readAnswer(request: EndpointRequest, received: Received): TeacherAnswer | string {
  const parsed = response.safeParse(fromText(received.body));
  const read = readText(request, { ...received, body: fromText(received.body) });
  if (typeof read === 'string') return read;
  const { id, usage } = parsed.data ?? {};
  return {
    finishReason: 'unknown',
    ...read,
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
    requestId: received.requestId ?? id ?? '',
  };
}

/** What was said and how it ended, or in words what the response lacks. */
function readText(
  request: EndpointRequest,
  received: Received,
): (Pick<TeacherAnswer, 'text' | 'refusal'> & Partial<Pick<TeacherAnswer, 'finishReason'>>) | string {
  if (request.role === 'embed') return readEmbeddings(request, received);
  if (request.role === 'score') return readLikelihood(request, received);
  const kind = request.prompt.kind === 'chat' ? chatResponse : completionResponse;
  const parsed = kind.safeParse(received.body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not understood'}`;
  }
  const [choice] = parsed.data.choices;
  if (choice === undefined) return 'choices: none';
  const refusal = 'message' in choice ? choice.message.refusal : undefined;
  return {
    text: 'message' in choice ? (choice.message.content ?? '') : choice.text,
    finishReason: readFinishReason(choice.finish_reason),
    ...(refusal && { refusal }),
  };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
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
