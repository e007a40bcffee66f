import type OpenAI from 'openai';
import type { APIPromise } from 'openai';
import { z } from 'zod';
import type { Endpoint } from '../../core/teacher/endpoint';
import { cutAtStops } from '../../core/teacher/cutAtStops';
import { lessonOf, withLesson, type Lesson } from '../../core/teacher/lessons';
import type { EndpointRequest, TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import type { FinishReason } from '../../core/vocabulary/finishReason';
import { createEmbeddings, readEmbeddings } from './embeddingCall';
import { LessonBook } from './lessonBook';
import { createLikelihood, readLikelihood } from './likelihoodCall';
import { MalformedAnswer, OpenAiEndpoint } from './openAiEndpoint';
import type { Received } from './received';
import { TeacherError, type ReceivedAnswer, type SendOptions, type Teacher } from './teacher';
import { chatBody, completionBody, unsentStops, wireOf, type Wire } from './wire';

/** A teacher behind an OpenAI-compatible endpoint, which may also embed texts and tell how likely they are. */
export function createTeacher(
  endpointName: string,
  endpoint: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
  lessons = new LessonBook(),
): Teacher {
  const openAi = new OpenAiEndpoint(endpointName, endpoint, environment);
  return {
    endpoint: endpointName,
    send: (request, options) =>
      request.role === 'embed' || request.role === 'score'
        ? sendOnce(openAi, request, undefined, options)
        : sendLearning(openAi, request, endpoint, lessons, options),
  };
}

/**
 * Sends a question, and again at once without the parameter that a refusal names, which cost nothing. What that taught is kept once the
 * endpoint no longer minds the parameter: asked in another way, it may still be refused for its value.
 */
async function sendLearning(
  openAi: OpenAiEndpoint,
  request: TeacherRequest,
  endpoint: Endpoint,
  book: LessonBook,
  options: SendOptions,
): Promise<ReceivedAnswer> {
  const tried: { readonly lesson: Lesson; readonly said: string }[] = [];
  const keep = (but?: Lesson['parameter']) => {
    for (const { lesson, said } of tried)
      if (lesson.parameter !== but) book.learn(request.model, lesson, said);
  };
  for (;;) {
    const known = tried.reduce((all, { lesson }) => withLesson(all, lesson), book.of(request.model));
    const wire = wireOf(request, endpoint, known);
    try {
      const answer = await sendOnce(openAi, request, wire, options);
      keep();
      return { ...cutAtStops(answer, unsentStops(request, wire)), sent: wire.sent };
    } catch (error) {
      const failure = error instanceof TeacherError ? error.failure : undefined;
      const isChat = request.prompt.kind === 'chat';
      const lesson = failure?.refused && lessonOf(failure.refused, known, isChat, wire.parameters);
      if (!failure || !lesson) {
        keep('max_tokens'); // whether its other name is right was not seen
        throw error;
      }
      tried.push({ lesson, said: failure.message });
    }
  }
}

async function sendOnce(
  openAi: OpenAiEndpoint,
  request: EndpointRequest,
  wire: Wire | undefined,
  options: SendOptions,
): Promise<TeacherAnswer> {
  return openAi.request(
    request.model,
    options.signal,
    async (client, signal) => {
      const received = await ask(client, request, wire, options, signal);
      const answer = readAnswer(request, received);
      if (typeof answer === 'string') throw new MalformedAnswer(answer, received.requestId);
      const { text, refusal, requestId } = answer;
      return {
        ...answer,
        text: openAi.withoutKey(text),
        requestId: openAi.withoutKey(requestId),
        ...(refusal !== undefined && { refusal: openAi.withoutKey(refusal) }),
      };
    },
    Object.keys(wire?.parameters ?? {}),
  );
}

async function ask(
  client: OpenAI,
  request: EndpointRequest,
  wire: Wire | undefined,
  { callKey }: SendOptions,
  signal: AbortSignal,
): Promise<Received> {
  const options = {
    signal,
    headers: { 'idempotency-key': callKey, 'x-seedbed-call': callKey, 'x-seedbed-sample': request.sample },
  };
  const { data, response } = await begin(client, request, wire, options).withResponse();
  return { body: data, requestId: response.headers.get('x-request-id') ?? undefined };
}

function begin(
  client: OpenAI,
  request: EndpointRequest,
  wire: Wire | undefined,
  options: OpenAI.RequestOptions,
): APIPromise<unknown> {
  if (request.role === 'embed') return createEmbeddings(client, request, options);
  if (request.role === 'score') return createLikelihood(client, request, options);
  if (!wire) throw new Error('A question has to be put into the form of the wire before it is sent.');
  return request.prompt.kind === 'chat'
    ? client.chat.completions.create(chatBody(wire), options)
    : client.completions.create(completionBody(wire), options);
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
