import { type z } from 'zod';
import { closestName, editDistance } from '../foundations/text/closestName';
import { expectation, fieldSchema, fieldSchemaAt, type FieldSchema } from './expectation';
import { nameNow } from './renamedFields';
import { isPlainObject } from '../foundations/text/plainObject';
import { isStorableText, unstorableMessage } from '../foundations/text/storableText';

/** One thing that is wrong with what somebody wrote. */
export interface Problem {
  /** Path of the field, such as `seeds.tasks[2].instruction`; empty for the whole. */
  readonly field: string;
  /** A sentence that names the field, what was given, and the mend. */
  readonly message: string;
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks a value against a schema, and says in words what is wrong with it. Pure, and free of Node's modules: workflows use it.
 * A refinement's message in the schema continues the sentence that its field begins: `needs "file" or "tasks"`.
 *
 * @param subject what the value is to its author: "recipe", "configuration".
 */
export function checkAgainst<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  subject: string,
): Checked<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) {
    const problems = findUnstorable(result.data, []);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, value: result.data };
  }
  const fields = fieldSchema(schema);
  return {
    ok: false,
    problems: result.error.issues.flatMap((issue) => describeIssue(issue, value, fields, subject)),
  };
}

/** Problems as a message for people: one sentence when there is one, else a list under a head that names the source. */
export function describeProblems(problems: readonly Problem[], source: string): string {
  const [first, ...others] = problems;
  if (first === undefined) return `${source} has no problems.`;
  if (others.length === 0) return `${source}: ${first.message}`;
  return [
    `${source} has ${problems.length} problems:`,
    ...problems.map(({ message }) => `  - ${message}`),
  ].join('\n');
}

/** A path as people write it: `seeds.tasks[2].instruction`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}

function describeIssue(
  issue: z.core.$ZodIssue,
  whole: unknown,
  fields: FieldSchema,
  subject: string,
): readonly Problem[] {
  const expected = fieldSchemaAt(fields, issue.path) ?? {};
  const field = fieldName(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField([...issue.path, key], expected, subject));
  }
  const name = field === '' ? `The ${subject}` : `"${field}"`;
  const given = valueAt(whole, issue.path);
  const must = `must be ${expectation(expected)}`;
  const problem = (message: string): readonly Problem[] => [{ field, message }];

  if (issue.code === 'custom') {
    const shown = typeof given === 'number' ? `is ${given}, but ` : defaultNote(given, expected);
    return problem(`${name} ${shown}${issue.message}.`);
  }
  if (given === undefined || (given === null && field === '')) {
    if (field === '')
      return problem(`The ${subject} is empty: it needs at least ${(expected.required ?? []).join(', ')}.`);
    return problem(`${name} is missing: it ${must}. ${expected.description ?? ''}`.trimEnd());
  }
  if (issue.code === 'too_small' && (given === '' || Array.isArray(given))) {
    const entries = Array.isArray(given) ? given.length : 0;
    if (entries > 0)
      return problem(
        `${name} has ${entries} ${entries === 1 ? 'entry' : 'entries'}, but must have ${String(issue.minimum)} or more: add some, or leave the field out.`,
      );
    return problem(`${name} is ${describeValue(given)}: add something, or leave the field out.`);
  }
  if (issue.code === 'invalid_key') {
    const rule = issue.issues[0]?.message ?? 'must be another';
    return problem(
      `The name ${JSON.stringify(String(issue.path.at(-1)))} in "${fieldName(issue.path.slice(0, -1))}" ${rule}.`,
    );
  }
  const wrong = `${name} is ${describeValue(given)}, but`;
  // A pattern is told by its author's words, which begin with "must be" by the same convention as refinements.
  if (issue.code === 'invalid_format' && issue.format === 'regex')
    return problem(`${wrong} ${issue.message}.`);
  return problem(`${wrong} ${must}${mendOf(issue, given, expected)}.`);
}

/** A field that breaks a rule between fields may not have been written at all. */
function defaultNote(given: unknown, expected: FieldSchema): string {
  return given === undefined && typeof expected.default === 'number'
    ? `is ${expected.default} unless given, but `
    : '';
}

/** What to write instead, where it can be told; begins with a colon. */
function mendOf(issue: z.core.$ZodIssue, given: unknown, field: FieldSchema): string {
  const beforeNull = field.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const expected = beforeNull.length === 1 && beforeNull[0] ? beforeNull[0] : field;
  if (given === null) return ': give it a value, or leave the field out';
  if (issue.code === 'too_small') {
    return issue.inclusive === false ? '' : `: write ${String(issue.minimum)} or more`;
  }
  if (issue.code === 'too_big') return `: write ${String(issue.maximum)} or less`;
  if (expected.enum) {
    const meant = typeof given === 'string' ? closestName(given, expected.enum.map(String)) : undefined;
    return meant === undefined ? '' : `: write "${meant}"`;
  }
  const isNumber = expected.type === 'integer' || expected.type === 'number';
  if (isNumber && typeof given === 'string' && given.trim() !== '' && Number.isFinite(Number(given))) {
    return `: write it without quotes, ${given.trim()}`;
  }
  if (expected.type === 'integer' && typeof given === 'number' && Number.isFinite(given)) {
    return `: write ${Math.floor(given)} or ${Math.ceil(given)}`;
  }
  if (expected.type === 'boolean' && typeof given === 'string') return ', without quotes';
  if (expected.type === 'string' && (typeof given === 'number' || typeof given === 'boolean')) {
    return `: put it in quotes, "${given}"`;
  }
  if (expected.type === 'array' && typeof given === 'string')
    return `: write ${JSON.stringify([excerpt(given)])}`;
  return '';
}

function unknownField(path: readonly PropertyKey[], parent: FieldSchema, subject: string): Problem {
  const key = String(path.at(-1));
  const siblings = Object.keys(parent.properties ?? {});
  const field = fieldName(path);
  const now = nameNow(key, siblings);
  if (now !== undefined) {
    const renamed = fieldName([...path.slice(0, -1), now]);
    return { field, message: `"${excerpt(field)}" is called "${renamed}" now: rename it.` };
  }
  const owner = fieldName(path.slice(0, -1));
  const near = nearFields(key, parent).map((place) => `"${fieldName([...path.slice(0, -1), ...place])}"`);
  const mend =
    near.length === 0
      ? `the fields of ${owner === '' ? `the ${subject}` : `"${owner}"`} are ${siblings.join(', ')}.`
      : `did you mean ${near.length === 1 ? '' : 'one of '}${near.join(', ')}?`;
  return { field, message: `"${excerpt(field)}" is not a field of the ${subject}: ${mend}` };
}

/** As many as are read. */
const mostPlaces = 5;

/**
 * What may have been meant by a field that is not there: one here of which a letter is off; else those of this name further down, which was written too
 * high up, or with its section's name before it; else one here of which a third is off, or that begins so. Names elsewhere are other fields.
 */
function nearFields(key: string, parent: FieldSchema): readonly (readonly string[])[] {
  const siblings = Object.keys(parent.properties ?? {});
  const near = closestName(key, siblings);
  if (near !== undefined && isSlip(key, near)) return [[near]];
  const namesOf = (place: readonly string[]): string[] => [place.at(-1) ?? '', place.join('')];
  const below = placesIn(parent).filter((place) => place.length > 1);
  const exact = below.filter((place) => namesOf(place).some((name) => plain(name) === plain(key)));
  const places =
    exact.length > 0 ? exact : below.filter((place) => namesOf(place).some((name) => isSlip(key, name)));
  const least = Math.min(...places.map(({ length }) => length));
  const highest = places.filter(({ length }) => length === least);
  if (highest.length > 0) return highest.slice(0, mostPlaces);
  const begun = siblings.filter((name) => key.length > 2 && plain(name).startsWith(plain(key)));
  const meant = near ?? (begun.length === 1 ? begun[0] : undefined);
  return meant === undefined ? [] : [[meant]];
}

/** Whether a name is another with at most one letter off; the shortest have no letter to spare. */
function isSlip(given: string, name: string): boolean {
  const [wanted, known] = [plain(given), plain(name)];
  return wanted === known || (wanted.length > 2 && wanted.length <= 100 && editDistance(wanted, known) <= 1);
}

/** However its words are put together: `max_tokens`, `maxTokens`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/gu, '');
}

function placesIn(schema: FieldSchema, path: readonly string[] = []): (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
    [...path, name],
    ...placesIn(inner, [...path, name]),
  ]);
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  let current = whole;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[step];
  }
  return current;
}

function describeValue(value: unknown): string {
  if (value === null) return 'empty (null)';
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `the text "${excerpt(value)}"`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`;
}

function findUnstorable(value: unknown, path: readonly PropertyKey[]): readonly Problem[] {
  if (typeof value === 'string' && !isStorableText(value)) {
    return [{ field: fieldName(path), message: `"${fieldName(path)}" ${unstorableMessage}` }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => findUnstorable(item, [...path, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => findUnstorable(inner, [...path, key]));
}
