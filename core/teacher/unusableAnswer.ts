import { excerpt, redact, type TeacherFailure } from './failure';
import { isFields } from './answer/fields';
import { tokensOf, type CountedTokens } from './answer/tokensOf';
import { parsedJson } from '../foundations/text/parsedJson';
import type { TeacherAnswer } from './request';
import type { Uselessness } from './usability';

/** How often one request is bought in all, where what comes is no answer. */
export const mostPurchases = 3;

/** What is kept of a body that is no answer, in characters: pages can be of any length. */
const keptCharacters = 32_768;
/** What people are shown of it. */
const shownCharacters = 200;

/** A response with status 200 that is no answer. It was paid for, whatever is in it. */
export interface UnusableAnswer extends CountedTokens {
  /** Its body. */
  readonly raw: string;
  /** What it lacks, in words. */
  readonly reason: string;
  /** The same, shorter: "not JSON". */
  readonly lacks?: string;
  readonly requestId: string;
}

/** What came where an answer should have been, as it is kept. Tokens are counted where it says so: many that are none do. */
export function unusableOf({ message, requestId = '', raw = '', lacks }: TeacherFailure): UnusableAnswer {
  return {
    raw: raw.slice(0, keptCharacters),
    reason: message,
    requestId,
    ...(lacks !== undefined && { lacks }),
    ...tokensIn(raw),
  };
}

/** What a request is settled as that was bought as often as it may be: a refusal, so that its candidate is set aside, with what came. */
export function settledAsUnusable(unusable: UnusableAnswer, purchases: number): TeacherAnswer {
  return {
    text: '',
    finishReason: 'unknown',
    promptTokens: 0, // counted where the purchases are kept, each by itself
    completionTokens: 0,
    requestId: unusable.requestId,
    unusable: unusable.raw,
    refusal: `The endpoint sent no usable answer, ${purchases} times out of ${purchases}. The last one ${whatCame(unusable)}.`,
  };
}

type Came = Pick<UnusableAnswer, 'raw' | 'lacks'>;

interface Asked {
  readonly endpoint: string;
  /** Host, and port if any. */
  readonly host: string;
  readonly model: string;
}

/** An endpoint that gives a run nothing usable: the run pauses, and people are told what came and what to look at. */
export function uselessEndpoint(asked: Asked, { unusable, of }: Uselessness, last: Came): TeacherFailure {
  const share =
    unusable === of
      ? `nothing but what is no answer, ${of === 1 ? 'once' : `${of} times in a row`}`
      : `no answer in ${unusable} of the last ${of} responses`;
  return closed(asked, `sent ${share}`, last);
}

/** A request that nothing else can stand in for, such as one for vectors, came to nothing every time: it is the endpoint that is wrong. */
export function unusableEveryTime(asked: Asked, purchases: number, last: Came): TeacherFailure {
  return closed(asked, `sent no usable answer to one request, ${purchases} times out of ${purchases}`, last);
}

/** An endpoint that answers from a run's start on, and says nothing. */
export function silentEndpoint(
  { endpoint, host, model }: Asked,
  times: number,
  { finishReason, thinking, reasoningTokens = 0 }: TeacherAnswer,
): TeacherFailure {
  const isThought = thinking !== undefined || reasoningTokens > 0 || finishReason === 'length';
  const what = isThought
    ? 'Its tokens went into thinking. Give the endpoint a larger "thinkingTokens" in seedbed.config.yaml, have the model think less ("extraBody"), or take another model'
    : `Check the model's name and its chat template, and what \`seedbed endpoints check ${endpoint}\` says`;
  return {
    kind: 'closed',
    message: `Endpoint "${endpoint}" (${host}), model "${model}", sent nothing but empty texts, ${times} times in a row, each paid for. ${what}. Then resume the run.`,
  };
}

/** An endpoint that refuses whatever a run asks from its start on, each time for what was asked. */
export function refusesEverything(times: number, { message }: TeacherFailure): TeacherFailure {
  return { kind: 'closed', message: `None of the first ${times} requests was answered. ${message}` };
}

function closed({ endpoint, host, model }: Asked, what: string, last: Came): TeacherFailure {
  return {
    kind: 'closed',
    message:
      `Endpoint "${endpoint}" (${host}), model "${model}", ${what}, each with status 200 and paid for. The last one ${whatCame(last)}. ` +
      `Check that its baseUrl ends with its version, such as /v1, and leads to the service and not to a page before it; that the model's name is right; and what \`seedbed endpoints check ${endpoint}\` says. Then resume the run.`,
  };
}

/** One line, short, without keys. */
function whatCame({ raw, lacks }: Came): string {
  const show = (text: string): string =>
    excerpt(redact(text.slice(0, 4 * shownCharacters), []), shownCharacters);
  const shown = show(raw);
  if (shown === '') return 'was empty';
  if (lacks === undefined) return `begins: ${shown}`;
  const [what = lacks] = lacks.split('. '); // what to look at is said after it
  return `was not understood (${show(what)}); it begins: ${shown}`;
}

function tokensIn(raw: string): CountedTokens {
  const body = parsedJson(raw);
  return isFields(body) ? tokensOf(body) : { promptTokens: 0, completionTokens: 0 };
}
