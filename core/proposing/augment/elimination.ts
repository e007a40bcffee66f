import type { ChatMessage, TeacherPrompt } from '../../teacher/request';
import { normalisedText } from '../../foundations/text/normalisedText';
import { wordsOf } from '../../foundations/text/words';
import { stopWords } from '../../foundations/language/stopWords';

/** Phrases of prompts that ask for a rewriting, which a task of a person does not hold (Evol-Instruct, elimination rule 4). */
const leakedPhrases = [
  'given prompt', 'rewritten prompt', 'created prompt', 'new prompt', 'original prompt', 'evolved prompt', 'given task', 'rewritten task', 'original task',
  'evolved task', 'new version of the task', 'in other words:', 'with one more condition', 'a deeper task', 'with more to think about', 'another task',
  '<task>', '</task>', '<input>', '</input>', '#rewritten', '#given', '#created',
] as const; // prettier-ignore

/** Beginnings with which a model answers, comments or refuses instead of rewriting. */
const answering =
  /^(?:sure|certainly|of course|absolutely|okay|here(?:'s|’s| is| are)|let(?:'s|’s| us)|(?:i'm|i’m|i am) (?:sorry|unable)|sorry|as an ai|i can(?:not|'t|’t)|the answer)\b/i;

/** Consecutive words that nobody has in common with a prompt's examples by chance. */
const copiedWords = 7;

/** What `eliminated` says of a text that says the same words again. */
export const unchanged = 'is unchanged';

/** What the teacher had before it. */
export interface Shown {
  readonly prompt: TeacherPrompt;
  /** What its answer was begun with, which the prompt shows too. */
  readonly begun?: string;
}

/**
 * Why a rewritten text is no text of its own, or undefined: Evol-Instruct's elimination (Xu et al. 2023, arXiv 2304.12244, section
 * "Elimination Evolving", rules 1 and 4) as far as the words tell, and what small models do besides. That an instruction asks for
 * nothing more although its words differ is for embeddings and the judge.
 */
export function eliminated(before: string, after: string, { prompt, begun = '' }: Shown): string | undefined {
  if (normalisedText(after) === '') return 'holds no word';
  if (normalisedText(before) === normalisedText(after)) return unchanged;
  const [had, has] = [before.toLowerCase(), after.toLowerCase()];
  const leaked = leakedPhrases.find((phrase) => has.includes(phrase) && !had.includes(phrase));
  if (leaked !== undefined) return `repeats words of the prompt: “${leaked}”`;
  const answered = answering.exec(after.trim());
  if (answered && !answering.test(before.trim())) return `answers instead of rewriting: “${answered[0]}”`;
  const copied = copiedPassage(`${before}\n${begun}`, after, prompt);
  return copied === undefined ? undefined : `copies the prompt: “${copied}”`;
}

/** What an evolved text says beyond its original must hold at least one word that says something. */
export function addsNothing(before: string, after: string): boolean {
  const had = new Set(wordsOf(before));
  return wordsOf(after).every((word) => had.has(word) || stopWords.has(word));
}

/** Words of a prompt's examples that came back although its subject does not have them. */
function copiedPassage(subject: string, after: string, prompt: TeacherPrompt): string | undefined {
  const spread = (words: readonly string[]): string => ` ${words.join(' ')} `;
  const shown = spread(wordsOf(textOf(prompt)));
  const own = subject.split('\n').map((line) => spread(wordsOf(line)));
  const words = wordsOf(after);
  for (let start = 0; start + copiedWords <= words.length; start++) {
    const passage = words.slice(start, start + copiedWords);
    if (shown.includes(spread(passage)) && !own.some((line) => line.includes(spread(passage))))
      return passage.join(' ');
  }
  return undefined;
}

function textOf(prompt: TeacherPrompt): string {
  return prompt.kind === 'completion'
    ? prompt.prompt
    : prompt.messages.map(({ content }: ChatMessage) => content).join('\n');
}
