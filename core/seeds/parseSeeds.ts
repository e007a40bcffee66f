import { isPlainObject, type PlainObject } from '../recipe/plainObject';
import { isStorableText, unstorableMessage } from '../recipe/storableText';
import { splitJsonArray, type NumberedText } from './splitJsonArray';
import { type SeedInstance, type SeedTask } from './seedTask';

/** `selfInstruct`: {"instruction", "instances": [{"input", "output"}]}. `alpaca`: {"instruction", "input", "output"}. */
export type SeedShape = 'selfInstruct' | 'alpaca';

export interface SeedProblem {
  /** Line of the file, counted from 1; of a task written over several lines, the first. */
  readonly line: number;
  /** A sentence that says what was found and what was expected. */
  readonly message: string;
}

/** A task whose instruction stands further up already. Harmless, but it makes the file look larger than it is. */
export interface RepeatedSeed {
  readonly line: number;
  readonly firstLine: number;
}

export interface ParsedSeeds {
  readonly tasks: readonly SeedTask[];
  readonly problems: readonly SeedProblem[];
  readonly repeated: readonly RepeatedSeed[];
  /** The shape of the first task that could be told; undefined where none could. Lines of the other shape are problems. */
  readonly shape: SeedShape | undefined;
}

const shapes: Record<SeedShape, string> = {
  selfInstruct: '{"instruction": "...", "instances": [{"input": "...", "output": "..."}]}',
  alpaca: '{"instruction": "...", "input": "...", "output": "..."}',
};
const eitherShape = `${shapes.selfInstruct} or ${shapes.alpaca}`;

/**
 * Reads seed tasks: self-instruct JSONL (Wang et al. 2022), or Alpaca's JSON array, each told by its shape and either of them
 * as lines or as an array. A byte order mark, CRLF and empty lines are harmless. Never throws: what can't be read is a problem
 * with its line, and the tasks are those that could.
 */
export function parseSeeds(text: string): ParsedSeeds {
  const { entries, problem } = splitEntries(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const tasks: SeedTask[] = [];
  const problems: SeedProblem[] = [];
  const repeated: RepeatedSeed[] = [];
  const firstLines = new Map<string, number>();
  let shape: SeedShape | undefined;

  for (const entry of entries) {
    const read = readTask(entry.text, shape);
    shape ??= read.shape;
    if (typeof read.task === 'string') {
      problems.push({ line: entry.line, message: read.task });
      continue;
    }
    const instruction = read.task.instruction.trim().replace(/\s+/gu, ' ');
    const firstLine = firstLines.get(instruction);
    if (firstLine === undefined) firstLines.set(instruction, entry.line);
    else repeated.push({ line: entry.line, firstLine });
    tasks.push(read.task);
  }
  if (problem) problems.push(problem);
  return { tasks, problems, repeated, shape };
}

interface Entries {
  readonly entries: readonly NumberedText[];
  /** What is wrong with the whole. */
  readonly problem?: SeedProblem;
}

function splitEntries(text: string): Entries {
  if (text.trimStart().startsWith('[')) {
    const { elements, closed } = splitJsonArray(text);
    if (!closed) {
      const message = 'The list that the file begins with has no closing "]": the file may have been cut.';
      return { entries: elements, problem: { line: text.split('\n').length, message } };
    }
    return elements.length === 0 ? nothing : { entries: elements };
  }
  const entries = text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '');
  return entries.length === 0 ? nothing : { entries };
}

const nothing: Entries = {
  entries: [],
  problem: { line: 1, message: `There are no seed tasks: expected ${eitherShape}, one a line or as a list.` },
};

/** The task, or what is wrong with it; and the shape, where it could be told. */
function readTask(
  text: string,
  fileShape: SeedShape | undefined,
): { readonly task: SeedTask | string; readonly shape: SeedShape | undefined } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'unreadable';
    return {
      task: `Not JSON (${reason}): expected one whole object, ${shapes[fileShape ?? 'selfInstruct']}.`,
      shape: undefined,
    };
  }
  const expected = fileShape === undefined ? eitherShape : shapes[fileShape];
  if (!isPlainObject(value)) {
    return { task: `Found ${kindOf(value)}: expected a task, ${expected}.`, shape: undefined };
  }
  const shape = 'instances' in value ? 'selfInstruct' : 'output' in value ? 'alpaca' : undefined;
  if (shape === undefined) {
    const missing =
      fileShape === 'alpaca' ? '"output"' : fileShape ? '"instances"' : '"instances" and "output"';
    return { task: `The task has no ${missing}: expected ${expected}.`, shape };
  }
  if (fileShape !== undefined && shape !== fileShape) {
    const [found, before] = [names[shape], names[fileShape]];
    return { task: `This is ${found}, in a file that began with ${before}: expected ${expected}.`, shape };
  }
  return { task: shape === 'selfInstruct' ? fromSelfInstruct(value) : fromAlpaca(value), shape };
}

const names: Record<SeedShape, string> = { selfInstruct: 'a self-instruct task', alpaca: 'an Alpaca task' };

function fromSelfInstruct(value: PlainObject): SeedTask | string {
  const { instruction, instances, is_classification: classification = false } = value;
  if (typeof classification !== 'boolean') {
    return `"is_classification" is ${kindOf(classification)}: expected true or false.`;
  }
  if (!Array.isArray(instances) || instances.length === 0) {
    return `"instances" is ${kindOf(instances)}: expected at least one {"input": "...", "output": "..."}.`;
  }
  const read: SeedInstance[] = [];
  for (const [index, instance] of instances.entries()) {
    if (!isPlainObject(instance)) {
      return `"instances[${index}]" is ${kindOf(instance)}: expected {"input": "...", "output": "..."}.`;
    }
    const wrong =
      textProblem(instance, 'output', `instances[${index}].`) ??
      inputProblem(instance, `instances[${index}].`);
    if (wrong !== undefined) return wrong;
    read.push({ input: textOf(instance['input']), output: textOf(instance['output']) });
  }
  return textProblem(value, 'instruction', '') ?? task(value, textOf(instruction), read, classification);
}

function fromAlpaca(value: PlainObject): SeedTask | string {
  const wrong =
    textProblem(value, 'instruction', '') ?? textProblem(value, 'output', '') ?? inputProblem(value, '');
  if (wrong !== undefined) return wrong;
  const instance = { input: textOf(value['input']), output: textOf(value['output']) };
  return task(value, textOf(value['instruction']), [instance], false);
}

function task(
  value: PlainObject,
  instruction: string,
  instances: readonly SeedInstance[],
  classification: boolean,
): SeedTask {
  const id = value['id'];
  const [first] = instances;
  return {
    ...(typeof id === 'string' || typeof id === 'number' ? { id: String(id) } : {}),
    instruction,
    input: first?.input ?? '',
    response: first?.output ?? '',
    classification,
    instances,
  };
}

function textProblem(fields: PlainObject, name: string, prefix: string): string | undefined {
  const value = fields[name];
  if (typeof value !== 'string') return `"${prefix}${name}" is ${kindOf(value)}: expected a text.`;
  if (value.trim() === '') return `"${prefix}${name}" is empty: expected a text.`;
  return isStorableText(value) ? undefined : `"${prefix}${name}" ${unstorableMessage}`;
}

/** An input may be left out, null or empty: most tasks need none. */
function inputProblem(fields: PlainObject, prefix: string): string | undefined {
  const value = fields['input'] ?? '';
  return typeof value === 'string' && value.trim() === '' ? undefined : textProblem(fields, 'input', prefix);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
