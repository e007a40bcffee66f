import { countIn, fieldsIn, isFields, textIn, type Fields } from './fields';
import { malformed, type NoAnswer } from './noAnswer';

/** Statuses by the names that providers give to errors, and gRPC's. */
const statusOfName: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [
        400,
        [
          'invalid_request_error',
          'invalid_argument',
          'failed_precondition',
          'bad_request',
          'badrequesterror',
        ],
      ],
      [400, ['validation_error', 'invalid_parameter', 'invalidparameter', 'context_length_exceeded']],
      [401, ['authentication_error', 'invalid_api_key', 'unauthenticated', 'unauthorized', 'invalidapikey']],
      [401, ['authenticationerror', 'invalid_authentication', 'invalid_authentication_error']],
      [402, ['billing_error', 'payment_required', 'insufficient_balance', 'insufficient_credits']],
      [403, ['permission_error', 'permission_denied', 'forbidden', 'permissiondeniederror', 'access_denied']],
      [404, ['not_found_error', 'not_found', 'model_not_found', 'notfounderror', 'invalid_model']],
      [408, ['request_timeout']],
      [413, ['request_too_large']],
      [429, ['rate_limit_error', 'rate_limit_exceeded', 'rate_limit_reached_error', 'ratelimiterror']],
      [
        429,
        [
          'too_many_requests',
          'resource_exhausted',
          'throttlingexception',
          'throttling',
          'insufficient_quota',
        ],
      ],
      [500, ['api_error', 'server_error', 'internal_server_error', 'internal_error', 'internal']],
      [500, ['internalservererror']],
      [503, ['unavailable', 'service_unavailable', 'engine_overloaded_error', 'serviceunavailableerror']],
      [504, ['timeout_error', 'deadline_exceeded', 'gateway_timeout']],
      [529, ['overloaded_error', 'overloaded']],
    ] as const
  ).flatMap(([status, names]) => names.map((name) => [name, status] as const)),
);

/**
 * The error in a body that came with status 200; undefined where there is none. Where it says which status it should have had, by a number or
 * by a name, it counts as if it had come with that.
 */
export function errorInBody(body: Fields): NoAnswer | undefined {
  if (hasChoices(body)) return errorOfChoice(body);
  const named = body['error'];
  const list = Array.isArray(body['errors']) ? (body['errors'] as readonly unknown[]) : [];
  if (isFields(named)) return toError(named, body);
  if (isFields(list[0])) return toError(list[0], body);
  const miniMax = fieldsIn(body, 'base_resp');
  if (miniMax && countIn(miniMax, 'status_code') !== 0) return toError(miniMax, {});
  const isError =
    (named !== undefined && named !== null && named !== false) ||
    list.length > 0 ||
    textIn(body, 'type', 'object', 'status') === 'error' ||
    body['success'] === false ||
    statusIn(body) !== undefined ||
    (!('data' in body) &&
      ['detail', 'errorMessage', 'error_msg', 'error_code'].some((field) => field in body));
  return isError ? toError(body, {}) : undefined;
}

function hasChoices({ choices }: Fields): boolean {
  return Array.isArray(choices) && choices.length > 0;
}

/** OpenRouter puts what broke an answer off into its choice. */
function errorOfChoice({ choices }: Fields): NoAnswer | undefined {
  const [choice] = choices as readonly unknown[];
  const error = isFields(choice) ? fieldsIn(choice, 'error') : undefined;
  return error && toError(error, {});
}

function toError(error: Fields, around: Fields): NoAnswer {
  const status = statusIn(error) ?? statusIn(around);
  const code = textIn(error, 'code', 'error_code');
  const type = textIn(error, 'type', 'status');
  const message = messageOf(error) ?? messageOf(around);
  if (status === undefined)
    return malformed(`an error without a status: ${message ?? JSON.stringify(error)}`);
  return {
    kind: 'error',
    status,
    error,
    ...(code && { code }),
    ...(type && { type }),
    ...(message && { message }),
  };
}

function messageOf(error: Fields): string | undefined {
  const text = textIn(error, 'message', 'error', 'detail', 'errorMessage', 'error_msg', 'status_msg', 'msg');
  const detail = error['detail'] ?? error['error'];
  return text ?? (detail === undefined || detail === null ? undefined : JSON.stringify(detail));
}

function statusIn(error: Fields): number | undefined {
  const names = ['status', 'status_code', 'statusCode', 'http_status', 'code', 'error_code', 'type', 'error'];
  for (const name of names) {
    const value = error[name];
    const number = countIn(error, name);
    if (number !== undefined && number >= 400 && number <= 599) return number;
    const ofName = typeof value === 'string' ? statusOfName[value.toLowerCase()] : undefined;
    if (ofName !== undefined) return ofName;
  }
  return undefined;
}
