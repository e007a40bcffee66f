import lexicon from './lexicon.json';

/**
 * What common English words have to do with each other, out of WordNet 3.1 (Miller 1995, "WordNet: A Lexical Database for English";
 * its licence is in lexicon.json). A word may be given in any inflection. Words that are not English are unrelated.
 */
export type Relation = 'synonym' | 'antonym' | 'sibling';

const synonymSets = setsOf([...lexicon.synonyms, ...ours()]);
const kinds = setsOf(lexicon.kinds);
const antonyms = new Set([...lexicon.antonyms, ...furtherAntonyms()]);

/** Opposite, of one meaning, two of one kind (Monday and Friday, an apple and a pear), or undefined. Opposites come first. */
export function relationOf(left: string, right: string): Relation | undefined {
  const [lefts, rights] = [formsOf(left), formsOf(right)];
  const some = (related: (left: string, right: string) => boolean): boolean =>
    lefts.some((one) => rights.some((other) => related(one, other)));
  if (some((one, other) => antonyms.has([one, other].sort().join(' ')))) return 'antonym';
  if (prefixed(lefts, rights) || prefixed(rights, lefts)) return 'antonym';
  if (some(share(synonymSets))) return 'synonym';
  // Fast is opposite to slow, so it is to what means slow too.
  const meanings = (forms: readonly string[]): string[] =>
    forms.flatMap((form) => (synonymSets.get(form) ?? []).flatMap((set) => set.split(' ')));
  const [leftMeanings, rightMeanings] = [meanings(lefts), meanings(rights)];
  const opposes = (words: readonly string[], others: readonly string[]): boolean =>
    words.some((word) => others.some((other) => antonyms.has([word, other].sort().join(' '))));
  if (opposes(lefts, rightMeanings) || opposes(rights, leftMeanings)) return 'antonym';
  return some(share(kinds)) ? 'sibling' : undefined;
}

/** "dis-", "un-", "non-" and the like turn a word into its opposite. */
function prefixed(words: readonly string[], others: readonly string[]): boolean {
  return words.some((word) =>
    ['dis', 'un', 'non', 'in', 'im', 'il', 'ir', 'mis'].some(
      (prefix) => word.length > 3 && others.includes(prefix + word),
    ),
  );
}

/** A word and what it may be an inflection of. */
export function formsOf(word: string): string[] {
  const forms = [word];
  const add = (pattern: RegExp, ...replacements: string[]): void => {
    if (pattern.test(word))
      forms.push(...replacements.map((replacement) => word.replace(pattern, replacement)));
  };
  add(/ies$/, 'y');
  add(/(?<=.{2})es$/, '', 'e');
  add(/(?<=[^s])s$/, '');
  add(/ied$/, 'y');
  add(/(?<=.{2})ed$/, '', 'e');
  add(/(?<=.{2})ing$/, '', 'e');
  add(/(.)\1(?:ed|ing)$/, '$1');
  add(/(?<=.{3})ly$/, '');
  add(/(?<=.{3})(?:er|est)$/, '', 'e');
  add(/i(?:er|est)$/, 'y');
  add(/['’]s?$/, '');
  return [...new Set([...forms, ...(irregular.get(word) ?? [])])];
}

const irregular = new Map(
  (
    'children child|men man|women woman|people person|mice mouse|feet foot|teeth tooth|leaves leaf|lives life|wrote write|written write|made make|gave give|given give|' +
    'found find|best good|better good|worst bad|worse bad|biggest big|bacteria bacterium|went go|gone go|bought buy|sold sell|taught teach|thought think|' +
    'said say|told tell|spoke speak|spoken speak|kept keep|lost lose|won win|grew grow|grown grow|drew draw|drawn draw|wives wife|knives knife|criteria criterion'
  )
    .split('|')
    .map((entry): [string, string[]] => {
      const [form, ...lemmas] = entry.split(' ');
      return [form!, lemmas];
    }),
);

/** Verbs and nouns with which instructions ask: WordNet, which knows no instructions, keeps most of them apart. */
function ours(): string[] {
  return [
    'write compose draft create generate produce author make prepare craft',
    'give provide supply offer',
    'list name enumerate identify',
    'explain describe outline clarify elaborate',
    'summarize summarise condense summary recap',
    'rewrite rephrase reword paraphrase restate',
    'convert turn change transform',
    'calculate compute determine find work',
    'suggest propose recommend advise',
    'fix correct proofread repair edit mend',
    'classify categorize categorise label sort',
    'sort arrange order rank organize',
    'plan organize organise design schedule',
    'invent devise create make think come',
    'compare contrast',
    'tip suggestion advice recommendation hint',
    'example instance illustration sample',
    'way method approach technique manner',
    'reason cause why',
    'kid child pupil',
    'film movie picture',
    'novel book',
    'advantage benefit upside pro',
    'disadvantage drawback downside con',
    'email mail message',
    'start begin',
    'biggest largest greatest maximum max',
    'smallest least minimum min',
    'mobile phone smartphone',
    'humorous funny amusing comic',
    'step stage',
    'job work occupation',
    'reduce decrease lower lessen cut',
    'increase raise grow boost',
  ];
}

function furtherAntonyms(): string[] {
  return [
    'advantage disadvantage', 'ascending descending', 'before after', 'pro con', 'largest smallest', 'maximum minimum', 'max min', 'biggest smallest', 'first last', 'accept decline',
    'accept reject', 'arrive leave', 'encourage discourage', 'include exclude', 'import export', 'increase decrease', 'increase reduce', 'allow forbid', 'allow prohibit', 'beginner expert',
    'cause consequence', 'cause effect', 'similarity difference', 'inflation deflation', 'winter summer', 'autumn spring', 'day night', 'more fewer', 'more less', 'most least', 'with without',
    'benefit risk', 'upside downside', 'child adult', 'short long', 'safe dangerous', 'encrypt decrypt', 'add remove', 'add subtract', 'above below', 'buy sell', 'lend borrow', 'raise lower',
    'strength weakness', 'formal casual', 'formal informal', 'question answer', 'success failure', 'gain lose', 'open close', 'host guest', 'rural urban',
  ].map((pair) => pair.split(' ').sort().join(' ')); // prettier-ignore
}

function setsOf(lists: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, string[]>();
  for (const list of lists) {
    for (const word of list.split(' ')) {
      const known = sets.get(word);
      if (known) known.push(list);
      else sets.set(word, [list]);
    }
  }
  return sets;
}

function share(sets: ReadonlyMap<string, readonly string[]>): (left: string, right: string) => boolean {
  return (left, right) => {
    const rights = sets.get(right);
    return rights !== undefined && (sets.get(left) ?? []).some((set) => rights.includes(set));
  };
}
