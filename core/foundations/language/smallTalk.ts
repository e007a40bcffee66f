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
  /^(?:i (?:really |do |sincerely )?)?hope (?:that )?(?:this|that|it|these|you|the \w+) (?:\w+ )?(?:helps?|helped|is (?:helpful|useful|what|clear)|was (?:helpful|useful)|clarifies|answers|meets|works|suits|serves|(?:will )?(?:find|like|enjoy|love)\b)/iu,
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

/** How much of a text is looked at on each side: talk is short. */
const reach = 600;
const maxTurns = 4;

/** Takes the talk before and after an answer apart from it. What would be nothing but talk is left whole. */
export function partSmallTalk(
  text: string,
  { openings = true, assents = true, labels = true, closings = true }: Partial<Looked> = {},
): SmallTalk {
  const start = openings ? startOf(text, { assents, labels }) : 0;
  const end = closings ? endOf(text, start) : text.length;
  const answer = text.slice(start, end).trim();
  if (!/[\p{L}\p{N}]/u.test(answer)) return { opening: '', answer: text, closing: '' };
  return { opening: text.slice(0, start).trim(), answer, closing: text.slice(end).trim() };
}

/** What is looked for. */
export interface Looked {
  readonly openings: boolean;
  /** "Sure!" with nothing after it that presents an answer: where a question was asked it may be the answer. */
  readonly assents: boolean;
  readonly labels: boolean;
  readonly closings: boolean;
}

/** Whether a line only leads up to what follows it. */
export function isOpening(line: string): boolean {
  const text = line.trim();
  return text !== '' && startOf(`${text}\n…`, { assents: true, labels: true }) >= text.length;
}

/** Whether a line only takes leave. */
export function isFarewell(line: string): boolean {
  const sentences = sentencesOf(line);
  return (
    sentences.some(({ text }) => says(text)) &&
    sentences.every(({ text }) => says(text) || companions.test(text))
  );
}

function startOf(text: string, { assents, labels }: Pick<Looked, 'assents' | 'labels'>): number {
  let position = spaceAt(text, 0);
  let assented = 0;
  for (let turn = 0; turn < maxTurns; turn++) {
    const rest = text.slice(position, position + reach);
    const handed =
      [...presentation, offer, praise, ...(labels ? [label] : [])]
        .map((pattern) => pattern.exec(rest)?.[0].length ?? 0)
        .find((length) => length > 0) ?? 0;
    if (handed > 0) {
      position = spaceAt(text, position + handed);
      assented = 0;
      continue;
    }
    const taken = (assent.exec(rest) ?? eastAsianAssent.exec(rest))?.[0] ?? '';
    if (taken === '' || assented > 0) break;
    // A comma or a dash runs on into a sentence, which may be the answer's.
    const runsOn = !/[!.:]\s*$/u.test(taken) && !/[！。]\s*$/u.test(taken);
    assented = runsOn || !assents ? position + 1 : 0;
    position = spaceAt(text, position + taken.length);
    if (assented > 0) {
      const after = startOf(text.slice(position), { assents: false, labels: false });
      return after > 0 ? position + after : assented - 1;
    }
  }
  return position === spaceAt(text, 0) ? 0 : position;
}

function spaceAt(text: string, from: number): number {
  const offset = text.slice(from).search(/\S/u);
  return offset < 0 ? text.length : from + offset;
}

/** From the end: farewells and what keeps them company, of the last paragraphs, as far as there is one of the first. */
function endOf(text: string, start: number): number {
  const from = Math.max(start, text.length - reach);
  // What began before the reach is not looked at: its first sentence is half a one.
  const sentences = sentencesOf(text.slice(from)).slice(from > start ? 1 : 0);
  let end = text.length;
  for (const { text: sentence, at } of sentences.reverse()) {
    const beginsParagraph = /(?:^|\n[^\S\n]*\n)\s*$/u.test(text.slice(0, from + at));
    const isCompanion = companions.test(sentence);
    if (says(sentence) || (isCompanion && beginsParagraph && end < text.length)) end = from + at;
    else if (!isCompanion) break;
  }
  return end;
}

const says = (sentence: string): boolean => farewells.some((pattern) => pattern.test(sentence));

function sentencesOf(text: string): { readonly text: string; readonly at: number }[] {
  return [...text.matchAll(/[^\n]+?(?:[.!?…]+(?=\s|$)|[。！？]|(?=\n)|$)/gu)].flatMap((match) => {
    const sentence = match[0].trim();
    return sentence === '' ? [] : [{ text: sentence, at: match.index + match[0].indexOf(sentence) }];
  });
}
