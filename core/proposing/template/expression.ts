import type * as mathjs from 'mathjs';
import { addDays, addMinutes, daysBetween, longDate, minutesBetween, weekday } from './calendar';
import {
  add,
  ArithmeticError,
  compare,
  decimalOf,
  divide,
  floor,
  greatestCommonDivisor,
  modulo,
  multiply,
  negate,
  parseDecimal,
  power,
  rational,
  round,
  squareRoot,
  type Rational,
} from './rational';

/** What a part of an expression comes to. */
export type Exact = Rational | string | boolean;
/** A value as a slot has it; null where the slot is absent. */
export type SlotValue = string | number | boolean | null;

export interface Expression {
  /** Names of the slots that it reads, in the order in which they occur. */
  readonly names: readonly string[];
  /**
   * @returns null where it needs a slot that is absent.
   * @throws ArithmeticError for what can't be computed: a division by zero, a text that is no number.
   */
  evaluate(lookup: (name: string) => Exact | null): Exact | null;
}

/** A text that is no expression. `column` counts from 1. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';

  constructor(
    message: string,
    readonly column?: number,
  ) {
    super(message);
  }
}

let loaded: ReturnType<typeof loadGrammar> | undefined;

/**
 * Only mathjs's grammar is used, and nothing of its functions: what may be called is listed below, and fractions are ours. It takes
 * half a second to load, and so is loaded by the first expression: every command that reads a recipe imports this file.
 */
function grammar(): ReturnType<typeof loadGrammar> {
  return (loaded ??= loadGrammar());
}

function loadGrammar() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a dynamic import would make every reader of a recipe asynchronous
  const { bignumberDependencies, create, parseDependencies } = require('mathjs') as typeof mathjs;
  return create({ ...parseDependencies, ...bignumberDependencies }, { number: 'BigNumber' });
}

type Lookup = (name: string) => Exact | null;
type Part = (lookup: Lookup) => Exact;

/** Thrown out of the middle of an expression where a slot is absent. */
class AbsentSlot extends Error {}

/**
 * Parses an arithmetic expression over slots in mathjs's notation. It is computed with exact fractions: 0.1 + 0.2 is 0.3, and a
 * third times three is one.
 *
 * @throws ExpressionError with the column of the first mistake, where it is known.
 */
export function parseExpression(text: string): Expression {
  const names = new Set<string>();
  const part = partOf(parse(text), names);
  return {
    names: [...names],
    evaluate: (lookup) => {
      try {
        return part(lookup);
      } catch (signal) {
        if (signal instanceof AbsentSlot) return null;
        throw signal;
      }
    },
  };
}

/** What texts show of a result. A number stays one where nothing is lost by it, so that conditions can compare it. */
export function slotValueOf(value: Exact | null, decimals?: number): SlotValue {
  if (value === null || typeof value !== 'object') return value;
  const text = decimalOf(value, decimals);
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}

/** A slot's value as expressions read it: texts that write a number are numbers, in all their digits. */
export function exactOf(value: SlotValue): Exact | null {
  if (typeof value === 'number') return parseDecimal(String(value)) ?? null;
  return typeof value === 'string' ? (parseDecimal(value) ?? value) : value;
}

const operators: Readonly<Record<string, (left: Exact, right: Exact) => Exact>> = {
  add: (left, right) => add(numberOf(left), numberOf(right)),
  subtract: (left, right) => add(numberOf(left), negate(numberOf(right))),
  multiply: (left, right) => multiply(numberOf(left), numberOf(right)),
  divide: (left, right) => divide(numberOf(left), numberOf(right)),
  mod: (left, right) => modulo(numberOf(left), numberOf(right)),
  pow: (left, right) => power(numberOf(left), numberOf(right)),
  equal: isEqual,
  unequal: (left, right) => !isEqual(left, right),
  smaller: (left, right) => order(left, right) < 0,
  smallerEq: (left, right) => order(left, right) <= 0,
  larger: (left, right) => order(left, right) > 0,
  largerEq: (left, right) => order(left, right) >= 0,
};

/** A function that expressions may call: how many arguments it takes, and what it makes of them. */
interface ExpressionFunction {
  readonly min: number;
  readonly max: number;
  readonly call: (args: readonly Exact[]) => Exact;
}

const takes = (
  min: number,
  call: ExpressionFunction['call'],
  max = min,
): readonly [number, number, ExpressionFunction['call']] => [min, max, call];

export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map(
  Object.entries({
    abs: takes(1, ([x]) => absolute(numberOf(x))),
    ceil: takes(1, ([x]) => negate(floor(negate(numberOf(x))))),
    floor: takes(1, ([x]) => floor(numberOf(x))),
    round: takes(1, ([x, digits]) => round(numberOf(x), digits === undefined ? 0 : digitsOf(digits)), 2),
    sqrt: takes(1, ([x]) => squareRoot(numberOf(x))),
    sign: takes(1, ([x]) => rational(BigInt(compare(numberOf(x), zero)))),
    mod: takes(2, ([x, y]) => modulo(numberOf(x), numberOf(y))),
    min: takes(1, (all) => all.map(numberOf).reduce((x, y) => (compare(y, x) < 0 ? y : x)), Infinity),
    max: takes(1, (all) => all.map(numberOf).reduce((x, y) => (compare(y, x) > 0 ? y : x)), Infinity),
    gcd: takes(
      2,
      (all) => rational(all.map(wholeOf).reduce((x, y) => greatestCommonDivisor(x, y))),
      Infinity,
    ),
    lcm: takes(2, (all) => rational(all.map(wholeOf).reduce(leastCommonMultiple)), Infinity),
    addDays: takes(2, ([date, days]) => addDays(textOf(date), smallOf(days))),
    daysBetween: takes(2, ([from, to]) => rational(BigInt(daysBetween(textOf(from), textOf(to))))),
    weekday: takes(1, ([date]) => weekday(textOf(date))),
    longDate: takes(1, ([date]) => longDate(textOf(date))),
    addMinutes: takes(2, ([time, minutes]) => addMinutes(textOf(time), smallOf(minutes))),
    minutesBetween: takes(2, ([from, to]) => rational(BigInt(minutesBetween(textOf(from), textOf(to))))),
  }).map(([name, [min, max, call]]) => [name, { min, max, call }]),
);

/** Names that expressions give a meaning of their own, so that no slot can have them. */
export const reservedNames: ReadonlySet<string> = new Set(
  'and blank contains empty false in infinity mod nan nil not null or to true undefined xor'.split(' '),
);

const zero = rational(0n);

function parse(text: string): mathjs.MathNode {
  try {
    return grammar().parse(text);
  } catch (error) {
    const { message, char } = error as Error & { char?: number };
    const [sentence = message] = message.split(/ \(char \d+\)/);
    throw new ExpressionError(sentence.charAt(0).toLowerCase() + sentence.slice(1), char);
  }
}

/** The nodes of mathjs that expressions may be made of. Its own types leave fields out. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly fn?: string | { readonly name?: string };
  readonly args?: readonly Node[];
  readonly content?: Node;
  readonly condition?: Node;
  readonly trueExpr?: Node;
  readonly falseExpr?: Node;
  readonly conditionals?: readonly string[];
  readonly params?: readonly Node[];
}

function partOf(tree: mathjs.MathNode, names: Set<string>): Part {
  const build = (node: Node = { type: '' }): Part => {
    const args = node.args ?? [];
    switch (node.type) {
      case 'ParenthesisNode':
        return build(node.content);
      case 'ConstantNode': {
        const constant = constantOf(node.value);
        return () => constant;
      }
      case 'SymbolNode':
        return slot(node.name ?? '', names);
      case 'ConditionalNode': {
        const [condition, yes, no] = [build(node.condition), build(node.trueExpr), build(node.falseExpr)];
        return (lookup) => (truthOf(condition(lookup)) ? yes(lookup) : no(lookup));
      }
      case 'RelationalNode': {
        const parts = (node.params ?? []).map(build);
        const steps = (node.conditionals ?? []).map(operatorOf);
        return (lookup) => {
          const values = parts.map((part) => part(lookup));
          return steps.every(
            (step, index) => step(values[index] ?? zero, values[index + 1] ?? zero) === true,
          );
        };
      }
      case 'OperatorNode':
        return operator(typeof node.fn === 'string' ? node.fn : '', args.map(build));
      case 'FunctionNode':
        return call(typeof node.fn === 'object' ? (node.fn.name ?? '') : '', args.map(build));
      default:
        throw new ExpressionError(
          'only numbers, texts, slots, arithmetic, comparisons, "? :" and functions may be used',
        );
    }
  };
  return build(tree);
}

function slot(name: string, names: Set<string>): Part {
  names.add(name);
  return (lookup) => {
    const value = lookup(name);
    if (value === null) throw new AbsentSlot();
    return value;
  };
}

function operator(name: string, parts: readonly Part[]): Part {
  const [left, right] = parts;
  if (left && right) {
    // The right side is not looked at where the left one decides.
    if (name === 'and') return (lookup) => truthOf(left(lookup)) && truthOf(right(lookup));
    if (name === 'or') return (lookup) => truthOf(left(lookup)) || truthOf(right(lookup));
    const apply = operatorOf(name);
    return (lookup) => apply(left(lookup), right(lookup));
  }
  if (left && name === 'unaryMinus') return (lookup) => negate(numberOf(left(lookup)));
  if (left && name === 'unaryPlus') return (lookup) => numberOf(left(lookup));
  if (left && name === 'not') return (lookup) => !truthOf(left(lookup));
  throw new ExpressionError(`the operator "${name}" can't be used`);
}

function operatorOf(name: string): (left: Exact, right: Exact) => Exact {
  const apply = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!apply) throw new ExpressionError(`the operator "${name}" can't be used`);
  return apply;
}

function call(name: string, parts: readonly Part[]): Part {
  const known = expressionFunctions.get(name);
  if (!known) {
    throw new ExpressionError(
      `there is no function "${name}"; there are ${[...expressionFunctions.keys()].join(', ')}`,
    );
  }
  const { min, max } = known;
  if (parts.length < min || parts.length > max) {
    const count = min === max ? String(min) : max === Infinity ? `at least ${min}` : `${min} or ${max}`;
    throw new ExpressionError(
      `${name} takes ${count} argument${count === '1' ? '' : 's'}, not ${parts.length}`,
    );
  }
  return (lookup) => known.call(parts.map((part) => part(lookup)));
}

function constantOf(value: unknown): Exact {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  const number = grammar().isBigNumber(value) ? parseDecimal(value.toString()) : undefined;
  if (!number) throw new ExpressionError('"null", "undefined" and "NaN" can\'t be used as values');
  return number;
}

function numberOf(value: Exact | undefined): Rational {
  if (typeof value === 'object') return value;
  const written = typeof value === 'string' ? parseDecimal(value) : undefined;
  if (!written) throw new ArithmeticError(`${JSON.stringify(value)} is not a number`);
  return written;
}

function wholeOf(value: Exact | undefined): bigint {
  const { numerator, denominator } = numberOf(value);
  if (denominator !== 1n) throw new ArithmeticError(`${decimalOf(numberOf(value))} is not a whole number`);
  return numerator;
}

/** Whole numbers that days, minutes and digits are counted with. */
function smallOf(value: Exact | undefined): number {
  const whole = Number(wholeOf(value));
  if (Math.abs(whole) > 10_000_000) throw new ArithmeticError(`${whole} is too large here`);
  return whole;
}

function digitsOf(value: Exact): number {
  const digits = smallOf(value);
  if (digits < 0 || digits > 40) throw new ArithmeticError(`it rounds to ${digits} digits, not 0 to 40`);
  return digits;
}

function textOf(value: Exact | undefined): string {
  return typeof value === 'object' ? decimalOf(value) : String(value);
}

function truthOf(value: Exact): boolean {
  if (typeof value !== 'boolean')
    throw new ArithmeticError(`${JSON.stringify(textOf(value))} is not a condition`);
  return value;
}

function absolute(value: Rational): Rational {
  return value.numerator < 0n ? negate(value) : value;
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  const divisor = greatestCommonDivisor(left, right);
  const product = divisor === 0n ? 0n : (left / divisor) * right;
  return product < 0n ? -product : product;
}

function isEqual(left: Exact, right: Exact): boolean {
  if (typeof left === 'object' && typeof right === 'object') return compare(left, right) === 0;
  return left === right;
}

/** Numbers by size, texts by code unit: dates and times of day, so written, come in their order. */
function order(left: Exact, right: Exact): number {
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return compare(numberOf(left), numberOf(right));
}
