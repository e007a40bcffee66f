import { isPlainObject, type PlainObject } from '../../foundations/text/plainObject';

/** What a conversation makes a pair of. */
export interface Exchange {
  readonly instruction: string;
  readonly response: string;
}

type Speaker = 'system' | 'person' | 'model';

interface Turn {
  readonly speaker: Speaker;
  readonly text: string;
}

/** Who speaks, by the names that sets in the wild use (ShareGPT's "from", OpenAI's "role"). */
const speakers: Readonly<Record<string, Speaker>> = {
  system: 'system',
  developer: 'system',
  human: 'person',
  user: 'person',
  gpt: 'model',
  chatgpt: 'model',
  assistant: 'model',
  model: 'model',
};

/** A system turn that asks for nothing. */
const saysNothing = /^you are a helpful( ai)? assistant\.?$/iu;

/**
 * The first question of a conversation and its answer, or what is wrong with it. Later turns are left out, since a pair stands
 * alone; an answer before the first question is skipped, as FastChat does. A system turn before the question leads the
 * instruction, an empty line between, as chat templates without a system role place it: the answer depends on it. One that only
 * says "You are a helpful assistant." is left out.
 */
export function firstExchange(row: PlainObject, shape: 'shareGpt' | 'openAiChat'): Exchange | string {
  const field = shape === 'shareGpt' ? 'conversations' : 'messages';
  const list = row[field];
  if (!Array.isArray(list) || list.length === 0)
    return `"${field}" must be a list of turns, and is ${Array.isArray(list) ? 'empty' : 'none'}.`;
  const before = typeof row['system'] === 'string' ? [row['system']] : [];
  let question: string | undefined;
  for (const [index, entry] of list.entries()) {
    const turn = turnOf(entry, `${field}[${index}]`, shape);
    if (typeof turn === 'string') return turn;
    if (question !== undefined) {
      if (turn.speaker === 'model') return { instruction: joined(before, question), response: turn.text };
      return `"${field}[${index}]" follows the first question, and is no answer to it: expected a turn of ${shape === 'shareGpt' ? '"gpt"' : '"assistant"'}.`;
    }
    if (turn.speaker === 'system') before.push(turn.text);
    else if (turn.speaker === 'person') question = turn.text;
  }
  return question === undefined
    ? `"${field}" has no question.`
    : `"${field}" has no answer to its first question.`;
}

function joined(before: readonly string[], question: string): string {
  return [...before.filter((text) => text.trim() !== '' && !saysNothing.test(text.trim())), question].join(
    '\n\n',
  );
}

function turnOf(entry: unknown, place: string, shape: 'shareGpt' | 'openAiChat'): Turn | string {
  const [who, what] = shape === 'shareGpt' ? (['from', 'value'] as const) : (['role', 'content'] as const);
  if (!isPlainObject(entry)) return `"${place}" is no turn: expected {"${who}": "...", "${what}": "..."}.`;
  const name = entry[who];
  const speaker = typeof name === 'string' ? speakers[name.toLowerCase()] : undefined;
  if (speaker === undefined) {
    return `"${place}.${who}" is ${JSON.stringify(name) ?? 'missing'}: expected one of ${Object.keys(speakers).join(', ')}.`;
  }
  const text = textOf(entry[what]);
  if (text === undefined) return `"${place}.${what}" has no text, or more than text: only texts can be read.`;
  return { speaker, text };
}

/** A text, or parts that are all text (OpenAI's [{"type": "text", "text": "..."}]). */
function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const parts = content.map((part: unknown) =>
    isPlainObject(part) && part['type'] === 'text' && typeof part['text'] === 'string'
      ? part['text']
      : undefined,
  );
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}
