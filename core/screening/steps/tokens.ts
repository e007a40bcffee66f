/** How a text writes numbers: "1,500.25" or "1.500,25". */
export type NumberFormat = 'point' | 'comma';

export type Token = { readonly at: number; readonly end: number } & (
  | {
      readonly kind: 'number';
      readonly text: string;
      readonly value: number;
      readonly decimals: number;
      readonly isPercent: boolean;
    }
  | { readonly kind: 'operator'; readonly text: '+' | '-' | '*' | '/' | '^' }
  /** "says" is a verb: is, equals, gives. */
  | { readonly kind: 'relation'; readonly text: '=' | '≈' | '<' | '>' | '≤' | '≥' | 'says' }
  | { readonly kind: 'open' | 'close' | 'factorial' | 'currency' }
  /** A letter that stands for a number, π among them. */
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'function'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'other'; readonly text: string }
);

const functions = 'sqrt|log10|log2|log|ln|lg|sin|cos|tan|abs|cbrt';
const pattern = new RegExp(
  [
    String.raw`(?<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))`,
    String.raw`(?<number>\d+(?:[.,'’]\d+)*)(?<percent>\s?%|\s(?:percent|per cent|Prozent)\b)?`,
    String.raw`(?<currency>[$€£¥])`,
    String.raw`(?<operator>[+*/^-])`,
    String.raw`(?<relation>≈|≤|≥|<|>|=)`,
    String.raw`(?<open>[([])`,
    String.raw`(?<close>[)\]])`,
    String.raw`(?<factorial>!(?=\s*(?:[=*/+)≈-]|$)))`,
    String.raw`(?<function>(?:${functions})(?=\s*\(|\s+\d))`,
    String.raw`(?<word>[\p{L}°¢][\p{L}\p{M}'’_]*\d*)`,
    String.raw`(?<space>\s+)`,
    String.raw`(?<other>.)`,
  ].join('|'),
  'gsu',
);

/** Verbs that say what a computation comes to, and what may stand between them and the number. */
const says =
  /^(?:is|are|equals?|gives?|makes?|leaves?|yields?|totals?|becomes?|was|were|ist|sind|ergibt|ergeben|macht|gleich|est|égale|fait|donne|es|son|igual)$/i;
const filler =
  /^(?:equal|to|exactly|just|only|simply|the|same|as|a|total|of|us|you|me|him|her|them|also|then|now|altogether|à|a)$/i;
const about =
  /^(?:about|approximately|around|roughly|nearly|almost|approx|circa|ca|rund|etwa|ungefähr|environ|unos)$/i;

/** Letters that are words of their own where no sign stands beside them. */
const wordLetters = /^[aAIyYoOeEuàé]$/;

/**
 * The tokens of a sentence in plain signs.
 * @param variables Letters that the text uses for numbers, although they are units as well.
 */
export function tokensOf(
  text: string,
  format: NumberFormat,
  variables: ReadonlySet<string>,
): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const { groups = {}, index: at } = match;
    const place = { at, end: at + match[0].length };
    const glued = at > 0 && /[\p{L}\d_]/u.test(text[at - 1]!);
    const { number, operator, relation, word } = groups;
    if (number !== undefined) {
      // "x2", "A4": a name, not a product.
      if (glued && /[\p{L}_]/u.test(text[at - 1]!)) tokens.push({ ...place, kind: 'other', text: number });
      else
        tokens.push({
          ...place,
          kind: 'number',
          text: number,
          ...readNumber(number, format),
          isPercent: groups['percent'] !== undefined,
        });
    } else if (operator !== undefined) tokens.push({ ...place, kind: 'operator', text: operator as '+' });
    else if (relation !== undefined) {
      const isArrow = /[-<>=:]/.test(text[at - 1] ?? '') || /[-<>=]/.test(text[place.end] ?? '');
      tokens.push(
        isArrow
          ? { ...place, kind: 'other', text: relation }
          : { ...place, kind: 'relation', text: relation as '=' },
      );
    } else if (groups['currency'] !== undefined) tokens.push({ ...place, kind: 'currency' });
    else if (groups['open'] !== undefined) tokens.push({ ...place, kind: 'open' });
    else if (groups['close'] !== undefined) tokens.push({ ...place, kind: 'close' });
    else if (groups['factorial'] !== undefined) tokens.push({ ...place, kind: 'factorial' });
    else if (groups['function'] !== undefined)
      tokens.push({ ...place, kind: 'function', text: groups['function'] });
    else if (word !== undefined) tokens.push(...wordTokens(text, word, place, glued, variables));
    else if (groups['space'] === undefined) tokens.push({ ...place, kind: 'other', text: match[0] });
  }
  return withVerbs(tokens);
}

function wordTokens(
  text: string,
  word: string,
  { at, end }: { at: number; end: number },
  isGlued: boolean,
  variables: ReadonlySet<string>,
): Token[] {
  if (word.startsWith('π') && word.length <= 2)
    return [...word].map((letter, index) => ({
      at: at + index,
      end: at + index + 1,
      kind: 'name',
      text: letter,
    }));
  if ([...word].length > 1) return [{ at, end, kind: 'word', text: word }];
  const before = text.slice(0, at).trimEnd().at(-1) ?? '';
  const after = text.slice(end).trimStart()[0] ?? '';
  const isUnit =
    /^[mgshlL$¢°]$/.test(word) &&
    /(?:\d\s*|\p{L}{2}\s?\/\s?|\d\s?[mgshlL]\/)$/u.test(text.slice(0, at)) &&
    !variables.has(word);
  if (isUnit) return [{ at, end, kind: 'word', text: word }];
  const isBesideSign = /[-+*/^=≈<>≤≥(]/.test(before) || /[-+*/^=≈<>≤≥)]/.test(after) || isGlued;
  if (wordLetters.test(word) && !isBesideSign) return [{ at, end, kind: 'word', text: word }];
  return [{ at, end, kind: 'name', text: word }];
}

/** "is about" is one sign; "is equal to exactly" another. */
function withVerbs(tokens: readonly Token[]): readonly Token[] {
  const read: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind !== 'word' && !(token.kind === 'relation' && token.text !== 'says')) {
      read.push(token);
      continue;
    }
    const isVerb = token.kind === 'word' && says.test(token.text);
    if (token.kind === 'word' && !isVerb) {
      // "16 × 3 comes to 48", "results in", "we get"
      const two = `${token.text} ${(tokens[index + 1] as { text?: string } | undefined)?.text ?? ''}`;
      if (
        !/^(?:comes? to|results? in|amounts? to|adds? up|works out|(?:we|you|I|she|he|they) (?:get|gets|have|has|find|obtain))$/i.test(
          two,
        )
      ) {
        read.push(token);
        continue;
      }
    }
    let last = index;
    let isAbout = token.kind === 'relation' && token.text === '≈';
    const first = tokens[index + 1];
    if (token.kind === 'word' && !isVerb && first) last++;
    for (let next = tokens[last + 1]; next?.kind === 'word'; next = tokens[last + 1]) {
      if (about.test(next.text)) isAbout = true;
      else if (token.kind === 'relation' || !filler.test(next.text)) break;
      last++;
    }
    const { at } = token;
    const { end } = tokens[last]!;
    if (token.kind === 'relation')
      read.push({ ...token, end, text: isAbout && token.text === '=' ? '≈' : token.text });
    else read.push({ at, end, kind: 'relation', text: 'says' });
    index = last;
  }
  return read;
}

/** What a number says in a format; a sign that can't group thousands there is a decimal one. */
function readNumber(text: string, format: NumberFormat): { value: number; decimals: number } {
  const [group, decimal] = format === 'point' ? [',', '.'] : ['.', ','];
  const grouped = text.replace(/['’]/g, '');
  const parts = grouped.split(decimal);
  const isGrouping = new RegExp(`^\\d{1,3}(?:\\${group}\\d{3})+$`);
  const whole = parts[0] ?? '';
  if (
    parts.length <= 2 &&
    (!whole.includes(group) || isGrouping.test(whole)) &&
    !(parts[1] ?? '').includes(group)
  ) {
    const fraction = parts[1] ?? '';
    return { value: Number(`${whole.replaceAll(group, '')}.${fraction || '0'}`), decimals: fraction.length };
  }
  // The other format, where only that reads it.
  const other = new RegExp(`^\\d+\\${group}\\d+$`);
  if (other.test(grouped)) {
    const [integer = '', fraction = ''] = grouped.split(group);
    return { value: Number(`${integer}.${fraction}`), decimals: fraction.length };
  }
  const plain = /^\d{1,3}(?:[.,]\d{3})+[.,]\d+$/.test(grouped)
    ? grouped.replace(/[.,](?=.*[.,])/g, '').replace(',', '.')
    : grouped.replace(/[.,]/g, '');
  return { value: Number(plain), decimals: plain.split('.')[1]?.length ?? 0 };
}
