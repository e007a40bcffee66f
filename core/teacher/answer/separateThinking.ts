/** An answer without the thinking that was in its text, and that thinking. */
export interface Separated {
  readonly text: string;
  /** Undefined where none was found: the text is then as it came, to the last blank. */
  readonly thinking?: string;
}

export interface ThinkingHints {
  /** Whether the model is known to think. What can't be told from an answer that speaks of such marks is then thinking. */
  readonly thinks?: boolean;
  /** Whether the server has told its thinking apart already: a mark that closes nothing is then the answer's own. */
  readonly isApart?: boolean;
}

interface Marks {
  readonly open: string;
  readonly close: string;
  /** What some models put around the answer that follows. */
  readonly answer?: readonly [string, string];
}

/** How models mark their thinking, in lower case. */
const allMarks: readonly Marks[] = [
  { open: '<think>', close: '</think>' },
  { open: '<thinking>', close: '</thinking>' },
  { open: '<thought>', close: '</thought>' },
  { open: '<reasoning>', close: '</reasoning>' },
  { open: '<reason>', close: '</reason>' },
  { open: '<seed:think>', close: '</seed:think>' },
  { open: '[think]', close: '[/think]' },
  { open: '◁think▷', close: '◁/think▷' },
  {
    open: '<|begin_of_thought|>',
    close: '<|end_of_thought|>',
    answer: ['<|begin_of_solution|>', '<|end_of_solution|>'],
  },
  {
    open: '<|start_thinking|>',
    close: '<|end_thinking|>',
    answer: ['<|start_response|>', '<|end_response|>'],
  },
];

/**
 * Tells thinking aloud from the answer that follows it. Thinking stands at the very beginning of what was said: whatever comes after the
 * first word of an answer is the answer's own, also marks that it explains or shows in code. Where nothing closes it, all of it is thinking;
 * where only its end is marked, since the chat template opened it, see `endOfOpened`.
 */
export function separateThinking(said: string, hints: ThinkingHints = {}): Separated {
  const harmony = separateChannels(said);
  if (harmony) return harmony;
  const thoughts: string[] = [];
  let rest = said;
  for (let taken = takeThought(rest, hints, thoughts.length); taken;) {
    thoughts.push(taken.thought.trim());
    rest = taken.rest;
    taken = rest === '' ? undefined : takeThought(rest, hints, thoughts.length);
  }
  if (thoughts.length === 0) return { text: said };
  return { text: rest.trimStart(), thinking: thoughts.filter((thought) => thought !== '').join('\n\n') };
}

interface Taken {
  readonly thought: string;
  readonly rest: string;
}

function takeThought(said: string, hints: ThinkingHints, taken: number): Taken | undefined {
  const start = said.length - said.replace(/^[\s\uFEFF]+/, '').length;
  const lower = lowerCase(said);
  for (const marks of allMarks) {
    if (!lower.startsWith(marks.open, start)) continue;
    const from = start + marks.open.length;
    const end = lower.indexOf(marks.close, from);
    if (end === -1) return { thought: said.slice(from), rest: '' };
    const after = end + marks.close.length;
    if (!hints.thinks && isMention(said.slice(from, end), said.slice(after))) return undefined;
    return { thought: said.slice(from, end), rest: withoutFrame(said.slice(after), marks) };
  }
  if (hints.isApart) return undefined;
  for (const marks of allMarks) {
    const end = endOfOpened(said, lower, marks, { ...hints, thinks: hints.thinks === true && taken === 0 });
    if (end === undefined) continue;
    return { thought: said.slice(0, end), rest: withoutFrame(said.slice(end + marks.close.length), marks) };
  }
  return undefined;
}

/** Same length as the text, whatever its letters: some change theirs with their case. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A sentence that begins with the marks that it is about: "<think> and </think> are tags that …". */
function isMention(between: string, after: string): boolean {
  return (
    /^[ \t]+\p{Ll}/u.test(between) &&
    !between.includes('\n') &&
    between.trim().split(/\s+/).length <= 4 &&
    /^(?:[ \t]+\p{Ll}|[,;:])/u.test(after)
  );
}

/**
 * Where thinking ends that was opened before the answer began, by the chat template: at the first mark that closes and that nothing opened.
 * Code, and a mark in quotes or in the middle of a sentence, speaks of marks. Of a model that isn't known to think, the mark must stand on a
 * line of its own, or right behind the end of a sentence and before the end of the line or the answer's first word.
 */
function endOfOpened(
  said: string,
  lower: string,
  { open, close }: Marks,
  { thinks = false }: ThinkingHints,
): number | undefined {
  const end = lower.indexOf(close);
  if (end === -1 || lower.lastIndexOf(open, end) !== -1) return undefined;
  const before = said.slice(0, end);
  const after = said.slice(end + close.length);
  if (isWithinCode(before) || /["'`“‘«]$/.test(before) || /^["'`”’»]/.test(after)) return undefined;
  const isAlone = /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\r?\n|$)/.test(after);
  const endsSentence =
    /[.!?…。！？)\]*]$/.test(before) && /^(?:[ \t]*(?:\r?\n|$)|[\p{L}\p{N}#*{[|-])/u.test(after);
  if (isAlone || endsSentence) return end;
  return thinks && !/^[ \t]+\p{Ll}|^[,;:.]/u.test(after) ? end : undefined;
}

/** Whether a text ends within a fenced block, or between backticks on its last line. */
function isWithinCode(before: string): boolean {
  const fences = before.match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0;
  const lastLine = before.slice(before.lastIndexOf('\n') + 1);
  return fences % 2 === 1 || (lastLine.match(/`/g)?.length ?? 0) % 2 === 1;
}

function withoutFrame(answer: string, { answer: frame }: Marks): string {
  if (!frame) return answer;
  const [begin, end] = frame;
  const trimmed = answer.trim();
  const lower = lowerCase(trimmed);
  const from = lower.startsWith(begin) ? begin.length : 0;
  return trimmed.slice(from, lower.endsWith(end) ? -end.length : undefined).trim();
}

const channelMessage =
  /(?:<\|start\|>\s*assistant\s*)?<\|channel\|>\s*(\w+)[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>([\s\S]*?)(?=<\|(?:end|return|call|start|channel)\|>|$)/g;

/** gpt-oss speaks in channels, and only what is on the last one, `final`, is its answer (OpenAI's harmony format). */
function separateChannels(said: string): Separated | undefined {
  const start = said.trimStart();
  if (/^(?:<\|start\|>\s*assistant\s*)?<\|channel\|>/.test(start)) {
    const messages = [...start.matchAll(channelMessage)].map(([, channel, text]) => ({
      channel,
      text: text ?? '',
    }));
    const on = (isFinal: boolean): string =>
      messages
        .filter(({ channel }) => (channel === 'final') === isFinal)
        .map(({ text }) => text.trim())
        .filter((text) => text !== '')
        .join('\n\n');
    return { text: on(true), thinking: on(false) };
  }
  // A server that leaves its special tokens out leaves their names: "analysisThe user asks …assistantfinalAn answer".
  const bare = /^analysis(?=[\p{Lu}\p{N}"])([\s\S]*?)assistantfinal([\s\S]*)$/u.exec(start);
  return bare ? { text: (bare[2] ?? '').trim(), thinking: (bare[1] ?? '').trim() } : undefined;
}
