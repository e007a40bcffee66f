import type OpenAI from 'openai';
import type { APIPromise } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsNonStreaming } from 'openai/resources/completions';
import { malformed, type NoAnswer } from '../../core/teacher/answer/noAnswer';
import { idOf, readAnswer } from '../../core/teacher/answer/readAnswer';
import { readBody } from '../../core/teacher/answer/readBody';
import { tokensOf } from '../../core/teacher/answer/tokensOf';
import type { Endpoint } from '../../core/teacher/endpoint';
import { withAllowance } from '../../core/teacher/thinkingAllowance';
import type { EndpointRequest, TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { createEmbeddings, readEmbeddings } from './embeddingCall';
import { createLikelihood, readLikelihood } from './likelihoodCall';
import { ErrorInAnswer, type MalformedAnswer, OpenAiEndpoint } from './openAiEndpoint';
import { longestAnswer, longestVectors, malformedAnswer, receive, type Received } from './received';
import type { SendOptions, Teacher } from './teacher';

/** A teacher behind an OpenAI-compatible endpoint, which may also embed texts and tell how likely they are. */
export function createTeacher(
  endpointName: string,
  endpoint: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
): Teacher {
  const openAi = new OpenAiEndpoint(endpointName, endpoint, environment);
  /** Models that were seen to think: from then on they are known to. */
  const thinkers = new Set<string>();
  return {
    endpoint: endpointName,
    send: (request, options) =>
      openAi.request(request.model, options.signal, async (client, signal) => {
        const thinks = thinkers.has(request.model);
        const sent = withAllowance(request, { thinks, thinkingTokens: endpoint.thinkingTokens });
        const received = await ask(client, openAi.hostname, sent, options, signal);
        const answer = readReceived(request, received, thinks);
        if ('kind' in answer) throw errorOf(answer, received);
        if (answer.thinking !== undefined || answer.reasoningTokens) thinkers.add(request.model);
        const { text, thinking, refusal } = answer;
        return {
          ...answer,
          text: openAi.withoutKey(text),
          requestId: openAi.withoutKey(received.requestId ?? answer.requestId),
          ...(thinking !== undefined && { thinking: openAi.withoutKey(thinking) }),
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
  const response = await begin(client, hostname, request, options).asResponse();
  return receive(response, request.role === 'embed' ? longestVectors : longestAnswer);
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

/** The answer in a response, or what it is instead. */
function readReceived(
  request: EndpointRequest,
  { body }: Received,
  thinks: boolean,
): TeacherAnswer | NoAnswer {
  if (request.role !== 'embed' && request.role !== 'score') return readAnswer(body, thinks);
  const json = readBody(body);
  if (!('body' in json)) return json;
  const read =
    request.role === 'embed' ? readEmbeddings(request, json.body) : readLikelihood(request, json.body);
  if (typeof read === 'string') return malformed(read);
  return { finishReason: 'unknown', ...read, ...tokensOf(json.body), requestId: idOf(json.body) };
}

/** As an error: what the one who asked has to do about it is decided where all failures are. */
function errorOf(none: NoAnswer, received: Received): MalformedAnswer | ErrorInAnswer {
  if (none.kind === 'malformed') return malformedAnswer(none.message, received);
  const { kind: _, ...problem } = none;
  return new ErrorInAnswer({ cause: 'status', headers: received.headers, ...problem });
}
