import { nearlyJsonIn } from '../../recipe/prompts/nearlyJson';

export interface JsonTask {
  readonly instruction: string;
  readonly input?: string;
}

/** Fields in which models put a task, the likeliest first. */
const names = ['instruction', 'task', 'prompt', 'question', 'text', 'description', 'content', 'title'];

/**
 * Tasks of an answer that is JSON, or nearly so: lists of strings or of objects, in an object or not, or an object a line. Undefined where
 * the answer is none: JSON that a task works on stands within other text.
 */
export function jsonTasksIn(text: string): readonly JsonTask[] | undefined {
  if (!isJsonAlone(text)) return undefined;
  const tasks = nearlyJsonIn(text).flatMap((value) => tasksOf(value));
  return tasks.length > 0 ? tasks : undefined;
}

/** Whether nothing but a sentence, or a fence, stands before the first bracket. */
function isJsonAlone(text: string): boolean {
  const [before = ''] = text.split(/[[{]/u, 1);
  const lines = before.split('\n').filter((line) => line.trim() !== '');
  return (
    before.length < text.length &&
    /^(?:[^\S\n]*|[^]*\n[^\S\n]*|[^]*:\s*)$/u.test(before) &&
    lines.length <= 3 &&
    !/^\s*(?:\d|[-*•])/mu.test(before)
  );
}

function tasksOf(value: unknown): readonly JsonTask[] {
  if (Array.isArray(value)) return value.flatMap((element: unknown) => taskOf(element));
  if (typeof value !== 'object' || value === null) return [];
  const own = taskOf(value);
  if (own.length > 0) return own;
  const fields = Object.entries(value);
  const lists = fields.filter(([, field]) => Array.isArray(field));
  if (lists.length > 0) return lists.length === 1 ? tasksOf(lists[0]?.[1]) : [];
  const isCounted =
    fields.length > 1 && fields.every(([name, field]) => /\d/u.test(name) && taskOf(field).length > 0);
  return isCounted ? fields.flatMap(([, field]) => taskOf(field)) : [];
}

function taskOf(value: unknown): readonly JsonTask[] {
  if (typeof value === 'string') return [{ instruction: value }];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const fields = new Map(
    Object.entries(value).map(([name, field]) => [name.toLowerCase(), field as unknown]),
  );
  const instruction = names.map((name) => fields.get(name)).find((field) => typeof field === 'string');
  if (typeof instruction !== 'string') return [];
  const input = fields.get('input');
  const isGiven = typeof input === 'string' && !/^\W*(?:n\/?a|none|no ?input)?\W*$/iu.test(input);
  return [{ instruction, ...(isGiven && { input: input.trim() }) }];
}
