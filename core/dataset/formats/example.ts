import type { StoredText } from '../../foundations/text/storedText';
import type { AcceptedPair, PairInstance, RejectedResponse } from './acceptedPair';

/** One turn of a chat, under the names that OpenAI, TRL and chat templates have for it. */
export interface ChatTurn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The question as a person would type it: what it works on comes after the instruction, an empty line between. */
export function questionOf(instruction: string, input: string): string {
  return input === '' ? instruction : `${instruction}\n\n${input}`;
}

/** What stands before the first answer: what the teacher was told as the system when it wrote it, and the question. */
export function promptTurns(pair: Pick<AcceptedPair, 'instruction'>, instance: PairInstance): ChatTurn[] {
  const { input, system } = instance;
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
    questionTurn(questionOf(pair.instruction, input)),
  ];
}

export function questionTurn(content: string): ChatTurn {
  return { role: 'user', content };
}

export function answerTurn(content: string): ChatTurn {
  return { role: 'assistant', content };
}

/** What a user says, and the answer to it. */
export interface Exchange {
  readonly question: string;
  readonly response: string;
  readonly thinking: string | null;
  /** A worse response to the same, after the same; undefined where there is none. */
  readonly rejected: RejectedResponse | undefined;
}

/** Everything that is asked and answered, in order: the instruction first, then what the conversation goes on with. */
export function exchangesOf(
  { instruction }: Pick<AcceptedPair, 'instruction'>,
  { input, response, thinking = null, rejected, turns = [] }: PairInstance,
): [Exchange, ...Exchange[]] {
  return [
    { question: questionOf(instruction, input), response, thinking, rejected },
    ...turns.map((turn) => ({
      ...{ question: turn.message, response: turn.response, thinking: turn.thinking ?? null },
      rejected: turn.rejected,
    })),
  ];
}

/** Responses of an instance that others were put in the place of, in the order of what they answer. */
export function rejectedIn({ rejected, turns = [] }: PairInstance<StoredText>): RejectedResponse[] {
  return [rejected, ...turns.map((turn) => turn.rejected)].flatMap((one) => one ?? []);
}

/** The whole chat of an instance: the system's text where there is one, then questions and answers. @param say How an answer is written; left out, as it is. */
export function chatOf(
  pair: Pick<AcceptedPair, 'instruction'>,
  instance: PairInstance,
  say: (exchange: Exchange) => string = ({ response }) => response,
): ChatTurn[] {
  const [first, ...later] = exchangesOf(pair, instance);
  return [
    ...promptTurns(pair, instance),
    answerTurn(say(first)),
    ...later.flatMap((exchange) => [questionTurn(exchange.question), answerTurn(say(exchange))]),
  ];
}
