import { isStorableText } from '../foundations/text/storableText';
import type { HoldItems, GivenVerdict, SubmitVerdicts } from './batch';
import {
  maxEditCharacters,
  maxExchangesOfPair,
  maxReasonCharacters,
  maxVerdictsInMessage,
  verdictKinds,
  type Edit,
  type TurnEdit,
  type VerdictKind,
} from '../vocabulary/verdict';

/** A message that was read, or what is wrong with it: one short sentence that names the field. */
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

/** What a signal says: the same of all its items. */
export interface SignalledVerdict {
  readonly reviewer: string;
  /** `all`: whatever waits for this reviewer. */
  readonly items: readonly number[] | 'all';
  readonly given: Omit<GivenVerdict, 'item'>;
}

const maxReviewerCharacters = 100;
const maxProblemCharacters = 200;
/** Of all edits of a message together, after an edit of several items was counted once for each: they are recorded in one go. */
const maxTextOfMessage = 500_000;
/** Of all texts of one edit: an edit is recorded in one message, of which Temporal takes 2 MB. */
const maxTextOfEdit = 150_000;
const maxRevision = 1_000_000;
const maxSeconds = 86_400;
const editFields = ['instruction', 'input', 'response'] as const;
const turnFields = ['message', 'response'] as const;

/** Reads a signal's argument, whatever it is. Never throws, and looks at a text's length before anything else. */
export function readSignal(kind: VerdictKind, payload: unknown): Read<SignalledVerdict> {
  return reading(() => {
    const message = fields(payload, 'the message', [
      'items',
      'reviewer',
      'reason',
      'edit',
      'flagged',
      'revision',
    ]);
    const items = itemsOf(message['items']);
    const reviewer = reviewerOf(message['reviewer']);
    const given = said(kind, message, '');
    const times = items === 'all' ? maxVerdictsInMessage : items.length;
    if (charactersOf(given.edit) * times > maxTextOfMessage)
      refuse('"edit" is too long for so many items: send it for fewer at a time.');
    return { reviewer, items, given };
  });
}

/** Reads the argument of the update `submitVerdicts`. */
export function readSubmission(payload: unknown): Read<SubmitVerdicts> {
  return reading(() => {
    const message = fields(payload, 'the message', ['reviewer', 'verdicts']);
    const reviewer = reviewerOf(message['reviewer']);
    const { verdicts } = message;
    if (!Array.isArray(verdicts) || verdicts.length === 0)
      refuse(
        '"verdicts" must be a list with at least one verdict, such as {"item": 1, "verdict": "approve"}.',
      );
    if (verdicts.length > maxVerdictsInMessage)
      refuse(`"verdicts" must not hold more than ${maxVerdictsInMessage}: send them in several messages.`);
    let characters = 0;
    const read = verdicts.map((entry: unknown, index): GivenVerdict => {
      const at = `verdicts[${index}]`;
      const given = fields(entry, `"${at}"`, [
        ...(['item', 'verdict', 'reason', 'edit', 'flagged', 'revision', 'seconds', 'assisted'] as const),
      ]);
      const verdict = kindOf(given['verdict'], `${at}.verdict`);
      const value = { item: itemOf(given['item'], `${at}.item`), ...said(verdict, given, `${at}.`) };
      characters += charactersOf(value.edit);
      if (characters > maxTextOfMessage)
        refuse(`"${at}.edit" is too long beside the others: send it in a message of its own.`);
      return value;
    });
    return { reviewer, verdicts: read };
  });
}

/** Reads the argument of the update `holdItems`. */
export function readHold(payload: unknown): Read<HoldItems> {
  return reading(() => {
    const message = fields(payload, 'the message', ['reviewer', 'count']);
    const reviewer = reviewerOf(message['reviewer']);
    return { reviewer, count: wholeNumber(message['count'], 'count', 1, maxVerdictsInMessage) };
  });
}

class Refusal extends Error {}

function refuse(problem: string): never {
  throw new Refusal(problem);
}

function reading<Value>(read: () => Value): Read<Value> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    const problem = error instanceof Refusal ? error.message : 'the message could not be read.';
    return { ok: false, problem: problem.slice(0, maxProblemCharacters) };
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fields(payload: unknown, what: string, known: readonly string[]): Fields {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    refuse(`${what} must be an object such as {"${known[0]}": …}, and is ${kindOfValue(payload)}.`);
  const unknown = Object.keys(payload).find((field) => !known.includes(field));
  if (unknown !== undefined)
    refuse(`${what} has a field "${unknown.slice(0, 40)}", which is none: there are ${known.join(', ')}.`);
  return payload as Fields;
}

function kindOfValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', object: 'an object' }[typeof value as string] ?? `a ${typeof value}`;
}

function itemsOf(value: unknown): readonly number[] | 'all' {
  if (value === 'all') return 'all';
  if (!Array.isArray(value) || value.length === 0)
    refuse(
      `"items" must be a list of item numbers such as [1, 2, 5], or "all", and is ${kindOfValue(value)}.`,
    );
  if (value.length > maxVerdictsInMessage)
    refuse(`"items" must not hold more than ${maxVerdictsInMessage} numbers.`);
  return [...new Set(value.map((item: unknown, index) => itemOf(item, `items[${index}]`)))];
}

function itemOf(value: unknown, field: string): number {
  return wholeNumber(value, field, 1, maxRevision);
}

function reviewerOf(value: unknown): string {
  if (typeof value !== 'string')
    refuse(`"reviewer" must be the name of who decides, and is ${kindOfValue(value)}.`);
  const reviewer = value.length > 2 * maxReviewerCharacters ? value : value.trim();
  if (reviewer === '') refuse('"reviewer" must be the name of who decides, and is empty.');
  if (reviewer.length > maxReviewerCharacters)
    refuse(`"reviewer" must be at most ${maxReviewerCharacters} characters long, and has ${value.length}.`);
  return storable(reviewer, 'reviewer');
}

function kindOf(value: unknown, field: string): GivenVerdict['verdict'] {
  const kinds = [...verdictKinds, 'withdrawn'] as const;
  return kinds.find((kind) => kind === value) ?? refuse(`"${field}" must be one of ${kinds.join(', ')}.`);
}

/** What a verdict says beside its kind. `at` comes before its fields' names. */
function said(verdict: GivenVerdict['verdict'], given: Fields, at: string): Omit<GivenVerdict, 'item'> {
  const { reason, edit, flagged, revision, seconds, assisted } = given;
  if (verdict === 'edit' && edit === undefined)
    refuse(
      `"${at}edit" is missing: it must hold "instruction", "input", "response" or "turns", with the new text.`,
    );
  if (verdict !== 'edit' && edit !== undefined)
    refuse(`"${at}edit" must come with the verdict "edit" only, and this one is "${verdict}".`);
  const why = reason === undefined ? '' : text(reason, `${at}reason`, maxReasonCharacters).trim();
  return {
    verdict,
    ...(why !== '' && { reason: why }),
    ...(edit !== undefined && { edit: editOf(edit, `${at}edit`) }),
    ...(flagged !== undefined && { flagged: yesOrNo(flagged, `${at}flagged`) }),
    ...(revision !== undefined && { revision: wholeNumber(revision, `${at}revision`, 1, maxRevision) }),
    ...(seconds !== undefined && { seconds: secondsOf(seconds, `${at}seconds`) }),
    ...(assisted !== undefined && { assisted: yesOrNo(assisted, `${at}assisted`) }),
  };
}

function editOf(value: unknown, at: string): Edit {
  const given = fields(value, `"${at}"`, [...editFields, 'turns']);
  const edit: Partial<Record<(typeof editFields)[number], string>> = {};
  for (const field of editFields) {
    if (given[field] === undefined) continue;
    edit[field] = text(given[field], `${at}.${field}`, maxEditCharacters);
    if (field !== 'input' && edit[field].trim() === '')
      refuse(`"${at}.${field}" must not be empty: reject the pair instead, or leave the field out.`);
  }
  const turns = given['turns'] === undefined ? [] : turnEditsOf(given['turns'], `${at}.turns`);
  if (Object.keys(edit).length === 0 && turns.length === 0)
    refuse(`"${at}" needs "instruction", "input", "response" or "turns", with the new text.`);
  const whole = { ...edit, ...(turns.length > 0 && { turns }) };
  if (charactersOf(whole) > maxTextOfEdit)
    refuse(`"${at}" must be at most ${maxTextOfEdit} characters long in all: change fewer turns.`);
  return whole;
}

function turnEditsOf(value: unknown, at: string): TurnEdit[] {
  if (!Array.isArray(value) || value.length === 0)
    refuse(`"${at}" must be a list such as [{"exchange": 2, "response": "…"}].`);
  if (value.length > maxExchangesOfPair) refuse(`"${at}" must not hold more than ${maxExchangesOfPair}.`);
  const read = value.map((entry: unknown, index): TurnEdit => {
    const place = `${at}[${index}]`;
    const given = fields(entry, `"${place}"`, ['exchange', ...turnFields]);
    const texts = turnFields.flatMap((field) => {
      if (given[field] === undefined) return [];
      const said = text(given[field], `${place}.${field}`, maxEditCharacters);
      if (said.trim() === '')
        refuse(
          `"${place}.${field}" must not be empty: turns can't be taken out, so reject the pair instead.`,
        );
      return [[field, said] as const];
    });
    if (texts.length === 0) refuse(`"${place}" needs "message" or "response", with the new text.`);
    const exchange = wholeNumber(given['exchange'], `${place}.exchange`, 2, maxExchangesOfPair);
    return { exchange, ...Object.fromEntries(texts) };
  });
  if (new Set(read.map(({ exchange }) => exchange)).size < read.length)
    refuse(`"${at}" names an exchange twice.`);
  return read.sort((left, right) => left.exchange - right.exchange);
}

function charactersOf(edit: Edit | undefined): number {
  const first = editFields.reduce((sum, field) => sum + (edit?.[field]?.length ?? 0), 0);
  return (edit?.turns ?? []).reduce(
    (sum, { message = '', response = '' }) => sum + message.length + response.length,
    first,
  );
}

function text(value: unknown, field: string, max: number): string {
  if (typeof value !== 'string') refuse(`"${field}" must be text, and is ${kindOfValue(value)}.`);
  if (value.length > max)
    refuse(`"${field}" must be at most ${max} characters long, and has ${value.length}.`);
  return storable(value, field);
}

function storable(value: string, field: string): string {
  return isStorableText(value)
    ? value
    : refuse(`"${field}" contains a character that is not text (NUL, or half a character): remove it.`);
}

function yesOrNo(value: unknown, field: string): boolean {
  return typeof value === 'boolean' ? value : refuse(`"${field}" must be true or false.`);
}

function wholeNumber(value: unknown, field: string, min: number, max: number): number {
  const isOne = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  return isOne ? value : refuse(`"${field}" must be a whole number from ${min} to ${max}.`);
}

function secondsOf(value: unknown, field: string): number {
  if (typeof value !== 'number' || !(value >= 0)) refuse(`"${field}" must be a number, 0 or more.`);
  return Math.min(value, maxSeconds);
}
