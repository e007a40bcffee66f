import { z } from 'zod';
import { parsedJson } from '../../foundations/text/parsedJson';
import { nearlyJsonIn } from './nearlyJson';
import type { PromptFile } from './promptFile';

/** Braces at which an object is looked for, at most: texts are untrusted, and each look reads on to the end. */
const maxObjects = 64;

const judges: ReadonlySet<PromptFile['role']> = new Set(['judge', 'classify']);

/** Types made of the schemas of prompts. */
const types = new WeakMap<PromptFile, z.ZodType>();

/**
 * The JSON object in an answer, checked by the prompt's own schema and by `type`. Models without structured output like to add a
 * sentence or a code fence around it, or to think aloud before it: of several objects that fit, the last counts. Where none is JSON as
 * it stands, what is nearly JSON is mended, and checked in the same way; there a list alone is taken for the one that was asked for. A
 * judgement that was cut is none: what was left out might have been what counts.
 *
 * @returns undefined where the text holds no such object.
 */
export function parseAnswer<Value>(
  file: PromptFile,
  text: string,
  type: z.ZodType<Value>,
): Value | undefined {
  const own = typeOf(file);
  const readAs = (value: unknown): Value | undefined =>
    own === undefined || own.safeParse(value).success ? type.safeParse(value).data : undefined;
  const read = (value: unknown): Value | undefined => readAs(value) ?? readAs(withTextsRead(value));
  const whole = parsedJson(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  const value = whole === undefined ? undefined : read(whole);
  if (value !== undefined) return value;
  const isRead = (found: Value | undefined) => found !== undefined;
  return (
    objectsIn(text).map(read).findLast(isRead) ??
    nearlyJsonIn(text, { whole: judges.has(file.role) })
      .map((found) => read(asAsked(file, found)))
      .findLast(isRead)
  );
}

/** An object whose lists and objects stand in it as texts of JSON. */
function withTextsRead(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const readText = (inner: unknown): unknown =>
    typeof inner === 'string' && /^\s*[[{]/.test(inner) ? (parsedJson(inner) ?? inner) : inner;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readText(inner)]));
}

/** A list, where an object was asked for that holds nothing but one. */
function asAsked({ schema }: PromptFile, found: object): unknown {
  if (!Array.isArray(found)) return found;
  const properties = Object.entries((schema?.schema['properties'] ?? {}) as Record<string, unknown>);
  const [first] = properties;
  return first && properties.length === 1 ? { [first[0]]: found } : found;
}

/** The prompt's declared schema as a type; undefined where its answer is plain text. */
export function typeOf(file: PromptFile): z.ZodType | undefined {
  if (!file.schema) return undefined;
  const known = types.get(file);
  if (known) return known;
  const type = z.fromJSONSchema(file.schema.schema);
  types.set(file, type);
  return type;
}

/** Objects in a text that stand in no other. */
function objectsIn(text: string): unknown[] {
  const objects: unknown[] = [];
  let looked = 0;
  for (let start = text.indexOf('{'); start >= 0 && looked < maxObjects; looked++) {
    const end = endOfObject(text, start);
    const value = end === undefined ? undefined : parsedJson(text.slice(start, end));
    if (value !== undefined) objects.push(value);
    start = text.indexOf('{', value === undefined || end === undefined ? start + 1 : end);
  }
  return objects;
}

/** Where the brace at `start` is closed, braces in JSON strings aside. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let position = start; position < text.length; position++) {
    const character = text[position];
    if (inString) {
      if (character === '\\') position++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return position + 1;
  }
  return undefined;
}
