import { singularOf } from '../../foundations/language/english';
import { nounPhrase } from '../../foundations/language/nounPhrase';
import { requestOf, type Term } from '../../foundations/language/verbObject';

/** "a certain product": whoever asks has one in mind. */
const certain =
  /\b(?:an?|one|some|the) (?:certain|specific|particular|given) (?!way|order|manner|case|situation|kind|type|purpose|reason|goal|topic|number|amount|time)[\p{L}-]+/iu;
const these =
  /\b(?:this|these|those) (?!(?:day|week|month|year|season|summer|winter|spring|fall|autumn|morning|evening|world|planet|time|way|kind|type|sort)s?\b)\p{L}+/iu;
/** "the number of people in a database": in none that is given. */
const within =
  /^find (?:out )?(?:the|how)\b[^\d:]*\b(?:in|on|from) (an? (?!(?:second|minute|hour|day|week|fortnight|month|year|leap year|decade|century|dozen|gross|mile|kilomet(?:er|re)|foot|yard|met(?:er|re)|pound|kilo|gallon|lit(?:er|re)|triangle|square|circle|polygon|cube|deck|\p{L}+gon|sequence)s?(?!\p{L}))[\p{L}-]+(?: [\p{L}-]+)?)/iu;

/**
 * A thing that an English request speaks of as if it were known, where nothing tells which it is: "Explain the idea in a sentence." Not what there is
 * but one of ("the moon"), what is told behind it ("the idea of a zoo") or was named before, and no term of several words ("the water cycle").
 */
export function unintroduced(asked: string): string | undefined {
  const pointed = certain.exec(asked)?.[0] ?? these.exec(asked)?.[0] ?? within.exec(asked)?.[1];
  if (pointed !== undefined) return pointed;
  const request = requestOf(asked) ?? [];
  // What is in a text that is to be made, or far into a long request, goes with something that stands before it.
  const last = tellsOf.test(request[0]?.normal ?? '') || request.length > longest ? nearest : request.length;
  for (const [index, { normal }] of request.entries()) {
    // "the fox and the grapes"
    if (normal !== 'the' || request[index - 1]?.normal === 'and') continue;
    const whole = nounPhrase(request.slice(index + 1));
    // "makes the story more exciting"
    const phrase = whole.slice(0, whole.findLastIndex(({ tags }) => tags.has('Noun')) + 1);
    const head = phrase.at(-1);
    const behind = request.slice(index + 1 + phrase.length);
    const isPointed = phrase.some((word) => pointing.test(word.normal));
    if (!head) continue;
    if (index > last && !isPointed && !texts.test(head.normal)) continue;
    if (isKnown(phrase, head) || isTold(head, behind)) continue;
    const noun = singularOf(head.normal);
    if (request.slice(1, index).some((word) => singularOf(word.normal) === noun)) continue;
    return ['the', ...phrase.map((word) => word.normal)].join(' ');
  }
  return undefined;
}

const tellsOf = /^(?:write|draft|compose|tell|invent|imagine)$/u;
/** Where such a text is spoken of, it is not one of a story's things. */
const texts =
  /^(?:story|stories|text|passage|paragraphs?|sentences?|articles?|ideas?|answers?|lists?|data|table|image|picture|topic)$/u;
/** "the number 9", "the color blue" */
const appositive =
  /^(?:numbers?|colou?rs?|words?|letters?|names?|year|prefix|suffix|phrase|planet|game|movie|film|book|song)$/u;
/** Words of a request. */
const longest = 14;
/** Words from its verb to a determiner: "Give me the". */
const nearest = 2;

const pointing =
  /^(?:new|newest|latest|upcoming|recent|current|old|other|same|different|right|wrong|main|previous|next|last|first|second|third|final|following|above|below|two|three|four|five|\d+)$/u;
const superlative = /^(?:most|least|top|best|worst)$/u;

function isKnown(phrase: readonly Term[], head: Term): boolean {
  const before = phrase.slice(0, -1);
  return (
    head.tags.has('ProperNoun') ||
    onlyOne.has(head.normal) ||
    onlyOne.has(singularOf(head.normal)) ||
    (before.length > 0 && !before.some(({ normal }) => pointing.test(normal))) ||
    phrase.some(({ normal, tags }) => tags.has('Superlative') || superlative.test(normal))
  );
}

/** Not by "in a sentence", "using" or "to a child". */
function isTold({ normal, post }: Term, [behind, next]: readonly Term[]): boolean {
  // What is quoted stands there as an ellipsis.
  if (post.includes('…')) return true;
  if (!behind || /[,.;:!?]/u.test(post)) return false;
  // "the list of 10"
  if (behind.normal === 'of' && texts.test(normal) && /^\d+$/u.test(next?.normal ?? '')) return false;
  if (appositive.test(normal) && ['Value', 'Adjective', 'ProperNoun'].some((tag) => behind.tags.has(tag)))
    return true;
  return (
    /^(?:of|that|which|who|whom|whose|when|where|why|how|between|behind|about|for|from|with|against|among|on|at)$/u.test(
      behind.normal,
    ) ||
    // "the words used", "the life cycle of": not "the food is"
    (behind.tags.has('Verb') &&
      !['Gerund', 'Copula', 'Auxiliary', 'Modal'].some((tag) => behind.tags.has(tag))) ||
    (behind.normal === 'to' && next !== undefined && next.tags.has('Verb')) ||
    (behind.normal === 'and' && next?.normal === 'the')
  );
}

/** There is but one of it, or it does not matter which. */
const onlyOne: ReadonlySet<string> = new Set(
  `sun moon sky earth world globe planet universe cosmos galaxy ocean sea seaside beach coast shore land ground air water wind rain snow fire
  climate environment nature atmosphere horizon equator tropics arctic north south east west desert forest jungle rainforest woods wilderness wild
  mountain countryside country city town suburb outdoors office workplace gym kitchen bathroom bedroom garden park zoo museum library hospital school
  classroom theater theatre cinema movies airport station supermarket store shop bank restaurant doctor dentist vet police army
  internet web cloud computer phone telephone radio tv television media press newspaper economy market government state law constitution public
  community society audience nation parliament president king queen pope past present future night day morning afternoon evening weekend week month year summer
  winter spring autumn fall season holidays clock time century brain heart body mind soul eye ear nose mouth tongue skin face head hair hand foot
  stomach liver lung kidney bone blood muscle spine alphabet bible quran piano guitar violin drums flute wheel dice rainbow sunset sunrise afterlife
  apocalypse renaissance truth poor rich elderly young old blind deaf homeless dead living unemployed majority rest whole way term difference similarity`.split(
    /\s+/u,
  ),
);
