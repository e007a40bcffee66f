import { isPlainObject, type PlainObject } from '../../foundations/text/plainObject';
import { isStorableText } from '../../foundations/text/storableText';
import type { Turn } from '../../vocabulary/conversation';

/** What a conversation makes a pair of, and what of it no pair has a place for. */
export interface Conversation {
  readonly instruction: string;
  readonly response: string;
  /** What follows the first answer, in order, as far as it is questions and answers. */
  readonly turns: readonly Turn[];
  /** Turns before the first question, which say nothing that the answer depends on. */
  readonly earlier: number;
  /** Why the turns at the end are not read; undefined where all are. */
  readonly end: ConversationEnd | undefined;
  /** Whether a system turn leads the instruction. */
  readonly isLed: boolean;
  /** Whether a system turn that asks for nothing was left out. */
  readonly hasEmptyLead: boolean;
  /** Fields of the turns that were read which hold a text, and are neither speaker nor text of the turn. */
  readonly unread: readonly string[];
}

/** What ends a conversation before its last turn: a tool's turn, a question that nobody answers, or what is no question and answer by turns. */
export type ConversationEnd = 'tool' | 'unanswered' | 'unread';

/** Why a conversation gives no pair. */
export interface NoConversation {
  readonly problem: string;
  readonly isTool: boolean;
}

type Speaker = 'system' | 'person' | 'model' | 'tool';

interface Said {
  readonly speaker: Speaker;
  readonly text: string;
}

/** Who speaks, by the names that sets in the wild use (ShareGPT's "from", OpenAI's "role"). */
const speakers: Readonly<Record<string, Speaker>> = {
  system: 'system',
  developer: 'system',
  human: 'person',
  user: 'person',
  prompter: 'person',
  gpt: 'model',
  chatgpt: 'model',
  bing: 'model',
  bard: 'model',
  claude: 'model',
  assistant: 'model',
  model: 'model',
  bot: 'model',
  tool: 'tool',
  tool_call: 'tool',
  tool_calls: 'tool',
  tool_response: 'tool',
  tool_result: 'tool',
  function: 'tool',
  function_call: 'tool',
  function_response: 'tool',
  observation: 'tool',
  ipython: 'tool',
};

/** Fields that say who speaks, and what. */
const whoNames = ['from', 'role', 'speaker'];
const whatNames = ['value', 'content', 'text'];
const exchangeNames = [
  ['input', 'output'],
  ['human', 'assistant'],
  ['user', 'assistant'],
  ['message', 'response'],
] as const;
const toolFields = ['tool_calls', 'function_call'];

/** A system turn that asks for nothing. */
const saysNothing = /^you are a helpful( ai)? assistant\.?$/iu;

/**
 * The first question of a conversation, its answer and the turns that follow, or what is wrong with it. Those are read as far as a question
 * and its answer follow each other: what comes after is told. An answer before the first question is skipped, as FastChat does. What the system
 * says before a question leads it, an empty line between, as chat templates without a system role place it: the answer depends on it. One
 * that only says "You are a helpful assistant." is left out.
 *
 * @param field What the list is called, for messages.
 * @param lead What the row says for the system, outside of its list.
 */
export function conversationIn(
  given: unknown,
  field: string,
  lead: readonly string[],
): Conversation | NoConversation {
  const list = listOf(given)?.flatMap(partsOf);
  if (list === undefined && typeof given === 'string' && given.startsWith("[{'"))
    return wrong(`"${field}" is a list as Python prints it: write it as JSON (json.dumps).`);
  if (list === undefined || list.length === 0)
    return wrong(`"${field}" must be a list of turns, and is ${list === undefined ? 'none' : 'empty'}.`);
  const before = [...lead];
  const unread = new Set<string>();
  let earlier = 0;
  let question: string | undefined;
  for (const [index, entry] of list.entries()) {
    const turn = turnOf(entry, index, field);
    if ('problem' in turn) return turn;
    const place = `${field}[${index}]`;
    if (turn.speaker === 'tool')
      return { problem: `"${place}" is a tool's: tool calls are not supported yet.`, isTool: true };
    if (isPlainObject(entry)) for (const name of unreadFields(entry)) unread.add(`${field}[].${name}`);
    if (question !== undefined) {
      if (turn.speaker !== 'model')
        return wrong(
          `"${place}" follows the first question, and is no answer to it: expected a turn of ${isShareGpt(entry) ? '"gpt"' : '"assistant"'}.`,
        );
      const { leading, isEmpty } = leadOf(before);
      const rest = list.slice(index + 1);
      const later = laterTurns(rest, index + 1, field);
      for (const entry of rest.slice(0, later.read))
        if (isPlainObject(entry)) for (const name of unreadFields(entry)) unread.add(`${field}[].${name}`);
      return {
        instruction: [...leading, question].join('\n\n'),
        response: turn.text,
        turns: later.turns,
        end: later.end,
        earlier,
        isLed: leading.length > 0 || later.isLed,
        hasEmptyLead: isEmpty,
        unread: [...unread],
      };
    }
    if (turn.speaker === 'system') before.push(turn.text);
    else if (turn.speaker === 'person') question = turn.text;
    else earlier++;
  }
  return wrong(
    question === undefined
      ? `"${field}" has no question.`
      : `"${field}" has no answer to its first question.`,
  );
}

/** What the system said before a question: what asks for something, and whether something else was said. */
function leadOf(before: readonly string[]): {
  readonly leading: readonly string[];
  readonly isEmpty: boolean;
} {
  const said = [...new Set(before)].filter((text) => text.trim() !== '');
  const leading = said.filter((text) => !saysNothing.test(text.trim()));
  return { leading, isEmpty: said.length > leading.length };
}

/** What a conversation goes on with, from a list of turns that has nothing else in it. */
export function turnsIn(given: unknown): readonly Turn[] | undefined {
  const list = listOf(given)?.flatMap(partsOf);
  if (list === undefined || list.length === 0) return undefined;
  const { turns, end } = laterTurns(list, 0, '');
  return end === undefined ? turns : undefined;
}

interface LaterTurns {
  readonly turns: readonly Turn[];
  /** How many entries they are made of. */
  readonly read: number;
  readonly end: ConversationEnd | undefined;
  readonly isLed: boolean;
}

/** Questions and answers by turns, up to what is none. */
function laterTurns(list: readonly unknown[], from: number, field: string): LaterTurns {
  const turns: Turn[] = [];
  let [read, isLed] = [0, false];
  let before: string[] = [];
  let message: string | undefined;
  const upTo = (end: ConversationEnd | undefined): LaterTurns => ({ turns, read, end, isLed });
  for (const [index, entry] of list.entries()) {
    const turn = turnOf(entry, from + index, field);
    if ('problem' in turn) return upTo('unread');
    const { speaker, text } = turn;
    if (speaker === 'tool') return upTo('tool');
    if (text.trim() === '' || !isStorableText(text)) return upTo('unread');
    if (speaker === 'system' && message === undefined) before.push(text);
    else if (speaker === 'person' && message === undefined) message = text;
    else if (speaker === 'model' && message !== undefined) {
      const { leading } = leadOf(before);
      turns.push({ message: [...leading, message].join('\n\n'), response: text });
      [read, isLed] = [index + 1, isLed || leading.length > 0];
      [before, message] = [[], undefined];
    } else return upTo('unread');
  }
  return upTo(read === list.length ? undefined : 'unanswered');
}

/** A turn, or the two of an exchange that was written as one (Capybara's {"input", "output"}, our own {"message", "response"}). */
function partsOf(entry: unknown): readonly unknown[] {
  if (!isPlainObject(entry) || whoNames.some((name) => name in entry)) return [entry];
  const names = exchangeNames.find(([asked, answered]) => asked in entry && answered in entry);
  if (names === undefined) return [entry];
  return [
    { role: 'user', content: entry[names[0]] },
    { role: 'assistant', content: entry[names[1]] },
  ];
}

/** Whether something is a turn of the model's; undefined where it is no turn. */
export function isOfModel(entry: unknown): boolean | undefined {
  const name = isPlainObject(entry) ? whoOf(entry) : undefined;
  const speaker = typeof name === 'string' ? speakers[name.toLowerCase()] : undefined;
  return speaker === undefined ? undefined : speaker === 'model';
}

/** A list, or one that was written into a text as JSON: columns of CSV can hold nothing else. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined; // a text that begins with a bracket
  }
}

function wrong(problem: string): NoConversation {
  return { problem, isTool: false };
}

function turnOf(entry: unknown, index: number, field: string): Said | NoConversation {
  const place = `${field}[${index}]`;
  // A list of texts alone is a person and a model by turns (LIMA, UltraChat).
  if (typeof entry === 'string') return { speaker: index % 2 === 0 ? 'person' : 'model', text: entry };
  const who = isPlainObject(entry) ? whoNames.find((name) => name in entry) : undefined;
  const example = field === 'conversations' ? (['from', 'value'] as const) : (['role', 'content'] as const);
  if (!isPlainObject(entry))
    return wrong(`"${place}" is no turn: expected {"${example[0]}": "...", "${example[1]}": "..."}.`);
  if (isOfTool(entry)) return { speaker: 'tool', text: '' };
  const name = entry[who ?? ''];
  const speaker = typeof name === 'string' ? speakers[name.toLowerCase()] : undefined;
  if (speaker === undefined) {
    return wrong(
      `"${place}.${who ?? example[0]}" is ${JSON.stringify(name) ?? 'missing'}: expected one of ${Object.keys(speakers).join(', ')}.`,
    );
  }
  const what = whatNames.find((key) => key in entry) ?? example[1];
  const text = textOf(entry[what]);
  if (text === undefined)
    return wrong(`"${place}.${what}" has no text, or more than text: only texts can be read.`);
  return { speaker, text };
}

function whoOf(entry: PlainObject): unknown {
  return entry[whoNames.find((name) => name in entry) ?? ''];
}

function isShareGpt(entry: unknown): boolean {
  return isPlainObject(entry) && 'from' in entry;
}

/** Whether a turn calls a tool, or is what one gave. */
function isOfTool(entry: unknown): boolean {
  if (!isPlainObject(entry)) return false;
  const name = whoOf(entry);
  if (typeof name === 'string' && speakers[name.toLowerCase()] === 'tool') return true;
  if (toolFields.some((field) => isFilled(entry[field]))) return true;
  const content = entry['content'];
  return Array.isArray(content) && content.some((part) => isPlainObject(part) && isToolPart(part['type']));
}

function isToolPart(type: unknown): boolean {
  return typeof type === 'string' && /^(tool|function)_/u.test(type);
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  return isPlainObject(value) && Object.values(value).some((part) => part !== null && part !== '');
}

/** Texts of a turn that nothing reads: a thought beside the answer, say. */
function unreadFields(entry: PlainObject): string[] {
  const what = whatNames.find((key) => key in entry);
  return Object.keys(entry).filter((key) => key !== what && !whoNames.includes(key) && isFilled(entry[key]));
}

/** A text, or parts that are all text: OpenAI's [{"type": "text", "text": "..."}], or texts alone. */
function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const parts = content.map(textOfPart);
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function textOfPart(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  if (!isPlainObject(part) || typeof part['text'] !== 'string') return undefined;
  const { type } = part;
  const isText =
    type === undefined || type === null || (typeof type === 'string' && /(^|_)text$/u.test(type));
  return isText ? part['text'] : undefined;
}
