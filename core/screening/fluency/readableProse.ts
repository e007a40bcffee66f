import { withoutCode } from '../../foundations/text/prose';

/** Fewer words than this are a name, a label or a phrase. */
const minWords = 5;
/** Letters of a script that sets no space between its words, which make as much text as `minWords` words. */
const minIdeographs = 10;
/** Parts between commas and line ends that are this short name things, and say nothing. */
const wordsOfValue = 2.5;
/** Of all characters but spaces; prose has one in a hundred. */
const maxSymbols = 0.08;

const ideographs = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]/gu;
const statement =
  /^\s*(?:select|insert into|update|delete from|create|alter|drop|with)\b[\s\S]*\b(?:from|into|set|table|view|index|where|values)\b[\s\S]*(?:;|[=(*])/i;

/**
 * Whether a text is prose, so that how likely a language model holds it says how well it reads. A few words, code, a statement of SQL, a
 * table, addresses and a list of values read oddly however right they are.
 */
export function isReadableProse(text: string): boolean {
  const prose = withoutCode(text).replace(/\S*(?:https?:\/\/|www\.|\w@\w)\S*/gi, ' ');
  if ((prose.match(ideographs)?.length ?? 0) >= minIdeographs) return true;
  const words = wordsOf(prose);
  if (words < minWords || words < wordsOf(text) / 2) return false;
  return !statement.test(prose) && !isSymbols(prose) && !isValues(prose, words);
}

/** Runs of letters; numbers and marks are no words. */
function wordsOf(text: string): number {
  return text.match(/\p{L}[\p{L}\p{M}'’-]*/gu)?.length ?? 0;
}

/** Code without its fence, a formula, a table. */
function isSymbols(text: string): boolean {
  const symbols = text.match(/[{}[\]<>=;_|\\/*+#$^~&@]|(?<=\w)\(|\(\)/g)?.length ?? 0;
  return symbols / text.replace(/\s/g, '').length > maxSymbols;
}

function isValues(text: string, words: number): boolean {
  const parts = text.split(/[\n,;|]|\t| {2,}/).filter((part) => /[\p{L}\d]/u.test(part));
  return parts.length >= 3 && words / parts.length <= wordsOfValue;
}
