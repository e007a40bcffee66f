import { Derivation, shown } from './algebra';
import { valueOf } from './evaluate';
import { compareSides, isExact } from './holds';
import { inSigns, mayCompute } from './phrases';
import { plainMath } from './plainMath';
import { polynomialOf, lettersIn } from './polynomial';
import { relationsIn, type Relation } from './relations';
import { withoutCode } from '../../foundations/text/prose';
import { computes, literalIn, namesIn, someOf, type Term } from './term';
import { tokensOf, type NumberFormat } from './tokens';
import { measures, measuresSame } from './units';

export interface WrongStep {
  /** Its place among the steps, from 1. */
  readonly step: number;
  /** The step as it was written. */
  readonly text: string;
  /** What in it does not hold. */
  readonly relation: string;
  /** What holds instead. */
  readonly instead: string;
}

export interface CheckedSteps {
  /** Relations that could be checked. */
  readonly checked: number;
  readonly wrong: WrongStep | undefined;
}

/** Computations by other rules than those of numbers, and texts about mistakes. */
const otherRules =
  /\b(?:binary|hexadecimal|hex|octal|base[- ]?\d+|modul[oa]r?|mod|clock arithmetic|riddle|pattern|(?<!crossword |jigsaw )puzzle|cryptarithm|matchstick|boolean|float(?:ing)?[- ]point|concatenat\w*|incorrect|mistakes?|spot the error|find the error|vectors?|matri(?:x|ces)|dimension(?:s|al)? analysis|chemical|sets? theory)\b/i;
/** A sentence that does not claim what it shows. */
const notClaimed =
  /(?:\b(?:wrong|incorrect\w*|mistak\w*|errors?|false|fallacy|instead of|rather than|contradict\w*|impossible|tempting|falsch|faux)\b|\b(?:not|n['’]t) (?:equal|correct|right|true|be\b)|\b(?:not|never) (?=[$\d(])|≠)/i;
/** A sentence whose equation is a try, a case or a definition, and no consequence. */
const notDerived =
  /\b(?:if|when|let|suppose|assum\w*|tr(?:y|ies|ying)|tests?|case|at|where|with|plug\w*|substitut\w*|check\w*|verif\w*|example|either|otherwise|intercepts?|vertex|formula|say|recall|given|identity|general|form)\b|\bfor\s+\p{L}\s*$|\+\/-|±/iu;
const concludes = /\b(?:therefore|thus|hence|so|consequently)\b/i;
const rounds =
  /≈|\b(?:about|approx\w*|round\w*|roughly|nearest|almost|nearly|estimat\w*|decimal places?|significant|whole|ceil\w*|floor|gerundet|rund|etwa|environ|arrond\w*|redond\w*)\b/i;
const expands =
  /\b(?:expand|simplify|factor(?:i[sz]e)?|multiply out|collect|combine like|ausmultipl\w*|vereinfach\w*)\b/i;
const solves = /\b(?:solve|solution|roots?|find|for which|what (?:value|is))\b/i;
const heading =
  /^\s*(?:#{1,6}(?!#)\s|\*\*[^*]+\*\*:?\s*$|(?:problem|example|exercise|part|case|option|scenario|method)\b|\(?[a-h][.)]\s)/i;

/**
 * Checks a worked solution step by step: relations between numbers by their values, in every way in which they may be meant; equations in an
 * unknown by what those before them leave. Only what is clear is looked at. The first step that does not hold is named.
 */
export function checkSteps(task: string, response: string, prefers: NumberFormat = 'point'): CheckedSteps {
  if (!mayState(response) || otherRules.test(task)) return { checked: 0, wrong: undefined };
  const formats: readonly NumberFormat[] = prefers === 'point' ? ['point', 'comma'] : ['comma', 'point'];
  // "1.500" is one and a half, or fifteen hundred: whichever makes sense of the whole.
  const isAmbiguous = /\d[.,]\d/.test(response);
  let first: CheckedSteps | undefined;
  for (const format of isAmbiguous ? formats : formats.slice(0, 1)) {
    const found = new Checking(task, response, format).run();
    if (!found.wrong) return found;
    first ??= found;
  }
  return first!;
}

/** What every relation has that something can be said of: a digit, in whatever way it is written, a sign, or TeX that may be one. */
const ofNumbers = /[\d\p{No}π=≈<>≤≥≃≅∼⩽⩾⟹\\]/u;

/** Whether a text may state a relation of numbers. Most prose does not, and need not be read. */
function mayState(text: string): boolean {
  return ofNumbers.test(text) || mayCompute(text);
}

/** The steps of a text: its sentences, line by line. */
export function stepsOf(text: string): readonly string[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line) => line.split(/(?<=[.!?;])\s+(?=[\p{Lu}\d$(\\*"“])/u))
    .map((step) => step.trim())
    .filter((step) => step !== '');
}

const isListMark = /^\s*(?:[-*•]\s+|\(?\d{1,2}[.)]\s+|step\s+\d+\s*[:.)-]\s*)/i;

interface ReadStep {
  readonly text: string;
  readonly relations: readonly Relation[];
}

class Checking {
  private derivation = new Derivation();
  private readonly unrounded = new Map<string, number>();
  private readonly variables: ReadonlySet<string>;
  /** "x" is a letter of theirs, and no sign for times. */
  private readonly isLetterX: boolean;
  private readonly isRoundingSaid: boolean;
  private readonly isExpansion: boolean;
  private checked = 0;

  constructor(
    private readonly task: string,
    private readonly response: string,
    private readonly format: NumberFormat,
  ) {
    const all = plainMath(`${task}\n${response}`, true);
    this.variables = new Set(
      [
        ...all.matchAll(/(?<![\p{L}\d/]|\d )(\p{L})\s*=/gu),
        ...all.matchAll(/\blet (\p{L})\b|(?<![\p{L}\d])(\p{L}) (?:be|represents?|is) the\b/giu),
      ].map(([, letter, other]) => (letter ?? other)!),
    );
    this.isLetterX = /\bx\s*[=+^<>-]|\dx\b|\b(?:let|for) x\b/.test(all);
    this.isRoundingSaid = rounds.test(all);
    this.isExpansion = expands.test(task) && !solves.test(task);
  }

  run(): CheckedSteps {
    const steps = stepsOf(this.response).map((step) => ({ step, read: this.read(step) }));
    if (steps.every(({ read }) => read.relations.length === 0)) return { checked: 0, wrong: undefined };
    const given = new Set(this.readTask());
    for (const [index, { step, read }] of steps.entries()) {
      if (heading.test(step)) this.derivation = new Derivation();
      const wrong = this.checkStep(read, given);
      if (wrong) return { checked: this.checked, wrong: { step: index + 1, text: step, ...wrong } };
    }
    return { checked: this.checked, wrong: undefined };
  }

  /** What the task itself states is not the response's: and its equations, where they make sense together, are where it starts. */
  private readTask(): readonly string[] {
    const stated: string[] = [];
    const equations: Relation[] = [];
    for (const step of stepsOf(this.task)) {
      const { text, relations } = this.read(step);
      for (const relation of relations) {
        stated.push(text.slice(relation.from, relation.to));
        equations.push(relation);
      }
    }
    if (!solves.test(this.task)) return stated;
    const trial = new Derivation();
    const takes = (derivation: Derivation): boolean =>
      equations.every(({ left, right, sign }) =>
        sign === '='
          ? derivation.equation(left, right, false) === undefined
          : sign === '≈' || sign === 'says' || derivation.inequality(left, right, sign) === undefined,
      );
    if (takes(trial)) this.derivation = trial;
    return stated;
  }

  private read(step: string): ReadStep {
    if (!mayState(step)) return { text: step, relations: [] };
    const text = inSigns(plainMath(step, this.isLetterX).replace(isListMark, ''));
    return { text, relations: relationsIn(tokensOf(text, this.format, this.variables)) };
  }

  private checkStep(
    { text, relations }: ReadStep,
    given: ReadonlySet<string>,
  ): Pick<WrongStep, 'relation' | 'instead'> | undefined {
    for (const relation of relations) {
      const written = text.slice(relation.from, relation.to).replace(/\s+/g, ' ').trim();
      if (given.has(written)) continue;
      const clause = text.slice(
        Math.max(0, ...[...text.slice(0, relation.from).matchAll(/[;:⇒]/g)].map(({ index }) => index + 1)),
        relation.from,
      );
      if (notClaimed.test(text)) continue;
      const instead = this.instead(relation, clause, text);
      if (instead !== undefined) return { relation: written, instead };
    }
    return undefined;
  }

  /** What holds instead of a relation; undefined where it holds, or nothing can be said of it. */
  private instead(relation: Relation, clause: string, sentence: string): string | undefined {
    const { left, right, sign, leads, follows, firstOfRight } = relation;
    const isPlain = namesIn(left).size === 0 && namesIn(right).size === 0;
    if (!isPlain) return this.insteadOfEquation(relation, clause, sentence);
    if (!isComparable(relation)) return undefined;
    const compared = compareSides(left, right, sign === 'says' ? '=' : sign, {
      isSaid: this.isRoundingSaid,
      unrounded: this.unrounded,
    });
    if (!compared) return undefined;
    this.checked++;
    if (compared.holds) {
      this.keepUnrounded(right, compared.is);
      return undefined;
    }
    // "= 1/3 of $150": the part, or what it comes to.
    if (right.kind === 'binary' && right.operator === '*') {
      const part = compareSides(left, right.left, '=', {
        isSaid: this.isRoundingSaid,
        unrounded: this.unrounded,
      });
      if (part?.holds) return undefined;
    }
    if (isRemainder(left, right, sentence.slice(relation.to))) return undefined;
    if (leads && firstOfRight) {
      const running = compareSides(left, firstOfRight, '=', {
        isSaid: this.isRoundingSaid,
        unrounded: this.unrounded,
      });
      if (running?.holds) return undefined;
    }
    if (follows && sign !== 'says' && !computes(left) && !computes(right)) return undefined;
    return /[<>≤≥]/.test(sign) ? `it is ${shown(compared.is)} on the left` : `it is ${shown(compared.is)}`;
  }

  private insteadOfEquation(
    { left, right, sign, leads, follows }: Relation,
    clause: string,
    sentence: string,
  ): string | undefined {
    if (notDerived.test(clause)) return undefined;
    if (sign === 'says' || sign === '≈') return undefined;
    if (sign !== '=')
      return leads || follows || /\b(?:or|and)\b/i.test(sentence)
        ? undefined
        : this.derivation.inequality(left, right, sign);
    // In a chain only what it starts and ends with is the equation; what stands between is substituted.
    const isChain = leads || follows;
    if (isChain && !(this.isExpansion || isDefinite(left, right))) return undefined;
    const wrong = this.derivation.equation(left, right, this.isExpansion, concludes.test(clause));
    if (polynomialOf(left) && polynomialOf(right)) this.checked++;
    return wrong;
  }

  private keepUnrounded(right: Term, is: number): void {
    const literal = literalIn(right);
    if (literal && right.kind === 'number' && !literal.isPercent && !isExact(is, literal.value))
      this.unrounded.set(literal.text, is);
    else if (literal && right.kind === 'measure' && !isExact(is, literal.value)) {
      const value = valueOf(right);
      if (value !== undefined && Math.abs(value - is) < 1) this.unrounded.set(literal.text, is);
    }
  }
}

/** "x = 36 / 3": a letter, and what it comes to. */
function isDefinite(left: Term, right: Term): boolean {
  const polynomial = polynomialOf(right);
  return left.kind === 'name' && polynomial !== undefined && lettersIn(polynomial).length === 0;
}

/** Whether there is something to compare: a computation, or a conversion of units that are known. */
function isComparable({ left, right, sign, follows, leads }: Relation): boolean {
  const isConversion =
    left.kind === 'measure' &&
    right.kind === 'measure' &&
    left.unit !== undefined &&
    right.unit !== undefined &&
    measures(left.unit) &&
    measuresSame(left.unit, right.unit) &&
    left.label !== right.label;
  if (sign === 'says') {
    if (isConversion) return true;
    // "4/7 is $24": of something.
    const isFraction =
      left.kind === 'binary' &&
      left.operator === '/' &&
      left.left.kind === 'number' &&
      left.right.kind === 'number';
    return sums(left) && !isFraction && literalIn(right) !== undefined;
  }
  // "revenue of 2019 clothes = 3 + 4": a label that may name anything.
  const isNamed = !follows && left.kind === 'measure' && !computes(left) && left.unit === undefined;
  if (isNamed) return false;
  // "3 hours = 3 × 60", "1/2 a cup = 4 ounces": of what is on the right nothing is known.
  const labelled = !follows && !sums(left) && labelsIn(left).length > 0;
  if (labelled && !isConversion && (labelsIn(right).length === 0 || !sums(right))) return false;
  const doubtful = [
    ...new Set([...labelsIn(left), ...labelsIn(right)].filter((label) => ambiguous.test(label))),
  ];
  const adds = left.kind === 'binary' && /[+-]/.test(left.operator);
  if (adds && doubtful.length > 0 && new Set([...labelsIn(left), ...labelsIn(right)]).size > 1) return false;
  if (/[<>≤≥]/.test(sign)) return computes(left) || computes(right) || leads || follows;
  return (
    computes(left) || computes(right) || isConversion || isMixedOrFraction(left) || isMixedOrFraction(right)
  );
}

/** Units of more than one size. */
const ambiguous =
  /\b(?:ounces?|oz|tons?|tonnes?|cups?|pints?|quarts?|gallons?|tablespoons?|teaspoons?|months?|years?)\b/i;

function labelsIn(term: Term): readonly string[] {
  const labels: string[] = [];
  someOf(term, (part) => {
    if (part.kind === 'measure') labels.push(part.label);
    return false;
  });
  return labels;
}

/** Whether something is computed, beyond a fraction that is written as one: "1/2 a cup" is one, "500 ml / 250 ml" is not. */
function sums(term: Term): boolean {
  const bare = (part: Term): Term => (part.kind === 'measure' ? bare(part.of) : part);
  return someOf(
    term,
    (part) =>
      part.kind === 'call' ||
      part.kind === 'factorial' ||
      (part.kind === 'binary' &&
        !part.isMixed &&
        !(part.operator === '/' && part.left.kind === 'number' && bare(part.right).kind === 'number')),
  );
}

function isMixedOrFraction(term: Term): boolean {
  return someOf(term, (part) => part.kind === 'binary');
}

/** "17 / 5 = 3 remainder 2". */
function isRemainder(left: Term, right: Term, after: string): boolean {
  const rest =
    /^[\s,(]*(?:r|rem|remainder|with|rest)\b/i.test(after) ||
    labelsIn(right).some((label) => /\bremainder\b|\bleft\b/i.test(label));
  const [is, whole] = [valueOf(left), valueOf(right)];
  return rest && is !== undefined && whole !== undefined && Math.floor(is) === whole;
}
