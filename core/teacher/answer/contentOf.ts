import { isFields, textIn, type Fields } from './fields';

/** What a message says, with what was marked as thinking by fields or parts of its own. */
export interface Content {
  readonly text: string;
  readonly thinking: string;
  readonly refusal: string;
}

const isThinking = /^(redacted_)?(thinking|thought|reasoning)([._]|$)/;

/** Reads `content` in any of its forms: a text, a list of parts, nothing. Parts that are no text are left aside. */
export function contentOf(content: unknown): Content {
  const said = { text: '', thinking: '', refusal: '' };
  for (const part of Array.isArray(content) ? (content as readonly unknown[]) : [content]) {
    if (typeof part === 'string') said.text += part;
    if (!isFields(part)) continue;
    const type = textIn(part, 'type') ?? 'text';
    if (isThinking.test(type) || part['thought'] === true) said.thinking += textsIn(part);
    else if (type === 'refusal') said.refusal += textIn(part, 'refusal', 'text') ?? '';
    else if (type === 'text' || type === 'output_text') said.text += textsIn(part);
  }
  return said;
}

/** What a message, or a chunk of one, carries beside `content` as the model's thinking. */
export function thinkingFieldOf(message: Fields): string {
  return (
    textIn(message, 'reasoning_content', 'reasoning', 'thinking', 'reasoning_text', 'thought') ??
    ['reasoning_content', 'reasoning', 'reasoning_details', 'thinking_blocks', 'thinking']
      .map((name) => textsIn(message[name]))
      .find((text) => text !== '') ??
    ''
  );
}

/** The texts of a part, however deep: `{ text }`, `{ text: { value } }`, `{ thinking: [{ text }] }`, `{ summary: [{ text }] }`. */
function textsIn(value: unknown, depth = 0): string {
  if (depth > 6) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((one) => textsIn(one, depth + 1)).join('');
  if (!isFields(value)) return '';
  const named = ['text', 'thinking', 'reasoning', 'summary', 'content', 'value'].map((name) => value[name]);
  return textsIn(
    named.find((one) => one !== undefined && one !== null && one !== ''),
    depth + 1,
  );
}
