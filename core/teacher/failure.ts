import type { Failure } from '../foundations/failure/failure';
import { refusedByValidation, refusedParameter, type RefusedParameter } from './refusal';
import { retryAfterMs, type Headers } from './retryAfter';

/**
 * What a failed request means for those who sent it:
 *
 * | kind | meaning | what to do |
 * |---|---|---|
 * | `rateLimited` | the endpoint refused one request too many | wait as told, ask again |
 * | `overloaded` | the endpoint has no room for anybody | wait as told, ask again |
 * | `transient` | the endpoint or the way to it broke; nothing usable was bought | ask again, backing off |
 * | `timeout` | no answer in time; the provider may still charge for it | ask again, backing off |
 * | `malformed` | status 200, and no answer in it: paid for all the same | keep it, ask again at most twice |
 * | `unanswerable` | this one request will never be answered; others may | quarantine its candidate |
 * | `closed` | no request will be answered until a person mends something | pause the run, say what |
 * | `quotaExhausted` | the account has no credit left | pause the run until it is resumed |
 * | `cancelled` | we withdrew it | nothing |
 */
export const teacherFailureKinds = [
  'rateLimited',
  'overloaded',
  'transient',
  'timeout',
  'malformed',
  'unanswerable',
  'closed',
  'quotaExhausted',
  'cancelled',
] as const;
export type TeacherFailureKind = (typeof teacherFailureKinds)[number];

export interface TeacherFailure {
  readonly kind: TeacherFailureKind;
  /** How long the endpoint asked to be left alone. */
  readonly retryAfterMs?: number;
  /** HTTP status, where there was a response. */
  readonly status?: number;
  /** What happened, to what, and how to mend it. Free of keys. */
  readonly message: string;
  /** The endpoint's id of the response, for its support desk. */
  readonly requestId?: string;
  /** `key`: somebody has to give a key, or its permission. */
  readonly about?: 'key';
  /** Whether the endpoint can't have heard of the request. */
  readonly neverArrived?: true;
  /** The body of a response that is no answer. Free of the endpoint's key. */
  readonly raw?: string;
  /** What that is, or what it lacks to be an answer, in words. */
  readonly lacks?: string;
  /** The parameter that is refused, of those that were sent. */
  readonly refused?: RefusedParameter;
}

/** What a request that failed means for a step that can't do without its answer. */
export function meaningOf({ kind, message, status, about, retryAfterMs }: TeacherFailure): Failure {
  const isMended = kind === 'closed' || kind === 'quotaExhausted' || kind === 'unanswerable';
  return {
    kind: isMended ? 'needsMending' : 'passing',
    message,
    code: status === undefined ? kind : String(status),
    ...(about && { about }),
    ...(kind === 'unanswerable' && { unanswerable: true }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** What went wrong with one request, as seen on the wire. */
export type RequestProblem =
  | ({ readonly cause: 'status'; readonly status: number; readonly headers: Headers } & ErrorBody)
  | { readonly cause: 'connection'; readonly code?: string; readonly message: string }
  | {
      readonly cause: 'malformed';
      readonly message: string;
      readonly requestId?: string;
      readonly raw?: string;
    }
  | { readonly cause: 'timeout' }
  /** `variable`: which is empty; left out, the one that holds the key. */
  | { readonly cause: 'missingKey'; readonly variable?: string }
  | { readonly cause: 'cancelled' };

/** The error object of an OpenAI-compatible response, as far as it has one. */
export interface ErrorBody {
  readonly code?: string;
  readonly type?: string;
  readonly message?: string;
  /** All of it, as it came. */
  readonly error?: unknown;
}

/** What was asked of whom, for messages. */
export interface RequestContext {
  readonly endpoint: string;
  /** Host, and port if any, of the endpoint. */
  readonly host: string;
  readonly model: string;
  /** Name of the environment variable that holds the key; undefined where no key is sent. */
  readonly apiKeyEnv: string | undefined;
  readonly timeoutSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Texts that no message may contain: the key. */
  readonly secrets: readonly string[];
  /** Parameters that were sent, by their names on the wire. */
  readonly sent?: readonly string[];
}

/** The one place that decides what a failed request means, from HTTP to what Temporal should do. */
export function classifyFailure(problem: RequestProblem, context: RequestContext): TeacherFailure {
  const failure = classify(problem, context);
  return { ...failure, message: redact(failure.message, context.secrets) };
}

function classify(problem: RequestProblem, context: RequestContext): TeacherFailure {
  const endpoint = `Endpoint "${context.endpoint}" (${context.host})`;
  switch (problem.cause) {
    case 'status':
      return classifyStatus(problem, context, endpoint);
    case 'connection':
      return classifyConnection(problem, endpoint);
    case 'malformed':
      return {
        kind: 'malformed',
        message: `${endpoint} sent something that is not an answer: ${excerpt(problem.message)}.${sent(problem.raw)}`,
        ...(problem.requestId && { requestId: problem.requestId }),
        ...(problem.raw !== undefined && { raw: problem.raw }),
        lacks: problem.message,
      };
    case 'timeout':
      return {
        kind: 'timeout',
        message: `${endpoint} did not answer within ${context.timeoutSeconds} s. It is asked again; if this happens often, raise its timeoutSeconds or lower its concurrency.`,
      };
    case 'missingKey':
      return {
        kind: 'closed',
        about: 'key',
        message: `${endpoint} needs a key, but the environment variable ${problem.variable ?? context.apiKeyEnv ?? ''} is empty. Set it where the worker runs and restart the worker.`,
      };
    case 'cancelled':
      return { kind: 'cancelled', message: `The request to ${context.endpoint} was withdrawn.` };
  }
}

const outOfCredit = new Set([
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
  'insufficient_balance',
  'insufficient_credits',
]);
/** Refusals of who asks that come with status 400: Google's for a key that is none, LiteLLM's for one that it doesn't know. */
const aboutKey = new Set(['invalid_api_key', 'authentication_error', 'auth_error', 'no_db_connection']);

function isAboutKey({ status, code, type, error }: RequestProblem & { cause: 'status' }): boolean {
  if (status === 401 || status === 403) return true;
  if (status !== 400) return false;
  return aboutKey.has(code ?? '') || aboutKey.has(type ?? '') || hasInvalidKeyReason(error);
}

/** Google's `{ details: [{ reason: "API_KEY_INVALID" }] }`. */
function hasInvalidKeyReason(error: unknown): boolean {
  const details = typeof error === 'object' && error !== null && 'details' in error ? error.details : [];
  const isReason = (detail: unknown): boolean =>
    typeof detail === 'object' &&
    detail !== null &&
    'reason' in detail &&
    detail.reason === 'API_KEY_INVALID';
  return Array.isArray(details) && details.some(isReason);
}

/** Refusals of what was asked rather than of who asks or how. */
const aboutThisRequest = new Set([
  'context_length_exceeded',
  'string_above_max_length',
  'content_filter',
  'content_policy_violation',
  'invalid_prompt',
]);
const longerThanContext = /maximum context length|context (length|window|size)|prompt is too long/i;

function classifyStatus(
  problem: RequestProblem & { cause: 'status' },
  context: RequestContext,
  endpoint: string,
): TeacherFailure {
  const { status, code, type, headers } = problem;
  const wait = retryAfterMs(headers, context.now);
  const requestId = headers['x-request-id'] ?? headers['request-id'];
  const said = problem.message ? `: ${excerpt(problem.message)}` : '';
  const failure = (kind: TeacherFailureKind, message: string): TeacherFailure => ({
    kind,
    status,
    message,
    ...(wait !== undefined && { retryAfterMs: wait }),
    ...(requestId && { requestId }),
  });

  if (status === 402 || outOfCredit.has(code ?? '') || outOfCredit.has(type ?? '')) {
    return failure(
      'quotaExhausted',
      `${endpoint} says that the account's credit is used up (HTTP ${status}${said}). Add credit or raise the limit with the provider, then resume the run.`,
    );
  }
  if (status === 429)
    return failure('rateLimited', `${endpoint} refused a request over its rate (HTTP 429${said}).`);
  if (status === 529 || (status === 503 && wait !== undefined)) {
    return failure('overloaded', `${endpoint} is overloaded (HTTP ${status}${said}).`);
  }
  if (status === 408 || status === 504 || status === 524) {
    return failure(
      'timeout',
      `${endpoint} gave up waiting for its own answer (HTTP ${status}${said}). It is asked again.`,
    );
  }
  const refused =
    status === 400 || status === 422
      ? refusedParameter(problem.error ?? { message: problem.message }, context.sent ?? [])
      : status === 500
        ? refusedByValidation(problem.error, context.sent ?? [])
        : undefined;
  if ((status >= 500 && !refused) || status === 409 || status === 425) {
    return failure('transient', `${endpoint} failed (HTTP ${status}${said}). It is asked again.`);
  }
  if (
    status === 413 ||
    ((status === 400 || status === 422) &&
      (aboutThisRequest.has(code ?? '') || longerThanContext.test(problem.message ?? '')))
  ) {
    return failure(
      'unanswerable',
      `${endpoint} will not answer this request (HTTP ${status}${said}). Shorten the prompt or lower maxTokens if it is about length; else the candidate is set aside.`,
    );
  }
  return {
    ...failure('closed', `${endpoint} ${whatToMend(problem, context, said, refused)}`),
    ...(isAboutKey(problem) && { about: 'key' }),
    ...(refused && { refused }),
  };
}

function whatToMend(
  problem: RequestProblem & { cause: 'status' },
  context: RequestContext,
  said: string,
  refused: RefusedParameter | undefined,
): string {
  const { status, code } = problem;
  if (isAboutKey(problem)) {
    const key = context.apiKeyEnv;
    if (key === undefined && status === 403) {
      return `does not let us use model "${context.model}" (HTTP 403${said}). Ask the provider for access from where this worker is, or name another model; an endpoint that wants a key has to be given one.`;
    }
    if (key === undefined) {
      return `wants a key and got none (HTTP ${status}${said}). Name the environment variable that holds it as the endpoint's apiKeyEnv.`;
    }
    return status !== 403
      ? `refused the key in the environment variable ${key} (HTTP ${status}${said}). Put a valid key there and restart the worker.`
      : `does not let the key in the environment variable ${key} use model "${context.model}" (HTTP 403${said}). Ask the provider for access, or name another model.`;
  }
  if (status === 404 || code === 'model_not_found' || code === 'invalid_model') {
    return `does not know model "${context.model}", or its baseUrl is wrong (HTTP ${status}${said}). Check the model's name in the recipe, and that the baseUrl ends with its version, such as /v1.`;
  }
  if (status >= 300 && status < 400) {
    return `is a redirection (HTTP ${status}). Set its baseUrl to where the service is.`;
  }
  if (refused) {
    return `does not take our ${refused.parameter} for model "${context.model}" (HTTP ${status}${said}). Change it in the recipe, or leave it out: by null there, or by "omit" of the endpoint in seedbed.config.yaml.`;
  }
  return `rejects our request for model "${context.model}" (HTTP ${status}${said}). Change what it names in the recipe or in the endpoint's configuration: a sampling parameter is left out by null in the recipe, or by the endpoint's "omit"; what extraBody adds, by taking it out there.`;
}

const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

function classifyConnection(
  problem: RequestProblem & { cause: 'connection' },
  endpoint: string,
): TeacherFailure {
  const code = problem.code ?? '';
  const failure = classifyConnectionCode(problem, endpoint, code);
  return withoutConnection.has(code) ? { ...failure, neverArrived: true } : failure;
}

/** Nothing was sent yet. */
const withoutConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function classifyConnectionCode(
  problem: RequestProblem & { cause: 'connection' },
  endpoint: string,
  code: string,
): TeacherFailure {
  if (untrusted.test(code)) {
    return {
      kind: 'closed',
      message: `${endpoint} shows a certificate that is not trusted (${code}). Mend the certificate, or give its authority to the worker in NODE_EXTRA_CA_CERTS.`,
    };
  }
  if (code === 'ERR_INVALID_URL') {
    return {
      kind: 'closed',
      message: `${endpoint} has an address that cannot be used. Check its baseUrl.`,
    };
  }
  if (
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'ETIMEDOUT' ||
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT'
  ) {
    return { kind: 'timeout', message: `${endpoint} did not respond in time (${code}). It is asked again.` };
  }
  const why: Record<string, string> = {
    ECONNREFUSED: 'nothing listens at its address; is it running?',
    ENOTFOUND: 'its name cannot be resolved; is this machine online, and the baseUrl right?',
    EAI_AGAIN: 'its name cannot be resolved just now; is this machine online?',
    ECONNRESET: 'it closed the connection before it answered',
    UND_ERR_SOCKET: 'it closed the connection before it answered',
  };
  return {
    kind: 'transient',
    message: `${endpoint} could not be reached: ${why[code] ?? excerpt(problem.message)}${code && ` (${code})`}. It is asked again.`,
  };
}

function sent(raw: string | undefined): string {
  return raw === undefined || raw.trim() === '' ? '' : ` It begins: ${excerpt(raw.slice(0, 1_000), 120)}`;
}

/** One line of what an endpoint said, short enough for a history. */
export function excerpt(text: string, characters = 300): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > characters ? `${line.slice(0, characters - 1)}…` : line;
}

/** Removes keys: the ones we know, and what looks like one, since endpoints like to repeat what they were sent. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '[key]');
  return clean
    .replace(/\bBearer\s+\S+/gi, 'Bearer [key]')
    .replace(/\b(?:sk|gsk|xai|pk|key|or)-[\w*.-]{6,}/g, '[key]');
}
