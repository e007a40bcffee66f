import type { SamplingParameters, TeacherPrompt } from '../../teacher/request';
import type { FinishReason } from '../../vocabulary/finishReason';
import type { PromptFile } from './promptFile';
import { renderPrompt } from './renderPrompt';

/**
 * The numbered list that a teacher continues with new instructions, in the words of the prompt `proposeList`. White space in the
 * examples is collapsed and a trailing colon stripped, as the released code of Self-Instruct does (yizhongw/self-instruct,
 * bootstrap_instructions.py, `encode_prompt`).
 */
export function proposalPrompt(file: PromptFile, examples: readonly string[]): TeacherPrompt {
  return renderPrompt(file, { examples: examples.map(asItem), next: examples.length + 1 });
}

/** Where a proposal answer stops, as in the released code, whose last item is 16: at an empty line, or where that item begins. */
export function proposalStop(lastItem: number): string[] {
  return ['\n\n', `\n${lastItem}`, `${lastItem}.`, `${lastItem} .`];
}

/** Sampling of proposals in the released code. */
export const paperProposalSampling: SamplingParameters = {
  temperature: 0.7,
  top_p: 0.5,
  presence_penalty: 2,
  frequency_penalty: 0,
  max_tokens: 1024,
};

/**
 * Sampling of proposals for models of a few hundred million parameters. The presence penalty of 2 makes them end the list after
 * two items, since it falls on line ends too; without any they write the same item over and over (docs/local-model.md).
 */
export const smallProposalSampling: SamplingParameters = {
  temperature: 0.8,
  top_p: 0.7,
  presence_penalty: 1,
  max_tokens: 224,
};

export interface ProposalAnswer {
  /** Number with which the prompt ends. */
  readonly firstNumber: number;
  /** Items with a higher number are dropped. */
  readonly lastItem: number;
  readonly finishReason: FinishReason;
}

export interface Proposals {
  readonly instructions: readonly string[];
  /** Why nothing could be read, in words; absent when there are instructions. */
  readonly unreadable?: string;
}

/**
 * Reads the continuation of a numbered list. An answer that was cut loses its last item (as in Alpaca; the released code drops
 * the whole answer). What precedes the first number belongs to the first item, since the prompt ends in its number; unless the
 * answer writes that number again, as chat models do, after a sentence of their own. Numbers only rise: a lower one is a list
 * inside an item. Unlike the released code it leaves the case of letters as it is (`capitalize` there lowers names and acronyms).
 */
export function parseProposals(text: string, answer: ProposalAnswer): Proposals {
  if (text.trim() === '') return unreadable('the answer is empty');
  const items = splitItems(text, answer.firstNumber);
  const wasCut = answer.finishReason === 'length' || answer.finishReason === 'content_filter';
  if (wasCut) items.pop();
  const instructions = items
    .filter((item) => item.number <= answer.lastItem)
    .map((item) => clean(item.text))
    .filter((instruction) => instruction !== '');
  if (instructions.length > 0) return { instructions };
  return unreadable(wasCut ? 'the answer was cut before its first task ended' : 'the answer holds no task');
}

interface Item {
  readonly number: number;
  readonly text: string;
}

// "10. ", "10) ", "10: ", "10 . ", also after "#", "-", "*" or ">", in bold, and with "Task" before it; not "3.5" or "10.000".
const marker =
  /^[ \t]*(?:[#>*-]+[ \t]*)?(?:\*\*|__)?(?:Task[ \t]+)?(\d{1,3})[ \t]?[.):](?:\*\*|__)?(?=\s|\*|$)/gim;

function splitItems(text: string, firstNumber: number): Item[] {
  const items: Item[] = [];
  let number = firstNumber;
  let start = 0;
  // What is added to a number of the answer to make it one of the list: not 0 where it starts at 1 again.
  let shift = 0;
  for (const match of text.matchAll(marker)) {
    const written = Number(match[1]);
    const before = text.slice(start, match.index);
    const beginsList =
      items.length === 0 && start === 0 && (before.trim() === '' || before.trim().endsWith(':'));
    if (beginsList && written <= firstNumber) shift = firstNumber - written;
    const next = written + shift;
    const repeatsFirst = start === 0 && next === firstNumber;
    if (!repeatsFirst && next <= number) continue;
    if (!repeatsFirst) items.push({ number, text: before });
    number = next;
    start = match.index + match[0].length;
  }
  items.push({ number, text: text.slice(start) });
  return items;
}

/** One line without markdown. What follows an empty line is the teacher's remark, not the task. */
function clean(item: string): string {
  const [paragraph = ''] = item.trim().split(/\n\s*\n/);
  return asItem(
    paragraph
      .replace(/^(?:(?:[#>*-]+|\d{1,3}[.)])\s+)+/, '')
      .replace(/\*\*|__/g, '')
      .replace(/\n\s*#+\s*$/, ''),
  );
}

function asItem(instruction: string): string {
  return instruction.replace(/\s+/g, ' ').trim().replace(/:+$/, '');
}

function unreadable(reason: string): Proposals {
  return { instructions: [], unreadable: reason };
}
