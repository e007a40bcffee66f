import { readTerm } from './readTerm';
import { computes, namesIn, type Term } from './term';
import type { Token } from './tokens';

/** Two terms, and what is said of them. In a chain each has the neighbours' numbers: "a = b = c" are two. */
export interface Relation {
  readonly left: Term;
  readonly right: Term;
  readonly sign: '=' | '≈' | '<' | '>' | '≤' | '≥' | 'says';
  /** Where it stands in the sentence. */
  readonly from: number;
  readonly to: number;
  /** Whether it follows, or is followed by, another in one chain. */
  readonly follows: boolean;
  readonly leads: boolean;
  /** What a chain of running totals may mean by the right side: its first number ("20 - 5 = 15 - 3 = 12"). */
  readonly firstOfRight: Term | undefined;
}

/** Words that belong to a computation: where one is left beside a term, the term is only a part of something. */
const ofComputation =
  /^(?:root|minus|plus|times|by|log|ln|mod|modulo|remainder|power|negative|squared|cubed|divided|multiplied|over|choose|sin|cos|tan|lim|max|min|gcd|lcm|except|without|increased|decreased|reduced|vs|versus|through|until|till|between|half|third|quarter|twice|double|triple)$/i;
/** What takes a part: "half of", "the square root of". */
const takesPart =
  /^(?:half|halves|thirds?|fourths?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|percent|percentage|root|sum|product|difference|quotient|square|cube|multiple|factor|power|fraction)$/i;
const afterVerb =
  /^(?:times|more|less|fewer|percent|percentage|of|squared|cubed|plus|minus|divided|multiplied|mod|choose|remainder|to|or|and)$/i;
const afterSign = /^(?:times|percent|percentage|squared|cubed|plus|minus|divided|multiplied|mod|choose)$/i;
const preposition = /^(?:in|from|on|at|for|by|with|after|out|over|during|per|of|to|and|or)$/i;
const mostTokens = 60;

/** The relations of a sentence, as far as both sides can be read. */
export function relationsIn(tokens: readonly Token[]): readonly Relation[] {
  const signs = tokens.flatMap((token, index) => (token.kind === 'relation' ? [index] : []));
  return signs.flatMap((at, order): Relation[] => {
    const token = tokens[at]!;
    if (token.kind !== 'relation') return [];
    const before = signs[order - 1] ?? -1;
    const after = signs[order + 1] ?? tokens.length;
    const left = leftSide(tokens, before + 1, at);
    const right = left && rightSide(tokens, at + 1, after, token.text === 'says');
    if (!left || !right) return [];
    const nextFollows = right.end === after && after < tokens.length;
    return [
      {
        left: left.term,
        right: right.term,
        sign: token.text,
        from: tokens[left.start]!.at,
        to: tokens[right.end - 1]!.end,
        follows: left.start === before + 1 && before >= 0,
        leads: nextFollows,
        firstOfRight: nextFollows ? firstOf(right.term) : undefined,
      },
    ];
  });
}

function leftSide(
  tokens: readonly Token[],
  from: number,
  to: number,
): { term: Term; start: number } | undefined {
  for (let start = Math.max(from, to - mostTokens); start < to; start++) {
    if (!begins(tokens, start)) continue;
    const term = readTerm(tokens.slice(start, to));
    if (!term) continue;
    const before = tokens[start - 1];
    if (start > from && before && !mayStandBefore(before, tokens, start)) return undefined;
    // "1 hour and 30 minutes": only the end of a measure.
    const isRest =
      before?.kind === 'word' &&
      /^(?:and|or)$/i.test(before.text) &&
      tokens[start - 3]?.kind === 'number' &&
      !computes(term);
    return isRest ? undefined : { term, start };
  }
  return undefined;
}

function begins(tokens: readonly Token[], start: number): boolean {
  const token = tokens[start]!;
  if (token.kind !== 'operator')
    return !['word', 'other', 'close', 'relation', 'factorial'].includes(token.kind);
  // A sign, not a difference: "-5", with the number right behind and nothing to subtract from.
  const next = tokens[start + 1];
  const before = tokens[start - 1];
  const isApart = before === undefined || before.end < token.at || before.kind === 'open';
  return token.text === '-' && next?.at === token.end && isApart && before?.kind !== 'word';
}

function mayStandBefore(before: Token, tokens: readonly Token[], start: number): boolean {
  if (before.kind === 'word') {
    if (ofComputation.test(before.text)) return false;
    const earlier = tokens[start - 2];
    if (before.text === 'of' && earlier) return earlier.kind === 'word' && !takesPart.test(earlier.text);
    // "25 boys + his 1 teacher": what stands before the word goes on.
    if (earlier?.kind === 'operator') return false;
    // "1 hour 20 minutes": one measure in two units.
    if (earlier?.kind === 'number' && !preposition.test(before.text)) return false;
    // "cost (5 + 3) = 8" could be a product with what the word stands for.
    return tokens[start]!.kind !== 'open' || before.end < tokens[start]!.at;
  }
  const isGroup = before.kind === 'other' && before.text === ',' && tokens[start - 2]?.kind === 'number';
  const first = tokens[start];
  // "14, 400": a number that was torn apart.
  if (isGroup && first?.kind === 'number' && /^\d{3}$/.test(first.text)) return false;
  return before.kind === 'other' ? /^[,;:."“”'’–—⇒|•?!…✓]$/.test(before.text) : before.kind === 'relation';
}

function rightSide(
  tokens: readonly Token[],
  from: number,
  to: number,
  isVerb: boolean,
): { term: Term; end: number } | undefined {
  for (let end = Math.min(to, from + mostTokens); end > from; end--) {
    const term = readTerm(tokens.slice(from, end));
    if (!term) continue;
    const after = tokens[end];
    if (end < to && after && !mayStandAfter(after, tokens, end, isVerb)) {
      const last = tokens[end - 1]!;
      // "9 in 3 years": what comes behind a preposition is another matter.
      if (last.kind === 'word' && preposition.test(last.text)) continue;
      return undefined;
    }
    // Its letters may go on: "= A (apples) + 2A".
    if (after?.kind === 'open' && namesIn(term).size > 0) return undefined;
    return { term, end };
  }
  return undefined;
}

function mayStandAfter(after: Token, tokens: readonly Token[], end: number, isVerb: boolean): boolean {
  switch (after.kind) {
    case 'word':
      return (
        !(isVerb ? afterVerb : afterSign).test(after.text) ||
        (isVerb && /^(?:and|or)$/i.test(after.text) && tokens[end + 1]?.kind === 'word')
      );
    case 'other':
      return after.text !== '±' && after.text !== '_' && after.text !== '√';
    case 'open':
      return tokens[end + 1]?.kind === 'word';
    case 'currency':
    case 'relation':
      return true;
    case 'operator':
      // A dash before words: "= 48 - the number of eggs".
      return after.text === '-' && tokens[end + 1]?.kind === 'word' && after.end < tokens[end + 1]!.at;
    case 'close':
      return true;
    case 'number':
    case 'name':
    case 'function':
    case 'factorial':
      return false;
  }
}

function firstOf(term: Term): Term | undefined {
  if (term.kind !== 'binary' || term.isMixed) return undefined;
  let first: Term = term;
  while (first.kind === 'binary' && !first.isMixed) first = first.left;
  return first;
}
