/** How values lie in a text of JSON: one a line; the elements of one list; one after the other; in lists under names, as in {"train": […]}. */
export type JsonLayout = 'lines' | 'list' | 'values' | 'wrapped';

/** How much of a text is looked at, at most, in UTF-16 code units. */
const farthest = 1024 * 1024;

/** Names under which a file has its rows, where it is one object: the splits of a set, and what else people call all of them. */
const wrappers: ReadonlySet<string> = new Set([
  'data', 'train', 'training', 'test', 'validation', 'valid', 'val', 'dev', 'eval', 'rows', 'examples', 'samples', 'records',
  'items', 'entries', 'dataset', 'pairs', 'tasks', 'questions', 'results', 'seeds', 'seed_tasks', 'instructions',
]); // prettier-ignore

/**
 * The layout of a text by its beginning, which begins with no white space; undefined where more of it is needed.
 *
 * A row of JSON lines may itself begin as a wrapper does, so that where the first value ends decides: on its line, with another
 * below it, it is a line.
 *
 * @param isWhole Whether this is all of the text.
 */
export function layoutOf(head: string, isWhole: boolean): JsonLayout | undefined {
  if (head.startsWith('[')) return 'list';
  if (!head.startsWith('{')) return 'lines';
  const first = firstValue(head);
  if (first.isBroken) return 'lines';
  const isAll = isWhole || head.length > farthest;
  if (first.end === undefined) {
    if (!isAll) return undefined;
    if (first.isWrapper) return 'wrapped';
    return isObject(head.split('\n', 2)[1]) ? 'lines' : 'values';
  }
  const value = head.slice(0, first.end);
  const between = /^[\s,]*/u.exec(head.slice(first.end))?.[0] ?? '';
  const isLast = first.end + between.length === head.length;
  if (isLast && !isAll) return undefined;
  if (isLast) return first.isWrapper ? 'wrapped' : 'values';
  return value.includes('\n') || between.includes(',') || !between.includes('\n') ? 'values' : 'lines';
}

/** Whether a list of objects beside those of the rows tells about the file: the dataset server of Hugging Face describes columns. */
export function isNoRows(name: string): boolean {
  return ['features', 'columns', 'fields', 'licenses', 'categories'].includes(name.toLowerCase());
}

interface FirstValue {
  /** Where it ends; undefined where it doesn't. */
  readonly end?: number;
  /** A string in it goes over its line's end, so that it isn't JSON. */
  readonly isBroken?: boolean;
  /** It has a list of objects under a name that all of a file's rows may have. */
  readonly isWrapper?: boolean;
}

function firstValue(text: string): FirstValue {
  let [depth, inString, stringStart, name, isWrapper] = [0, false, 0, '', false];
  const length = Math.min(text.length, farthest + 1);
  for (let at = 0; at < length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '\n') return { isBroken: true };
      else if (character === '"') {
        inString = false;
        if (depth === 1) name = text.slice(stringStart + 1, at);
      }
    } else if (character === '"') [inString, stringStart] = [true, at];
    else if (character === '{' || character === '[') {
      if (depth === 1 && character === '[' && wrappers.has(name.toLowerCase()))
        isWrapper ||= /^\s*[{\]]/u.test(text.slice(at + 1, at + 1000));
      depth++;
    } else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return { end: at + 1, isWrapper };
    }
  }
  return { isWrapper };
}

function isObject(line: string | undefined): boolean {
  try {
    const value: unknown = JSON.parse(line ?? '');
    return typeof value === 'object' && value !== null;
  } catch {
    return false; // a part of a value over several lines
  }
}
