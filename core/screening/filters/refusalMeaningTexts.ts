import type { Subject } from './filter';
import { asksAboutModels, asksToRefuse, speaksForAnother } from './refusal';

/** Words below which a response is a label, a name or a number. */
const fewestWords = 4;
/** What the embedder reads of a sentence; more would be cut anyway. */
const longest = 400;

/** A task that asks for questions, or for something to be asked. */
const asksForQuestions =
  /^\W*(?:write|compose|draft|ask|list|give|create|generate|think|make|suggest|come up)\b[^.]*\b(?:questions?|ask)\b|^\W*ask\b/i;

/** The last item of a list closes nothing. */
const listItem = /^(?:[-*•·–]|\d+[.)])\s/u;

/** Pieces of a response in which an assistant refuses, or speaks of itself and of its service. */
export interface SpeakingTexts {
  /** The first sentence, and the first two together: a refusal comes first. */
  readonly opening: readonly string[];
  /** The last sentence, where there are three or more and it is no item of a list: offers come last. */
  readonly closing: readonly string[];
}

/** Undefined for labels and responses of a few words, and where the task may ask for what looks like a refusal or has somebody else speak. */
export function speakingTexts({
  classification,
  instruction,
  input,
  response,
}: Subject): SpeakingTexts | undefined {
  const task = `${instruction} ${input}`;
  const text = response.trim();
  if (classification || text.split(/\s+/u).length < fewestWords || /^["“«„]/u.test(text)) return undefined;
  const asksForIt = [asksToRefuse, speaksForAnother, asksAboutModels].some((guard) => guard.test(task));
  if (asksForIt || asksForQuestions.test(instruction)) return undefined;
  const sentences = sentencesOf(text);
  const [first = '', second] = sentences;
  const opening = second === undefined ? [first] : [first, `${first} ${second}`];
  return {
    opening: opening.map((one) => one.slice(0, longest)),
    closing:
      sentences.length < 3
        ? []
        : sentences
            .slice(-1)
            .filter((last) => !listItem.test(last))
            .map((one) => one.slice(0, longest)),
  };
}

/** By punctuation and lines. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?。！？])\s+|\n+/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
