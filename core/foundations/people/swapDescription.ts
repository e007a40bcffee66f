import english from './english.json';
import { seededRandom } from '../seededRandom';
import { formsOf } from './groupLexicon';
import { wordsWithPlaces, type Word } from './wordsWithPlaces';
import { putChanges, type Change, type Swap } from './swap';

/** Words that describe people and may be exchanged, by the group that they name: as adjectives, and as nouns in the singular. */
interface Exchange {
  /** Adjectives of a group, each with the noun for one of its people; a word of the adjective is enough where it may be used so. */
  readonly groups: Readonly<Record<string, readonly (readonly [adjective: string, noun?: string])[]>>;
  /** Where the text speaks of what belongs to one group, another would make no sense there. */
  readonly bound: RegExp;
  /** Where people of a group live: nobody spends "her first winter in Canada" as a Canadian. */
  readonly places?: Readonly<Record<string, RegExp>>;
}

const exchanges: Readonly<Record<string, Exchange>> = {
  origin: {
    groups: {
      african: [
        ['Nigerian', 'Nigerian'],
        ['Kenyan', 'Kenyan'],
        ['African', 'African'],
        ['Ethiopian', 'Ethiopian'],
        ['Ghanaian', 'Ghanaian'],
      ],
      eastAsian: [['Chinese'], ['Japanese'], ['Korean', 'Korean'], ['Asian', 'Asian']],
      southAsian: [
        ['Indian', 'Indian'],
        ['Pakistani', 'Pakistani'],
        ['Bangladeshi', 'Bangladeshi'],
      ],
      southeastAsian: [['Vietnamese'], ['Indonesian', 'Indonesian'], ['Filipino', 'Filipino'], ['Thai']],
      middleEastern: [
        ['Turkish', 'Turk'],
        ['Syrian', 'Syrian'],
        ['Iranian', 'Iranian'],
        ['Egyptian', 'Egyptian'],
        ['Moroccan', 'Moroccan'],
        ['Arab', 'Arab'],
      ],
      latinAmerican: [
        ['Mexican', 'Mexican'],
        ['Brazilian', 'Brazilian'],
        ['Colombian', 'Colombian'],
        ['Cuban', 'Cuban'],
      ],
      northAmerican: [
        ['American', 'American'],
        ['Canadian', 'Canadian'],
      ],
      westernEuropean: [
        ['German', 'German'],
        ['Italian', 'Italian'],
        ['French'],
        ['Spanish'],
        ['British'],
        ['Irish'],
        ['Dutch'],
        ['Swedish', 'Swede'],
        ['Greek', 'Greek'],
        ['Norwegian', 'Norwegian'],
      ],
      easternEuropean: [
        ['Russian', 'Russian'],
        ['Polish', 'Pole'],
        ['Ukrainian', 'Ukrainian'],
        ['Romanian', 'Romanian'],
        ['Hungarian', 'Hungarian'],
      ],
    },
    bound:
      /\b(?:in (?:japan|china|india|germany|france|italy|mexico|russia|poland|turkey|africa|america|the us|the usa|england|britain)|civil war|revolution|embassy|passport of|language|cuisine|native american|african[- ]american|asian[- ]american|born in|from the|immigra\w*|coloni\w*|slave\w*|dream|king|queen|president|emperor|army|soldiers?|war|government|accent|thanksgiving|independence day|super bowl)\b/iu,
    places: {
      african:
        /\b(?:africa|nigeria|lagos|abuja|kenya|nairobi|ethiopia|addis ababa|ghana|accra|south africa|cape town|johannesburg|uganda|tanzania|senegal)\b/iu,
      eastAsian:
        /\b(?:asia|china|beijing|shanghai|hong kong|japan|tokyo|osaka|kyoto|korea|seoul|taiwan|taipei)\b/iu,
      southAsian:
        /\b(?:asia|india|delhi|mumbai|bangalore|kolkata|chennai|pakistan|karachi|lahore|islamabad|bangladesh|dhaka|sri lanka|nepal)\b/iu,
      southeastAsian:
        /\b(?:asia|vietnam|hanoi|saigon|indonesia|jakarta|bali|philippines|manila|thailand|bangkok|malaysia|singapore)\b/iu,
      middleEastern:
        /\b(?:middle east|turkey|istanbul|ankara|syria|damascus|iran|tehran|egypt|cairo|morocco|marrakesh|casablanca|dubai|iraq|baghdad|lebanon|beirut|saudi arabia|israel)\b/iu,
      latinAmerican:
        /\b(?:latin america|south america|mexico|brazil|rio de janeiro|s[ãa]o paulo|colombia|bogot[áa]|cuba|havana|argentina|buenos aires|peru|lima|chile)\b/iu,
      northAmerican:
        /\b(?:america|north america|united states|usa|canada|toronto|montreal|vancouver|ottawa|new york|chicago|los angeles|california|texas|florida|boston|seattle|washington|hollywood|san francisco|hawaii|alaska|las vegas)\b/iu,
      westernEuropean:
        /\b(?:europe|germany|berlin|munich|hamburg|cologne|italy|rome|milan|venice|florence|naples|france|paris|lyon|marseille|spain|madrid|barcelona|britain|uk|england|scotland|london|manchester|ireland|dublin|netherlands|holland|amsterdam|sweden|stockholm|greece|athens|norway|oslo|portugal|lisbon|vienna|austria|switzerland|zurich|denmark|copenhagen|belgium|brussels)\b/iu,
      easternEuropean:
        /\b(?:europe|russia|moscow|siberia|poland|warsaw|krak[óo]w|ukraine|kyiv|kiev|romania|bucharest|hungary|budapest|prague)\b/iu,
    },
  },
  religion: {
    groups: {
      christian: [
        ['Christian', 'Christian'],
        ['Catholic', 'Catholic'],
        ['Protestant', 'Protestant'],
      ],
      muslim: [['Muslim', 'Muslim']],
      jewish: [['Jewish']],
      hindu: [['Hindu', 'Hindu']],
      buddhist: [['Buddhist', 'Buddhist']],
      sikh: [['Sikh', 'Sikh']],
    },
    bound:
      /\b(?:ramadan|mosque|mosques|imam|quran|koran|qur['’]an|hijab\w*|halal|eid|mecca|allah|hajj|sharia|fast|fasts|fasting|church\w*|bible|gospel|christmas|easter|lent|pope|jesus|christ|priest|pastor|cross|mass|baptis\w*|synagogue|rabbi|torah|kosher|shabbat|sabbath|hanukkah|passover|bar mitzvah|bat mitzvah|holocaust|israel|temple|diwali|karma|vedas?|gita|cow|caste|brahmin|monks?|nuns?|monastery|meditat\w*|nirvana|buddha|zen|dharma|turban|guru|holidays?|prayers?|scriptures?|missionar\w*|crusad\w*|saints?|confession|communion|rosary|convert\w*|atheis\w*)\b/iu,
  },
  age: {
    groups: { young: [['young']], older: [['old'], ['elderly']] },
    bound:
      /\b(?:years?[- ]old|old age|old school|childhood|children|school\w*|retire\w*|pension\w*|grand\w+|teen\w*|child|kid|kids|boy|boys|girl|girls|baby|babies|adults?|youth|growing up|grown|lonely|dementia|alzheimer\w*|arthritis|nursing home|old friends?|student|students|mentor|age|aging|ageing|internet|computers?|smartphones?)\b/iu,
  },
  body: {
    groups: {
      fat: [['fat'], ['overweight'], ['chubby']],
      thin: [['thin'], ['slim'], ['skinny']],
      tall: [['tall']],
      short: [['short']],
    },
    bound:
      /\b(?:weight|diet\w*|exercis\w*|workout|calorie\w*|fitness|gym|eat\w*|lose|obes\w*|anorexi\w*|health\w*|doctor|basketball|(?:fat|thin|tall|short|slim|skinny)(?:er|est|ter|test|mer|mest)|trousers|clothes|height|reach\w*|jockey|than|short (?:story|answer|essay|poem|people['’]s|film|list|stories))\b/iu,
  },
};

/** Attributes of which the group can be exchanged. */
export const describedAttributes: readonly string[] = Object.keys(exchanges);

const people: ReadonlySet<string> = new Set(
  english.personNouns.flatMap(formsOf).map((noun) => noun.toLowerCase()),
);
const opposite: Readonly<Record<string, string>> = {
  young: 'older',
  older: 'young',
  fat: 'thin',
  thin: 'fat',
  tall: 'short',
  short: 'tall',
};
/** Words for an age or a body that stand for the whole group. */
const usual: Readonly<Record<string, string>> = {
  young: 'young',
  older: 'elderly',
  fat: 'fat',
  thin: 'thin',
  tall: 'tall',
  short: 'short',
};

interface Described {
  readonly word: Word;
  readonly group: string;
  /** The adjective of the people that it names. */
  readonly entry: string;
  /** Whether it stands for people by itself, and in the plural. */
  readonly as: 'adjective' | 'noun' | 'nouns';
}

/**
 * An English text in which people of one group (of an origin, a religion, an age, a build) are of another: "a Polish woman" becomes "an Indian
 * woman", "two Poles" "two Indians". Only words for people are changed, and only where no more than one group is named and nothing else in the text belongs to it.
 */
export function swapDescription(text: string, attribute: string): Swap {
  const exchange = exchanges[attribute];
  if (!exchange) return { kind: 'unswapped', reason: `there are no words to exchange for ${attribute}` };
  const found = describedIn(text, exchange);
  const groups = new Set(found.map(({ group }) => group));
  const [group] = groups;
  if (group === undefined) return { kind: 'unswapped', reason: `nobody is described by ${attribute}` };
  if (groups.size > 1) return { kind: 'unswapped', reason: `it names several groups of ${attribute}` };
  // Polish and Russian are one group, and two in a text that names both.
  if (attribute !== 'age' && attribute !== 'body' && new Set(found.map(({ entry }) => entry)).size > 1)
    return { kind: 'unswapped', reason: `it names several people of ${attribute} who differ` };
  const bound = exchange.bound.exec(text)?.[0];
  if (bound !== undefined)
    return { kind: 'unswapped', reason: `"${bound}" belongs to what it says of ${attribute}` };
  const elsewhere = wordsWithPlaces(text).find(
    (word) => !found.some((one) => one.word.start === word.start) && isOfGroup(word, exchange),
  );
  if (elsewhere) return { kind: 'unswapped', reason: `"${elsewhere.text}" is not said of a person` };
  const named = attribute === 'origin' || attribute === 'religion' ? givenNameIn(text) : undefined;
  if (named !== undefined) return { kind: 'unswapped', reason: `the name ${named} would not fit` };

  const to = opposite[group] ?? otherGroup(text, group, exchange, found);
  if (to === undefined) return { kind: 'unswapped', reason: 'it names places of all other groups' };
  const change = (one: Described): Change => {
    const { word } = one;
    const written = wordFor(one, to, exchange, text);
    const large = /^\p{Lu}/u.test(word.text) && !/^\p{Lu}/u.test(written);
    return {
      start: word.start,
      end: word.end,
      to: large ? written.charAt(0).toUpperCase() + written.slice(1) : written,
    };
  };
  const changes = found.map(change);
  return { kind: 'swapped', attribute, text: putChanges(text, changes), from: group, to, changes };
}

function describedIn(text: string, { groups }: Exchange): Described[] {
  const words = wordsWithPlaces(text);
  return words.flatMap((word, at): Described[] => {
    for (const [group, entries] of Object.entries(groups))
      for (const [adjective, noun] of entries) {
        if (sameWord(word.text, adjective) && isBeforePerson(text, words, at))
          return isInTitle(text, word, adjective) ? [] : [{ word, group, entry: adjective, as: 'adjective' }];
        if (noun === undefined) continue;
        if (word.text === `${noun}s`) return [{ word, group, entry: adjective, as: 'nouns' }];
        const article = words[at - 1]?.key ?? '';
        if (word.text === noun && /^(?:an?|one|another|every)$/u.test(article) && !isBeforeNoun(text, word))
          return [{ word, group, entry: adjective, as: 'noun' }];
      }
    return [];
  });
}

/** "The Old Man and the Sea": large without beginning a sentence. */
function isInTitle(text: string, word: Word, adjective: string): boolean {
  return (
    /^\p{Lu}/u.test(word.text) &&
    /^\p{Ll}/u.test(adjective) &&
    !/(?:^|[.!?:\n]["“'\s]*)$/u.test(text.slice(0, word.start))
  );
}

function isBeforePerson(text: string, words: readonly Word[], at: number): boolean {
  const word = words[at];
  const next = words[at + 1];
  if (!word || !next || text.slice(word.end, next.start) !== ' ') return false;
  if (people.has(next.key)) return true;
  const after = words[at + 2];
  return (
    after !== undefined &&
    /^(?:young|old|elderly|female|male|business|tall|small|rich|poor|famous|high)$/u.test(next.key) &&
    people.has(after.key)
  );
}

/** Whether a lower-case word follows at once, so that the word before may describe it. */
function isBeforeNoun(text: string, { end }: Word): boolean {
  return /^ (?!and|or|who|is|was|in|on|at|from|with|to|has|had|wants|asks|moves|about)\p{Ll}/u.test(
    text.slice(end),
  );
}

function isOfGroup(word: Word, { groups }: Exchange): boolean {
  return Object.values(groups).some((entries) =>
    entries.some(([adjective, noun]) => sameWord(word.text, adjective) || word.text === noun),
  );
}

/** Adjectives of places and faiths are large wherever they stand; others are where a sentence begins. */
function sameWord(written: string, adjective: string): boolean {
  return written === adjective || (/^\p{Ll}/u.test(adjective) && written.toLowerCase() === adjective);
}

function givenNameIn(text: string): string | undefined {
  const { woman, man } = english.attributes.gender;
  const names = new Set([...woman.names, ...man.names]);
  return wordsWithPlaces(text).find(({ text: word }) => names.has(word))?.text;
}

/** A group that has the words that are needed, drawn by the text. */
function otherGroup(
  text: string,
  group: string,
  { groups, places = {} }: Exchange,
  found: readonly Described[],
): string | undefined {
  const needsNoun = found.some(({ as }) => as !== 'adjective');
  const others = Object.entries(groups)
    .filter(
      ([name, entries]) =>
        name !== group &&
        (!needsNoun || entries.some(([, noun]) => noun !== undefined)) &&
        places[name]?.test(text) !== true,
    )
    .map(([name]) => name);
  return others[seededRandom(0, 'other group', text).below(others.length)];
}

function wordFor({ as }: Described, to: string, { groups }: Exchange, text: string): string {
  const entries = (groups[to] ?? []).filter(([, noun]) => as === 'adjective' || noun !== undefined);
  const [adjective, noun = ''] = entries[seededRandom(0, 'words', text).below(entries.length)] ?? [to];
  if (as === 'adjective') return usual[to] ?? adjective;
  return as === 'nouns' ? `${noun}s` : noun;
}
