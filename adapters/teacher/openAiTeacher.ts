import type OpenAI from 'openai';
import type { APIPromise } from 'openai';
import { malformed, type NoAnswer } from '../../core/teacher/answer/noAnswer';
import { idOf, readAnswer } from '../../core/teacher/answer/readAnswer';
import { readBody } from '../../core/teacher/answer/readBody';
import { endedStream, StreamedText } from '../../core/teacher/answer/streamedText';
import { tokensOf } from '../../core/teacher/answer/tokensOf';
import { cutAtStops } from '../../core/teacher/cutAtStops';
import { batchLimits } from '../../core/teacher/batch/batchInterface';
import { batchInterfaceOf, type Endpoint } from '../../core/teacher/endpoint';
import type { ErrorBody } from '../../core/teacher/failure';
import { lessonOf, withLesson, type Lesson } from '../../core/teacher/lessons';
import { tokenCounterOf } from '../../core/teacher/tokens/tokenCounter';
import { tokensToAllow, withAllowance, withinBound } from '../../core/teacher/thinkingAllowance';
import {
  isMeasure,
  type EmbeddingRequest,
  type EndpointRequest,
  type LikelihoodRequest,
  type ModerationRequest,
  type TeacherAnswer,
  type TeacherRequest,
} from '../../core/teacher/request';
import { AnthropicBatches, OpenAiBatches } from './batchEndpoint';
import type { Fields } from '../../core/teacher/answer/fields';
import { createModeration, readModeration } from './moderationCall';
import { createEmbeddings, readEmbeddings } from './embeddingCall';
import { LessonBook } from './lessonBook';
import { createLikelihood, readLikelihood } from './likelihoodCall';
import { OpenAiEndpoint, type EndpointClient } from './openAiEndpoint';
import { errorOf, longestAnswer, longestVectors, receive, type Received } from './received';
import {
  TeacherError,
  type ReceivedAnswer,
  type SendOptions,
  type Teacher,
  type TeacherBatches,
} from './teacher';
import { Thinkers } from './thinkers';
import { asStream, unsentStops, wireOf, type Wire } from './wire';

/** A teacher behind an OpenAI-compatible endpoint, which may also embed texts and tell how likely they are. */
export function createTeacher(
  endpointName: string,
  endpoint: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
  lessons = new LessonBook(),
  observe?: (response: Response) => void,
): Teacher {
  const openAi = new OpenAiEndpoint(endpointName, endpoint, environment, observe);
  const thinkers = new Thinkers(endpoint);
  return {
    endpoint: endpointName,
    answerBound: (request) =>
      isMeasure(request)
        ? undefined
        : tokensToAllow(request, {
            thinks: thinkers.has(request.model),
            thinkingTokens: endpoint.thinkingTokens,
          }),
    batches: batchesOf(openAi, endpoint, lessons, thinkers),
    send: (request, options) =>
      isMeasure(request)
        ? sendOnce(openAi, request, undefined, options, thinkers)
        : sendLearning(openAi, request, endpoint, lessons, options, thinkers),
  };
}

/** The same questions and answers as online, in batches. */
function batchesOf(
  openAi: OpenAiEndpoint,
  endpoint: Endpoint,
  lessons: LessonBook,
  thinkers: Thinkers,
): TeacherBatches | undefined {
  const kind = batchInterfaceOf(endpoint);
  if (kind === 'none') return undefined;
  const wire = (request: TeacherRequest): Wire =>
    wireOf(
      withAllowance(request, {
        thinks: thinkers.has(request.model),
        thinkingTokens: endpoint.thinkingTokens,
      }),
      endpoint,
      lessons.of(request.model),
    );
  return {
    limits: batchLimits[kind],
    interface: kind === 'openai' ? new OpenAiBatches(openAi) : new AnthropicBatches(openAi),
    wireOf: (request) => (request.prompt.kind === 'chat' ? wire(request) : undefined),
    read: (request, result) => {
      const requestId = 'requestId' in result ? result.requestId : '';
      const received = { body: result.kind === 'answered' ? result.body : '', headers: {}, requestId };
      const answer =
        result.kind === 'answered'
          ? readAnswer(result.body, thinkers.has(request.model))
          : ({ kind: 'error', status: result.status, ...saidIn(result.error) } as const);
      if ('kind' in answer) return openAi.failureOf(request.model, errorOf(answer, received));
      thinkers.notice(request.model, answer);
      return cutAtStops(
        { ...answer, requestId: answer.requestId || requestId },
        unsentStops(request, wire(request)),
      );
    },
  };
}

/** The fields of an error that tell what it is. */
function saidIn(error: Readonly<Record<string, unknown>>): ErrorBody {
  const { code, type, message } = error;
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof type === 'string' && { type }),
    ...(typeof message === 'string' && { message }),
    error,
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
  thinkers: Thinkers,
): Promise<ReceivedAnswer> {
  const allowed = withinBound(
    withAllowance(request, {
      thinks: thinkers.has(request.model),
      thinkingTokens: endpoint.thinkingTokens,
    }),
    options.mostTokens,
  );
  const tried: { readonly lesson: Lesson; readonly said: string }[] = [];
  const keep = (but?: Lesson['parameter']) => {
    for (const { lesson, said } of tried)
      if (lesson.parameter !== but) book.learn(request.model, lesson, said);
  };
  for (;;) {
    const known = tried.reduce((all, { lesson }) => withLesson(all, lesson), book.of(request.model));
    const plain = wireOf(allowed, endpoint, known);
    const wire = endpoint.stopLoops ? asStream(plain) : plain;
    try {
      const answer = await sendOnce(openAi, request, wire, options, thinkers);
      keep();
      const { isStopped, ...whole } = answer;
      const sent = { ...wire.sent, ...(isStopped && { stoppedAtLoop: true }) };
      return { ...cutAtStops(whole, unsentStops(request, wire)), sent };
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
  thinkers: Thinkers,
): Promise<TeacherAnswer & { readonly isStopped?: boolean }> {
  return openAi.request(
    request.model,
    options.signal,
    async (client, signal) => {
      const received = await ask(client, request, wire, options, signal);
      const answer = readReceived(request, received, thinkers.has(request.model));
      if ('kind' in answer) throw errorOf(answer, received);
      thinkers.notice(request.model, answer);
      const { text, thinking, refusal } = answer;
      return {
        ...answer,
        text: openAi.withoutKey(text),
        requestId: openAi.withoutKey(received.requestId ?? answer.requestId),
        ...(thinking !== undefined && { thinking: openAi.withoutKey(thinking) }),
        ...(refusal !== undefined && { refusal: openAi.withoutKey(refusal) }),
        ...(received.isStopped && { isStopped: true }),
      };
    },
    Object.keys(wire?.parameters ?? {}),
  );
}

async function ask(
  client: EndpointClient,
  request: EndpointRequest,
  wire: Wire | undefined,
  { callKey, isSecond = false }: SendOptions,
  signal: AbortSignal,
): Promise<Received> {
  const headers = {
    'idempotency-key': isSecond ? `${callKey}-2` : callKey,
    'x-seedbed-call': callKey,
    'x-seedbed-sample': request.sample,
  };
  if (isMeasure(request)) {
    const response = await measure(client, request, { signal, headers }).asResponse();
    return receive(response, request.role === 'embed' ? longestVectors : longestAnswer);
  }
  if (!wire) throw new Error('A question has to be put into the form of the wire before it is sent.');
  const path = request.prompt.kind === 'chat' ? '/chat/completions' : '/completions';
  const response = await client.ask(path, wire.body, headers, signal);
  return wire.body['stream'] === true
    ? receiveUntilLoop(response, request)
    : receive(response, longestAnswer);
}

/** Reads an answer while it is written, and no more of one that goes round in circles; the endpoint takes that for a client that went away. */
async function receiveUntilLoop(response: Response, { model, prompt }: TeacherRequest): Promise<Received> {
  const streamed = new StreamedText();
  const received = await receive(response, longestAnswer, (piece) => streamed.loopsWith(piece));
  if (!received.isStopped) return received;
  const counter = await tokenCounterOf(model);
  const asked = prompt.kind === 'chat' ? prompt.messages.map(({ content }) => content) : [prompt.prompt];
  const [answer, ...texts] = [streamed.written, ...asked].map((text) => counter.count(text));
  const body = endedStream(
    received.body,
    texts.reduce((sum, tokens) => sum + tokens, 0),
    answer ?? 0,
  );
  return { ...received, body };
}

type Measure = EmbeddingRequest | LikelihoodRequest | ModerationRequest;

function measure(
  client: EndpointClient,
  request: Measure,
  options: OpenAI.RequestOptions,
): APIPromise<unknown> {
  switch (request.role) {
    case 'embed':
      return createEmbeddings(client, request, options);
    case 'moderate':
      return createModeration(client, request, options);
    case 'score':
      return createLikelihood(client, request, options);
  }
}

function readMeasure(request: Measure, body: Fields): ReturnType<typeof readLikelihood> {
  switch (request.role) {
    case 'embed':
      return readEmbeddings(request, body);
    case 'score':
      return readLikelihood(request, body);
    case 'moderate':
      return readModeration(request, body);
  }
}

/** The answer in a response, or what it is instead. */
function readReceived(
  request: EndpointRequest,
  { body }: Received,
  thinks: boolean,
): TeacherAnswer | NoAnswer {
  if (!isMeasure(request)) return readAnswer(body, thinks);
  const json = readBody(body);
  if (!('body' in json)) return json;
  const read = readMeasure(request, json.body);
  if (typeof read === 'string') return malformed(read);
  return { finishReason: 'unknown', ...read, ...tokensOf(json.body), requestId: idOf(json.body) };
}
