import { rougeL } from '../../foundations/text/rouge';
import { wordPartsOf } from '../../foundations/text/words';
import type { Turn } from '../../vocabulary/conversation';
import type { FinishReason } from '../../vocabulary/finishReason';
import { speakerIn } from './speakers';

/** ROUGE-L at which an answer says again what was said. */
const same = 0.85;
const fewestWords = 6;
/** What asks for a text again, with little in it changed. */
const asksAgain =
  /\b(?:again|add|adjust|bullets?|change|correct|edit|fix|format|include|instead|longer|make|mention|mistakes?|omit|put|remove|repeat|rephrase|replace|reword|rewrite|revise|same|say|shorten|shorter|simplify|spell(?:ed|ing)?|swap|translate|turn|typos?|update|version|without|wrong)\b/iu;
/** Texts that name speakers because they were asked to. */
const asksForSpeakers =
  /\b(?:dialog(?:ue)?s?|conversations?|transcripts?|chats?|scripts?|scenes?|interviews?|role-?play)\b/iu;

/**
 * What is wrong with a later response, so that it can't be used, in words that go on from "the response"; undefined where nothing is. What is to be said
 * of any response is said by the filters.
 *
 * @param before What was said before.
 * @param message What it answers.
 * @param language ISO 639 code.
 */
export function answerFault(
  text: string,
  finishReason: FinishReason,
  before: readonly Turn[],
  message: string,
  language: string,
): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (finishReason === 'length') return 'was cut at its length limit';
  if (finishReason === 'content_filter') return "was cut by the endpoint's filter";
  const asked = [message, ...before.map((turn) => turn.message)];
  const speaker = speakerIn(text);
  if (speaker !== undefined && !asked.some((one) => asksForSpeakers.test(one) || one.includes(speaker)))
    return `holds several turns: "${speaker}"`;
  const words = wordPartsOf(text);
  if (words.length < fewestWords) return undefined;
  if (alike(text, message)) return 'only repeats what was asked';
  // Asked to change a word, it says the rest again; what says nothing new at all was not listening.
  if (before.some(({ response }) => wordPartsOf(response).join(' ') === words.join(' ')))
    return 'is the same as an earlier one';
  if (language === 'en' && !asksAgain.test(message) && before.some(({ response }) => alike(text, response)))
    return 'says little else than an earlier one';
  return undefined;
}

function alike(left: string, right: string): boolean {
  return rougeL(left, right, wordPartsOf).fmeasure >= same;
}
