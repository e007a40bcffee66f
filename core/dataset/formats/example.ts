import type { AcceptedPair, PairInstance } from './acceptedPair';

/** One turn of a chat, under the names that OpenAI, TRL and chat templates have for it. */
export interface ChatTurn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The question as a person would type it: what it works on comes after the instruction, an empty line between. */
export function questionOf(instruction: string, input: string): string {
  return input === '' ? instruction : `${instruction}\n\n${input}`;
}

/** What stands before the answer: what the teacher was told as the system when it wrote it, and the question. */
export function promptTurns(pair: Pick<AcceptedPair, 'instruction'>, instance: PairInstance): ChatTurn[] {
  const { input, system } = instance;
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
    { role: 'user', content: questionOf(pair.instruction, input) },
  ];
}

export function answerTurn(content: string): ChatTurn {
  return { role: 'assistant', content };
}

/** The whole chat of an instance: the system's text where there is one, the question, the answer. */
export function chatOf(pair: Pick<AcceptedPair, 'instruction'>, instance: PairInstance): ChatTurn[] {
  return [...promptTurns(pair, instance), answerTurn(instance.response)];
}
