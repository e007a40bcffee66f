import type { Draws } from './seededDraws';
import { fill, writeSentences } from './simulatedEnglish';

/** How the prompts for a user's next message end. */
const asksForMessage = /Write the user's next message\.\s*$|(?:^|\n)User:[^\n]*$/u;

export function isAskedForMessage(prompt: string): boolean {
  return asksForMessage.test(prompt);
}

const forms = {
  followUp: [
    'Can you give me an example with {topic} for {audience}?',
    'Why does that matter to {audience} who {situation}?',
    'How would you go on if {fact}?',
    'What about {aspect}, and where does {topic} come in?',
  ],
  correction: [
    'That is not what I meant: please write it for {audience}, and mention {topic}.',
    'You left out {aspect}. Please put it in, with a word about {topic}.',
    'Actually, {fact}. Can you change your answer so that it fits {audience}?',
  ],
  newSubject: [
    'Thanks. Now tell me what {person} could learn about {topic}.',
    'Okay, something else: how do {audience} choose between {topic} and {topic}?',
  ],
  misunderstanding: [
    'So does that mean that {audience} can do without {topic}?',
    'Wait, is {topic} then the same as {aspect} for {audience}?',
  ],
} as const;

/** What a user says next, of the kind that is asked for. */
export function writeMessage(prompt: string, draws: Draws): string {
  const kind = /message is a correction/u.test(prompt)
    ? 'correction'
    : /message changes the subject/u.test(prompt)
      ? 'newSubject'
      : /message shows a misunderstanding/u.test(prompt)
        ? 'misunderstanding'
        : 'followUp';
  return fill(draws.pick(forms[kind]), draws);
}

/** What models write in place of a user's message. */
export function spoilMessage(prompt: string, good: string, draws: Draws): string {
  const said = [...prompt.matchAll(/^(User|Assistant): ([^\n]+)/gmu)];
  const lastOf = (who: string): string => said.filter(([, name]) => name === who).at(-1)?.[2] ?? good;
  return draws.pick([
    () => '',
    () => "I'm sorry, but I can't help with that request.",
    () => `Certainly! Here is more about it. ${writeSentences(draws, 2, 3)} I hope this helps.`,
    () => writeSentences(draws, 1, 1).replace(/\b(?:you|your|we|our|but|no|not)\b/giu, 'so'),
    () => lastOf('User'),
    () => lastOf('Assistant'),
    () => `${good}\n\nAssistant: ${writeSentences(draws, 1, 2)}\n\nUser: Thanks!`,
    () => `Here is a possible follow-up question: ${good}`,
    () => `The user asks: ${good}`,
  ])();
}

/** What nobody has to buy again: the name of who speaks, quotation marks. */
export function dressMessage(good: string, draws: Draws): string {
  return draws.pick([() => `User: ${good}`, () => `"${good}"`, () => `**User:** ${good}`])();
}

/** What models write in place of a later response. */
export function spoilResponse(before: readonly string[], good: string, draws: Draws): string {
  return draws.pick([
    () => '',
    () => before.at(-1) ?? '',
    () => `${good}\n\nUser: ${writeMessage('', draws)}\n\nAssistant: ${writeSentences(draws, 1, 1)}`,
  ])();
}

const ownForms = Object.values(forms)
  .flat()
  .map((form) => new RegExp(`^${form.replace(/[.?]/gu, '\\$&').replace(/\{\w+\}/gu, '.+')}$`, 'iu'));

/** Whether a message is one that it means well with, and none of its bad habits. */
export function isMeantWell(message: string): boolean {
  return ownForms.some((form) => form.test(message));
}
