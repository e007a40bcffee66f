import {
  announcements,
  announcementsElsewhere,
  announcementsInEastAsia,
  announcementsWithin,
  assents as assentsElsewhere,
  compliment,
  courtesies,
  exclamation,
  fillers,
  interjection,
  labelOfKind,
  labelOfResult,
  leadIns,
  rewording,
} from './talkBefore';
import { beside, count, feedback, headOfChanges, notes, offers, reminder, wishes } from './talkAfter';

/**
 * What models say about an answer beside the answer: how they begin, how they take leave, and what they write over it. Each pattern is of one
 * sentence or line, and stands for a speech act that answers to "you asked, here it is", so that the same words in another's mouth are left
 * alone ("Certainly it is", "Here is the best cake.", "Feel free to pick the herbs").
 */

/** "Sure!", "Of course,", "Certainly —": that the request was taken up. */
const assent =
  /^(?:sure(?: thing)?|certainly|of course|absolutely|definitely|gladly|okay|ok|al(?:l )?right|(?:yes|no problem|you got it|got it|understood|with pleasure|my pleasure)(?:,? (?:sure|certainly|of course|absolutely))?|(?:aber )?natürlich|gerne?|selbstverständlich|klar|¡?claro(?: que sí)?|¡?por supuesto|¡?con gusto|bien sûr|avec plaisir|volontiers|certainement|certamente|certo|claro)(?=\s*(?:[!.,:—–-]|$))\s*[!.,:—–-]*\s*/iu;

/** "Here is your summary:", "Below are three ideas:", up to the colon with which it hands over. */
const thing = '[^.!?\\n:：]{0,160}';
const presentation: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:so|well|now|as requested|as (?:you )?asked|as per your request|based on (?:your|the) [\\w ]{1,40}),? )?(?:here(?:[’']s| is| are)|below(?:[’']s| is| are| you(?:[’']ll| will) find)|(?:this|these|the following) (?:is|are)|please find|i(?:[’']ve| have) (?:written|prepared|created|put together|drafted|compiled|listed)|let me)\\b${thing}:(?=\\s|\\*|$)\\*{0,2}`,
    'iu',
  ),
  new RegExp(`^(?:as requested|as you asked|as per your request)[,:]${thing}[:.](?=\\s|$)`, 'iu'),
  new RegExp(
    `^(?:how about(?: this| these| the following)?|here (?:you go|it is|we go|goes)|the (?:answer|response|result|solution)s? (?:to (?:your|the) (?:question|request|task|problem)s? )?(?:is|are)(?: as follows)?|the [^.!?\\n:]{2,60} (?:is|are) as follows)\\s*:(?=\\s)`,
    'iu',
  ),
  /^here (?:you go|it is)[!.](?=\s|$)/iu,
  new RegExp(
    `^(?:hier (?:ist|sind|kommt|findest du|finden sie)|im folgenden|nachfolgend)\\b${thing}:(?=\\s|$)`,
    'iu',
  ),
  new RegExp(
    `^(?:aquí (?:tienes|tiene|está|están|te (?:dejo|presento))|a continuación)${thing}:(?=\\s|$)`,
    'iu',
  ),
  new RegExp(`^(?:voici|voilà|ci-dessous)${thing}:(?=\\s|$)`, 'iu'),
  new RegExp(`^(?:ecco|aqui (?:está|estão)|hier (?:is|zijn))${thing}:(?=\\s|$)`, 'iu'),
  /^(?:以下|下面|这里|这)(?:是|为|有)[^。！？\n：:]{0,60}[：:]/u,
  /^(?:以下|こちら)(?:は|が|に)[^。！？\n：:]{0,60}(?:です|ます)[。：:]/u,
];
/** In Chinese and Japanese the assent runs on into the sentence. */
const eastAsianAssent =
  /^(?:当然(?:可以|没问题)?|好的|没问题|可以的|もちろん(?:です)?|はい|承知(?:いた)?しました)[！!，,。、]\s*/u;

/** "I'd be happy to help with that!" */
const offer =
  /^(?:i(?:[’']d| would|[’']m| am|[’']ll| will) (?:be )?(?:more than |very |so )?(?:happy|glad|delighted|pleased) to\b[^.!?\n]{0,60}|(?:i (?:can|will)|i[’']ll|let me) (?:certainly |definitely |gladly |surely )?(?:help|assist|answer|explain|do)\b(?: you)?(?: (?:with )?(?:that|this|it))?|(?:i[’']m )?(?:happy|glad) to (?:help|assist|explain|answer|oblige)[^.!?\n]{0,40})[.!:](?=\s|$)/iu;

/** "Great question!" */
const praise =
  /^(?:(?:(?:that|this)(?:[’']s| is) |what |you[’']re asking |you(?:[’']ve| have) asked )?an? )?(?:really |very |truly )?(?:great|good|excellent|interesting|fantastic|wonderful|important|fascinating|thoughtful) (?:question|request|prompt|topic|choice)s?[.!](?=\s|$)|^(?:thanks|thank you) (?:so much |very much )?for (?:asking|your (?:question|request|patience|message)|the question|reaching out|sharing)[^.!?\n]{0,30}[.!](?=\s|$)/iu;

/** "Output:", "### Response", "**Answer:**": what is written over an answer. */
const label =
  /^(?:#{1,6}\s*)?(?:\*\*|__)?(?:(?:final |my |your |the |model |ai |suggested |possible |sample )?(?:output|response|answer|solution|result|completion|assistant|ai|translation|summary|rewrite|paraphrase)|(?:corrected|revised|rewritten|rephrased|paraphrased|translated|edited|improved|shortened)(?: (?:sentence|text|version|paragraph))?|antwort|ausgabe|lösung|respuesta|réponse|risposta|resposta|回答|答案|输出)(?:\*\*|__)?\s*(?:[:：](?:\*\*|__)?|(?<=^#[^\n]*)(?=\n))\s*/iu;

/** Farewells that only who has written for somebody says. */
const farewells: readonly RegExp[] = [
  /^(?:please |just |and |so |but )*let me know (?:if|whether|what|how|should)\b.*\b(?:you(?:[’']d| would)? (?:like|want|need|have|prefer|think)|else|further|help(?:ful|s|ed)?|changes?|adjust\w*|questions?|works?)\b/iu,
  /^(?:i (?:really |do |sincerely )?)?hope (?:that )?(?:this|that|it|these|you|the \w+) (?:\w+ )?(?:helps?|helped|is (?:helpful|useful|what|clear)|was (?:helpful|useful)|clarifies|answers|meets|works|suits|serves|(?:will )?(?:find (?:it|this|that|these|them) (?:\w+ )?(?:help|use|inform|enjoy|interest|satisf|insp)|(?:like|enjoy|love) (?:it|this|these|them|my|(?:the|your) \w+(?:[.!]|$))))/iu,
  /^(?:please )?(?:feel|feeling) free to (?:ask(?: me)?(?:[.!]|$| (?:if|for|any|anything|away|further|more|questions?[.!]|me\b|follow))|reach out|contact me|let me know|adjust|modify|adapt|customi[sz]e|tweak|change|edit|personali[sz]e|request|message me)/iu,
  /^(?:please )?(?:do not|don[’']t|never) hesitate to (?:ask|reach|contact me|let me know|message)|\bdon[’']t hesitate to ask\b/iu,
  /^(?:is|was) there (?:anything|something) (?:else|more|further|specific|in particular)\b.*\?|^(?:do you need |need |want )?anything else(?: i can [^?]*)?\?/iu,
  /^(?:would you like|do you want|would you prefer|should i|shall i|want|may i)\b(?: for)?(?: me)? (?:to |me to |i )?(?:write|explain|go|make|add|give|provide|expand|elaborate|continue|create|adjust|try|turn|help|show|include|know|suggest|another|more)\b.*\?/iu,
  /^(?:and )?if (?:you|there)(?:[’']d|[’']s| would| have| need| want| wish| are| is| ever| still)* .*\b(?:i[’']m (?:here|happy|glad|only|always|just)|i (?:can|am|will|would)|i[’']ll|i[’']d|let me know|just (?:ask|say|tell me|let me)|(?:feel )?free to (?:ask|reach)|(?:don[’']t|do not) hesitate to ask|here to help)\b/iu,
  /^i(?:[’']m| am) (?:always |still |just )?(?:here|happy|glad) (?:to|for) (?:help|assist|answer|you|any)\b/iu,
  /^ich hoffe,? (?:das|dies|es|diese\w*) (?:\w+ )*(?:hilft|weiter|hilfreich|gefällt|geholfen)|^(?:lass(?:en sie)? (?:es )?mich wissen|melde dich|melden sie sich|frag(?:en sie)? (?:mich )?(?:gern|einfach)).*\b(?:fragen|brauch\w*|möchte\w*|etwas|wünsch\w*)\b|^wenn (?:du|sie) (?:noch |weitere |mehr )+(?:fragen|hilfe|informationen)\b/iu,
  /^¡?espero que (?:esto |te |le |os |les )*(?:sirva|ayude|haya|sea|guste)|^(?:si (?:tienes|tiene|necesitas|necesita)\b.*)?\b(?:no dudes en|no dude en|avísame|házmelo saber|dímelo)\b/iu,
  /^n[’']hésite[sz]? pas\b|^j[’']espère que (?:cela|ça|ceci)\b|^si (?:vous avez|tu as) (?:d[’']autres|des) questions\b/iu,
  /^(?:希望|但愿)(?:这|对|能|以上|它).{0,20}(?:帮助|帮到|有用|喜欢|满意)|^(?:如果|如)(?:您|你)?.{0,30}(?:问题|需要|疑问|帮助).{0,20}(?:告诉我|问我|提问|联系我|随时)|^(?:请)?随时(?:告诉|问|联系)我/u,
  /^(?:ご参考になれば|お役に立てれば|他に(?:ご質問|何か))/u,
  /^spero (?:che (?:questo|ti|le)|di)\b.*(?:aiut|util)|^espero que (?:isso|isto)\b|^se (?:hai|avete|tiver) (?:altre|mais|outras)\b/iu,
];
/** Said in their company, and by others alone too. */
const companions =
  /^(?:enjoy(?: your [\w ]{1,30})?|good luck|best of luck|(?:i )?wish(?:ing)? you\b.*|have (?:a|fun)\b.*|happy \w+ing|cheers|that[’']s (?:it|all)|thank(?:s| you)(?: for .*)?|can you guess (?:it|what it is|the answer)\?|viel (?:erfolg|spaß|glück)|¡?(?:suerte|saludos)|bon (?:courage|appétit))[.!?…]*$/iu;

export interface SmallTalk {
  /** What stands before the answer and is none of it; empty where nothing does. */
  readonly opening: string;
  readonly answer: string;
  readonly closing: string;
}

/** What is looked for. */
export interface Looked {
  readonly openings: boolean;
  /** "Sure!" with nothing after it that presents an answer: where a question was asked it may be the answer. */
  readonly assents: boolean;
  readonly labels: boolean;
  readonly closings: boolean;
  /** Sentences in the first or second person about the request or the answer, compliments, notes: what only an answer to `task` has beside it. */
  readonly remarks: { readonly task: string; readonly voice: Voice } | undefined;
  /** Questions after the answer: where questions were asked for they are the answer. */
  readonly questions: boolean;
  /** A list of changes after the answer. */
  readonly changes: boolean;
}

/**
 * Who speaks in the answer: `plain`, nobody; `told`, somebody may say "I", so that talk is a paragraph of its own; `spoken`, somebody speaks
 * to somebody, so that talk names the text that was asked for, or stands under a signature or a rule.
 */
export type Voice = 'plain' | 'told' | 'spoken';

const everything: Looked = {
  openings: true,
  assents: true,
  labels: true,
  closings: true,
  remarks: undefined,
  questions: true,
  changes: false,
};

/** How much of a text is looked at on each side: talk is short. */
const reach = 600;
const reachOfNotes = 1_500;
const maxTurns = 8;

/** Takes the talk before and after an answer apart from it. What would be nothing but talk is left whole. */
export function partSmallTalk(text: string, options: Partial<Looked> = {}): SmallTalk {
  const looked = { ...everything, ...options };
  let [start, end] = [0, text.length];
  for (let turn = 0; turn < maxTurns; turn++) {
    const [from, to] = [start, end];
    if (looked.openings) start += startOf(text.slice(start, end), looked, start > 0);
    if (looked.closings) end = endOf(text, start, end, looked);
    if (looked.remarks) [start, end] = withinTags(text, start, end);
    if (start === from && end === to) break;
  }
  const answer = text.slice(start, end).trim();
  const isCut = isQuoted(text.slice(0, start)) || isQuoted(text.slice(end));
  if (isCut || !/[\p{L}\p{N}]/u.test(answer)) return { opening: '', answer: text, closing: '' };
  return { opening: text.slice(0, start).trim(), answer, closing: text.slice(end).trim() };
}

/** Whether a quotation or a bracket begins or ends within: then somebody else says it. */
const isQuoted = (talk: string): boolean =>
  (talk.match(/"/gu) ?? []).length % 2 > 0 ||
  (talk.match(/[“«「]/gu) ?? []).length !== (talk.match(/[”»」]/gu) ?? []).length;

/** Whether a line only leads up to what follows it. */
export function isOpening(line: string): boolean {
  const text = line.trim();
  return text !== '' && startOf(`${text}\n…`, everything, false) >= text.length;
}

/** Whether a line only takes leave. */
export function isFarewell(line: string): boolean {
  const sentences = sentencesOf(line);
  return (
    sentences.some(({ text }) => says(text)) &&
    sentences.every(({ text }) => says(text) || companions.test(text))
  );
}

/** A step over talk. What is not sure is talk only where something sure comes after it. */
interface Step {
  readonly length: number;
  readonly isSure: boolean;
  /** Whether it ends with a colon at the end of a line: what follows is what was announced. */
  readonly handsOver?: boolean;
  /** Whether it may be the answer's: only what hands over makes it talk. */
  readonly isBetween?: boolean;
  readonly isAssent?: boolean;
}

function startOf(text: string, looked: Looked, hasBegun: boolean): number {
  const first = spaceAt(text, 0);
  let position = first;
  let taken = first;
  let [isBetween, isAssented] = [false, false];
  for (let turn = 0; turn < maxTurns; turn++) {
    const step = stepOver(
      text.slice(position, position + reach),
      looked,
      hasBegun || isAssented || taken > first,
    );
    if (!step || step.length === 0 || (isBetween && !step.handsOver)) break;
    isBetween = step.isBetween ?? false;
    isAssented = step.isAssent ?? false;
    position = spaceAt(text, position + step.length);
    if (step.isSure) taken = position = pastOrnaments(text, position);
  }
  return taken === first ? 0 : taken;
}

function stepOver(rest: string, looked: Looked, hasBegun: boolean): Step | undefined {
  const presented = lengthOf(presentation, rest);
  if (presented > 0 && (!looked.remarks || presents(rest, presented, looked.remarks, hasBegun)))
    return { length: presented, isSure: true, handsOver: handsOver(rest, presented) };
  const labelled = looked.labels
    ? lengthOf([label, ...(looked.remarks ? [labelOfResult, rewording] : [])], rest)
    : 0;
  if (labelled > 0) return { length: labelled, isSure: true };
  const [kindLabel = '', kindOfText = ''] = (looked.labels && labelOfKind.exec(rest)) || [];
  if (looked.remarks && kindLabel !== '' && asksFor(looked.remarks.task, kindOfText))
    return { length: kindLabel.length, isSure: true };
  const kind = lengthOf([offer, praise], rest);
  if (kind > 0) return { length: kind, isSure: looked.remarks?.voice !== 'spoken' };
  const assented = matchOf([assent, eastAsianAssent, ...assentsElsewhere], rest);
  if (assented !== '')
    // A comma or a dash runs on into a sentence, which may be the answer's.
    return {
      length: assented.length,
      isSure: looked.assents && /[!.:！。]\s*$/u.test(assented),
      isAssent: true,
    };
  return looked.remarks && remarkOver(rest, looked.remarks, hasBegun);
}

function remarkOver(
  rest: string,
  { task, voice }: NonNullable<Looked['remarks']>,
  hasBegun: boolean,
): Step | undefined {
  if (voice !== 'spoken') {
    const courtesy = lengthOf([...courtesies, ...fillers], rest);
    if (courtesy > 0)
      return { length: courtesy, isSure: voice === 'plain' || hasBegun || endsParagraph(rest, courtesy) };
  }
  const exclaimed = lengthOf([exclamation, interjection, ...(voice === 'plain' ? [compliment] : [])], rest);
  if (exclaimed > 0) return { length: exclaimed, isSure: false };
  const announced = lengthOf(
    [...announcements, ...announcementsElsewhere, ...announcementsInEastAsia, ...announcementsWithin],
    rest,
  );
  const sentence = rest.slice(0, announced);
  const hands = handsOver(rest, announced);
  if (announced > 0 && (speaksOfAnswer(sentence) || isEcho(sentence, task))) {
    const isApart = hands || endsParagraph(rest, announced);
    const isSure = {
      plain: isApart || hasBegun || readsBack.test(sentence),
      told: isApart || (hasBegun && /\b(?:you|your)\b/iu.test(sentence)),
      spoken: isApart && namesText(sentence, task),
    }[voice];
    return { length: announced, isSure, handsOver: hands };
  }
  if (voice === 'spoken') return undefined;
  const led = lengthOf(leadIns, rest);
  if (led > 0 && handsOver(rest, led)) return { length: led, isSure: true, handsOver: true };
  const isOfResult = /^the \w+ed\b/iu.test(rest);
  if (!hasBegun && !isOfResult) return undefined;
  const next = /^[^.!?\n:：。！？]{1,120}[.!:：]/u.exec(rest)?.[0] ?? '';
  if (next !== '' && handsOver(rest, next.length) && isEcho(next, task))
    return { length: next.length, isSure: true, handsOver: true };
  return hasBegun && voice === 'plain' && /^[^\n]{10,80}[.!]$/u.test(next) && !handsOver(rest, next.length)
    ? { length: next.length, isSure: false, isBetween: true }
    : undefined;
}

/** "Here is …:" begins many an answer too: by itself it is talk where it stands on its own line, or speaks of the answer or the task. */
function presents(
  rest: string,
  length: number,
  { task }: NonNullable<Looked['remarks']>,
  hasBegun: boolean,
): boolean {
  const sentence = rest.slice(0, length);
  if (hasBegun || isEcho(sentence, task)) return true;
  if (
    /^(?:here(?:[’']s| is| are)|(?:this|these) (?:is|are)) (?:what|how|where|why|when|who|the (?:rule|thing|trick|deal|catch|truth))\b/iu.test(
      sentence,
    )
  )
    return /\b(?:i|asked|requested|wanted)\b/iu.test(sentence);
  return handsOver(rest, length) || speaksOfAnswer(sentence);
}

const matchOf = (patterns: readonly RegExp[], text: string): string =>
  patterns.map((pattern) => pattern.exec(text)?.[0] ?? '').find((match) => match !== '') ?? '';
const lengthOf = (patterns: readonly RegExp[], text: string): number => matchOf(patterns, text).length;

const handsOver = (rest: string, length: number): boolean =>
  /[:：](?:\*\*)?\s*$/u.test(rest.slice(0, length)) && /\n\s*$|^[^\S\n]*\n/u.test(around(rest, length));
const endsParagraph = (rest: string, length: number): boolean =>
  /^[^\p{L}\p{N}\n]*\n[^\S\n]*(?:\n|[-*_]{3})/u.test(rest.slice(length).slice(0, 40));
/** The white space that a match ended with, or what comes after it. */
const around = (rest: string, length: number): string =>
  /\n\s*$/u.exec(rest.slice(Math.max(0, length - 8), length))?.[0] ?? rest.slice(length, length + 8);

const answerWords =
  /\b(?:you|your|request\w*|asked|below|following|answer|response|solution|explanation|breakdown|overview|version|summary|translation|rewrite|rewritten|step by step|sentence|list|poem|haiku|paragraph|code|function|example|examples|suggestions?|ideas?|options?)\b|(?:dir|ihnen|dich|dein\w*|ihr\w*|te|le|tu|su|vous|votre|lhe|você|ti|suo|tuo)(?!\p{L})|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]|^(?:voici|voilà|ecco|aqu[ií]|hier|segue)/iu;
const speaksOfAnswer = (sentence: string): boolean => answerWords.test(sentence);
const readsBack =
  /^(?:so,? |okay,? )?(?:i (?:understand|see|hear|gather)\b|you(?:[’']ve| have)? (?:asked|requested)|you[’']re asking|(?:based on|in response to|to answer|per|as per|following|given) your|(?:[^.!?:\n]{0,80}\b)?as (?:you )?(?:asked|requested)\b|entiendo que|je comprends que|capisco che|entendo que|我理解|我明白)/iu;

/** The words for texts and their parts. Where the task has one, a sentence that names it speaks of the answer. */
const texts =
  /\b(?:e-?mail|letter|message|dialogue|conversation|speech|toast|post|tweet|notice|note|reply|script|scene|monologue|invitation|announcement|newsletter|memo|card|story|poem|draft|caption|advert\w*|interview|carta|correo|mensaje|lettre|courriel|nachricht|brief)\b/giu;
const namesText = (sentence: string, task: string): boolean =>
  [...task.matchAll(texts)].some(([name]) => sentence.toLowerCase().includes(name.toLowerCase()));

/** Whether a task begins with the wish for such a text: "Write a headline about rain." */
const asksFor = (task: string, kind: string): boolean =>
  new RegExp(
    `^(?:\\w+ ){0,3}(?:write|generate|create|suggest|give|provide|compose|come up with|invent|find|make|identify|determine|classify|name)\\b[^.!?\\n]{0,60}\\b${kind}\\b`,
    'iu',
  ).test(task);

/** Whether a sentence says the task again: most of its longer words are the task's. */
function isEcho(sentence: string, task: string): boolean {
  const words = wordsOf(sentence);
  const known = new Set(wordsOf(task));
  return words.length > 1 && words.filter((word) => known.has(word)).length >= words.length * 0.6;
}
const wordsOf = (text: string): string[] =>
  (
    text
      .slice(0, 4_000)
      .toLowerCase()
      .match(/\p{L}{4,}/gu) ?? []
  )
    .filter((word) => !ordinary.has(word))
    .map((word) => word.slice(0, 6));
const ordinary = new Set([
  'would',
  'could',
  'some',
  'that',
  'this',
  'these',
  'here',
  'with',
  'your',
  'will',
  'explain',
  'have',
]);

function spaceAt(text: string, from: number): number {
  const space = /\s*/uy;
  space.lastIndex = from;
  return from + (space.exec(text)?.[0].length ?? 0);
}

const emoji = '(?:\\p{Extended_Pictographic}(?:[\\u{1F3FB}-\\u{1F3FF}]|\\uFE0F|\\u200D)*[^\\S\\n]*){1,8}';
const emojiAlone = new RegExp(`^${emoji}$`, 'u');
const ornament = new RegExp(`^(?:[-*_=]{3,40}|${emoji})[^\\S\\n]*(?:\\n|$)`, 'u');

/** Rules and emoji after talk on lines of their own, or at its line's end. */
function pastOrnaments(text: string, from: number): number {
  let position = from;
  for (let turn = 0; turn < maxTurns; turn++) {
    const length = ornament.exec(text.slice(position, position + 80))?.[0].length ?? 0;
    if (length === 0) break;
    position = spaceAt(text, position + length);
  }
  return position;
}

/** Tags that a model puts around its whole answer. */
function withinTags(text: string, start: number, end: number): [number, number] {
  const opened = /^\s*<(answer|response|output|result|reply|final_answer)>/iu.exec(
    text.slice(start, start + 80),
  );
  const closes = `</${opened?.[1] ?? ''}>`;
  const last = text.slice(start, end).trimEnd();
  if (!opened || !last.endsWith(closes) || last.length < opened[0].length + closes.length)
    return [start, end];
  return [start + opened[0].length, start + last.length - closes.length];
}

/** From the end, as long as something is found: lists of changes, notes, farewells and what keeps them company. */
function endOf(text: string, start: number, to: number, looked: Looked): number {
  let end = to;
  for (let turn = 0; turn < maxTurns; turn++) {
    const body = text.slice(Math.max(start, end - reachOfNotes), end).trimEnd();
    const offset = Math.max(start, end - reachOfNotes);
    let next = farewellsIn(text, start, end, looked);
    if (next === end && looked.remarks) next = offset + (startOfNotes(body, looked) ?? end - offset);
    if (next === end) break;
    end = offset + withoutOrnaments(text.slice(offset, next)).length;
    if (end <= start) break;
  }
  return end;
}

/** Where the last paragraph begins, if it is about the answer: a note, a count, an emoji; or the paragraphs from a heading of changes on. */
function startOfNotes(body: string, { remarks, changes }: Looked): number | undefined {
  if (remarks?.voice === 'spoken') return undefined;
  const starts = [...body.matchAll(/\n[^\S\n]*\n\s*(?=\S)/gu)].map(({ 0: gap, index }) => index + gap.length);
  if (changes) {
    const head = starts.findLast((at) => headOfChanges.test(body.slice(at, at + 120)));
    if (head !== undefined) return head;
  }
  const last = starts.at(-1);
  if (last === undefined) return undefined;
  const paragraph = body.slice(last);
  const isNote =
    paragraph.length <= reach &&
    !/\n[^\S\n]*(?:[-*•]|\d+[.)]) /u.test(paragraph) &&
    (notes.some((pattern) => pattern.test(paragraph)) ||
      (changes && count.test(paragraph)) ||
      (emojiAlone.test(paragraph) && !/emoji/iu.test(remarks?.task ?? '')));
  return isNote ? last : undefined;
}

function withoutOrnaments(text: string): string {
  let kept = text.trimEnd();
  for (let turn = 0; turn < maxTurns; turn++) {
    const line = kept.slice(kept.lastIndexOf('\n') + 1).trim();
    if (!kept.includes('\n') || !ornament.test(line)) break;
    kept = kept.slice(0, kept.lastIndexOf('\n')).trimEnd();
  }
  return kept;
}

/** From the end: farewells and what keeps them company, of the last paragraphs, as far as there is one of the first. */
function farewellsIn(text: string, start: number, to: number, looked: Looked): number {
  const from = Math.max(start, to - reach);
  // What began before the reach is not looked at: its first sentence is half a one.
  const sentences = sentencesOf(text.slice(from, to)).slice(from > start ? 1 : 0);
  const voice = looked.remarks?.voice ?? 'plain';
  const lastParagraph = text
    .slice(from, to)
    .trimEnd()
    .search(/\n[^\S\n]*\n(?![^]*\n[^\S\n]*\n)/u);
  let end = to;
  let besides = 0;
  for (const { text: sentence, at } of sentences.reverse()) {
    const isLast = voice !== 'spoken' && lastParagraph >= 0 && at > lastParagraph;
    const beginsParagraph = /(?:^|\n[^\S\n]*\n)[*_(\s]*$/u.test(
      text.slice(Math.max(0, from + at - 40), from + at),
    );
    const kind = kindOf(bare(sentence), looked, end < to || start > 0);
    // A last paragraph that takes leave may first say something of the answer.
    const isBeside = looked.remarks && end < to && isLast && beside.test(bare(sentence)) && ++besides <= 2;
    if (kind === undefined && !isBeside) break;
    if (isBeside && kind === undefined) {
      if (beginsParagraph && from + at > start) end = from + at;
      continue;
    }
    const isTaken =
      kind === 'farewell'
        ? voice === 'plain' || beginsParagraph
        : beginsParagraph && (kind === 'apart' || end < to);
    if (isTaken) end = from + at;
  }
  return voice !== 'spoken' || isUnderSignature(text.slice(start, end), text.slice(end, to), looked)
    ? end
    : to;
}

type Kind = 'farewell' | 'apart' | 'companion' | undefined;

/** `apart` is talk where it begins a paragraph, a companion where there is other talk beside it. */
function kindOf(sentence: string, { remarks, questions, changes }: Looked, hasCompany: boolean): Kind {
  const isQuestion = /[?？]\W*$/u.test(sentence);
  if (isQuestion && !questions) return undefined;
  if (says(sentence) || (remarks && sentence.length <= 400 && offers.some((one) => one.test(sentence))))
    return 'farewell';
  if (remarks && wishes.test(sentence)) return hasCompany && remarks.voice === 'plain' ? 'farewell' : 'apart';
  if (remarks && (feedback.test(sentence) || (changes && count.test(sentence)))) return 'apart';
  return companions.test(sentence) || (remarks && (reminder.test(sentence) || emojiAlone.test(sentence)))
    ? 'companion'
    : undefined;
}

/** A letter takes leave itself: what is talk comes after its signature, or speaks of the text. */
function isUnderSignature(answer: string, closing: string, { remarks }: Looked): boolean {
  const line = answer.trimEnd().slice(-200).split('\n').at(-1)?.trim() ?? '';
  const isSignature =
    /^[^.!?:;"”»。！？]{1,40}$/u.test(line) && line.split(' ').length <= 4 && answer.includes('\n');
  return (
    isSignature ||
    ornament.test(line) ||
    /\b(?:tone|wording|placeholders?|brackets|personali[sz]e|tailor|(?:shorter|longer|different) (?:one|version)|this draft|another version|like me to (?:change|adjust|revise|rewrite|rephrase|edit|tweak|expand|shorten))\b/iu.test(
      closing,
    ) ||
    namesText(closing.slice(0, reach).replace(/^.*?\b(?:this|the|your)\b/iu, ''), remarks?.task ?? '')
  );
}

const says = (sentence: string): boolean => farewells.some((pattern) => pattern.test(sentence));
const ornamental = '(?:[\\s*_()>]|\\p{Extended_Pictographic}|\\u200D|\\uFE0F){1,40}';
const ornamentsBefore = new RegExp(`^${ornamental}`, 'u');
const ornamentsAfter = new RegExp(`${ornamental}$`, 'u');
/** A sentence without the emphasis, brackets and emoji around it. */
const bare = (sentence: string): string =>
  sentence
    .slice(0, -80)
    .concat(sentence.slice(-80).replace(ornamentsAfter, ''))
    .replace(ornamentsBefore, '') || sentence;

function sentencesOf(text: string): { readonly text: string; readonly at: number }[] {
  return [...text.matchAll(/[^\n]+?(?:[.!?…]+(?=[*_)]{0,3}(?:\s|$))|[。！？]|(?=\n)|$)/gu)].flatMap(
    (match) => {
      const sentence = match[0].trim();
      return sentence === '' ? [] : [{ text: sentence, at: match.index + match[0].indexOf(sentence) }];
    },
  );
}
