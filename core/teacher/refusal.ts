import { parsedJson } from '../foundations/text/parsedJson';
import { isPlainObject } from '../foundations/text/plainObject';
import { samplingNames } from './wireTraits';

/** A parameter that a 400 or 422 names, among those that were sent. */
export interface RefusedParameter {
  /** Its name on the wire. */
  readonly parameter: string;
  /** Why: there is no such parameter here, or not with this value (of which nothing more is known); its value; or nobody says. */
  readonly why: 'unsupported' | 'value' | 'unsaid';
  /** Another name for it that the refusal brings up, in quotes. */
  readonly instead?: string;
}

/** What OpenAI, and many after it, say of a parameter that this model does not take, or takes at its default alone. */
const unsupported = new Set([
  'unsupported_parameter',
  'unsupported_value',
  'unknown_parameter',
  'extra_forbidden',
]);

/**
 * Which of the parameters that were sent a refusal is about: by the error's `param`, by FastAPI's `detail[].loc`, by `fieldViolations`,
 * and only then by a name in its message. Undefined where it is about none of them.
 *
 * @param error the error of the body, as it came.
 */
export function refusedParameter(error: unknown, sent: readonly string[]): RefusedParameter | undefined {
  if (!isPlainObject(error)) return undefined;
  const named =
    byParam(error, sent) ??
    byDetail(error, sent) ??
    byWrittenDetail(error, sent) ??
    byViolation(error, sent) ??
    byMessage(error, sent);
  if (!named) return undefined;
  const other = Object.entries(otherNames).find(([name]) => name === named.parameter)?.[1];
  return other !== undefined && isQuoted(other, textOf(error)) ? { ...named, instead: other } : named;
}

/**
 * The same, for an answer with status 500: only where it is the report of a validation, which llama-cpp-python's server, for one, puts into
 * the message of an internal error. Asked again, it would come again.
 */
export function refusedByValidation(error: unknown, sent: readonly string[]): RefusedParameter | undefined {
  return isPlainObject(error) ? (byDetail(error, sent) ?? byWrittenDetail(error, sent)) : undefined;
}

/** The two names that the bound of an answer goes by. */
export const otherNames: Readonly<Record<string, string>> = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
};

type Named = Pick<RefusedParameter, 'parameter' | 'why'>;

function byParam({ param, code }: Record<string, unknown>, sent: readonly string[]): Named | undefined {
  const parameter = typeof param === 'string' ? ownOf(param, sent) : undefined;
  if (parameter === undefined) return undefined;
  const said = typeof code === 'string' && /[a-z]/.test(code);
  return { parameter, why: !said ? 'unsaid' : unsupported.has(code) ? 'unsupported' : 'value' };
}

/** `{ detail: [{ type, loc: ["body", "top_p"] }] }`, also within `message`, which may be its JSON. */
function byDetail(error: Record<string, unknown>, sent: readonly string[]): Named | undefined {
  for (const holder of [error, error['message'], parsed(error['message'])]) {
    const detail = isPlainObject(holder) ? holder['detail'] : holder;
    if (!Array.isArray(detail)) continue;
    for (const item of detail as unknown[]) {
      if (!isPlainObject(item) || !Array.isArray(item['loc'])) continue;
      const [, field] = item['loc'] as unknown[];
      const parameter = typeof field === 'string' ? ownOf(field, sent) : undefined;
      if (parameter === undefined) continue;
      return { parameter, why: unsupported.has(String(item['type'])) ? 'unsupported' : 'value' };
    }
  }
  return undefined;
}

/** `{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), …}`, as Python writes it, within the message. */
function byWrittenDetail(error: Record<string, unknown>, sent: readonly string[]): Named | undefined {
  for (const [, type = '', field = ''] of textOf(error).matchAll(
    /'type': '(\w+)', 'loc': \('body', '(\w+)'/g,
  )) {
    const parameter = ownOf(field, sent);
    if (parameter !== undefined) return { parameter, why: unsupported.has(type) ? 'unsupported' : 'value' };
  }
  return undefined;
}

/** Google's: `{ details: [{ fieldViolations: [{ field: "top_p" }] }] }`. */
function byViolation({ details }: Record<string, unknown>, sent: readonly string[]): Named | undefined {
  for (const detail of Array.isArray(details) ? (details as unknown[]) : []) {
    const violations = isPlainObject(detail) ? detail['fieldViolations'] : undefined;
    for (const violation of Array.isArray(violations) ? (violations as unknown[]) : []) {
      const field = isPlainObject(violation) ? violation['field'] : undefined;
      const parameter = typeof field === 'string' ? ownOf(field, sent) : undefined;
      if (parameter !== undefined) return { parameter, why: 'unsaid' };
    }
  }
  return undefined;
}

/** Of several that a message names, the one that matters least. */
function byMessage(error: Record<string, unknown>, sent: readonly string[]): Named | undefined {
  const message = textOf(error);
  const order = (name: string) => (samplingNames as readonly string[]).indexOf(name);
  const parameter = sent
    .filter((name) => isQuoted(name, message) || (name.includes('_') && isWord(name, message)))
    .sort((a, b) => order(a) - order(b))[0];
  return parameter === undefined ? undefined : { parameter, why: 'unsaid' };
}

function textOf({ message }: Record<string, unknown>): string {
  return typeof message === 'string' ? message : JSON.stringify(message ?? '');
}

/** `response_format.json_schema` is of `response_format`. */
function ownOf(path: string, sent: readonly string[]): string | undefined {
  const [head] = path.replace(/^(?:body|\$)\./, '').split(/[.[\]]/);
  return sent.find((name) => name === head);
}

/** In quotes of any kind, with what may follow it in a path. */
function isQuoted(name: string, text: string): boolean {
  return new RegExp(`(['"\`])${name}(?:[.[][\\w.[\\]]*)?\\1`).test(text.replaceAll('\\"', '"'));
}

function isWord(name: string, text: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text);
}

function parsed(text: unknown): unknown {
  return typeof text === 'string' && /^\s*[[{]/.test(text) ? parsedJson(text) : undefined;
}
