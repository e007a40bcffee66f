/** A line that begins an item of a list, or an item's label. */
export interface ListLine {
  readonly indent: number;
  /** Lines of one list are of one kind; the number, where the kind is a counted one. */
  readonly kind: 'number' | 'roman' | 'letter' | 'bullet' | 'heading' | 'label' | 'none';
  readonly number?: number;
  /** What stands after the mark. */
  readonly text: string;
}

const emphasis = '(?:\\*\\*|__)?';
const noun = '(?:task|instruction|prompt|question|example|exercise|item|aufgabe|tarea|tâche|任务|指令)';

/** "10. ", "10) ", "10: ", "10 . ", "(10)", "[10]", "#10", also after "#", "-", "*" or ">", in bold; not "3.5" or "10.000". */
const numbered = new RegExp(
  `^(?:(?:[#>*•-]|\\[ ?\\])+[ \\t]*)?${emphasis}(?:[(\\[](\\d{1,3})[)\\]][.:]?|#(\\d{1,3})[.):]?|(?:${noun}[ \\t]*)?(?:no\\.?[ \\t]*|number[ \\t]*|#)?(\\d{1,3})[ \\t]?[.):、．])${emphasis}(?=\\s|\\*|$)`,
  'iu',
);
/** "Task 10", "Task 10 -" and "**Task 10**", where nothing else than a dash or the line's end follows. */
const named = new RegExp(
  `^(?:#+[ \\t]*)?${emphasis}${noun}[ \\t]*#?(\\d{1,3})${emphasis}[ \\t]*(?:[–—:-]+(?=\\s)|$)`,
  'iu',
);
const keycap = /^(\d)\uFE0F?\u20E3\s*/u;
const roman = /^(?:\*\*)?\(?([ivx]{1,6})[.)](?:\*\*)?(?=\s|$)/iu;
const letter = /^(?:\*\*)?\(?([a-z])[.)](?:\*\*)?(?=\s|$)/iu;
const bullet = /^(?:[-+•◦▪‣·–—●○■➢►✓]|\*(?!\*))[ \t]+(?:\[[ x]?\][ \t]+)?/u;
const heading = /^#{1,6}[ \t]+/u;
const label = new RegExp(
  `^${emphasis}(?:instruction|task|prompt)${emphasis}[ \\t]*[:：]${emphasis}[ \\t]*`,
  'iu',
);

/** The first characters of rows of twenty and of ten numbers in circles. */
const circles: readonly (readonly [first: number, many: number])[] = [
  [0x2460, 20],
  [0x2776, 10],
  [0x2780, 10],
  [0x278a, 10],
];

export function readLine(line: string): ListLine {
  const text = line.trimStart();
  const indent = [...line.slice(0, line.length - text.length)].reduce(
    (columns, character) => columns + (character === '\t' ? 4 : 1),
    0,
  );
  const of = (kind: ListLine['kind'], mark: string, number?: number): ListLine => ({
    indent,
    kind,
    text: text.slice(mark.length).trim(),
    ...(number !== undefined && { number }),
  });
  const circled = circledNumber(text);
  if (circled !== undefined) return of('number', text[0] ?? '', circled);
  const key = keycap.exec(text);
  if (key) return of('number', key[0], Number(key[1]));
  const decimal = numbered.exec(text) ?? named.exec(text);
  if (decimal)
    return of('number', decimal[0], Number(decimal.slice(1).find((digits) => digits !== undefined)));
  const numeral = roman.exec(text);
  const value = numeral ? romanValue(numeral[1] ?? '') : undefined;
  if (numeral && value !== undefined) return of('roman', numeral[0], value);
  const lettered = letter.exec(text);
  if (lettered) return of('letter', lettered[0], (lettered[1] ?? '').toLowerCase().charCodeAt(0) - 96);
  for (const [kind, pattern] of [
    ['bullet', bullet],
    ['heading', heading],
    ['label', label],
  ] as const) {
    const mark = pattern.exec(text)?.[0];
    if (mark !== undefined) return of(kind, mark);
  }
  return of('none', '');
}

function circledNumber(text: string): number | undefined {
  const code = text.codePointAt(0) ?? 0;
  const row = circles.find(([first, many]) => code >= first && code < first + many);
  return row && code - row[0] + 1;
}

const romans = [
  'i',
  'ii',
  'iii',
  'iv',
  'v',
  'vi',
  'vii',
  'viii',
  'ix',
  'x',
  'xi',
  'xii',
  'xiii',
  'xiv',
  'xv',
  'xvi',
  'xvii',
  'xviii',
  'xix',
  'xx',
];

function romanValue(numeral: string): number | undefined {
  const index = romans.indexOf(numeral.toLowerCase());
  return index < 0 ? undefined : index + 1;
}
