import { isPlainObject, type PlainObject } from '../../foundations/text/plainObject';
import { questionOf } from '../formats/example';
import { isStorableText, unstorableMessage } from '../../foundations/text/storableText';
import type { Turn } from '../../vocabulary/conversation';
import type { SeedInstance, SeedTask } from '../../vocabulary/seedTask';
import { describeColumns, valueAtPath, type ColumnMap } from './columnMap';
import {
  conversationIn,
  isOfModel,
  listOf,
  turnsIn,
  type Conversation,
  type ConversationEnd,
} from './conversationRow';
import type { DatasetFormat } from './datasetFormat';
import { conversationFieldOf, exampleRows, shapeNames, shapeOf, type RowShape } from './rowShape';
import {
  choiceNames, classificationNames, conversationNames, groupNames, historyName, inputNames, instructionNames, knownNames, responseNames, suggestedNames, systemNames,
} from './fieldNames'; // prettier-ignore
import { LeftAside, type Aside } from './leftAside';
import { turnsOfTranscript } from './transcript';

/** A task without what belongs to it whatever its shape: label, group, id. */
type Content = Pick<SeedTask, 'instruction' | 'instances'>;

/** What was met in a row so far. */
interface RowUse {
  /** Names of its fields that were read. */
  readonly read: Set<string>;
  /** What no pair has a place for, and what became of it. */
  readonly asides: Pick<Aside, 'what' | 'fate'>[];
  /** What stands beside the chosen answer of a preference row as the worse one. */
  rejected?: unknown;
  /** Whether turns at the end of its conversation are not read. */
  isCut?: boolean;
}

/**
 * Makes tasks of the rows of one instruction set. Its shape is told by the first row that tells it, and holds for the others; a
 * column map that names instruction or response makes rows plain fields, whatever else they hold. What a row holds beside its pair
 * is counted.
 */
export class TaskReader {
  readonly #columns: ColumnMap;
  readonly #unseen: Set<keyof ColumnMap>;
  #shape: RowShape | undefined;
  #names: readonly string[] | undefined;
  #hasTold = false;
  readonly #aside = new LeftAside();
  #lastRow: PlainObject | undefined;
  /** Whether a row of input and output alone is a question and its answer: where the file has no other instructions. */
  #asksInInput: boolean | undefined;

  constructor(format: DatasetFormat | 'auto', columns: ColumnMap = {}) {
    this.#columns = columns;
    const isTold = format !== 'auto' && format !== 'csv' && format !== 'parquet';
    if (isTold || columns.input !== undefined) this.#asksInInput = false;
    this.#unseen = new Set(columnKeys.filter((key) => columns[key] !== undefined));
    const namesTexts = columns.instruction !== undefined || columns.response !== undefined;
    if (namesTexts) this.#shape = 'jsonl';
    else if (isTold) this.#shape = format;
  }

  /** How the rows are laid out; undefined until it is known. */
  get shape(): RowShape | undefined {
    return this.#shape;
  }

  /** The row that was read last, with all that it holds; undefined where it was no object. */
  get lastRow(): PlainObject | undefined {
    return this.#lastRow;
  }

  /** Entries of the column map that no row so far had anything for. */
  get unseen(): readonly (keyof ColumnMap)[] {
    return [...this.#unseen];
  }

  /** What the rows so far hold that is in none of their tasks. */
  get asides(): readonly Aside[] {
    return this.#aside.asides;
  }

  /** Which of a file's columns may be read, where the others need not be fetched. What is wrong with a row is told with all of them. */
  usedColumns(names: readonly string[]): readonly string[] {
    const mapped = columnKeys.flatMap((key) => {
      const path = this.#columns[key];
      return path === undefined ? [] : [path, path.split('.')[0] ?? path];
    });
    const used = new Set([...knownNames, ...mapped]);
    this.#names = names;
    return names.filter((name) => used.has(name) || used.has(name.toLowerCase()));
  }

  /** The task of a row that was JSON, or what is wrong with it. */
  readJson(text: string): SeedTask | string {
    let row: unknown;
    try {
      row = parsed(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'unreadable';
      return `Not JSON (${reason}): expected one whole object, ${exampleRows[this.#shape ?? 'selfInstruct']}.`;
    }
    return this.read(row);
  }

  /** The task of a row, or a sentence that says what was found and what was expected. Never throws. */
  read(given: unknown): SeedTask | string {
    const row = this.#withUsualNames(unwrapped(given));
    this.#lastRow = isPlainObject(row) ? row : undefined;
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

    const use: RowUse = { read: new Set(['id', ...this.#mappedRoots()]), asides: [] };
    const content = this.#content(row, shape, use);
    if (typeof content === 'string') return content;
    const classification = this.#classification(row);
    if (typeof classification === 'string') return classification;
    const group = this.#group(row);
    if (typeof group === 'object') return group.problem;
    const [first] = content.instances;
    const rejected = first && rejectedAnswer(use, first);
    if (content.instances.some(({ turns }) => turns)) use.asides.push(laterTurns);
    if (hasText(use.rejected))
      use.asides.unshift({
        what: 'the rejected answer',
        fate: rejected === undefined ? 'left aside' : 'kept',
      });
    this.#countAsides(row, use);
    const id = idOf(row['id']);
    return {
      ...(id === undefined ? {} : { id }),
      instruction: content.instruction,
      input: first?.input ?? '',
      response: first?.output ?? '',
      ...(first?.turns && { turns: first.turns }),
      ...(rejected === undefined ? {} : { rejected }),
      classification,
      ...(group === undefined ? {} : { group }),
      instances: content.instances,
    };
  }

  /** The row with the names that are known in the case in which they are: people write "Question" as well. */
  #withUsualNames(row: unknown): unknown {
    if (!isPlainObject(row)) return row;
    const own = new Set(this.#mappedRoots());
    const isUnusual = (name: string): boolean => {
      const usual = name.trim().toLowerCase();
      return usual !== name && knownLower.has(usual) && !(usual in row) && !own.has(name);
    };
    if (!Object.keys(row).some(isUnusual)) return row;
    const entries = Object.entries(row);
    return Object.fromEntries(
      entries.map(([name, value]) => [isUnusual(name) ? name.trim().toLowerCase() : name, value]),
    );
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
    // Conversations under either name are read the same.
    if (shape !== 'selfInstruct' && conversationFieldOf(row) !== undefined) return undefined;
    const field = listFields[shape];
    if (field in row) return undefined;
    return isOther
      ? this.#otherShape(own, shape)
      : `The task has no "${field}": expected ${exampleRows[shape]}.`;
  }

  #content(row: PlainObject, shape: RowShape, use: RowUse): Content | string {
    switch (shape) {
      case 'selfInstruct':
        for (const name of ['instruction', 'instances']) use.read.add(name);
        return fromSelfInstruct(row);
      case 'shareGpt':
      case 'openAiChat': {
        const field = conversationFieldOf(row) ?? listFields[shape];
        return this.#fromTurns(row, row[field], field, use);
      }
      case 'alpaca':
      case 'jsonl':
        return this.#fromFields(row, shape, use);
    }
  }

  #fromTurns(row: PlainObject, list: unknown, field: string, use: RowUse): Content | string {
    use.read.add(field);
    const conversation = conversationIn(list, field, this.#systemTexts(row, use));
    if ('problem' in conversation) {
      if (conversation.isTool) this.#aside.add('tool turns', 'not supported');
      return conversation.problem;
    }
    use.asides.push(...asidesOf(conversation));
    use.isCut = conversation.end !== undefined;
    const { instruction, response, turns } = conversation;
    return (
      textProblem(instruction, 'the first question') ??
      textProblem(response, 'the first answer') ?? {
        instruction,
        instances: [{ input: '', output: response, ...withTurns(turns) }],
      }
    );
  }

  #fromFields(row: PlainObject, shape: 'alpaca' | 'jsonl', use: RowUse): Content | string {
    const names = this.#namesOf(row, shape);
    const unwanted = unwantedAnswer(row, names.response);
    if (unwanted !== undefined && this.#columns.response === undefined) return unwanted;
    if ('rejected' in row && names.response === 'chosen') {
      use.read.add('rejected');
      use.rejected = row['rejected'];
    }
    const spoken = this.#spokenIn(row, names, use);
    if (spoken !== undefined) return spoken;

    for (const key of ['instruction', 'response'] as const) {
      if (valueAtPath(row, names[key]) === undefined) return this.#missing(row, names[key], key);
      use.read.add(names[key]);
    }
    const [question, answer] = [valueAtPath(row, names.instruction), valueAtPath(row, names.response)];
    const input = names.input === undefined ? undefined : joinedTexts(valueAtPath(row, names.input));
    if (names.input !== undefined) use.read.add(names.input);
    const choices = choiceNames.find((name) => !use.read.has(name) && hasText(row[name]));
    if (choices !== undefined && this.#columns.instruction === undefined && this.#columns.input === undefined)
      return `"${choices}" holds what there is to choose from, and no pair has a place for it: write it into the instruction or the input; or set columns.input to "${choices}".`;
    const output = labelText(answer);
    if (isColumn(question) && isColumn(answer)) return columnsNotRows;
    const wrong =
      textProblem(question, `"${names.instruction}"`) ??
      textProblem(output, `"${names.response}"`) ??
      inputProblem(input, `"${names.input ?? 'input'}"`);
    if (wrong !== undefined) return wrong;
    const lead = this.#systemTexts(row, use).filter((text) => text.trim() !== '');
    if (lead.length > 0) use.asides.push(leads);
    const led = [...lead, textOf(question)].join('\n\n');
    const instances = this.#instancesBeside(row, use);
    if (typeof instances === 'string') return instances;
    if (instances) return { instruction: led, instances };
    return this.#inConversation(row, led, { input: textOf(input), output: textOf(output) }, lead, use);
  }

  /** A pair of plain fields, with what the row says before it (Alpaca's history) and after it (our own turns, or the whole chat in another column). */
  #inConversation(
    row: PlainObject,
    instruction: string,
    { input, output }: SeedInstance,
    lead: readonly string[],
    use: RowUse,
  ): Content {
    const mapped = new Set(this.#mappedRoots());
    const question = questionOf(instruction, input);
    const [first, ...between] = (mapped.has(historyName) ? undefined : historyIn(row[historyName])) ?? [];
    if (first) {
      use.read.add(historyName);
      const turns = [...between, { message: question, response: output }];
      return { instruction: first.message, instances: [{ input: '', output: first.response, turns }] };
    }
    for (const name of conversationNames) {
      if (mapped.has(name) || use.read.has(name) || !(name in row)) continue;
      const after = name === 'turns' ? turnsIn(row[name]) : undefined;
      const whole = after ? undefined : conversationIn(row[name], name, lead);
      const isSame = whole && 'turns' in whole && whole.instruction === question && whole.response === output;
      if (!after && !isSame) continue;
      use.read.add(name);
      if (isSame) {
        use.asides.push(...endingOf(whole.end));
        use.isCut = whole.end !== undefined;
      }
      return {
        instruction,
        instances: [{ input, output, ...withTurns(after ?? (isSame ? whole.turns : [])) }],
      };
    }
    return { instruction, instances: [{ input, output }] };
  }

  /** All inputs of a pair, the first among them, as our own export has them beside it; undefined where it has one alone. */
  #instancesBeside(row: PlainObject, use: RowUse): SeedInstance[] | string | undefined {
    if (!('instances' in row) || this.#mappedRoots().length > 0) return undefined;
    for (const name of ['instances', 'turns']) use.read.add(name);
    return readInstances(row['instances'], 'response');
  }

  /** The pair of a row of plain fields that hold turns in place of texts, or a whole conversation in one text; undefined in others. */
  #spokenIn(
    row: PlainObject,
    { instruction, response }: FieldNames,
    use: RowUse,
  ): Content | string | undefined {
    const [asked, answered] = [valueAtPath(row, instruction), valueAtPath(row, response)];
    const answers = listOf(answered) ?? (isOfModel(answered) === undefined ? undefined : [answered]);
    const turns = answers && isOfModel(answers[0]) !== undefined ? answers : undefined;
    const questions = listOf(asked);
    const prompts = questions && isOfModel(questions[0]) !== undefined ? questions : undefined;
    if (turns || prompts) {
      // What begins with a question holds the conversation whole, also where the prompt stands beside it.
      const isWhole = turns !== undefined && (isOfModel(turns[0]) === false || asked === undefined);
      const before = prompts ?? (typeof asked === 'string' ? [{ role: 'user', content: asked }] : []);
      const after = turns ?? [{ role: 'assistant', content: labelText(answered) }];
      if (asked !== undefined) use.read.add(instruction);
      use.read.add(response);
      return this.#fromTurns(
        row,
        isWhole ? turns : [...before, ...after],
        isWhole ? response : instruction,
        use,
      );
    }
    if (this.#columns.instruction !== undefined || typeof answered !== 'string') return undefined;
    const written = turnsOfTranscript(typeof asked === 'string' ? `${asked}${answered}` : answered);
    if (written === undefined) return undefined;
    if (asked !== undefined) use.read.add(instruction);
    return this.#fromTurns(row, written, response, use);
  }

  /** Where the texts of a row are: where the column map says, else under the likeliest of the names that people use. */
  #namesOf(row: PlainObject, shape: 'alpaca' | 'jsonl'): FieldNames {
    const mapped = new Set(this.#mappedRoots());
    const first = (names: readonly string[]): string | undefined => {
      const free = names.filter((name) => !mapped.has(name));
      return (
        free.find((name) => hasText(row[name]) || isLabel(row[name])) ?? free.find((name) => name in row)
      );
    };
    const answers = shape === 'alpaca' ? ['output', ...responseNames] : responseNames;
    let instruction = this.#columns.instruction ?? first(instructionNames);
    let response = this.#columns.response ?? first(answers);
    if (instruction === undefined && response === undefined && hasText(row['text'])) response = 'text';
    // LLaMA-Factory's ranking: the turns so far, and two answers to choose from.
    if (response === 'chosen') instruction ??= conversationFieldOf(row);
    const asksInInput = instruction === undefined && response !== undefined && hasText(row['input']);
    if (asksInInput && this.#asksInInput !== false) instruction = 'input';
    this.#asksInInput ??= asksInInput;
    return {
      instruction: instruction ?? 'instruction',
      response: response ?? (shape === 'alpaca' ? 'output' : 'response'),
      input: this.#columns.input ?? first(inputNames.filter((name) => name !== instruction)),
    };
  }

  /** What the row says for the system, outside of any list of turns. */
  #systemTexts(row: PlainObject, use: RowUse): string[] {
    const mapped = new Set(this.#mappedRoots());
    return systemNames.flatMap((name) => {
      const text = row[name];
      if (typeof text !== 'string' || mapped.has(name)) return [];
      use.read.add(name);
      return [text];
    });
  }

  #mappedRoots(): string[] {
    return columnKeys.flatMap((key) => {
      const path = this.#columns[key];
      return path === undefined ? [] : [path, path.split('.')[0] ?? path];
    });
  }

  /** Counts what of a row that was read is in no task: what was said of it, and every field with a text that nothing looked at. */
  #countAsides(row: PlainObject, { read, asides }: RowUse): void {
    for (const { what, fate } of asides) this.#aside.add(what, fate);
    const own = [this.#columns.group ?? firstOwn(row, groupNames), firstOwn(row, classificationNames)];
    for (const [name, value] of Object.entries(row)) {
      if (!read.has(name) && !own.includes(name) && hasText(value)) this.#aside.add(columnName(name));
    }
  }

  #classification(row: PlainObject): boolean | string {
    const named = this.#columns.classification;
    const column = named ?? firstOwn(row, classificationNames);
    const value = column === undefined ? undefined : valueAtPath(row, column);
    if (value === undefined || value === null || value === '') return false;
    if (typeof value === 'boolean') return value;
    // CSV knows no truth values, and some sets write them as numbers.
    const isWritten =
      this.#shape !== 'selfInstruct' && (typeof value === 'string' || typeof value === 'number');
    const written = isWritten ? String(value).trim().toLowerCase() : '';
    if (['true', 'yes', '1'].includes(written)) return true;
    if (['false', 'no', '0'].includes(written)) return false;
    return `"${column}" is ${kindOf(value)}: expected true or false.`;
  }

  #group(row: PlainObject): string | undefined | { readonly problem: string } {
    const named = this.#columns.group;
    const column = named ?? firstOwn(row, groupNames);
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
    const likely = suggestedNames[key].find((name) => names.includes(name));
    return `There is no column "${column}": the row has ${describeColumns(names)}; set columns.${key}${likely === undefined ? '' : ` to "${likely}"`}.`;
  }

  /** Neither the format nor a row so far says where instruction and response are. */
  #untold(row: PlainObject): string {
    const names = this.#names ?? Object.keys(row);
    if (names.length === 0) return `The task is an empty object: expected ${this.#expected()}.`;
    if (Array.isArray(row['columns']) && Array.isArray(row['data'])) return columnsNotRows;
    if (names.length > 1 && names.every((name) => isPlainObject(row[name])))
      return 'The file is an object of rows, each under a name: write them as a list, or one a line.';
    if (
      names.includes('text') &&
      !names.some((name) => suggestedNames.response.includes(name) && name !== 'text')
    )
      return 'The row has its texts in one, "text", and a pair needs two: bring question and answer apart, into two columns or a list of turns.';
    const guess = (key: 'instruction' | 'response'): string =>
      [key, ...usualNames[key], ...suggestedNames[key]].find((name) => names.includes(name)) ?? '...';
    return `The row has ${describeColumns(names)}, which tells no format: set columns, as in {instruction: ${guess('instruction')}, response: ${guess('response')}}, or name the format.`;
  }
}

const knownLower: ReadonlySet<string> = new Set(knownNames);
const columnsNotRows =
  'The file has a list for each column, and no rows: write it row by row (in Python: to_json(path, orient="records", lines=True)).';

/** JSON, with the NaN and Infinity that Python writes taken for null, which is what they say: nothing is there. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gsu, (part) =>
      part.startsWith('"') ? part : 'null',
    );
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}

/** Whether a value holds those of many rows: a list, or what pandas makes of a column. */
function isColumn(value: unknown): boolean {
  return (Array.isArray(value) && value.length > 1) || (isPlainObject(value) && '0' in value);
}

/** Where the texts of a row of plain fields are. */
interface FieldNames {
  readonly instruction: string;
  readonly response: string;
  readonly input: string | undefined;
}

const usualNames = { instruction: instructionNames, response: responseNames };
const leads = { what: 'what the system says, which leads the instruction', fate: 'kept' } as const;

function asidesOf(conversation: Conversation): RowUse['asides'] {
  const { earlier, end, isLed, hasEmptyLead, unread } = conversation;
  return [
    ...(isLed ? [leads] : []),
    ...(hasEmptyLead ? [aside('a system turn that only says "You are a helpful assistant."')] : []),
    ...(earlier > 0 ? [aside('an answer before the first question')] : []),
    ...endingOf(end),
    ...unread.map(aside),
  ];
}

function aside(what: string): RowUse['asides'][number] {
  return { what, fate: 'left aside' };
}

/** The row inside of what Hugging Face's dataset server puts around it. */
function unwrapped(given: unknown): unknown {
  return isPlainObject(given) && 'row_idx' in given && isPlainObject(given['row']) ? given['row'] : given;
}

const laterTurns = { what: 'what follows the first answer', fate: 'kept' } as const;

function endingOf(end: ConversationEnd | undefined): RowUse['asides'] {
  switch (end) {
    case undefined:
      return [];
    case 'tool':
      return [{ what: 'tool turns after the first answer, and what follows them', fate: 'not supported' }];
    case 'unanswered':
      return [aside('a question at the end that has no answer')];
    case 'unread':
      return [aside('turns that are no question and its answer, and what follows them')];
  }
}

function withTurns(turns: readonly Turn[]): { readonly turns?: readonly Turn[] } {
  return turns.length > 0 ? { turns } : {};
}

/** LLaMA-Factory's: pairs of question and answer, the oldest first. Undefined where it is anything else. */
function historyIn(value: unknown): readonly Turn[] | undefined {
  const pairs = listOf(value)?.map((pair): Turn | undefined => {
    const [message, response, ...more] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const isPair = textProblem(message, '') === undefined && textProblem(response, '') === undefined;
    return isPair && more.length === 0 ? { message: textOf(message), response: textOf(response) } : undefined;
  });
  return pairs?.every((pair) => pair !== undefined) ? pairs : undefined;
}

/** TRL's unpaired preference says beside an answer whether it is wanted. */
function unwantedAnswer(row: PlainObject, response: string): string | undefined {
  return response === 'completion' && row['label'] === false
    ? '"label" is false: an answer that nobody wants, as TRL\'s unpaired preferences have it.'
    : undefined;
}

/**
 * The worse answer to the last question of the pair; undefined where the row has none, the conversation is cut, or it is another conversation: it stands alone
 * or after the same answers.
 */
function rejectedAnswer(
  { rejected, isCut = false }: RowUse,
  { output, turns = [] }: SeedInstance,
): string | undefined {
  if (isCut) return undefined;
  const spoken =
    typeof rejected === 'string' ? (listOf(rejected) ?? turnsOfTranscript(rejected)) : listOf(rejected);
  const given = [output, ...turns.map(({ response }) => response)];
  const answers = spoken?.filter(isAnswer).map(answerOf);
  const isSame =
    answers?.length === given.length && answers.slice(0, -1).every((text, at) => text === given[at]);
  const isAlone = answers?.length === 1 && isOfModel(spoken?.[0]) === true;
  const text = answers ? (isSame || isAlone ? answers.at(-1) : undefined) : labelText(rejected);
  return typeof text === 'string' && text.trim() !== '' && text !== given.at(-1) ? text : undefined;
}

/** The text of a turn of the model's. */
function answerOf(turn: unknown): string | undefined {
  const read = conversationIn([{ role: 'user', content: '.' }, turn], 'rejected', []);
  return 'response' in read ? read.response : undefined;
}

function isAnswer(turn: unknown): boolean {
  return isOfModel(turn) === true;
}

function firstOwn(row: PlainObject, names: readonly string[]): string | undefined {
  return names.find((name) => Object.hasOwn(row, name));
}

/** Whether there is a text in a value, or in what it holds. */
function hasText(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.some(hasText);
  return isPlainObject(value) && Object.values(value).some(hasText);
}

/** Whether a value is an answer that is no text: a number or a truth value. */
function isLabel(value: unknown): boolean {
  return typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value);
}

/** An answer as a text: labels are written out, and of a list of one the one is meant. */
function labelText(value: unknown): unknown {
  if (isLabel(value)) return String(value);
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'string' ? value[0] : value;
}

/** Several passages are one input, an empty line between. */
function joinedTexts(value: unknown): unknown {
  const isTexts = Array.isArray(value) && value.every((part) => typeof part === 'string');
  return isTexts ? value.join('\n\n') : value;
}

function columnName(name: string): string {
  return name.trim() === '' ? 'a column without a name' : name;
}

/** The field that makes a row what it is. */
const listFields = { selfInstruct: 'instances', shareGpt: 'conversations', openAiChat: 'messages' } as const;
const columnKeys = ['instruction', 'input', 'response', 'classification', 'group'] as const;

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' && isStorableText(value) ? value : undefined;
}

function fromSelfInstruct(row: PlainObject): Content | string {
  const instances = readInstances(row['instances'], 'output');
  if (typeof instances === 'string') return instances;
  const { instruction } = row;
  return textProblem(instruction, '"instruction"') ?? { instruction: textOf(instruction), instances };
}

function readInstances(list: unknown, answer: 'output' | 'response'): SeedInstance[] | string {
  const example = `{"input": "...", "${answer}": "..."}`;
  if (!Array.isArray(list) || list.length === 0)
    return `"instances" is ${kindOf(list)}: expected at least one ${example}.`;
  const read: SeedInstance[] = [];
  for (const [index, instance] of list.entries()) {
    if (!isPlainObject(instance)) return `"instances[${index}]" is ${kindOf(instance)}: expected ${example}.`;
    const { input, [answer]: output } = instance;
    const turns = turnsIn(instance['turns']);
    const wrong =
      textProblem(output, `"instances[${index}].${answer}"`) ??
      inputProblem(input, `"instances[${index}].input"`);
    if (wrong !== undefined) return wrong;
    read.push({ input: textOf(input), output: textOf(output), ...withTurns(turns ?? []) });
  }
  return read;
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
