import english from './english.json';
import { seededRandom } from '../seededRandom';
import {
  alsoBoundToGender,
  boundToGender,
  fromMan,
  fromManCalledSo,
  fromWoman,
  knownFigures,
  notOfPeople,
  ofBoth,
  ofFamily,
  quotedAddress,
} from './genderPairs';
import { isThing, leftName, workIn } from './leftNames';
import { wordsWithPlaces, type Word } from './wordsWithPlaces';
import { putChanges, type Change, type Swap } from './swap';
import { taggedWords, type TaggedWord } from './taggedWords';

type Gender = 'woman' | 'man';

const names: Readonly<Record<Gender, readonly string[]>> = {
  woman: english.attributes.gender.woman.names,
  man: english.attributes.gender.man.names,
};
const genderOfName = new Map<string, Gender>(
  (['woman', 'man'] as const).flatMap((gender) => names[gender].map((name) => [name, gender] as const)),
);
/** Given names that are words as well: only what else is called so tells that they are names. */
const wordsAsNames: Readonly<Record<Gender, string>> = {
  woman:
    'grace hope faith joy rose dawn ruby pearl lily daisy violet iris jasmine heather holly ivy olive ginger victoria charlotte florence virginia summer autumn eve',
  man: 'mark bill rob frank art gene ray dean chase grant miles victor jack max jackson lincoln',
};
for (const gender of ['woman', 'man'] as const)
  for (const name of wordsAsNames[gender].split(' '))
    genderOfName.set(name.charAt(0).toUpperCase() + name.slice(1), gender);
/** These, and given names of both: of them the tagger has no say. */
const unsureNames: ReadonlySet<string> = new Set(
  'sam alex jordan taylor casey jamie riley morgan charlie chris pat robin kim lee jessie avery quinn rowan sasha leslie terry jackie ashton blake cameron drew skyler peyton reese shannon tracy kelly dana jean francis sydney devon kerry angel mark will grace hope faith joy may june april rose bill rob sue art frank gene ray dean chase grant miles victor summer autumn dawn ruby pearl lily daisy violet iris jasmine heather holly ivy olive ginger victoria charlotte florence paris chelsea georgia virginia carolina austin houston dallas troy lincoln washington madison jackson max'.split(
    ' ',
  ),
);
const titles: ReadonlyMap<string, string> = new Map([
  ['mr', 'Ms'],
  ['mister', 'Ms'],
  ['mrs', 'Mr'],
  ['ms', 'Mr'],
]);
const ranks =
  /^(?:king|queen|prince|princess|pope|saint|st|emperor|empress|president|senator|sir|dame|lord|lady|captain|general|sultan|tsar|count|countess|duke|duchess|baron|baroness|sister|brother|father|mother)$/u;
const kin = /^(?:aunt|uncle|auntie|grandma|grandpa|cousin|mr|mrs|ms|miss|dr|professor)$/u;

/** Verbs after which "her" is whom something is given, and not whose it is, before a noun without an article. */
const giving =
  /^(?:give|gives|gave|given|giving|tell|tells|told|telling|send|sends|sent|show|shows|showed|offer|offers|offered|teach|teaches|taught|lend|lent|buy|buys|bought|bring|brings|brought|pay|pays|paid|owe|owes|owed|wish|cost|costs|hand|hands|handed|promise|promised|cause|causes|caused)$/u;
/** And those after which a number is not of hers: "it takes her 20 minutes". */
const takesTime =
  /^(?:giv\w+|gave|tell|told|send|sent|show\w*|offer\w*|teach|taught|lend|lent|buy\w*|bought|bring|brought|pay\w*|paid|ow\w+|cost\w*|hand\w*|promis\w+|take|takes|took|taken|earn\w*|save\w*|charg\w+|get\w*|got|make|makes|sell\w*|sold|leav\w+|left|read|reads)$/u;
/** What is given, where nobody has it yet. */
const given =
  /^(?:advice|money|flowers|chocolates|feedback|instructions|directions|ideas|tips|information|permission|medicine|food|water|tea|coffee|lessons|presents|gifts|stories|jokes|lies|cookies|candy|candies|apples|oranges|stickers|marbles|dollars|cents|extra|more|another|enough|some|math|english|french|spanish)$/u;
const givenInside =
  /^(?:support|help|courage|confidence|strength|hope|comfort|pleasure|pain|trouble|change|luck|joy|time|space)$/u;
const causing =
  /^(?:help|helps|helped|helping|let|lets|letting|make|makes|made|making|see|sees|saw|seen|watch|watches|watched|hear|hears|heard|have|had|has|feel|felt|notice|noticed)$/u;
/** Nouns that are verbs after "help her". */
const alsoVerbs =
  /^(?:sleep|rest|work|study|dance|play|talk|walk|move|cook|answer|dream|love|plan|start|stop|change|practice|call|run|smile|laugh|cry|leave|live|travel|swim|jump|climb|return|escape|win|save|visit|drive|ride|decide|choose|improve|learn|grow|understand|find|prepare|become|get|feel|finish|reach|pass|achieve|overcome|cope|relax|focus|think|go|do|be|come|stay|wait|write|read|speak|look|pack|shop|search|clean|paint|fix|build|buy|pick|adjust|regain|make|know|open|solve)$/u;

/**
 * An English text with women and men exchanged: pronouns in the right case, given names, kinship and titles, and the article before what changed.
 * Everything else stays, letter by letter. Says why not where it would make no sense: bodies, days, figures and persons who cannot be
 * somebody else, or words that are spoken about.
 */
export function swapGender(text: string): Swap {
  const bound = (boundToGender.exec(text) ?? alsoBoundToGender.exec(text))?.[0];
  if (bound !== undefined) return { kind: 'unswapped', reason: `"${bound}" is bound to a gender` };
  if (
    /["“'‘(](?:he|she|him|her|hers|his|man|woman|men|women)["”'’)]/iu.test(text) ||
    quotedAddress.test(text)
  )
    return { kind: 'unswapped', reason: 'it speaks about a word' };
  const tagged = taggedWords(text);
  if (!tagged) return { kind: 'unswapped', reason: 'its words can not be told apart' };
  const kept = [...text.matchAll(new RegExp(notOfPeople, 'giu')), ...text.matchAll(ofBoth)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
  const words = withoutBoth(text, wordsWithPlaces(text)).filter(
    ({ start, end }) => !kept.some((span) => start < span.end && end > span.start),
  );
  const tags = new Map(tagged.map((word, index) => [word.start, index]));
  const at = ({ start }: Word): TaggedWord | undefined => tagged[tags.get(start) ?? -1];
  const person = unswappablePerson(words, at) ?? unknownFigure(text, words, at);
  if (person !== undefined) return { kind: 'unswapped', reason: `"${person}" may be a person who was there` };
  const work = workIn(text, words, (word) => isNameOfOne(word.text) || unsureNames.has(word.key), at);
  if (work !== undefined) return { kind: 'unswapped', reason: `"${work}" may be the title of a work` };

  const pronouns = new Set(words.flatMap(({ key }) => genderOfPronoun(key) ?? []));
  const renaming = new Renaming(new Set(words.map(({ text: word }) => word)));
  const isPronounsOnly = words.every(
    (word) => genderOfPronoun(word.key) !== undefined || (!fromWoman.has(word.key) && !fromMan.has(word.key)),
  );
  if (
    isPronounsOnly &&
    pronouns.size > 0 &&
    notOfPeople.test(text) &&
    !words.some(({ text: word }) => genderOfName.has(word))
  )
    return { kind: 'unswapped', reason: 'who is spoken of is no person' };
  const from = { woman: 0, man: 0 };
  const changes: Change[] = [];
  const changed = new Set<Word>();
  const isCalledMan = (key: string): boolean =>
    (pronouns.has('man') && !pronouns.has('woman')) ||
    words.some((other) => other.key === fromManCalledSo.get(key));
  for (const [index, word] of words.entries()) {
    const family = familyOf(word, at);
    if (family && family.to === undefined)
      return { kind: 'unswapped', reason: `there is no other word for "${word.text}"` };
    const seen =
      swapped(word, words[index + 1], at, tagged, tags, pronouns, renaming, text) ??
      (family?.to === undefined
        ? undefined
        : { gender: family.gender, to: inCaseOf(word.text, family.to) }) ??
      calledSo(word, isCalledMan);
    if (!seen || (unsureNames.has(word.key) && isThing(text, words, index, at))) continue;
    from[seen.gender]++;
    changed.add(word);
    changes.push({ start: word.start, end: word.end, to: seen.to });
  }
  const half = halfExchanged(text, words, changed, changes, at);
  if (half !== undefined) return { kind: 'unswapped', reason: half };
  if (changes.length === 0) return { kind: 'unswapped', reason: 'it names neither women nor men' };
  const namesBoth = from.woman > 0 && from.man > 0;
  const [group, other]: readonly [Gender, Gender] = from.woman > 0 ? ['woman', 'man'] : ['man', 'woman'];
  return {
    kind: 'swapped',
    attribute: 'gender',
    text: putChanges(text, changes),
    from: namesBoth ? undefined : group,
    to: namesBoth ? undefined : other,
    changes,
  };
}

/** "Move, lady!", and not "a girl, a lady". */
function isAddress(text: string, { start, end }: Word): boolean {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  if (/(?:^|["“‘(]|[.!?] )$/u.test(before)) return /^[,!?]/u.test(after);
  if (
    /(?:^|[.!?] |["“‘(])(?:excuse me|please|listen|hey|hello|hi|yes|no|sorry|thanks|thank you|look), $/iu.test(
      before,
    )
  )
    return /^(?:[,.!?;"”’)]|$)/u.test(after);
  return /(?:^|["“‘(]|[.!?] )[^,.!?]*, $/u.test(before) && /^(?:[.!?;"”’)]|$)/u.test(after);
}

/** Surnames are large as well: "Freeman" is no man. */
function familyOf(word: Word, at: Find): ReturnType<typeof ofFamily> {
  if (fromWoman.has(word.key) || fromMan.has(word.key)) return undefined;
  const family = ofFamily(word.key);
  return family?.to === undefined && /^\p{Lu}/u.test(word.text) && !at(word)?.opensSentence
    ? undefined
    : family;
}

function calledSo(
  { key, text }: Word,
  isCalledMan: (key: string) => boolean,
): { readonly gender: Gender; readonly to: string } | undefined {
  const woman = fromManCalledSo.get(key);
  return woman !== undefined && isCalledMan(key) ? { gender: 'man', to: inCaseOf(text, woman) } : undefined;
}

/** What would be left as it was, or become the same as something else, while the rest is exchanged. */
function halfExchanged(
  text: string,
  words: readonly Word[],
  changed: ReadonlySet<Word>,
  changes: readonly Change[],
  at: Find,
): string | undefined {
  if (changes.length === 0) return undefined;
  const same = new Set(changes.map(({ to }) => to.toLowerCase()));
  const there = words.find(
    (word) => !changed.has(word) && same.has(word.key) && genderOfPronoun(word.key) === undefined,
  );
  if (there) return `two would be called "${there.text}"`;
  const name = leftName(
    text,
    words,
    changed,
    at,
    isNameOfOne,
    ({ text: name, key }) => unsureNames.has(key) && !isNameOfOne(name),
  );
  return name === undefined ? undefined : `"${name}" may be the name of somebody who would stay as they are`;
}

/** "The waiter or waitress" stays as it is: both are meant. */
function withoutBoth(text: string, words: readonly Word[]): Word[] {
  const both = new Set<Word>();
  words.forEach((word, index) => {
    const between = words[index + 1];
    const other = /^(?:or|and)$/u.test(between?.key ?? '') ? words[index + 2] : between;
    const isJoined = other !== undefined && (other !== between || text.slice(word.end, other.start) === '/');
    if (isJoined && (fromWoman.get(word.key) === other.key || fromMan.get(word.key) === other.key))
      for (const one of [word, other]) both.add(one);
  });
  return words.filter((word) => !both.has(word));
}

/** Where works and lives are spoken of, a name that nobody knows may be that of a figure: "when Goku fought his rival". */
const ofFigures =
  /\b(?:character|anime|manga|novel|movie|film|series|comic|legend|myth\w*|video game|president|ceo|philosopher|author of|histor(?:y|ical|ian)|emperor|inventor|composer|role-?play\w*|role of|you are|you['’]re|act as|interview\w*|imagine|wonderland|biograph\w*|lyrics|album|singer|band)\b/iu;

function unknownFigure(text: string, words: readonly Word[], at: Find): string | undefined {
  if (!ofFigures.test(text)) return undefined;
  return words.find((word) => {
    const seen = at(word);
    return (
      /^\p{Lu}\p{Ll}{2,}/u.test(word.text) &&
      seen?.opensSentence === false &&
      !genderOfName.has(word.text) &&
      !['Place', 'Date', 'Demonym', 'Organization', 'FirstName'].some((tag) => seen.tags.has(tag)) &&
      (seen.tags.has('Person') || seen.tags.has('ProperNoun'))
    );
  })?.text;
}

function genderOfPronoun(key: string): Gender | undefined {
  if (/^(?:she|her|hers|herself)$/u.test(key)) return 'woman';
  return /^(?:he|him|his|himself)$/u.test(key) ? 'man' : undefined;
}

type Find = (word: Word) => TaggedWord | undefined;

/** Names of both fit whoever is called so. */
function isNameOfOne(word: string): boolean {
  return genderOfName.has(word) || /^(?:Will|May|June|April|August|Sue|Jill|Bob|Don|Pat(?:ty)?)$/u.test(word);
}

function swapped(
  word: Word,
  next: Word | undefined,
  at: Find,
  tagged: readonly TaggedWord[],
  places: ReadonlyMap<number, number>,
  pronouns: ReadonlySet<Gender>,
  renaming: Renaming,
  whole: string,
): { readonly gender: Gender; readonly to: string } | undefined {
  const { key, text } = word;
  const place = places.get(word.start);
  const cased = (to: string): string => inCaseOf(text, to);
  const isJoined = place !== undefined && /&$/u.test(tagged[place - 1]?.post ?? '');
  if (key === 'him') return { gender: 'man', to: cased('her') };
  if (key === 'hers') return { gender: 'woman', to: cased('his') };
  if (key === 'her')
    return { gender: 'woman', to: cased(place !== undefined && ownsNext(tagged, place) ? 'his' : 'him') };
  if (key === 'his')
    return { gender: 'man', to: cased(place !== undefined && standsAlone(tagged, place) ? 'hers' : 'her') };
  const title = titles.get(key);
  if (title !== undefined && !isJoined && /^\p{Lu}/u.test(text) && next && /^\p{Lu}/u.test(next.text))
    return { gender: key.startsWith('mr') && key !== 'mrs' ? 'man' : 'woman', to: title };
  if (key === 'miss')
    return text === 'Miss' && next && /^\p{Lu}/u.test(next.text) && at(word)?.post === ' '
      ? { gender: 'woman', to: 'Mr' }
      : undefined;
  // "My lord" is the Lord where it is large.
  if (
    /(?:^|\W)my $/iu.test(whole.slice(0, word.start)) &&
    /^(?:lord|lady)$/u.test(text) &&
    /^(?:[,.!?;"”’)]|$)/u.test(whole.slice(word.end))
  )
    return text === 'lady' ? { gender: 'woman', to: 'lord' } : { gender: 'man', to: 'lady' };
  if (/^(?:lady|mister)$/u.test(key) && isAddress(whole, word))
    return key === 'lady' ? { gender: 'woman', to: cased('mister') } : { gender: 'man', to: cased('lady') };
  if (
    key === 'lady' &&
    next &&
    at(next)?.tags.has('Noun') &&
    at(word)?.post === ' ' &&
    !/^(?:and|or)$/u.test(next.key)
  )
    return at(next)?.tags.has('Actor')
      ? { gender: 'woman', to: cased('male') }
      : { gender: 'woman', to: cased('gentleman') };
  const man = fromWoman.get(key);
  if (man !== undefined) return { gender: 'woman', to: cased(man) };
  const woman = fromMan.get(key);
  if (woman !== undefined && !isOtherWord(word, at)) return { gender: 'man', to: cased(woman) };
  const gender = /^\p{Lu}\p{Ll}/u.test(text) ? genderOfGivenName(word, at, pronouns) : undefined;
  return gender && { gender, to: renaming.of(text, gender) };
}

/** "Man the stations", "groom a dog"; "Pop" and "Pa" are kin only where they are called so. */
function isOtherWord(word: Word, at: Find): boolean {
  if (/^(?:pop|pa|ma|mom)$/u.test(word.key) && word.key !== 'mom') return !/^\p{Lu}/u.test(word.text);
  return (
    /^(?:man|groom|grooms|prince|stewards?|fathers?|mothers?|kings?)$/u.test(word.key) && isVerb(word, at)
  );
}

function isVerb(word: Word, at: Find): boolean {
  const seen = at(word);
  if (!seen) return false;
  if (/^grooms?$/u.test(word.key) && seen.post === ' ' && !seen.tags.has('Actor')) return true;
  if (word.key === 'man' && seen.opensSentence && seen.post === ' ') return true;
  return seen.tags.has('Verb') && !seen.tags.has('Noun');
}

function genderOfGivenName(word: Word, at: Find, pronouns: ReadonlySet<Gender>): Gender | undefined {
  const [only] = pronouns.size === 1 ? pronouns : [undefined];
  const tags = at(word)?.tags;
  const listed = genderOfName.get(word.text);
  const gender = listed ?? (tags?.has('FemaleName') ? 'woman' : tags?.has('MaleName') ? 'man' : undefined);
  if (gender === undefined) return undefined;
  // Where a name may be anybody's, or a word, what it is called by tells.
  if (unsureNames.has(word.key)) return only === gender && !(tags?.has('Date') ?? false) ? gender : undefined;
  return gender;
}

/** A name with a surname, a ruler, or a figure: nobody else can be meant. */
function unswappablePerson(words: readonly Word[], at: Find): string | undefined {
  for (const [index, word] of words.entries()) {
    const large = /^\p{Lu}/u.test(word.text);
    if (!large) continue;
    if (knownFigures.has(word.key) && !genderOfName.has(word.text)) return word.text;
    if (word.text === 'Lord' && !at(word)?.opensSentence) return word.text;
    // "Songs by Queen"
    if (
      /^(?:king|queen|prince|princess)$/u.test(word.key) &&
      at(word)?.opensSentence === false &&
      !/^(?:the|an?|her|his|my|our|your|their|this|that|dear|oh|o)$/u.test(words[index - 1]?.key ?? '') &&
      words[index - 1]?.text === words[index - 1]?.key
    )
      return word.text;
    const next = words[index + 1];
    if (!next || at(word)?.post !== ' ' || !/^\p{Lu}\p{Ll}/u.test(next.text)) continue;
    const nextTags = at(next)?.tags;
    if (/^(?:sir|dame|lord|lady)$/u.test(word.key)) return `${word.text} ${next.text}`;
    if (ranks.test(word.key) && !at(word)?.opensSentence) return `${word.text} ${next.text}`;
    if (ranks.test(word.key) && nextTags?.has('Person')) return `${word.text} ${next.text}`;
    if (kin.test(word.key)) continue;
    const isName =
      genderOfName.has(word.text) || unsureNames.has(word.key) || (at(word)?.tags.has('FirstName') ?? false);
    if (isName && !/^(?:i|and|or|is|has)$/u.test(next.key)) return `${word.text} ${next.text}`;
  }
  return undefined;
}

/** Whether the "her" at this place says whose something is ("her coat"), and not who ("saw her"). */
function ownsNext(words: readonly TaggedWord[], place: number): boolean {
  const her = words[place];
  const next = words[place + 1];
  if (!her || !next || next.opensSentence || /[^\s"“'‘(]/u.test(her.post)) return false;
  const before = words[place - 1]?.normal ?? '';
  const { normal, tags } = next;
  const after = words[place + 2];
  const ends = !after || after.opensSentence || /[^\s]/u.test(next.post);
  if (normal === 'own') return true;
  if (normal === 'back')
    return !/^(?:call|calls|called|bring|brings|brought|take|takes|took|send|sent|give|gave|pay|paid|want|wants|get|gets|got|write|text|texted|win|hold|holds|wrote)$/u.test(
      before,
    );
  if (
    /^(?:alone|again|away|out|up|down|off|there|here|today|tomorrow|yesterday|now|too|then|so|not|to|and|or|but|if|that|how|why|what|when|where|who|a|an|the|this|as|than|from|with|for|on|in|at|by|about|into|because|while|until|after|before|through|during|without|every|each|more|some|any|all|both|enough|either|immediately|directly|anymore|instead)$/u.test(
      normal,
    )
  )
    return false;
  if (tags.has('Cardinal') || (tags.has('Value') && !tags.has('Ordinal'))) return !takesTime.test(before);
  if (/^(?:half|twice)$/u.test(normal)) return !takesTime.test(before);
  if (giving.test(before) && given.test(normal)) return false;
  if (/^(?:giv|gav|bring|brought|caus|offer|cost)/u.test(before) && givenInside.test(normal)) return false;
  if (normal === 'home')
    return !/^(?:tak|took|driv|drove|bring|brought|send|sent|see|saw|walk|follow|call|invit|carr|get|got)/u.test(
      before,
    );
  if (
    /^(?:let|lets|help|helps|helped|helping)$/u.test(before) &&
    (alsoVerbs.test(normal) || tags.has('Infinitive')) &&
    !tags.has('Actor')
  )
    return false;
  if (causing.test(before) && tags.has('Verb') && !tags.has('Noun')) return tags.has('PastTense') && !ends;
  if (tags.has('Modal') || tags.has('Copula') || tags.has('Auxiliary') || tags.has('Pronoun')) return false;
  if (
    tags.has('Determiner') ||
    tags.has('Preposition') ||
    tags.has('Conjunction') ||
    tags.has('QuestionWord')
  )
    return false;
  if (tags.has('Adverb') && !tags.has('Noun') && !tags.has('Adjective'))
    return (
      after !== undefined &&
      !ends &&
      (after.tags.has('Adjective') ||
        after.tags.has('Noun') ||
        after.tags.has('Gerund') ||
        after.tags.has('PastTense'))
    );
  return true;
}

/** Whether the "his" at this place stands by itself: "the coat is his". */
function standsAlone(words: readonly TaggedWord[], place: number): boolean {
  const his = words[place];
  const next = words[place + 1];
  if (!his || !next || next.opensSentence || /[^\s"“'‘(]/u.test(his.post)) return true;
  const { tags, normal } = next;
  if (
    /^(?:and|or|but|than|is|was|were|are|to|in|on|at|for|from|with|by|as|when|while|because|if|that|who|which|too|alone|has|had|will|would)$/u.test(
      normal,
    )
  )
    return true;
  return tags.has('Copula') || tags.has('Modal') || tags.has('Conjunction') || tags.has('Preposition');
}

/** The word in large and small letters as the one that it stands for. */
function inCaseOf(written: string, to: string): string {
  if (written.length > 1 && written === written.toUpperCase() && /\p{L}/u.test(written))
    return to.toUpperCase();
  return /^\p{Lu}/u.test(written) ? to.charAt(0).toUpperCase() + to.slice(1) : to;
}

/** A name for each name, the same for the same one and none for two, and none that the text has already. */
class Renaming {
  private readonly given = new Map<string, string>();
  private readonly taken: Set<string>;

  constructor(inText: ReadonlySet<string>) {
    this.taken = new Set(inText);
  }

  of(name: string, gender: Gender): string {
    const known = this.given.get(name);
    if (known !== undefined) return known;
    const pool = names[gender === 'woman' ? 'man' : 'woman'].slice(0, 120);
    const random = seededRandom(0, 'name', name);
    let to = pool[random.below(pool.length)] ?? name;
    for (let tries = 0; this.taken.has(to) && tries < pool.length; tries++)
      to = pool[(pool.indexOf(to) + 1) % pool.length] ?? name;
    this.taken.add(to);
    this.given.set(name, to);
    return to;
  }
}
