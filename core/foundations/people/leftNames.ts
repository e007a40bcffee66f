import type { Word } from './wordsWithPlaces';
import type { TaggedWord } from './taggedWords';

type Find = (word: Word) => TaggedWord | undefined;

const towns =
  /^(?:paris|chelsea|georgia|virginia|carolina|austin|houston|dallas|troy|lincoln|washington|madison|jackson|florence|victoria|charlotte|sydney|jordan|chad|israel)$/u;
const months = /^(?:april|may|june|august)$/u;
const beforeDates =
  /^(?:in|on|by|until|till|since|from|to|of|for|before|after|during|last|next|this|every|each|early|late|mid|through|between|and|or)$/u;
const beforePlaces =
  /^(?:in|to|from|near|at|of|around|across|through|visit|visits|visited|visiting|leave|left|the)$/u;
/** What stands before somebody: "a friend called Vale", "told Vale". */
const beforePersons =
  /^(?:called|named|tell|tells|told|telling|ask|asks|asked|asking|meet|meets|met|marry|married|help|helps|helped|call|calls|dear|friend|sister|brother|son|daughter|wife|husband|mother|father|aunt|uncle|cousin|neighbou?r|boss|colleague|roommate|with)$/u;
const titled =
  /^(?:mr|mrs|ms|miss|mister|dr|prof|professor|captain|judge|officer|detective|coach|sir|madam|mx|rev|reverend|st)$/u;

/** What persons do. */
const ofPersons =
  /^(?:says?|said|asks|asked|wants|wanted|tells|told|thinks|thought|believes|believed|buys|bought|sells|sold|loves|loved|likes|liked|hates|hated|gives|gave|goes|went|earns|earned|works|worked|drives|drove|walks|walked|eats|ate|lives|lived|knows|knew|needs|needed|forgot|forgets|lost|loses|writes|wrote|reads|plays|played|visits|visited|meets|met|decides|decided|spends|spent|saves|saved|has|had|who)$/u;

/** "Wants", or what is done to something that is somebody's: "hummed her song". */
function isOfPersons(words: readonly Word[], index: number, at: Find): boolean {
  const [verb, next] = [words[index], words[index + 1]];
  if (!verb) return false;
  return (
    ofPersons.test(verb.key) ||
    ((at(verb)?.tags.has('PastTense') ?? false) && /^(?:her|his|herself|himself)$/u.test(next?.key ?? ''))
  );
}

const anybody = /^(?:no|every|some|any)(?:body|one)$/u;

/**
 * A large word that may be the name of somebody and is not among the changed ones: a name that is a word or anybody's ("Will", "June"), or one that
 * nobody knows and that does what persons do. Where in doubt, it is a name.
 */
export function leftName(
  text: string,
  words: readonly Word[],
  changed: ReadonlySet<Word>,
  at: Find,
  isKnownName: (word: string) => boolean,
  fitsBoth: (word: Word) => boolean,
): string | undefined {
  const named = new Set([...changed].map((word) => word.text).filter((word) => isKnownName(word)));
  // A name that is part of a saying there, and turned elsewhere.
  const spared = [...text.matchAll(/\p{Lu}[\p{L}]+/gu)].find(
    ({ 0: word, index }) =>
      named.has(word) && ![...changed].some(({ start, end }) => index >= start && index < end),
  );
  if (spared) return spared[0];
  return words.find((word, index) => {
    if (changed.has(word) || !/^\p{Lu}\p{Ll}+$/u.test(word.text) || fitsBoth(word)) return false;
    const before = words[index - 1];
    const after = words[index + 1];
    // "Lantern Girl" is one name.
    if (after && changed.has(after) && after.start === word.end + 1 && !isKnownName(word.text)) return false;
    if (titled.test(before?.key ?? '') || isDate(words, index) || isPlace(words, index)) return false;
    const seen = at(word);
    if (seen === undefined) return false;
    const opens = isOpening(text, word, seen);
    if (isKnownName(word.text)) return !opens || doesSomething(text, words, index, at);
    if (hasOtherTag(seen) || titled.test(word.key)) return false;
    if (opens) return isBareNoun(seen) && isOfPersons(words, index + 1, at) && !anybody.test(word.key);
    if (!seen.tags.has('Person') && !seen.tags.has('ProperNoun')) return false;
    return (
      beforePersons.test(before?.key ?? '') ||
      seen.tags.has('FirstName') ||
      (doesSomething(text, words, index, at) && !/^\p{Lu}/u.test(before?.text ?? ''))
    );
  })?.text;
}

/** "Xochitl wants": no article stands before it, as one would before a word for a thing. */
function isBareNoun({ tags }: TaggedWord): boolean {
  return tags.has('Noun') && tags.has('Singular') && !tags.has('Uncountable') && !tags.has('Actor');
}

function hasOtherTag({ tags }: TaggedWord): boolean {
  return [
    'Place',
    'Date',
    'Demonym',
    'Organization',
    'Adjective',
    'Currency',
    'Unit',
    'Pronoun',
    'Verb',
  ].some((tag) => tags.has(tag));
}

/** Words are large there whatever they are. */
function isOpening(text: string, { start }: Word, seen: TaggedWord): boolean {
  return seen.opensSentence || /(?:^|[.!?:;\n(]|["“‘]|\s['*•-])[\s"“'‘(*•\d.-]*$/u.test(text.slice(0, start));
}

/** "Hope is", "Will said", "June, who": a verb that somebody does, and not "Will you", "Mark the". */
function doesSomething(text: string, words: readonly Word[], index: number, at: Find): boolean {
  const [word, next] = [words[index], words[index + 1]];
  if (!word || !next) return false;
  if (/^['’]s\s/u.test(text.slice(word.end))) return true;
  const between = text.slice(word.end, next.start);
  if (between === ', ') return /^(?:who|whose|an?|my|our|his|her)$/u.test(next.key);
  if (between !== ' ') return false;
  if (/^(?:is|was|has|had|will|would|can|could|does|did|wants|and)$/u.test(next.key))
    return next.key !== 'and' || /^\p{Lu}/u.test(words[index + 2]?.text ?? '');
  const tags = at(next)?.tags;
  return (tags?.has('PastTense') ?? false) || ((tags?.has('PresentTense') ?? false) && /s$/u.test(next.key));
}

/** What a verb is done to. */
const ofThings = /^(?:the|an?|my|your|our|their|this|that|these|those|all|each|every|it|them|me|us)$/u;

/** A month, a town, or the word that a name is too: "Jasmine tea", "Mark the text". */
export function isThing(text: string, words: readonly Word[], index: number, at: Find): boolean {
  if (isDate(words, index) || isPlace(words, index)) return true;
  const [word, next] = [words[index], words[index + 1]];
  const [seen, follows] = [word && at(word), next && at(next)];
  return (
    word !== undefined &&
    next !== undefined &&
    seen !== undefined &&
    isOpening(text, word, seen) &&
    text.slice(word.end, next.start) === ' ' &&
    /^\p{Ll}/u.test(next.text) &&
    (ofThings.test(next.key) ||
      ((follows?.tags.has('Noun') ?? false) && follows?.tags.has('Pronoun') !== true))
  );
}

function isDate(words: readonly Word[], index: number): boolean {
  const [before, word, next] = [words[index - 1], words[index], words[index + 1]];
  const calledSo = words.slice(index + 1, index + 5).map(({ key }) => key);
  if (!months.test(word?.key ?? '')) return false;
  return (
    (/^(?:is|was)$/u.test(calledSo[0] ?? '') &&
      calledSo.some((key) => /^(?:months?|time|season)$/u.test(key))) ||
    beforeDates.test(before?.key ?? '') ||
    /^\d/u.test(before?.key ?? '') ||
    /^\d/u.test(next?.key ?? '')
  );
}

function isPlace(words: readonly Word[], index: number): boolean {
  return towns.test(words[index]?.key ?? '') && beforePlaces.test(words[index - 1]?.key ?? '');
}

const small = /^(?:a|an|the|of|and|in|on|to|for|with|at|by|from|or|is)$/u;
/** Words that are large in a title only, unless they are called out: "Aunt Mary", "Sir". */
const largeInTitles =
  /^(?:wo)?m[ae]n$|^(?:girls?|boys?|lad(?:y|ies)|gentlem[ae]n|wives|wife|husbands?|daughters?|sons?|brides?|witch|witches|wizards?|princess|prince|queen|king)$/u;

/** What may be the title of a work, whose persons and creators are who they are: "Pride and Prejudice". */
export function workIn(
  text: string,
  words: readonly Word[],
  isKnownName: (word: Word) => boolean,
  at: Find,
): string | undefined {
  for (const [, quoted = ''] of text.matchAll(/["“]([^"“”\n]{3,80})["”]/gu)) {
    const parts = quoted.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
    const large = parts.filter((part) => /^\p{Lu}/u.test(part));
    const isTitle =
      large.length > 1 &&
      !/[,.;!?]/u.test(quoted) &&
      parts.every((part) => /^[\p{Lu}\d]/u.test(part) || small.test(part));
    if (isTitle) return quoted;
  }
  for (const found of text.matchAll(
    /\b(?:[Ii]n|[Oo]f|[Bb]y|from|[Rr]ead|reads|reading|watch|watched|watching|novel|film|movie|book|play|song) ((?:(?:The|An?) )?\p{Lu}\p{Ll}+ (?:(?:and|of|the|in|to|a|on|for) ){1,2}\p{Lu}\p{Ll}+)/gu,
  )) {
    const start = found.index + found[0].length - (found[1]?.length ?? 0);
    const end = found.index + found[0].length;
    const inside = words.filter(
      (word) => word.start >= start && word.end <= end && /^\p{Lu}/u.test(word.text),
    );
    const isElsewhere = (word: Word): boolean => {
      const seen = at(word);
      return (
        seen === undefined ||
        ['Place', 'Date', 'Demonym', 'Organization', 'FirstName', 'Country', 'City'].some((tag) =>
          seen.tags.has(tag),
        )
      );
    };
    if (inside.length > 1 && !inside.some((word) => isKnownName(word) || isElsewhere(word))) return found[1];
  }
  const called =
    /\b(?:[Ii]n|[Oo]f|[Rr]eads?|[Rr]eading|watch(?:ed|ing)?|novel|film|movie|book|play) ((?:The|An?) \p{Lu}\p{Ll}+(?:['’]s)? \p{Lu}\p{Ll}+)/u.exec(
      text,
    )?.[1];
  if (called !== undefined) return called;
  const titled = words.find((word, index) => {
    if (!/^\p{Lu}\p{Ll}/u.test(word.text) || !largeInTitles.test(word.key)) return false;
    const seen = at(word);
    if (!seen || isOpening(text, word, seen)) return false;
    const before = words[index - 1];
    return (
      before !== undefined &&
      text.slice(before.end, word.start) === ' ' &&
      /^\p{Lu}/u.test(before.text) &&
      !isKnownName(before) &&
      !/^(?:called|named)$/u.test(words[index - 2]?.key ?? '')
    );
  });
  return titled?.text;
}
