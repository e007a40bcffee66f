import { errorInBody } from './errorInBody';
import { assembleStream, isEventStream } from './eventStream';
import { isFields, type Fields } from './fields';
import { malformed, type NoAnswer } from './noAnswer';
import { otherInterface } from './otherInterface';

/** Where servers that wrap what they pass on have put it. */
const wrappings = ['data', 'result', 'response', 'body', 'output'];

/**
 * The JSON object in the body of a response with status 200, whatever its content type says: after blanks and comments that kept the
 * connection open, out of a list of one, out of a stream of events. Else what it is instead.
 */
export function readBody(body: string): { readonly body: Fields } | NoAnswer {
  const text = body.replace(/^(?:[\s\uFEFF\0]|:[^\n]*(?:\n|$))+/, '').trimEnd();
  if (text === '') return malformed('an empty body');
  if (text.startsWith('<')) return malformed(webPage(text));
  const read = isEventStream(text) ? assembleStream(text) : parse(text);
  if (!('body' in read)) return read;
  const error = errorInBody(read.body);
  if (error) return error;
  const wrapped = wrappings.map((name) => read.body[name]).find(hasChoices);
  const found = 'choices' in read.body ? read.body : (wrapped ?? read.body);
  const other = 'choices' in found ? undefined : otherInterface(found);
  return other === undefined ? { body: found } : malformed(other);
}

function hasChoices(value: unknown): value is Fields {
  return isFields(value) && Array.isArray(value['choices']);
}

function parse(text: string): { readonly body: Fields } | NoAnswer {
  let value: unknown;
  try {
    value = JSON.parse(text);
    // Some gateways write the JSON that they pass on as a text within JSON.
    if (typeof value === 'string' && /^\s*[[{]/.test(value)) value = JSON.parse(value);
  } catch {
    return firstOfLines(text) ?? malformed(`not JSON; it begins with "${text.slice(0, 120)}"`);
  }
  if (Array.isArray(value) && value.length === 1) value = value[0];
  if (isFields(value)) return { body: value };
  return malformed(`JSON, but not an object; it begins with "${text.slice(0, 120)}"`);
}

/** A stream of JSON, an object a line: nobody who speaks OpenAI's language sends it, but it tells who does. */
function firstOfLines(text: string): NoAnswer | undefined {
  const line = text.slice(0, text.indexOf('\n') + 1);
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const other = isFields(value) ? otherInterface(value) : undefined;
    return other === undefined ? undefined : malformed(other);
  } catch {
    return undefined; // the caller says what it is not
  }
}

function webPage(text: string): string {
  if (!/^<(?:!doctype html|html|head|body|!--)/i.test(text))
    return `markup and not JSON; it begins with "${text.slice(0, 120)}". Check the baseUrl`;
  const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim();
  return `a web page${title ? ` (title "${title}")` : ''}, such as of a login or a proxy. Check the baseUrl, and that its service lets this machine in`;
}
