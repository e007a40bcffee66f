import { proseFenceOf } from '../../foundations/text/proseFence';
import { shortened } from '../../foundations/text/shortened';
import { z } from 'zod';
import { partSmallTalk, type SmallTalk, type Voice } from '../../foundations/language/smallTalk';
import type { Recipe } from '../../recipe/schema';
import type { RecordedResult } from '../../vocabulary/filterResult';
import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
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
      'Talk about an answer at its beginning or end: "Sure! Here is ...:", "Output:", "Let me know if ...", and a code fence around all of it that has no code in it. Never what stands within it.',
    ),
};

/** Tasks for a text in which somebody speaks to somebody, where a farewell belongs to it, and "Of course!" may. */
const asksForSpeech =
  /\b(?:letters?|e-?mails?|messages?|dialog(?:ue)?s?|conversations?|chats?|chatbots?|speech|talk|toast|posts?|tweets?|notices?|note|greetings?|repl(?:y|ies)|respond(?:ing)? to|scripts?|scenes?|monolog(?:ue)?s?|role-?play|you would|would you|do you (?:feel|think|like|prefer|love|enjoy|believe)|yourself|pretend|act as|interview\w*|invitations?|announcements?|newsletters?|memos?|cards?|voicemail|readme|faqs?|advert\w*|ads?|guests?|customers?|visitors?|(?:give|list|common|useful|catch|key) ?(?:\w+ ){0,3}phrases?|sentences? (?:in|with|using)|make a sentence|example of|says?|brief|instructions for|carta|correo|mensaje|courriel|lettre|nachricht|(?:einen|ein) satz|beispielsatz|une phrase (?:avec|pour)|una frase (?:con|para)|uma frase (?:com|para)|lettera|diálogo|dialog)\b|信|邮件|对话|造句|手紙|メール|会話|挨拶|自己紹介|편지|이메일|대화|인사/iu;
/** Tasks about a text that is given, whose own voice is not the answer's. */
const asksAboutText =
  /^(?:please |can you |could you )?(?:summari[sz]e|classify|extract|identify|analy[sz]e|categori[sz]e|detect|find|determine|count|sort|label|evaluate|rate|tag|what is the (?:sentiment|topic|tone)|is the|résume|resume|resumir?|riassumi|fasse|总结|概括|要約|요약)(?!\p{L})(?!.*\b(?:write|reply|respond|draft|compose)\b)/iu;
/** Whose answer may say "I" and "you" by itself, or is another's words. */
const asksForVoice =
  /\b(?:stor(?:y|ies)|poems?|haikus?|limericks?|diary|journal|novel|fiction|songs?|lyrics|reviews?|testimonials?|blogs?|essays?|memoirs?|slogans?|captions?|jokes?|riddles?|quotes?|quotations?|openings?|conclusions?|introductions?|paragraphs?|articles?|narrat\w+|personas?|imagine|would you|your (?:own|ideal|favou?rite|opinion)|translat\w+|rewrit\w+|rephras\w+|paraphras\w+|reword|cuento|poema|historia|geschichte|gedicht|histoire|poème|racconto|poesia|traduce|traduzca|übersetze\w*|traduis\w*|traduci|traduza|umformulier\w*|umschreib\w*|schreibe? .{1,80} um|reescrib\w*|reformul\w*|riscriv\w*|reescrev\w*)\b|故事|诗|翻译|改写|物語|詩|翻訳|이야기|시를|번역/iu;
/** Tasks whose answer is to ask. */
const asksForQuestions =
  /\b(?:questions?|quiz(?:zes)?|surveys?|polls?|riddles?|trivia|prompts?|ice-?breakers?|conversation starters?|should i|fragen?|preguntas?|perguntas?|domand[ae])\b|问题|質問|질문/iu;
/** Tasks whose answer tells of itself: what was changed, counted, meant. */
const asksForCommentary =
  /\b(?:explain(?:ing)? (?:your|(?:the|each|all|any|every) (?:changes?|edits?|corrections?|choices?|reason\w*|steps?)|(?:what|why) you)|(?:list|describe|show|point out|highlight|indicate|identify|mark|note|justify|give) (?:the |your |all |any |each )?(?:changes?|edits?|corrections?|mistakes?|errors?|reason\w*|choices?)|what (?:you|was|is|has) (?:been )?chang\w*|changes|your (?:choices?|reasoning|approach|thoughts?)|commentary|word count|count|length|number of|how many|step by step|think|reflect|annotat\w*|with (?:an? )?(?:notes?|explanations?|reasons?|comments?))\b/iu;
/** Tasks whose answer may be meant to stand in a block. */
const asksForFence =
  /\b(?:code|(?:code)?blocks?|fence\w*|markdown|read-?me|raw|verbatim|snippets?|backticks?|monospace\w*|plain ?text|templates?|files?|config\w*|commits?|logs?|terminals?|outputs?|scripts?|quer(?:y|ies)|commands?)\b/iu;
/** Texts from one to another, whose farewell is theirs; a translation's is too. */
const asksWhether =
  /^(?:is|are|was|were|do|does|did|should|will|has|have|may|must|can (?!you)|could (?!you)|would (?!you))\b.*\?|\byes (?:or|and) no\b/iu;

/** What stands in a response beside the answer, told by the task: a letter's farewell and a dialogue's "Certainly!" are the answer. */
export function chatterIn({
  instruction,
  input,
  response,
}: Pick<Subject, 'instruction' | 'input' | 'response'>): SmallTalk | undefined {
  const voice = voiceOf(instruction);
  const tellsOfItself = asksForCommentary.test(instruction);
  const parted = partSmallTalk(response, {
    assents: voice !== 'spoken' && !asksWhether.test(instruction),
    labels: !speaksOfLabels(instruction, response),
    questions: !asksForQuestions.test(instruction),
    changes: !tellsOfItself,
    remarks: {
      task: `${instruction}\n${input.slice(0, 400)}`,
      voice: tellsOfItself && voice === 'plain' ? 'told' : voice,
    },
  });
  const found = asksForFence.test(instruction) ? parted : withoutFence(parted);
  const isTalk = found.opening !== '' || found.closing !== '';
  // What the task holds was to be kept, changed or continued.
  const isGiven = [found.opening, found.closing].some(
    (talk) => talk !== '' && `${instruction} ${input}`.includes(talk),
  );
  return isTalk && !isGiven ? found : undefined;
}

/** A fence around all of an answer that is prose is none of it. */
function withoutFence({ opening, answer, closing }: SmallTalk): SmallTalk {
  const fence = proseFenceOf(answer);
  if (!fence) return { opening, answer, closing };
  return {
    opening: [opening, fence.opening].filter((part) => part !== '').join('\n\n'),
    answer: fence.inner,
    closing: [fence.closing, closing].filter((part) => part !== '').join('\n\n'),
  };
}

/** The words of a text that the task quotes are not the task's: "Make it formal: We got your letter." */
const withoutQuoted = (instruction: string): string =>
  instruction.replace(/["“][^"“”]{1,2000}["”]/gu, '…').replace(/^((?:[^\s:]+\s+){2,}[^\s:]+):\s[^]*$/u, '$1');

function voiceOf(task: string): Voice {
  const instruction = withoutQuoted(task);
  if (asksAboutText.test(instruction.trim())) return 'plain';
  if (asksForSpeech.test(instruction)) return 'spoken';
  return asksForVoice.test(instruction) ? 'told' : 'plain';
}

/** Whether a label belongs to the form that was asked for: the task names it, or the response has several. */
function speaksOfLabels(instruction: string, response: string): boolean {
  const labelled = (response.match(/^(?:\*\*)?\p{L}[\p{L} ]{0,24}:/gmu) ?? []).filter(
    (each) => !/changes|edits|corrections|notes?|word count|explanation/iu.test(each),
  );
  const own = /^\W*(\p{L}+?)s?\b/u.exec(response)?.[1] ?? '';
  const isNamed =
    /^(?:response|result|solution|answer)$/iu.test(own) &&
    new RegExp(`\\b(?:${own}s|(?:an|the|its|with|and) ${own}|${own} *:)(?!\\p{L})`, 'iu').test(instruction);
  return (
    labelled.length > 1 ||
    isNamed ||
    /\b(?:outputs?|labels?|format|fields?|code|program|prints?|ya?ml|json|assistants?)\b/iu.test(instruction)
  );
}

/** How it is told to people. */
function describeChatter({ opening, closing }: SmallTalk): string {
  const parts = [
    ...(opening === '' ? [] : [`before it "${shortened(opening, 80)}"`]),
    ...(closing === '' ? [] : [`after it "${shortened(closing, 80)}"`]),
  ];
  return parts.join(', ');
}

/** Characters of talk. */
const lengthOfChatter = ({ opening, closing }: SmallTalk): number => opening.length + closing.length;

/** Whether the recipe wants it taken off. */
export const trimsChatter = (recipe: Pick<Recipe, 'filters'>): boolean =>
  chatter.settingsIn(recipe).chatter.action === 'trim';

/** Rejects what the recipe does not want trimmed; what is trimmed is told beforehand, by `chatterIn`. */
export const chatter = textFilter({
  name: 'chatter',
  version: 2,
  stage: 'pair',
  fields,
  isOn: ({ chatter: { action } }) => action === 'reject',
  check(subject) {
    if (isWantedRefusal(subject)) return passed;
    const found = chatterIn(subject);
    return found === undefined
      ? passed
      : rejected(`talks about the answer: ${describeChatter(found)}`, lengthOfChatter(found));
  },
});

/** What was taken off a response, recorded without personal data where the recipe wants that. */
export function trimmedResult(
  found: SmallTalk,
  redact: ((text: string) => string) | undefined,
): RecordedResult {
  const [opening, closing] = redact
    ? [redact(found.opening), redact(found.closing)]
    : [found.opening, found.closing];
  return {
    filter: chatter.name,
    version: chatter.version,
    passed: true,
    score: lengthOfChatter(found),
    reason: `trimmed: ${describeChatter({ ...found, opening, closing })}`,
    evidence: { opening, closing },
  };
}
