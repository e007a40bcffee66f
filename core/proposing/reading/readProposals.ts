import { isFarewell, isOpening, partSmallTalk } from '../../foundations/language/smallTalk';
import type { FinishReason } from '../../vocabulary/finishReason';
import { jsonTasksIn } from './jsonTasks';
import { readLine, type ListLine } from './listLines';

export interface ProposalAnswer {
  /** Number of the first task that was asked for. */
  readonly firstNumber: number;
  /** Tasks with a higher number are dropped. */
  readonly lastItem: number;
  readonly finishReason: FinishReason;
  /** Whether the prompt ends in the first number, so that the answer begins within its item. Left out: it does. */
  readonly continues?: boolean;
}

export interface ProposedTask {
  readonly instruction: string;
  /** Where the answer has one under a label of its own. */
  readonly input?: string;
}

export interface Proposals {
  readonly tasks: readonly ProposedTask[];
  /** Parts that hold several tasks, or may: no one can tell them apart. */
  readonly unclear: readonly string[];
  /** Why nothing could be read, in words; absent where there are tasks or unclear parts. */
  readonly unreadable?: string;
}

/**
 * Reads tasks from an answer, in whatever form a model lists them: numbered in any style, with bullets, headings or labels, or as JSON; with an
 * introduction, in a fence, with a farewell. A task keeps the list that stands within it, further in or under its colon. What holds several
 * tasks in one item is unclear, never one task. At most as many as were asked for.
 *
 * Of a numbered list that the prompt began, what precedes the first number belongs to the first item; unless the answer writes that number
 * again, as chat models do, after a sentence of their own. Numbers only rise: a lower one is a list inside an item, or the list begins
 * anew. An answer that was cut loses its last item (as in Alpaca; the released code of Self-Instruct drops the whole answer). Unlike the
 * released code it leaves the case of letters as it is (`capitalize` there lowers names and acronyms).
 */
export function readProposals(text: string, answer: ProposalAnswer): Proposals {
  if (text.trim() === '') return unreadable('the answer is empty');
  const { firstNumber, lastItem, finishReason } = answer;
  const most = lastItem - firstNumber + 1;
  const wasCut = finishReason === 'length' || finishReason === 'content_filter';
  const json = jsonTasksIn(text);
  if (json) {
    const read = json.map(({ instruction, input }) => ({ ...tasksOfText(instruction), input }));
    return bounded(
      read.flatMap(({ tasks, input }) =>
        input === undefined || tasks.length !== 1 ? tasks : tasks.map((task) => ({ ...task, input })),
      ),
      read.flatMap(({ unclear }) => unclear),
      most,
      'the answer holds no task',
    );
  }
  const { items, isList } = itemsIn(text, answer);
  if (wasCut) items.pop();
  const reason = wasCut ? 'the answer was cut before its first task ended' : 'the answer holds no task';
  if (!isList) return unreadable('no list of tasks was found in the answer');
  const kept = items.filter(({ number }) => number <= lastItem);
  return bounded(
    kept.flatMap((item) => (isUnclear(item) ? [] : taskOf(item))),
    kept.filter(isUnclear).map(({ lines }) => lines.join('\n').trim()),
    most,
    reason,
  );
}

function bounded(
  found: readonly ProposedTask[],
  unclear: readonly string[],
  most: number,
  reason: string,
): Proposals {
  const tasks = found.filter(({ instruction }) => instruction !== '').slice(0, most);
  return tasks.length + unclear.length > 0 ? { tasks, unclear } : unreadable(reason);
}

function unreadable(reason: string): Proposals {
  return { tasks: [], unclear: [], unreadable: reason };
}

/** What one JSON string holds: mostly one task as it stands; a whole list at times. */
export function tasksOfText(text: string): Pick<Proposals, 'tasks' | 'unclear'> {
  const lines = linesOf(text);
  const marked = lines.filter(({ kind, indent }) => isMark(kind) && indent === 0);
  const [first] = lines.filter(({ raw }) => raw.trim() !== '');
  if (marked.length > 1 && first && (isMark(first.kind) || isIntroduction(first.raw))) {
    const read = readProposals(text, {
      firstNumber: 1,
      lastItem: 999,
      finishReason: 'stop',
      continues: false,
    });
    return read.unreadable === undefined ? read : { tasks: [], unclear: [text.trim()] };
  }
  if (holdsInlineList(text)) return { tasks: [], unclear: [text.trim()] };
  // "Task 3" may be all there is.
  const isMarked = (first?.kind === 'number' || first?.kind === 'bullet') && first.text !== '';
  const instruction = isMarked ? text.trim().slice(markLength(first)) : text;
  return { tasks: [{ instruction: instruction.trim() }], unclear: [] };
}

const isMark = (kind: ListLine['kind']): boolean => kind !== 'none';
const markLength = ({ raw, text }: Line): number => raw.trim().length - text.length;

/** "1. Write a song. 2. Name a bird.", "- Write a song. - Name a bird.": a list that lost its line ends. */
function holdsInlineList(text: string): boolean {
  const numbers = [...text.matchAll(/(?:^|[.!?]\s+)\(?(\d{1,2})[.)]\s+(?=\p{Lu})/gu)].map(([, digits]) =>
    Number(digits),
  );
  const counts = numbers.length > 1 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index);
  const startsWithIt = /^\s*\(?\d{1,2}[.)]\s/u.test(text);
  const bullets = text.match(/(?:^\s*|[.!?]\s+)[-*•–]\s+(?=\p{Lu})/gu)?.length ?? 0;
  return (counts && startsWithIt) || bullets > 1;
}

interface Line extends ListLine {
  readonly raw: string;
}

interface Item {
  readonly number: number;
  /** As they came, without the mark of the first. */
  readonly lines: string[];
  /** Whether a list within it may be the list of items that goes on. */
  isDoubtful: boolean;
}

function linesOf(text: string): Line[] {
  return text.split(/\r?\n/u).map((raw) => ({ ...readLine(raw), raw }));
}

/** The items of the outer list, in their order. */
function itemsIn(
  text: string,
  { firstNumber, continues = true }: ProposalAnswer,
): { items: Item[]; isList: boolean } {
  const lines = withoutFences(linesOf(text));
  const first = lines.findIndex(({ kind }) => isMark(kind));
  const lead = lines.slice(0, first < 0 ? lines.length : first);
  const leadText = lead
    .map(({ raw }) => raw)
    .join('\n')
    .trim();
  const counted = lines.find(({ kind }) => kind === 'number');
  const leads = leadText === '' || lead.every(({ raw }) => raw.trim() === '' || isIntroduction(raw));
  const beginsAnew =
    counted?.number !== undefined &&
    lines[first] === counted &&
    (counted.number === firstNumber || (leadText.endsWith(':') && counted.number <= firstNumber));
  const isContinued = continues && !leads && !beginsAnew;
  const outer = isContinued ? counted : listUnderTitle(lines, first);
  const items: Item[] = isContinued ? [{ number: firstNumber, lines: [], isDoubtful: false }] : [];
  if (!outer) {
    if (!isContinued) return { items, isList: false };
    items[0]!.lines.push(...lines.map(({ raw }) => raw));
    // Bullets after a text without a colon: the text was the first of them, or they are its own.
    items[0]!.isDoubtful = first >= 0 && !leadText.endsWith(':');
    return { items, isList: true };
  }
  // Where the answer counts from another number than was asked for, as where it begins at 1 again.
  let shift =
    !isContinued && outer.number !== undefined && outer.number <= firstNumber
      ? firstNumber - outer.number
      : 0;
  const isOuter = ({ kind, indent }: Line): boolean => kind === outer.kind && indent <= outer.indent + 1;
  for (const [index, line] of lines.entries()) {
    const item = items.at(-1);
    if (!isOuter(line)) {
      if (item) item.lines.push(line.raw);
      continue;
    }
    const before = item?.number ?? firstNumber - 1;
    const number = line.number === undefined ? before + 1 : line.number + shift;
    if (item && number <= before && !(isContinued && items.length === 1 && number === firstNumber)) {
      const restarts =
        line.number === 1 &&
        isRestart(lines, index) &&
        !resumes(lines.slice(index + 1), isOuter, before + 1 - shift);
      if (!restarts) {
        item.lines.push(line.raw);
        item.isDoubtful ||= isLevel(item) && !resumes(lines.slice(index + 1), isOuter, before + 1 - shift);
        continue;
      }
      shift = before;
      dropHeading(item);
      items.push({ number: before + 1, lines: [line.text], isDoubtful: false });
      continue;
    }
    items.push({ number: Math.max(number, before + 1), lines: [line.text], isDoubtful: false });
  }
  return { items, isList: true };
}

/** The first mark; where it is a title over a list, the list's first. A heading with a colon is a task that announces a list. */
function listUnderTitle(lines: readonly Line[], first: number): Line | undefined {
  const line = lines[first];
  const next = lines.slice(first + 1).find(({ raw }) => raw.trim() !== '');
  const isTitle =
    line?.kind === 'heading' && next !== undefined && isMark(next.kind) && next.kind !== 'heading';
  return isTitle && !/[:：]\s*$/u.test(line.raw) ? next : line;
}

/** Whether the outer list goes on with the number that is due. */
function resumes(rest: readonly Line[], isOuter: (line: Line) => boolean, due: number): boolean {
  return rest.some((line) => isOuter(line) && line.number === due);
}

/** Whether something other than an item's own text stands before: an empty line, with a heading or without. */
function isRestart(lines: readonly Line[], index: number): boolean {
  const before = lines.slice(Math.max(0, index - 3), index).reverse();
  const [near, far] = before.filter(({ raw }) => raw.trim() !== '');
  const isBlank = before[0]?.raw.trim() === '';
  const isTitle =
    near !== undefined && near.kind !== 'number' && (near.kind === 'heading' || /[:*]\s*$/u.test(near.raw));
  return (
    (isBlank && !/[:：]\s*$/u.test(near?.raw ?? '')) ||
    (isTitle && near.indent === 0 && far !== undefined && before.some(({ raw }) => raw.trim() === ''))
  );
}

/** A heading over the list that begins anew is no part of the item before. */
function dropHeading(item: Item): void {
  const blank = item.lines.findLastIndex((line) => line.trim() === '');
  const after = item.lines.slice(blank + 1);
  if (blank >= 0 && after.every((line) => /^\s*#|[:*]\s*$/u.test(line))) item.lines.length = blank;
}

/** Whether the list within an item is announced by nothing. */
function isLevel({ lines }: Item): boolean {
  const text = lines.slice(0, -1).filter((line) => line.trim() !== '' && !isMark(readLine(line).kind));
  return !/[:：]\s*$/u.test(text.at(-1) ?? '');
}

/** A line of a fence goes where what it fences is a list; code within a task keeps its own. */
function withoutFences(lines: readonly Line[]): Line[] {
  const opens = lines.findIndex(({ raw }) => /^\s*```/u.test(raw));
  const inside = lines.slice(opens + 1).find(({ raw }) => raw.trim() !== '');
  if (opens < 0 || !inside || !isMark(inside.kind)) return [...lines];
  return lines.filter(({ raw }) => !/^\s*```\w*\s*$/u.test(raw));
}

/** "Sure!", "Here are 6 tasks:", "New instructions:". */
function isIntroduction(line: string): boolean {
  const text = line
    .trim()
    .replace(/[*_#]+/gu, '')
    .trim();
  return (
    isOpening(text) ||
    (/[:：]$/u.test(text) &&
      /\b(?:tasks?|instructions?|prompts?|examples?|ideas?|list|series)\b|任务|指令|aufgaben|tareas|tâches/iu.test(
        text,
      )) ||
    partSmallTalk(`${text}\n…`).opening === text
  );
}

function isUnclear({ lines, isDoubtful }: Item): boolean {
  const [paragraph = ''] = lines
    .join('\n')
    .trim()
    .split(/\n\s*\n/u);
  const sentences = paragraph.split('\n').map((line) => line.trim());
  const isLineEach = sentences.length > 2 && sentences.every((line) => /^\p{Lu}.*[.!?]$/u.test(line));
  return isDoubtful || isLineEach || holdsInlineList(lines.join(' '));
}

/** One line without markdown, unless it has a list or paragraphs of its own, further in or under a colon. What follows else is a remark. */
function taskOf({ lines }: Item): ProposedTask {
  const text = bodyOf(lines)
    .join('\n')
    .replace(/\*\*|__/gu, '')
    .replace(/\n\s*#+\s*$/u, '')
    .trim();
  const [before = '', labelled] = text.split(/\n\s*(?:input|eingabe|entrada|entrée|输入)\s*[:：]\s*/iu);
  const instruction = inShape(
    before
      .replace(/^(?:(?:[#>*-]+|\d{1,3}[.)])\s+)+/u, '')
      .replace(/^(?:instruction|task|prompt)\s*[:：]\s*/iu, ''),
  );
  if (labelled === undefined) return { instruction };
  const [input = ''] = labelled.split(/\n\s*(?:output|response|answer)\s*[:：]/iu);
  const isNone = /^\W*(?:n\/?a|none|no ?input|not (?:needed|applicable|required))?\W*$/iu.test(input);
  return isNone ? { instruction } : { instruction, input: input.trim() };
}

function bodyOf(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let isBlank = false;
  for (const line of lines) {
    if (line.trim() === '') {
      isBlank = kept.some((one) => one.trim() !== '');
      continue;
    }
    const last = kept.findLast((one) => one.trim() !== '') ?? '';
    const belongs =
      /^(?:\s{2,}|\t)/u.test(line) ||
      /[:：]\s*$/u.test(last) ||
      isMark(readLine(line).kind) ||
      /^\W*(?:input|output)\W*:/iu.test(line);
    if ((isBlank && !belongs) || (kept.length > 0 && readLine(line).kind === 'heading')) break;
    if (kept.length > 0 && (isFarewell(line) || /^\s*(?:```|---+|\*\*\*+)\s*$/u.test(line))) break;
    kept.push(line.trimEnd());
    isBlank = false;
  }
  return kept;
}

const inShape = (text: string): string => {
  const lines = text.split('\n').map((line) => line.trim());
  const hasList =
    lines.slice(1).some((line) => readLine(line).kind === 'bullet') || /[:：]$/u.test(lines[0] ?? '');
  return (hasList && lines.length > 1 ? lines.join('\n') : text.replace(/\s+/gu, ' '))
    .trim()
    .replace(/:+$/u, '');
};
