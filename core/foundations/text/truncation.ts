import { countWords } from './words';

/** Words after which no English sentence ends. */
const openWords = wordSet(
  'a an the of to and or but with for in on at by from as that which who whose is are was were be been has have had its their his her your my our this these such than then because while if when into about between through very more most',
);
/** Words with which a short phrase may end, and a long sentence without its full stop hardly does, by language. */
const english = wordSet(
  'it he she they we i might could would should must will can may shall not also only even both each every some any no once until after before since although though unless whether where how what being having made make makes become becomes lets let puts gets get needs without within during upon toward towards against among across',
);
const others = wordSet(
  'und oder der das dem den ein eine einen einem einer mit von vom zum zur für auf dass weil wenn sich nicht wird ist sind ' +
    'et ou les une des du dans pour avec sur que qui est sont par aux ' +
    'el los las del una con por para como se su sus',
);
/** The words of two letters in which an English line may end. */
const shortWords = wordSet(
  'ad ah am an as at be by cm do ed em ex go ha he hi ho hr id if in is it kg km lb me mg ml mm my no of oh ok on or ox oz pa pi pm re so to tv uk up us vs we ye yo',
);
/** What ends no sentence of these; "ein", "mit" and "auf" may be the second half of a German verb. */
const openInSentences: Readonly<Record<string, ReadonlySet<string>>> = {
  en: english,
  de: wordSet('und oder der das dem den eine einen einem einer von vom zum zur für dass weil wenn'),
  fr: wordSet('et ou les une des du dans sur que qui par aux'),
  es: wordSet('el los las del una con por para se su sus'),
  und: new Set([...english, ...others]),
};
const isEnglish = /\b(?:the|and|of|is|are|that|with|a|in|over|to)\b/i;

/** Pairs of consonants in which words of English and its neighbours end. After another pair, as in "pigm" or "simpl", the word goes on. */
const endingConsonants = wordSet(
  'bb bs bt ch ck cs ct ds ff fs ft gg gh gn gs hl hm hn hr hs ht ks ld lf lg lk ll lm ln lp ls lt lv lz mb mm mn mp ms mt nd nf ng nk nn ns nt nx nz ph pf ps pt rb rc rd rf rg rk rl rm rn rp rr rs rt rz sh sk sm sp ss st th ts tt tz xt zz dd kh',
);

/** What a line of code has that prose hasn't: brackets, an assignment. */
const symbols = /[(){}[\]=<>]/;
const statement = /^\s*(?:select|insert|update|delete|create|drop|alter|import|return|let|var|const)\b/im;
const listItem = /^(?:\p{Nd}+[.)]\s+|[-*•]\s+|\p{Nd}+[、．）]|[・●])/u;
/** The end of a sentence, with what may close after it. */
const sentenceEnd = /[.!?…。！？।॥؟۔]["'”’»)\]*_」』）]*$/u;
/** A last word, and what stands before it. Neither a formula nor an address nor a script that ends its sentences otherwise. */
const endingWord = /(?:^|[\s"“(])([A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*)$/u;

/** Words that what follows the last full stop must have before its own lack of one says anything; a signature and a title have fewer. */
const minWordsAfterSentence = 3;
const minWordsBeforeName = 6;
/** The same of a text that is a single sentence: shorter ones may be titles, captions and answers in a phrase. */
const minWordsOfSentence = 8;
/** A phrase is not this long. */
const wordsOfLongSentence = 14;
/** Characters of a line of verse. */
const maxOfVerse = 60;

/**
 * Why a response looks cut, or undefined. The endpoint's own word comes first; without it, a text counts as cut when it
 * ends inside a code fence, brackets, quotation marks or emphasis that it opened, on a comma, on a word that cannot end a sentence or
 * letters that cannot end a word, or without the full stop that the sentences or list items before it have. What can't be told in a language is not
 * judged: other words than Latin ones end a text as they like, and lists of words are of the language.
 *
 * @param language ISO 639 code; "und" where it is not known.
 */
export function truncationOf(text: string, finishReason: string, language = 'und'): string | undefined {
  if (finishReason === 'length') return 'cut at the length limit';
  const trimmed = text.trimEnd();
  if ((trimmed.match(/^\s*```/gm)?.length ?? 0) % 2 === 1) return 'ends inside a code block';
  const lines = trimmed.split('\n').map((line) => line.trim());
  const lastLine = lines.at(-1) ?? '';
  if (/^(\d+[.)]|[-*•])$/.test(lastLine)) return 'ends on an empty list item';
  const endsStatement = /;$/.test(lastLine) && (symbols.test(lastLine) || statement.test(trimmed));
  if (!endsStatement && /[,;(–—:，、；：（「『《،؛-]$/.test(lastLine))
    return `ends on "${lastLine.slice(-1)}"`;
  return endsInside(trimmed, lastLine) ?? endsInSentence(lines, lastLine, language);
}

/** What was opened and never closed. */
function endsInside(text: string, lastLine: string): string | undefined {
  if (/^[[{]/.test(text.trimStart()) && /[\p{L}\d"',:[{]$/u.test(text) && opens(text, '[{', ']}') > 0)
    return 'ends inside brackets';
  // A sentence that has its end left something open by mistake; a smiley, an inch or a list's "a)" opens nothing, nor does the mark in a Hebrew abbreviation.
  const prose = withoutListMark(lastLine).replace(
    /`[^`]*`|[:;]-?[()]|\d["”']|\b\w\)|(?<=\p{sc=Hebrew})["”'](?=\p{sc=Hebrew})/gu,
    '',
  );
  if (sentenceEnd.test(prose) || symbols.test(prose.replace(/[([]/g, ''))) return undefined;
  if (opens(prose, '(', ')') > 0) return 'ends inside brackets';
  const opensQuotes = opens(prose, '“', '”') > 0 && !prose.includes('„');
  if (opensQuotes || (prose.match(/"/g)?.length ?? 0) % 2 === 1) return 'ends inside quotation marks';
  return (prose.match(/\*\*/g)?.length ?? 0) % 2 === 1 ? 'ends inside emphasis' : undefined;
}

function endsInSentence(lines: readonly string[], lastLine: string, language: string): string | undefined {
  const mayBeEnglish = language === 'en' || language === 'und';
  const word = endingWord.exec(lastLine)?.[1];
  if (word === undefined) return undefined;
  const isItem = listItem.test(lastLine);
  const line = withoutListMark(lastLine);
  const words = countWords(line);
  // In a title such a word is capitalised, and may well be the last.
  if (mayBeEnglish && countWords(lastLine) > 3 && openWords.has(word)) return `ends on "${word}"`;
  const sentence = line.split(/(?<=[.!?]["”')]?)\s+/).at(-1) ?? '';
  if (isCode(sentence)) return undefined;
  if (
    mayBeEnglish &&
    words >= 3 &&
    isEnglish.test(line) &&
    isNoWord(word) &&
    !/\d\s*$/.test(line.slice(0, -word.length))
  )
    return `ends in the middle of a word: "${word}"`;
  if (isItem) return endsInItem(lines, word);
  if (isVerse(lines)) return undefined;
  const follows = sentence !== line || lines.slice(0, -1).some((one) => sentenceEnd.test(one));
  const min = /^\p{Lu}/u.test(word) ? minWordsBeforeName : minWordsAfterSentence;
  if (follows && words > 4 && word.length > 1 && countWords(sentence) >= min)
    return 'ends in the middle of a sentence';
  if (!/^["“(`]?\p{Lu}/u.test(line) || !/^\p{Ll}/u.test(word)) return undefined;
  if (words >= minWordsOfSentence && openInSentences[language]?.has(word)) return `ends on "${word}"`;
  return words >= wordsOfLongSentence && /[,;]\s/.test(line) ? 'ends in the middle of a sentence' : undefined;
}

/** Where all items before it are sentences, the last one is to be one too. */
function endsInItem(lines: readonly string[], lastWord: string): string | undefined {
  const before = lines.slice(0, -1).filter((line) => listItem.test(line));
  const areSentences = before.length >= 2 && before.every((line) => sentenceEnd.test(line));
  return areSentences && !/^\p{Lu}/u.test(lastWord) ? 'ends in the middle of a list item' : undefined;
}

/** Short lines, of which most have no full stop: a verse, a form. They end as they like. */
function isVerse(lines: readonly string[]): boolean {
  const full = lines.filter((line) => line !== '');
  const open = full.filter((line) => !sentenceEnd.test(line));
  return (
    full.length >= 3 && open.length > full.length / 2 && full.every(({ length }) => length <= maxOfVerse)
  );
}

/** What stands between brackets that are closed may be code, and the sentence prose. */
function isCode(sentence: string): boolean {
  return statement.test(sentence) || symbols.test(sentence.replace(/\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]/g, ''));
}

function isNoWord(word: string): boolean {
  if (!/^\p{Ll}+$/u.test(word)) return false;
  if (word.length === 1) return !/[aioxyà]/u.test(word);
  if (word.length === 2) return !shortWords.has(word);
  return /[bcdfghjklmnpqrstvxz]{2}$/u.test(word) && !endingConsonants.has(word.slice(-2));
}

const withoutListMark = (line: string): string => line.replace(listItem, '');

/** How many of these stay open at the end. */
function opens(text: string, opening: string, closing: string): number {
  let open = 0;
  for (const character of text) {
    if (opening.includes(character)) open++;
    else if (closing.includes(character)) open = Math.max(0, open - 1);
  }
  return open;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
