import { shortened } from '../../foundations/text/shortened';
import { z } from 'zod';
import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
import { passed, rejected, textFilter, type Subject } from './filter';

export const spokenFields = {
  refusals: z
    .boolean()
    .default(true)
    .describe('Reject responses that refuse ("I\'m sorry, but I can\'t ...").'),
  boilerplate: z
    .boolean()
    .default(true)
    .describe('Reject responses in which an assistant speaks of itself ("As an AI language model ...").'),
};

/** How far into a response a refusal begins; later it is a caveat. */
const opening = 240;
/** Words of a first sentence that only leads up to the refusal, and of a response that only asks back. */
const wordsOfPreamble = 14;
const wordsOfQuestion = 60;

/** What an assistant is asked to do, and says that it does not. */
const service =
  '(?:help|assist|provid|fulfil|comply|answer|respon|do (?:that|this|it|so)|creat|writ|generat|complet|produc|giv|offer|engag|discuss|support|access|brows|open|view|see (?:the|your|any|images)|hear|listen|play|draw|explain|describ|translat|rewrit|rephras|summari[sz]|plan|suggest|recommend|tell|name|list|share|comment|process|perform|carry out|participat|continu|advis|predict|say (?:more|anything|who|what|that)|speak|talk|proceed|accommodat|handle|address|cover|go into|take (?:that|this|part)|make (?:that|this|a|any|up)|compos|compil|analy[sz]|review|solv|calculat|look up|search|find|identif|interpret|speculat|guess|endorse|pretend|role-?play|display|show|send|book|order|verify|confirm|weigh in|entertain|opin)';
const adverb =
  "(?:really |actually |simply |just |currently |unfortunately |respectfully |politely |in good conscience |personally |not |and will not |and won[’']t |be able to |possibly |even )*";
const unable = `(?:cannot|can[’']?t|can not|could ?n[’']t|could not|won[’']?t|will not|would not|wouldn[’']t|(?:am|are|[’'](?:m|re)) (?:currently |really |just |simply )?(?:unable|not able|not (?:allowed|permitted|authori[sz]ed|designed|programmed|equipped|qualified|willing|prepared|trained|meant|supposed|in a position|going)) to|(?:do not|don[’']t) (?:have|possess) the (?:ability|capability|capacity|means|permission) to|lack the (?:ability|capability|capacity|means|tools|expertise) (?:to|for)|have no (?:way|means) (?:to|of)|(?:am|[’']m) (?:incapable|not capable) of|(?:have|[’']ve) been (?:instructed|told|programmed|asked) not to|(?:[’']d|would) (?:rather|prefer|choose) not(?: to)?|(?:prefer|choose) not to|(?:do not|don[’']t) (?:feel comfortable|wish|want|think I (?:can|should)|believe I (?:can|should)))`;
const refuses = [
  `I(?: |(?=[’']))${unable} ${adverb}${service}`,
  // What "we" cannot see, hear or say is mostly what nobody can.
  `we(?: |(?=[’']))${unable} ${adverb}(?:help|assist|provid|fulfil|offer|answer|process|complet|comply|respon|accommodat)`,
  `(?:I|we) (?:must |have to |need to |will |shall |am going to |[’']ll )?(?:respectfully |politely |regretfully )?(?:have to |need to )?(?:decline|refuse|abstain|pass on (?:this|that|answering)|refrain)(?: (?:to|from|this|that|your|the request)|[.,!]|$)`,
  `I(?: am|[’']m) (?:not |un)comfortable (?:with|about|\\w+ing)`,
  `(?:that|this|it)(?: is|[’']s) (?:not|nothing|n[’']t) (?:something|a (?:topic|subject|task|request|question)|(?:a )?thing)? ?(?:that |which )?(?:I|we) (?:can|could|am|are|[’']m|will|would|feel)`,
  `(?:(?:that|this|it)(?: is|[’']s)|(?:(?:that|this|your|the) )?(?:request|question|task|topic|subject|content)[^.]{0,30}?) ?(?:is |lies |falls |goes |are )?(?:against|beyond|outside(?: of)?|in violation of|violat\\w+) (?:my|our|the scope of|the bounds of|what I|the (?:content |usage |safety )?(?:policy|policies|guidelines))`,
  `(?:it |that |this )?(?:is|[’']s|would be|wouldn[’']t be|would not be|is ?n[’']t|is not) (?:in)?(?:appropriate|proper|right|possible|responsible|ethical|un\\w+|irresponsible|impossible|against my \\w+) (?:of|for) me to`,
  `it (?:would be|would not be|wouldn[’']t be) (?:in|un|ir)?(?:appropriate|ethical|responsible|wise|right|proper) to ${service}`,
  `(?:my|our) (?:\\w+ )?(?:guidelines|polic(?:y|ies)|programming|instructions|principles|rules|safety \\w+|design) (?:do not|don[’']t|does not|doesn[’']t|prevents?|prohibits?|forbids?|keeps?|stops?|bars?|won[’']t|will not)`,
  `(?:no|not any) (?:answer|response|information|help|translation|summary|\\w+ advice) (?:can|could|will|may) be (?:given|provided|offered|produced)`,
  `(?:the |this |that |your )(?:request|question|task|content|prompt|answer|response)(?:ed \\w+)? (?:cannot|can[’']?t|can not|could not|will not|won[’']t) be (?:\\w+)`,
  `(?:there is|there[’']s) (?:no way|nothing) (?:that )?I can`,
  `(?:let[’']s|can we|could we|shall we|maybe we (?:can|could)) (?:talk|chat|speak|change|switch|move|discuss|focus)[^.?]{0,20}(?:something|another|the (?:subject|topic)|different)`,
];
/** What a refusal may begin with. */
const lead = `(?:(?:unfortunately|however|but|still|sadly|regrettably|sorry|apologies|my (?:sincere |deepest )?apologies|no|well|hello|hi|hmm|oh|thank(?:s| you)[^.,!]{0,40}|forgive me|pardon me|(?:I(?: am|[’']m) )?(?:(?:very |so |really |truly |terribly )?(?:sorry|afraid))(?: (?:that|for (?:the|any) inconvenience|to say(?: that)?|about that))?|I (?:sincerely |do )?apologi[sz]e(?: for[^.,!]{0,30})?|I regret(?: to (?:say|inform you))?(?: that)?|(?:while|although|though|as much as|much as) [^.!?,;]{3,70}[,;]|I (?:understand|appreciate|know|see|realise|realize|would (?:love|like)|[’']d (?:love|like)|wish|get)[^.!?,;]{3,80}?(?:[,;]| but| however)|(?:as|being) an? [^.,!?]{2,50},|at (?:this|the) (?:time|moment)|due to[^.,!?]{3,50}|for (?:safety|privacy|legal|ethical)[^.,!?]{0,30} reasons)[,.!;:—–-]*\\s*(?:(?:but|however|and|so|that|yet|therefore)[, ]+)?){0,4}`;
const english = new RegExp(`^["“]?${lead}(?:${refuses.join('|')})`, 'i');

/** An apology, and then no deed of whatever kind: models apologise to nobody else. */
const apologises =
  /^(?:unfortunately|regrettably|sorry|apologies|my apologies|I(?: am|[’']m) (?:very |so |really |truly )?(?:sorry|afraid)|I apologi[sz]e)[,.!]? *(?:but |however,? |that )?(?:(?:I|we) (?:cannot|can[’']?t|can not|could ?n[’']t|could not|won[’']?t|(?:am|are) (?:unable|not able)|do not|don[’']t|have no)|(?:I|we)[’'](?:m|re) (?:unable|not able)|as an? |there is no |(?:this|that) (?:is|request|question|topic|task)\b)/i;

/** How models refuse in the other languages that people most ask in. */
const foreign: readonly RegExp[] = [
  /^(?:(?:es )?tut mir (?:sehr )?leid|leider|entschuldigung|entschuldige|verzeihung|ich bedaure)[,.!]? *(?:aber )?(?:ich )?(?:kann|darf|könnte|werde|möchte|bin|ist)(?: ich| es mir)?\b.*\b(?:nicht|kein\w*|außerstande)\b|^ich (?:kann|darf|werde|möchte)\b[^.!?]{0,80}\b(?:nicht|keine?[nrs]?)\b[^.!?]{0,60}\b(?:helfen|weiterhelfen|beantworten|antworten|bereitstellen|geben|erfüllen|schreiben|erstellen|unterstützen|nachkommen|übersetzen|behilflich)\b|^ich bin (?:leider )?nicht in der lage|^(?:dabei|damit|das|dazu|hierbei) (?:kann|darf|möchte) ich (?:\w+ ){0,3}(?:nicht|keine?)\b/i,
  /^(?:(?:je suis (?:vraiment |sincèrement )?(?:désolée?|navrée?)|désolée?|navrée?|je m['’]excuse|malheureusement|je regrette)[^a-zà-ÿ]*(?:mais )?)?(?:je|j['’]|il m['’]est|nous)\s?(?:ne |n['’])?(?:peux|suis|pourrai|saurais|puis|pouvons|impossible|ai|veux)(?![a-zà-ÿ]).{0,20}?(?:pas|impossible|incapable|incapacité|possible|aider|répondre|fournir|en mesure)/i,
  /^(?:(?:lo siento|lamentablemente|desafortunadamente|disculp\p{L}*|perdón|me temo que|lo lamento|por desgracia)(?: mucho)?[,.!]? *(?:pero )?)(?:no |como)|^no (?:puedo|podré|podría|me es posible|estoy (?:en condiciones|autorizad|capacitad|disponible))(?: \p{L}+)? ?(?:ayud|respond|proporcion|hac|escrib|ofrec|cumpl|realiz|dar|complet|gener|contest|de )/iu,
  /^(?:desculpe?|sinto muito|lamento|infelizmente|peço desculpas?)[,.!]? *(?:mas )?(?:eu )?(?:não|como)(?![\p{L}])|^(?:eu )?não (?:posso|consigo|poderei|me é possível|estou (?:autorizad|apt))\p{L}* (?:\p{L}+ )?(?:ajud|respond|fornec|faz|escrev|oferec|cumpr|realiz|atend|complet|ger)/iu,
  /^(?:mi (?:dispiace|scuso)|purtroppo|spiacente|sono spiacente|scusa(?:mi|te)?)[,.!]? *(?:ma )?(?:non|come)\b|^non (?:posso|sono in grado|mi è possibile|potrò)\b.{0,25}(?:aiut|rispond|forn|scriv|offr|soddisf|complet|gener|assist|di )/i,
  /^(?:(?:het )?spijt me|sorry|helaas|mijn excuses)[,.!]? *(?:maar )?(?:(?:dat|dit|daar\w*) )?(?:ik )?(?:kan|mag|ben|wil)(?: ik)?\b.*\b(?:niet|geen)\b|^ik (?:kan|mag|wil) (?:je|u|dit|dat|hier|daar)\w*\b.{0,30}\bniet\b.{0,30}(?:helpen|beantwoorden|geven|schrijven|voldoen)/i,
  /^(?:很|非常|十分)?(?:抱歉|对不起|遗憾)[，,。！!].{0,16}(?:不能|无法|没有办法|没办法|不便|作为)|^(?:我|本人)?(?:不能|无法|没有办法)(?:回答|提供|帮助|协助|满足|完成|为您|生成)/u,
  /^(?:大変)?(?:申し訳(?:ありません|ございません|ない)|すみません|残念(?:ですが|ながら))|^.{0,24}(?:お答え|お手伝い|ご対応|対応|提供|お応え)(?:すること)?(?:は|が)?(?:できません|できかねます|いたしかねます)/u,
  /^(?:извините|простите|к сожалению|прошу прощения|сожалею)[,.]? *(?:но )?(?:я )?(?:не|как)(?![\p{L}])|^я не (?:могу|смогу|в состоянии|вправе|имею права)(?: \p{L}+)? (?:помо|ответ|предостав|выполн|напис|дать|сдел)/iu,
];

/** Asks for what the task should have given, in place of an answer. */
const asksBack =
  /^(?:(?:sorry|unfortunately|apologies|sure|of course|certainly|happy to help|I(?:[’']d| would) be (?:happy|glad) to[^.!?]{0,60})[,.!;:—–-]*\s*(?:but |however,? )?)*(?:(?:could|can|would|will) you (?:please |kindly )?(?:provide|clarify|specify|share|give me|tell me more|elaborate|paste|supply|send)|please (?:provide|clarify|specify|share|paste|supply|give me|send)\b|(?:I|we)(?: would|[’']d| will|[’']ll)? (?:need|require) (?:some |a (?:bit|little) )?(?:more|additional|further|to (?:know|see)|the (?:text|full|complete|article|sentence))|(?:I|we) (?:do not|don[’']t|cannot|can[’']t) (?:see|find|have) (?:any |the |an? |enough |sufficient |your )(?:\w+ )?(?:text|input|sentence|article|passage|attachment|information|context|details|data|image|file)|(?:it )?(?:seems|looks|appears)(?: like| that)? (?:you|the|your|there)[^.!?]{0,40}(?:did ?n[’']t|did not|forgot|missing|incomplete|no (?:text|input)|not (?:provided|included|attached))|no (?:\w+ )?(?:text|input|sentence|article|passage|context|information) (?:was|has been|is) (?:provided|given|included|supplied)|there (?:is|was)(?: no|n[’']t (?:any|enough)| not enough) (?:\w+ )?(?:text|input|context|information|data)|I (?:do not|don[’']t) (?:know|understand) (?:how to|the (?:answer|question|request|task)|what (?:you|is being)|enough|your))/i;

/** A task that is about refusing may well be answered by a refusal. */
export const asksToRefuse =
  /\b(?:refus|declin|apolog|sorry|reject|turn(?:s|ed|ing)? (?:\w+ ){0,3}down|excus|say(?:s|ing)? (?:that )?\w* ?(?:no|cannot|can[’']t)\b|cancel|regret|resign|postpon|unable|cannot|can[’']t|bad news|absag|ablehn|entschuldig|rechaz|disculp|scus|recus)/i;
/** Where somebody else speaks, or answers a customer. */
export const speaksForAnother =
  /\b(?:dialog\w*|conversation|scene|script|story|tale|novel|play|monolog\w*|diary|letter|e-?mails?|messages?|text (?:to|for)|notes? (?:to|for)|repl(?:y|ies)|respond to|voicemail|speech|lyrics|song|poem|quote|role-?play|pretend|imagine|act as|character|translat\w*|(?:write|what|quote) [^.?!]*?\b(?:says?|asks?|said|replies|should \w+ (?:say|ask))|example of|sentence (?:in|with|using)|rewrite|paraphrase|rephrase|complete the (?:sentence|line|dialogue)|customer|chat ?bot|\p{L}+[’']s (?:answer|words|comment|view|verdict|decision|statement|line|apology|bio|complaint))\b/iu;

/** Responses that refuse where nobody asked for a refusal. */
export const refusal = textFilter({
  name: 'refusal',
  version: 3,
  stage: 'pair',
  fields: spokenFields,
  isOn: ({ refusals }) => refusals,
  check: (subject) => {
    if (isWantedRefusal(subject)) return passed; // whether it is a good one is told by `safe`
    const found = refusalOf(subject);
    return found === undefined ? passed : rejected(`refuses: "${shortened(found, 80)}"`);
  },
});

/** The words by which a response refuses, unless it was asked to; undefined where it does not. */
export function refusalOf(task: Pick<Subject, 'instruction' | 'input' | 'response'>): string | undefined {
  return asksToRefuse.test(`${task.instruction} ${task.input}`) ? undefined : refusalIn(task);
}

function refusalIn({
  instruction,
  input,
  response,
}: Pick<Subject, 'instruction' | 'input' | 'response'>): string | undefined {
  const task = `${instruction} ${input}`;
  const text = response.trimStart().replace(/^\*+|^["“](?=[^"”]*$)/u, '');
  const isOthers = speaksForAnother.test(task) || /^["“«„]/u.test(text);
  const sentences = text.slice(0, opening).split(/(?<=[.!?])\s+|\n+/);
  const [first = '', second] = sentences;
  const starts = second !== undefined && isPreamble(first) ? [first, second] : [first];
  // What the task holds itself was to be changed or translated.
  if (sentencesOf(task).some(isRefusal)) return undefined;
  // "I'm sorry. I can't help." is one refusal in two sentences.
  const found = [...starts, starts.join(' ')].find(
    (start) => isRefusal(start) && !(isOthers && !isCertain(start)),
  );
  if (found !== undefined || isOthers) return found;
  return countedWords(text) <= wordsOfQuestion
    ? ([first].find(
        (start) => asksBack.test(start) && !/^\W*(?:write|compose|draft|ask)\b/i.test(instruction),
      ) ?? (apologises.test(text) ? first : undefined))
    : undefined;
}

const isRefusal = (sentence: string): boolean =>
  english.test(sentence) || foreign.some((pattern) => pattern.test(sentence));

/** Nobody but an assistant says so, whoever is to speak. */
const isCertain = (sentence: string): boolean =>
  /\b(?:request|fulfil\w*|(?:help|assist)(?: you)? with (?:that|this)(?=[.,;!:—–-]|$| (?:one|task|question|topic|matter))|guidelines|content|provide|(?:complete|translate|rewrite|rephrase|edit|correct) (?:this|that|the|your)|as an? (?:ai|language model|assistant))\b/i.test(
    sentence,
  );

const isPreamble = (sentence: string): boolean =>
  countedWords(sentence) <= wordsOfPreamble &&
  /\b(?:sorry|apolog\w+|thank\w*|unfortunately|regret\w*|understand|appreciate|question|request|interesting|great|hello|hi|hmm|no|afraid|know)\b/i.test(
    sentence,
  );

const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[.!?:])\s+|\n+|["“”«»„]/u).filter((one) => one.trim() !== '');
const countedWords = (text: string): number => text.split(/\s+/).length;

/** Who works with machines is none: an "AI researcher", an "AI safety engineer", an "AI company". */
const person =
  '(?![ -](?:\\p{L}+[ -]){0,2}(?:researchers?|engineers?|scientists?|ethicists?|developers?|designers?|writers?|teachers?|lecturers?|professors?|students?|interns?|lawyers?|managers?|directors?|founders?|consultants?|advis[eo]rs?|analysts?|artists?|specialists?|experts?|enthusiasts?|optimists?|s[ck]eptics?|critics?|investors?|entrepreneurs?|practitioners?|journalists?|reporters?|philosophers?|veterans?|leads?|officers?|fellows?|company|companies|start-?ups?|labs?|team|firm|group|department)(?!\\p{L}))';
const machine =
  '(?:ai|a\\.i\\.|artificial intelligence|(?:large |neural )?language model|machine[- ]learning (?:model|system)|(?:virtual|digital|automated|online|computer) (?:assistant|helper|agent|program)|(?:computer|software) program|chat ?bot|bot|llm|gpt(?:-?\\d)?|text-based (?:model|assistant)|neural network)';
const quality =
  '(?:(?:just|only|merely|simply|a|an|the|your|helpful|friendly|large|advanced|humble|mere|purely|text-based|artificial|non-human|intelligent|virtual|digital|open|trained|new|pre-?trained|conversational)[ -])*';

/** How assistants say what they are. */
const selfReference: readonly RegExp[] = [
  new RegExp(
    `\\b(?:as|being|like|speaking as|for|since (?:i(?:[’']m| am))|because (?:i(?:[’']m| am))|given that i(?:[’']m| am)|i,) ${quality}an? ${quality}${machine}\\b${person}`,
    'iu',
  ),
  new RegExp(
    `\\bi(?:[’']m| am)(?: (?:only|just|merely|but|simply|actually|still|currently|after all),?)* ${quality}${machine}\\b${person}`,
    'iu',
  ),
  new RegExp(
    `\\b(?:me|myself),? (?:being )?${quality}${machine}\\b|\\byour ${quality}(?:ai|virtual|digital) assistant\\b`,
    'i',
  ),
  /(?:^|[.!?,]\s)as an? (?:helpful |friendly )?assistant, (?:I|my)\b/i,
  /\bmy (?:knowledge|training|information|data)(?: data| base|set)?(?: has an?| is)? ?(?:cut-?off|(?:only )?(?:goes|extends|runs|reaches|ends|stops|ended|stopped|covers|was last|is (?:limited|current)))/i,
  /\bas of my (?:last |latest |most recent )?(?:knowledge|training|update|information|data)\b|\b(?:in|from|within|on|to) my (?:training (?:data|set|corpus)|knowledge base|dataset)\b|\bmy (?:training data|programming|algorithms?|neural (?:net\w*|weights)|developers|creators at)\b/i,
  /\bi (?:was|am|have been|[’']ve been|[’']m) (?:only |specifically |primarily )?(?:(?:trained|created|developed|made|built) by (?:openai|anthropic|google|meta|mistral|microsoft|deepseek|alibaba)|trained (?:on|to (?:assist|help|answer|provide|be))|(?:programmed|designed|built) (?:to|for) (?:assist|help|provid|answer|respond|generat|be (?:helpful|neutral)))/i,
  /\bi(?:[’']m| am) (?:chatgpt|gpt-?\d\w*|claude|bard|gemini|copilot|llama|siri|alexa|mistral|deepseek|qwen)\b/i,
  /\bi (?:do not|don[’']t|lack|have no|cannot|can[’']t)(?: have)? ?(?:any )?(?:direct )?(?:access (?:to )?(?:the internet|real-?time|current (?:data|information|events)|live|up-to-date|external)|real-?time (?:data|information|access)|internet access|the ability to (?:browse|access|search))/i,
  /\b(?:openai|anthropic)(?:[’']s)? (?:content |usage )?(?:polic(?:y|ies)|guidelines)/i,
  /\b(?:als|bin ich eine?|ich bin (?:nur |bloß |lediglich )?eine?|ich als) (?:reine[sr]? |virtuelle[rs]? |künstliche[rs]? )?(?:ki|künstliche intelligenz|(?:großes )?sprachmodell|ki-\p{L}+|chatbot|virtueller assistent)(?![\p{L}])/iu,
  /\b(?:en tant qu(?:e |['’])|je (?:ne )?suis qu(?:e |['’])une? |je suis une? )(?:simple )?(?:ia|intelligence artificielle|(?:grand )?modèle de lang(?:age|ue)|assistant (?:virtuel|ia|numérique)|chatbot)(?![\p{L}])/iu,
  /\b(?:como|soy|sou|sendo|siendo) (?:solo |apenas |só )?(?:una? |uma? )?(?:ia|inteligencia artificial|inteligência artificial|modelo de (?:lenguaje|linguagem|lengua)|asistente (?:virtual|de ia)|assistente (?:virtual|de ia))(?![\p{L}])/iu,
  /\b(?:in quanto|come|essendo|sono) (?:solo )?(?:un['’ ]?a? ?)?(?:ia|intelligenza artificiale|modello linguistico|modello di linguaggio|assistente virtuale)(?![\p{L}])/iu,
  /\bals (?:een )?(?:ai(?:-\p{L}+)?|taalmodel|kunstmatige intelligentie)(?![\p{L}])/iu,
  /(?:作为|我(?:只)?是)(?:一个|一名|一款)?(?:AI|人工智能|(?:大型|大)?语言模型|虚拟助手)/iu,
  /(?:AI|人工知能|言語モデル|AIアシスタント)(?:として|なので|ですので|である私)/iu,
  /(?:как|я(?: —| -|,)?|будучи) (?:всего лишь )?(?:ии|искусственн\p{L}+ интеллект\p{L}*|языков\p{L}+ модел\p{L}+|виртуальн\p{L}+ (?:помощник|ассистент)\p{L}*)(?![\p{L}])/iu,
];

/** What only somebody without a life of his own says, and may say where he is asked about it. */
const lifeless =
  /\bi (?:do not|don[’']t|have no|cannot|can[’']t|lack|am not able to|[’']m not able to)(?: have| possess| hold| experience| feel)? ?(?:any )?(?:personal |real |human |subjective |physical |own )*(?:feelings|emotions|opinions?|experiences|beliefs|preferences|consciousness|sentience|senses|(?:a )?physical (?:body|form|presence)|taste buds|favou?rites)\b/i;

/** A task about models may be answered by what a model is. */
export const asksAboutModels =
  /\b(?:ai|a\.i\.|artificial intelligence|(?:language|gpt|llm|chat)[ -]?(?:model|bot)s?|gpt\S*|llms?|bots?|chatgpt|openai|assistants?|robots?|androids?|cyborgs?|computers?|machines?|siri|alexa|turing|neural|ki|ia|intelligenz|sentient|conscious(?:ness)?|are you (?:a|an|human|real|alive))\b/i;
/** "You" asks somebody about himself, unless it only sets the scene: "You are given a list". */
const scene = /\byou (?:are|will be|have been) (?:given|provided|asked)\b|\bcan you\b|\bcould you\b/gi;
const asksYou = /\byou\b/i;

/** An assistant that speaks of itself where the task is not about assistants, nor about itself. */
export const boilerplate = textFilter({
  name: 'boilerplate',
  version: 3,
  stage: 'pair',
  fields: spokenFields,
  isOn: ({ boilerplate }) => boilerplate,
  check: ({ instruction, input, response, strategy }) => {
    if (isWantedRefusal({ strategy })) return passed;
    const asked = `${instruction} ${input}`;
    if (asksAboutModels.test(asked)) return passed;
    const prose = withoutQuotes(response);
    const patterns = asksYou.test(asked.replace(scene, ' ')) ? selfReference : [...selfReference, lifeless];
    const found = patterns.map((pattern) => pattern.exec(prose)?.[0]).find((one) => one !== undefined);
    return found === undefined ? passed : rejected(`the assistant speaks of itself: "${found.trim()}"`);
  },
});

/** Within quotation marks somebody else speaks. A response that is one quotation speaks itself. */
function withoutQuotes(text: string): string {
  const without = text.replace(/["“„«][^"“”„«»\n]{0,300}["”“»]/gu, ' ');
  return without.trim().length < text.trim().length / 4 ? text : without;
}
