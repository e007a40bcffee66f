import { isPlainObject, type PlainObject } from '../../foundations/text/plainObject';
import { isStorableText, unstorableMessage } from '../../foundations/text/storableText';
import type { SeedInstance, SeedTask } from '../../vocabulary/seedTask';
import { describeColumns, valueAtPath, type ColumnMap } from './columnMap';
import { firstExchange } from './conversationRow';
import { exampleRows, shapeNames, shapeOf, type DatasetFormat, type RowShape } from './datasetFormat';

/** A task without what belongs to it whatever its shape: label, group, id. */
type Content = Pick<SeedTask, 'instruction' | 'instances'>;

/** Columns that name a task's group, and say that it is a classification, unless the column map names others. */
const groupColumns = ['group', 'task_type', 'taskType', 'category'];
const classificationColumns = ['is_classification', 'classification'];
/** Columns that people give the two texts. Only suggested, never taken unasked: a guess would be wrong in silence. */
const otherNames = {
  instruction: ['prompt', 'question', 'query', 'task', 'text'],
  response: ['completion', 'answer', 'target', 'chosen', 'label'],
};

/**
 * Makes tasks of the rows of one instruction set. Its shape is told by the first row that tells it, and holds for the others; a
 * column map that names instruction or response makes rows plain fields, whatever else they hold.
 */
export class TaskReader {
  readonly #columns: ColumnMap;
  readonly #unseen: Set<keyof ColumnMap>;
  #shape: RowShape | undefined;
  #names: readonly string[] | undefined;
  #hasTold = false;

  constructor(format: DatasetFormat | 'auto', columns: ColumnMap = {}) {
    this.#columns = columns;
    this.#unseen = new Set(columnKeys.filter((key) => columns[key] !== undefined));
    const namesTexts = columns.instruction !== undefined || columns.response !== undefined;
    if (namesTexts || format === 'csv') this.#shape = 'jsonl';
    else if (format !== 'auto' && format !== 'parquet') this.#shape = format;
  }

  /** How the rows are laid out; undefined until it is known. */
  get shape(): RowShape | undefined {
    return this.#shape;
  }

  /** Entries of the column map that no row so far had anything for. */
  get unseen(): readonly (keyof ColumnMap)[] {
    return [...this.#unseen];
  }

  /** Which of a file's columns are read, where the others need not be fetched. What is wrong with a row is told with all of them. */
  usedColumns(names: readonly string[]): readonly string[] {
    const mapped = columnKeys.flatMap((key) => {
      const path = this.#columns[key];
      return path === undefined ? [] : [path, path.split('.')[0] ?? path];
    });
    const used = new Set([...knownFields, ...groupColumns, ...classificationColumns, ...mapped]);
    this.#names = names;
    return names.filter((name) => used.has(name));
  }

  /** The task of a row that was JSON, or what is wrong with it. */
  readJson(text: string): SeedTask | string {
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'unreadable';
      return `Not JSON (${reason}): expected one whole object, ${exampleRows[this.#shape ?? 'selfInstruct']}.`;
    }
    return this.read(row);
  }

  /** The task of a row, or a sentence that says what was found and what was expected. Never throws. */
  read(row: unknown): SeedTask | string {
    if (!isPlainObject(row)) return `Found ${kindOf(row)}: expected a task, ${this.#expected()}.`;
    for (const key of this.#unseen) {
      if (valueAtPath(row, this.#columns[key] ?? '') !== undefined) this.#unseen.delete(key);
    }
    const own = shapeOf(row);
    if (this.#shape === undefined && own !== undefined) {
      this.#shape = own;
      this.#hasTold = true;
    }
    const shape = this.#shape;
    if (shape === undefined) return this.#untold(row);
    const misfit = this.#misfit(row, shape, own);
    if (misfit !== undefined) return misfit;

    const content = this.#content(row, shape);
    if (typeof content === 'string') return content;
    const classification = this.#classification(row);
    if (typeof classification === 'string') return classification;
    const group = this.#group(row);
    if (typeof group === 'object') return group.problem;
    const id = idOf(row['id']);
    const [first] = content.instances;
    return {
      ...(id === undefined ? {} : { id }),
      instruction: content.instruction,
      input: first?.input ?? '',
      response: first?.output ?? '',
      classification,
      ...(group === undefined ? {} : { group }),
      instances: content.instances,
    };
  }

  /** What is wrong with a row of another shape than the others. Plain fields may stand beside anything else. */
  #misfit(row: PlainObject, shape: RowShape, own: RowShape | undefined): string | undefined {
    const isFlat = shape === 'alpaca' || shape === 'jsonl';
    const isOther = own !== undefined && own !== shape;
    if (isFlat) {
      const isOwnFlat = own === 'alpaca' || own === 'jsonl';
      const isMapped = this.#columns.instruction !== undefined || this.#columns.response !== undefined;
      return isOther && !isOwnFlat && !isMapped ? this.#otherShape(own, shape) : undefined;
    }
    const field = listFields[shape];
    if (field in row) return undefined;
    return isOther
      ? this.#otherShape(own, shape)
      : `The task has no "${field}": expected ${exampleRows[shape]}.`;
  }

  #content(row: PlainObject, shape: RowShape): Content | string {
    switch (shape) {
      case 'selfInstruct':
        return fromSelfInstruct(row);
      case 'shareGpt':
      case 'openAiChat': {
        const exchange = firstExchange(row, shape);
        if (typeof exchange === 'string') return exchange;
        const { instruction, response } = exchange;
        return (
          textProblem(instruction, 'the first question') ??
          textProblem(response, 'the first answer') ?? {
            instruction,
            instances: [{ input: '', output: response }],
          }
        );
      }
      case 'alpaca':
      case 'jsonl':
        return this.#fromFields(row, shape);
    }
  }

  #fromFields(row: PlainObject, shape: 'alpaca' | 'jsonl'): Content | string {
    const isOutput = shape === 'alpaca' || ('output' in row && !('response' in row));
    const columns = {
      instruction: this.#columns.instruction ?? 'instruction',
      response: this.#columns.response ?? (isOutput ? 'output' : 'response'),
      input: this.#columns.input ?? 'input',
    };
    for (const key of ['instruction', 'response'] as const) {
      if (valueAtPath(row, columns[key]) === undefined) return this.#missing(row, columns[key], key);
    }
    const [instruction, output] = [valueAtPath(row, columns.instruction), valueAtPath(row, columns.response)];
    const input = valueAtPath(row, columns.input);
    return (
      textProblem(instruction, `"${columns.instruction}"`) ??
      textProblem(output, `"${columns.response}"`) ??
      inputProblem(input, `"${columns.input}"`) ?? {
        instruction: textOf(instruction),
        instances: [{ input: textOf(input), output: textOf(output) }],
      }
    );
  }

  #classification(row: PlainObject): boolean | string {
    const named = this.#columns.classification;
    const column = named ?? classificationColumns.find((name) => Object.hasOwn(row, name));
    const value = column === undefined ? undefined : valueAtPath(row, column);
    if (value === undefined || value === null || value === '') return false;
    if (typeof value === 'boolean') return value;
    // CSV knows no truth values, and some sets write them as numbers.
    const isWritten = this.#shape === 'jsonl' && (typeof value === 'string' || typeof value === 'number');
    const written = isWritten ? String(value).trim().toLowerCase() : '';
    if (['true', 'yes', '1'].includes(written)) return true;
    if (['false', 'no', '0'].includes(written)) return false;
    return `"${column}" is ${kindOf(value)}: expected true or false.`;
  }

  #group(row: PlainObject): string | undefined | { readonly problem: string } {
    const named = this.#columns.group;
    const column = named ?? groupColumns.find((name) => Object.hasOwn(row, name));
    const value = column === undefined ? undefined : valueAtPath(row, column);
    if (typeof value === 'string' && isStorableText(value))
      return value.trim() === '' ? undefined : value.trim();
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    if (named === undefined || value === undefined || value === null) return undefined;
    return { problem: `"${named}" is ${kindOf(value)}: expected the name of a group.` };
  }

  #expected(): string {
    return this.#shape === undefined
      ? `${exampleRows.selfInstruct} or ${exampleRows.alpaca}`
      : exampleRows[this.#shape];
  }

  #otherShape(own: RowShape, shape: RowShape): string {
    const before = this.#hasTold ? 'that began with' : 'whose format is that of';
    return `This is ${shapeNames[own]}, in a file ${before} ${shapeNames[shape]}: expected ${exampleRows[shape]}.`;
  }

  #missing(row: PlainObject, column: string, key: 'instruction' | 'response'): string {
    const names = this.#names ?? Object.keys(row);
    const likely = otherNames[key].find((name) => names.includes(name));
    return `There is no column "${column}": the row has ${describeColumns(names)}; set columns.${key}${likely === undefined ? '' : ` to "${likely}"`}.`;
  }

  /** Neither the format nor a row so far says where instruction and response are. */
  #untold(row: PlainObject): string {
    const names = this.#names ?? Object.keys(row);
    if (names.length === 0) return `The task is an empty object: expected ${this.#expected()}.`;
    const guess = (key: 'instruction' | 'response'): string =>
      names.includes(key) ? key : (otherNames[key].find((name) => names.includes(name)) ?? '...');
    return `The row has ${describeColumns(names)}, which tells no format: set columns, as in {instruction: ${guess('instruction')}, response: ${guess('response')}}, or name the format.`;
  }
}

/** Fields that are read without being named by a column map. */
const knownFields = [
  'id', 'instruction', 'input', 'output', 'response', 'instances', 'conversations', 'messages', 'system',
]; // prettier-ignore
/** The field that makes a row what it is. */
const listFields = { selfInstruct: 'instances', shareGpt: 'conversations', openAiChat: 'messages' } as const;
const columnKeys = ['instruction', 'input', 'response', 'classification', 'group'] as const;

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' && isStorableText(value) ? value : undefined;
}

function fromSelfInstruct(row: PlainObject): Content | string {
  const { instruction, instances } = row;
  if (!Array.isArray(instances) || instances.length === 0) {
    return `"instances" is ${kindOf(instances)}: expected at least one {"input": "...", "output": "..."}.`;
  }
  const read: SeedInstance[] = [];
  for (const [index, instance] of instances.entries()) {
    if (!isPlainObject(instance)) {
      return `"instances[${index}]" is ${kindOf(instance)}: expected {"input": "...", "output": "..."}.`;
    }
    const { input, output } = instance;
    const wrong =
      textProblem(output, `"instances[${index}].output"`) ??
      inputProblem(input, `"instances[${index}].input"`);
    if (wrong !== undefined) return wrong;
    read.push({ input: textOf(input), output: textOf(output) });
  }
  return textProblem(instruction, '"instruction"') ?? { instruction: textOf(instruction), instances: read };
}

function textProblem(value: unknown, name: string): string | undefined {
  const subject = name.charAt(0).toUpperCase() + name.slice(1);
  if (typeof value !== 'string') return `${subject} is ${kindOf(value)}: expected a text.`;
  if (value.trim() === '') return `${subject} is empty: expected a text.`;
  return isStorableText(value) ? undefined : `${subject} ${unstorableMessage}`;
}

/** An input may be left out, null or empty: most tasks need none. */
function inputProblem(value: unknown, name: string): string | undefined {
  const isEmpty = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
  return isEmpty ? undefined : textProblem(value, name);
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
