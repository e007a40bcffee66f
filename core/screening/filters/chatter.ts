import { z } from 'zod';
import { partSmallTalk, type SmallTalk } from '../../foundations/language/smallTalk';
import type { Recipe } from '../../recipe/schema';
import { passed, rejected, textFilter, type Subject } from './filter';

const fields = {
  chatter: z
    .strictObject({
      action: z
        .enum(['allow', 'trim', 'reject'])
        .default('trim')
        .describe(
          'What becomes of it: kept, taken off before anything else sees the response (what it was stays beside it), or the pair rejected.',
        ),
    })
    .prefault({})
    .describe(
      'Talk about an answer at its beginning or end: "Sure! Here is ...:", "Output:", "Let me know if ...". Never what stands within it.',
    ),
};

/** Tasks for a text in which somebody speaks to somebody, where a farewell belongs to it, and "Of course!" may. */
const asksForSpeech =
  /\b(?:letters?|e-?mails?|messages?|dialog(?:ue)?s?|conversations?|chats?|speech|talk|toast|posts?|tweets?|notices?|notes?|greetings?|repl(?:y|ies)|respond(?:ing)? to|scripts?|scenes?|monolog(?:ue)?s?|role-?play|pretend|act as|interview\w*|invitations?|announcements?|newsletters?|memos?|cards?|voicemail|readme|faqs?|advert\w*|ads?|guests?|customers?|visitors?|phrases?|sentences? (?:in|with|using)|make a sentence|example of|says?|translate|rewrite|paraphrase|brief|carta|correo|mensaje|courriel|lettre|nachricht|satz|phrase|frase)\b|信|邮件|对话|造句|翻译/iu;
/** Texts from one to another, whose farewell is theirs; a translation's is too. */
const asksWhether =
  /^(?:is|are|was|were|do|does|did|should|will|has|have|may|must|can (?!you)|could (?!you)|would (?!you))\b.*\?|\byes (?:or|and) no\b/iu;

/** What stands in a response beside the answer, told by the task: a letter's farewell and a dialogue's "Certainly!" are the answer. */
export function chatterIn({
  instruction,
  input,
  response,
}: Pick<Subject, 'instruction' | 'input' | 'response'>): SmallTalk | undefined {
  const isSpeech = asksForSpeech.test(instruction);
  const parted = partSmallTalk(response, {
    assents: !isSpeech && !asksWhether.test(instruction),
    labels: !speaksOfLabels(instruction, response),
    closings: !isSpeech,
  });
  const isTalk = parted.opening !== '' || parted.closing !== '';
  // What the task holds was to be kept, changed or continued.
  const isGiven = [parted.opening, parted.closing].some(
    (talk) => talk !== '' && `${instruction} ${input}`.includes(talk),
  );
  return isTalk && !isGiven ? parted : undefined;
}

/** Whether a label belongs to the form that was asked for: the task names it, or the response has several. */
function speaksOfLabels(instruction: string, response: string): boolean {
  const labelled = response.match(/^(?:\*\*)?\p{L}[\p{L} ]{0,24}:/gmu) ?? [];
  return (
    labelled.length > 1 ||
    /\b(?:outputs?|responses?|results?|solutions?|answers|labels?|format|fields?|code|program|prints?|ya?ml|json|assistants?)\b|\b(?:an|the|its|with|and) answer\b/iu.test(
      instruction,
    )
  );
}

/** How it is told to people. */
export function describeChatter({ opening, closing }: SmallTalk): string {
  const parts = [
    ...(opening === '' ? [] : [`before it "${shortened(opening)}"`]),
    ...(closing === '' ? [] : [`after it "${shortened(closing)}"`]),
  ];
  return parts.join(', ');
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** Characters of talk. */
export const lengthOfChatter = ({ opening, closing }: SmallTalk): number => opening.length + closing.length;

/** Whether the recipe wants it taken off. */
export const trimsChatter = (recipe: Pick<Recipe, 'filters'>): boolean =>
  chatter.settingsIn(recipe).chatter.action === 'trim';

/** Rejects what the recipe does not want trimmed; what is trimmed is told beforehand, by `chatterIn`. */
export const chatter = textFilter({
  name: 'chatter',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ chatter: { action } }) => action === 'reject',
  check(subject) {
    const found = chatterIn(subject);
    return found === undefined
      ? passed
      : rejected(`talks about the answer: ${describeChatter(found)}`, lengthOfChatter(found));
  },
});
