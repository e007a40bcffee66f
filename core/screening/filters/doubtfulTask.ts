import { z } from 'zod';
import { needsInput } from '../../recipe/prompts/together';
import { askingWords, handsOver } from './askingWords';
import { passed, rejected, textFilter, type Subject } from './filter';
import { hasPart } from './personalQuestion';
import { thingAsked } from './thingAsked';
import { unintroduced } from './unintroduced';

const fields = {
  doubtfulTask: z
    .boolean()
    .default(false)
    .describe(
      'Reject English instructions that may be no task for words: what is to be given, made or found is no text, thought or figure ("Give five people an apple."), something is spoken of that nothing introduced ("Explain the idea."), something is told of whoever answers ("a product that you own"), or a thing stands beside itself ("Compare tea and tea."). For small teachers, whose proposals cost next to nothing: it goes by what words can do, not by what they can\'t, and loses a few in a hundred sound ones.',
    ),
};

/** Instructions that may be no task for words: whoever turns it on would rather lose a sound one. */
export const doubtfulTask = textFilter({
  name: 'doubtfulTask',
  version: 2,
  stage: 'instruction',
  fields,
  isOn: (settings) => settings.doubtfulTask,
  check(subject) {
    const { language, strategy, before } = subject;
    // A template is its author's, and a later message goes on from what was said.
    if (language !== 'en' || strategy === 'template' || before !== undefined) return passed;
    const doubt = doubtAbout(subject);
    return doubt === undefined ? passed : rejected(doubt);
  },
});

function doubtAbout(subject: Subject): string | undefined {
  const asked = askingWords(subject.instruction);
  const { input, instruction } = subject;
  // What is quoted may be what is spoken of; a thing to be made is none the more a text.
  const isGiven = input !== '' || handsOver(instruction);
  const thing = input !== '' || /:\s+\S|\n/u.test(instruction) ? undefined : thingAsked(asked);
  if (thing !== undefined) return `asks for what may not be words: "${thing}"`;
  const life = ofALife.exec(asked)?.[0];
  if (life !== undefined) return `may ask for a life: "${life}"`;
  const again = besideItself(asked);
  if (again !== undefined) return `sets a thing beside itself: "${again}"`;
  if (isGiven || needsInput(instruction) || hasPart(subject)) return undefined;
  const unknown = unintroduced(asked);
  return unknown && `speaks of what nothing introduced: "${unknown}"`;
}

/** What is told of "you" and "I", and not what one can or should do; whose friends are to be named. */
const ofALife =
  /\b(?:that|whom?|some(?:one|body|thing)|any(?:one|thing)|every(?:one|thing)|things?|people|persons?|places?|items?|products?|foods?|books?|movies?|songs?|words?) (?:you|i)(?:'ve|'d| (?!(?:can|should|could|may|might|need|must|will|recommend|suggest|want to|have to|would need|shouldn't|mustn't)(?!\p{L}))| (?:can|could) (?:never|not|only) (?!(?:do|eat|use|make)\b))[\p{L}' ]+|\b(?:you|i) would (?:do|say|choose|be|have|like|give|take|bring) if (?:you|i)\b|\byour (?:own )?birthday\b|^(?:name|list|mention) [^,:]*?\b(?:friends? (?:that|who)|(?:that|who) are [^,:]*?\bfriends)\b/iu;

/** Words that may stand between a thing and itself and make it no other. */
const between =
  '(?:an?|the|and|or|but not|with|to|of|for|from|than|versus|vs|in|on|who|which|that|is|are|was|has|have|be|being|made|another|other|same|own|your|his|her|their|its)';
const twice = new RegExp(
  `(?<![\\p{L}-])(\\p{L}{3,}?)(?:e?s)?(?: \\1(?= )|(?:(?: ${between})* |-)\\1(?:e?s)?(?= ${between}(?!\\p{L})|[^\\p{L} -]|$))`,
  'giu',
);
const idiom = new RegExp(`^(?:${between}|more|less|over|again|very|knock|better)$`, 'iu');

/** "tea and tea", "the concept of the concept"; not "step by step", "a list of lists", "more and more". */
function besideItself(asked: string): string | undefined {
  for (const [found, word = ''] of asked.matchAll(twice))
    if (!idiom.test(word) && !/^\S+ of \S+$/u.test(found)) return found;
  return undefined;
}
