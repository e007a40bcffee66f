import type { Term } from './term';
import type { Token } from './tokens';
import { unitOf } from './units';

/** What a number of things is followed by may be several words: "3 red apples", "$5 for lunch"; but not the next clause. */
const endsLabel =
  /^(?:is|are|was|were|has|have|had|and|or|so|then|which|that|who|gives?|makes?|we|he|she|they|it|you|i|if|when|because|since|but|plus|minus|times|divided|equals?|than|more|less|fewer|percent|to|by|in|from|on|at|after|during|out|und|et|y|therefore|thus|hence|while)$/i;
const mostLabelWords = 4;
const scales: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

/**
 * Reads all of some tokens as one term: precedence as usual, juxtaposition as product, a whole number before a fraction of whole numbers as a
 * mixed one, words behind a number as what is counted. Undefined where they are none.
 */
export function readTerm(tokens: readonly Token[]): Term | undefined {
  const reader = new Reader(tokens);
  const term = reader.sum();
  return reader.isAtEnd ? term : undefined;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  sum(): Term | undefined {
    let left = this.product();
    for (;;) {
      const operator = this.operator('+', '-');
      if (!left || !operator) return left;
      const right = this.product();
      if (!right) return undefined;
      left = { kind: 'binary', operator, left, right };
    }
  }

  private product(): Term | undefined {
    let left = this.signed();
    for (;;) {
      if (!left) return undefined;
      const operator = this.operator('*', '/');
      if (operator) {
        const right = this.signed();
        if (!right) return undefined;
        left = { kind: 'binary', operator, left, right };
        continue;
      }
      if (left.kind === 'measure' && left.label !== '$') return left;
      const next = this.tokens[this.at];
      if (next?.kind !== 'open' && next?.kind !== 'name' && next?.kind !== 'function') return left;
      const right = this.power();
      if (!right) return undefined;
      left = withImplicit(left, right);
    }
  }

  private signed(): Term | undefined {
    if (this.operator('-')) {
      const of = this.signed();
      return of && { kind: 'negative', of };
    }
    if (this.operator('+')) return this.signed();
    return this.power();
  }

  private power(): Term | undefined {
    let base = this.atom();
    while (base && this.tokens[this.at]?.kind === 'factorial') {
      this.at++;
      base = { kind: 'factorial', of: base };
    }
    if (!base || !this.operator('^')) return base && this.labelled(base);
    const exponent = this.signedPower();
    return exponent && this.labelled({ kind: 'binary', operator: '^', left: base, right: exponent });
  }

  private signedPower(): Term | undefined {
    if (!this.operator('-')) {
      const exponent = this.atom();
      if (!exponent || !this.operator('^')) return exponent;
      const next = this.signedPower();
      return next && { kind: 'binary', operator: '^', left: exponent, right: next };
    }
    const of = this.signedPower();
    return of && { kind: 'negative', of };
  }

  private atom(): Term | undefined {
    while (this.tokens[this.at]?.kind === 'currency') {
      this.at++;
      if (this.tokens[this.at]?.kind !== 'number') return undefined;
      const of = this.number();
      return of && { kind: 'measure', of, label: '$', unit: unitOf('$') };
    }
    const token = this.tokens[this.at];
    if (token?.kind === 'number') return this.number();
    if (token?.kind === 'name') {
      this.at++;
      return { kind: 'name', name: token.text };
    }
    if (token?.kind === 'function') {
      this.at++;
      const of = this.tokens[this.at]?.kind === 'open' ? this.enclosed() : this.number();
      return of && { kind: 'call', name: token.text, of };
    }
    return token?.kind === 'open' ? this.enclosed() : undefined;
  }

  private enclosed(): Term | undefined {
    this.at++;
    const inner = this.sum();
    if (this.tokens[this.at]?.kind !== 'close') return undefined;
    this.at++;
    return inner;
  }

  private number(): Term | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'number') return undefined;
    this.at++;
    const { value, text, decimals, isPercent } = token;
    const scale = this.tokens[this.at];
    const times = scale?.kind === 'word' ? scales[scale.text.toLowerCase()] : undefined;
    if (times !== undefined) {
      this.at++;
      const scaled = { kind: 'number', value: value * times, text, isPercent, scale: times } as const;
      return { ...scaled, decimals: decimals - Math.log10(times) };
    }
    const number = { kind: 'number', value, text, decimals, isPercent } as const;
    return this.mixed(number) ?? this.divisor(number) ?? number;
  }

  /** "6 km / 1/30": a fraction that is written close divides as a whole. */
  private divisor(top: Extract<Term, { kind: 'number' }>): Term | undefined {
    const [before, own, sign, bottom] = this.tokens.slice(Math.max(0, this.at - 2), this.at + 2);
    const divides = before?.kind === 'operator' && before.text === '/' && before.end < (own?.at ?? 0);
    if (!divides || sign?.kind !== 'operator' || sign.text !== '/' || bottom?.kind !== 'number')
      return undefined;
    if (sign.at !== own?.end || bottom.at !== sign.end) return undefined;
    this.at += 2;
    const { value, text, decimals, isPercent } = bottom;
    const right: Term = { kind: 'number', value, text, decimals, isPercent };
    return { kind: 'binary', operator: '/', left: top, right };
  }

  /** "2 1/3", and "2 and 1/3" where the words were read. */
  private mixed(whole: Extract<Term, { kind: 'number' }>): Term | undefined {
    const [top, sign, bottom] = this.tokens.slice(this.at, this.at + 3);
    if (top?.kind !== 'number' || sign?.kind !== 'operator' || sign.text !== '/' || bottom?.kind !== 'number')
      return undefined;
    const all = [whole, top, bottom];
    if (all.some(({ decimals, isPercent }) => decimals !== 0 || isPercent) || top.value >= bottom.value)
      return undefined;
    this.at += 3;
    const [left, right] = [top, bottom].map(({ value, text, decimals, isPercent }): Term => ({
      kind: 'number',
      value,
      text,
      decimals,
      isPercent,
    }));
    const part: Term = { kind: 'binary', operator: '/', left: left!, right: right!, isMixed: true };
    return { kind: 'binary', operator: '+', left: whole, right: part, isMixed: true };
  }

  /** Words behind a number, as far as they are about it and a sign or the end follows. */
  private labelled(of: Term): Term {
    if (of.kind === 'name') return of;
    const start = this.at;
    const words: string[] = [];
    let end = start;
    for (; end < this.tokens.length; end++) {
      const token = this.tokens[end]!;
      if (token.kind === 'currency') words.push('$');
      else if (token.kind === 'word') {
        if (endsLabel.test(token.text) || words.length > mostLabelWords) break;
        if (words.length === 0 && token.text === 'of') break;
        words.push(token.text);
      } else if (token.kind === 'operator' && token.text === '/') {
        const next = this.tokens[end + 1];
        if (next?.kind !== 'word') break;
        words.push('/');
      } else if (token.kind === 'operator' && token.text === '^' && words.length > 0) {
        const power = unitPower(this.tokens, end);
        if (!power) break;
        words.push(`${words.pop() ?? ''}^${power.exponent}`);
        end = power.last;
      } else break;
    }
    if (words.length === 0) return of;
    this.at = end;
    const label = words.join(' ');
    return {
      kind: 'measure',
      of,
      label,
      unit: unitOf(label) ?? (words[1] === 'of' ? unitOf(words[0]!) : undefined),
    };
  }

  private operator<Sign extends '+' | '-' | '*' | '/' | '^'>(...signs: readonly Sign[]): Sign | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'operator' || !signs.includes(token.text as Sign)) return undefined;
    this.at++;
    return token.text as Sign;
  }
}

function unitPower(tokens: readonly Token[], at: number): { exponent: string; last: number } | undefined {
  const rest = tokens.slice(at + 1, at + 5);
  const [first, second, third, fourth] = rest;
  if (first?.kind === 'number') return { exponent: first.text, last: at + 1 };
  if (first?.kind !== 'open') return undefined;
  if (second?.kind === 'number' && third?.kind === 'close') return { exponent: second.text, last: at + 3 };
  const isNegative = second?.kind === 'operator' && second.text === '-';
  if (isNegative && third?.kind === 'number' && fourth?.kind === 'close')
    return { exponent: `-${third.text}`, last: at + 4 };
  return undefined;
}

/** "2x" binds closer than the "/" before it may: both readings are tried where values are computed. */
function withImplicit(left: Term, right: Term): Term {
  return { kind: 'binary', operator: '*', left, right, isImplicit: true };
}
