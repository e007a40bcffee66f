import { singularOf } from '../../foundations/language/english';
import { nounPhrase } from '../../foundations/language/nounPhrase';
import { requestOf } from '../../foundations/language/verbObject';

/** Verbs that words can do, and hands: what they are done to tells. */
const doneEitherWay =
  /^(?:give|provide|offer|make|create|produce|build|construct|prepare|find|get|bring|take|collect|share|send|buy|sell)$/u;
const recipient = /^(?:me|us|him|her|them|you|it|yourself)$/u;

/** What an English request wants to be given, made or found, where it is nothing that words are: "Give five people an apple." */
export function thingAsked(asked: string): string | undefined {
  const request = requestOf(asked);
  if (!request || !doneEitherWay.test(request[0].normal)) return undefined;
  const [verb, ...others] = request;
  const outcomes = verb.normal === 'find' ? found : written;
  let rest = others[0] && recipient.test(others[0].normal) ? others.slice(1) : others;
  for (;;) {
    const phrase = nounPhrase(rest);
    if (phrase.length === 0) return undefined;
    const nouns = phrase.flatMap(({ normal }) => [normal, ...normal.split('-')]).map(singularOf);
    const behind = rest.slice(phrase.length);
    // "Give five facts to your dog."
    const isHanded =
      verb.normal === 'give' &&
      behind[0]?.normal === 'to' &&
      /^(?:your|every|each|all|every(?:one|body))$/u.test(behind[1]?.normal ?? '');
    if (!isHanded && nouns.some((noun) => outcomes.has(noun))) return undefined;
    // "a piece of advice": what counts stands behind "of".
    if (!quantities.has(nouns.at(-1)!) || behind[0]?.normal !== 'of')
      return [verb, ...phrase].map(({ normal }) => normal).join(' ');
    rest = behind.slice(1);
  }
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));

const quantities = setOf(`
  batch bit bunch collection combination couple group item kind lot mix number one pair part piece selection series set sort type variety
`);

const figures = `
  amount angle antiderivative area average capital circumference coefficient cost count date degree denominator density derivative determinant
  diameter digit distance divisor duration exponent factor factorial fraction frequency hypotenuse integer integral intercept inverse length limit
  logarithm maximum mean median minimum mode multiple number numeral numerator odds percent percentage perimeter power prime probability product
  quotient radius range ratio remainder root slope speed square sum temperature total value vector vertex volume weight width year
`;

/** Of words, or out of words: texts and their parts, thoughts, programs, what is made up; and figures. */
const written = setOf(`
  abbreviation abstract acronym adage address adjective adverb advice agenda algorithm allegory alternative analogy analysis anagram anecdote
  announcement answer antonym apology argument article aspect assessment ballad benefit bibliography biography blog blurb book brief briefing
  calculation caption case category cause challenge chapter characteristic checklist choice chorus chronicle citation claim class clause clue code column
  comment commentary comparison complaint compliment concept conclusion condition consequence consideration contract contrast conversation
  counterargument counterexample couplet course criterion critique curriculum debate declaration definition depiction description detail dialog
  dialogue diary difference dilemma disadvantage discussion document drawback effect elegy email e-mail entry epilogue epitaph equation error essay
  estimate eulogy evaluation example excerpt excuse exercise explanation expression fable fact fairytale feature feedback flashcard flyer forecast form
  formula function greeting guess guide guideline habit haiku headline hint history homograph homonym homophone horoscope hypothesis idea idiom implication
  improvement information instance instruction interpretation interview introduction invitation issue itinerary jingle joke journal justification key
  keyword label legend lesson letter limerick limitation line list logline lyric lyrics manifesto manual maxim meaning measure memo memoir menu
  message metaphor method milestone mission mistake mnemonic monologue moral motive motto myth name narrative news newsletter nickname note noun novel
  objection objective observation ode opinion opposite option outline overview palindrome parable paragraph paraphrase parody passage pattern perspective
  phrase pitch plan play playlist plot plural poem poetry point policy post postcard precaution prediction preface presentation principle problem procedure process
  profile program programme prologue promise prompt pronoun proof prose proposal proverb pseudocode pun puzzle query question questionnaire quip quiz
  quotation quote rap rationale reaction reason rebuttal recap recipe recommendation regex remark reply report request requirement response resume résumé rhyme
  riddle risk role routine rule sample saying scenario scene schedule schema script section sentence sequence setting simile skill slogan solution
  song sonnet speech spelling stanza statement step stereotype story storyboard strategy strength style subject suggestion summary survey syllabus
  syllable symptom synonym synopsis table tagline tale task tense technique template term testimonial text theme theorem theory thesis thought timeline timetable
  tip title toast tool-tip topic trait transcript translation trend trick trivia tutorial tweet twist use variation verb verse version vocabulary
  warning way weakness webpage website wishlist word wordplay worksheet
  csv header html json sql xml yaml
  character creature goddess god hero heroine superhero villain monster species language sport game world planet island holiday
  ${figures}
`);

/** By thinking: what a language has, or everybody's knowledge. */
const found = setOf(`
  adjective adverb analogy anagram answer antonym argument benefit cause contradiction definition difference effect error example expression fallacy formula
  function homophone idea meaning metaphor method mistake name noun opposite origin palindrome pattern phrase pronoun question reason rhyme riddle rule
  sentence similarity solution subject synonym theme topic translation typo verb way word
  ${figures}
`);
