import {
  ForTag,
  IfTag,
  Output,
  TypeGuards,
  type FilterImplOptions,
  type Template,
  type Token,
} from 'liquidjs';

/**
 * Fills a text in without Liquid's interpreter, which makes a generator for each name of it: some 40 KB for a prompt with a dozen examples, and as much time as
 * all else that is done to ask.
 *
 * @returns undefined where Liquid has to decide: what is there is not the plain text, number or list that was thought of.
 */
export type PlainFilling = (values: Readonly<Record<string, unknown>>) => string | undefined;

/** Names and what they stand for, the innermost first. */
interface Scope {
  readonly values: Readonly<Record<string, unknown>>;
  readonly outer: Scope | undefined;
}

type Piece = (scope: Scope, turns: Turns) => string | undefined;
/** Undefined where Liquid has to decide. */
type Reading = (scope: Scope) => unknown;

/** Turns of loops that are still left to one text: Liquid bounds the time of what takes more. */
interface Turns {
  left: number;
}
const mostTurns = 10_000;

/** What of Liquid is not told here: then it does all of the text. */
class NotPlain extends Error {}

/**
 * What most texts of prompts are made of: names and their properties, filters of ours, conditions that compare, loops over lists. Undefined for a text
 * that has anything else.
 *
 * @param filters Pure functions of ours, by name.
 */
export function plainFillingOf(
  parsed: readonly Template[],
  filters: Readonly<Record<string, FilterImplOptions>>,
): PlainFilling | undefined {
  try {
    const fill = piecesOf(parsed, filters);
    return (values) => fill({ values, outer: undefined }, { left: mostTurns });
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

function piecesOf(
  templates: readonly Template[],
  filters: Readonly<Record<string, FilterImplOptions>>,
): Piece {
  const pieces = templates.map((template) => pieceOf(template, filters));
  return (scope, turns) => {
    let text = '';
    for (const piece of pieces) {
      const more = piece(scope, turns);
      if (more === undefined) return undefined;
      text += more;
    }
    return text;
  };
}

function pieceOf(template: Template, filters: Readonly<Record<string, FilterImplOptions>>): Piece {
  const { token } = template;
  if (TypeGuards.isHTMLToken(token)) {
    const text = token.getContent();
    return () => text;
  }
  if (template instanceof Output) return outputOf(template, filters);
  if (template instanceof IfTag) return conditionOf(template, filters);
  if (template instanceof ForTag) return loopOf(template, filters);
  throw new NotPlain();
}

function outputOf({ value }: Output, filters: Readonly<Record<string, FilterImplOptions>>): Piece {
  const read = valueOf(onlyOne(value.initial.postfix));
  const steps = value.filters.map(({ name, args }) => {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (typeof filter !== 'function') throw new NotPlain();
    const given = args.map((arg) => {
      if (!TypeGuards.isQuotedToken(arg)) throw new NotPlain();
      return arg.content;
    });
    // Ours have no need of what Liquid calls them on.
    return (text: string): unknown =>
      (filter as (value: unknown, ...more: unknown[]) => unknown)(text, ...given);
  });
  return (scope) => {
    let found = read(scope);
    for (const step of steps) found = typeof found === 'string' ? step(found) : undefined;
    return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : undefined;
  };
}

function conditionOf(
  { branches, elseTemplates = [] }: IfTag,
  filters: Readonly<Record<string, FilterImplOptions>>,
): Piece {
  const cases = branches.map(({ value, templates }) => {
    if (value.filters.length > 0) throw new NotPlain();
    return { holds: truthOf(value.initial.postfix), fill: piecesOf(templates, filters) };
  });
  const otherwise = piecesOf(elseTemplates, filters);
  return (scope, turns) => {
    for (const { holds, fill } of cases) {
      const value = holds(scope);
      if (!isPlain(value)) return undefined;
      if (value !== false) return fill(scope, turns);
    }
    return otherwise(scope, turns);
  };
}

function loopOf(
  { variable, collection, hash, templates, elseTemplates }: ForTag,
  filters: Readonly<Record<string, FilterImplOptions>>,
): Piece {
  if (Object.keys(hash.hash).length > 0) throw new NotPlain();
  const read = valueOf(collection);
  const fill = piecesOf(templates, filters);
  const empty = piecesOf(elseTemplates, filters);
  return (scope, turns) => {
    const list = read(scope);
    if (!Array.isArray(list)) return undefined;
    if (list.length === 0) return empty(scope, turns);
    if ((turns.left -= list.length) < 0) return undefined;
    let text = '';
    for (let index = 0; index < list.length; index++) {
      const forloop = { index: index + 1, index0: index, length: list.length };
      const more = fill({ values: { forloop, [variable]: list[index] as unknown }, outer: scope }, turns);
      if (more === undefined) return undefined;
      text += more;
    }
    return text;
  };
}

/** Operands and operators as they are reckoned with a stack. */
function truthOf(postfix: readonly Token[]): Reading {
  const operands: Reading[] = [];
  for (const token of postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      operands.push(valueOf(token));
      continue;
    }
    const [right, left] = [operands.pop(), operands.pop()];
    const operate = Object.hasOwn(operators, token.operator) ? operators[token.operator] : undefined;
    if (!left || !right || !operate) throw new NotPlain();
    operands.push((scope) => {
      const [one, other] = [left(scope), right(scope)];
      return isPlain(one) && isPlain(other) ? operate(one, other) : undefined;
    });
  }
  if (operands.length !== 1) throw new NotPlain();
  return operands[0]!;
}

type Plain = string | number | boolean;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** All but false counts as true, an empty text too. */
const operators: Readonly<Record<string, (left: Plain, right: Plain) => boolean | undefined>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => (typeof left === 'number' && typeof right === 'number' ? left > right : undefined),
  '<': (left, right) => (typeof left === 'number' && typeof right === 'number' ? left < right : undefined),
  and: (left, right) => left !== false && right !== false,
  or: (left, right) => left !== false || right !== false,
};

function onlyOne(postfix: readonly Token[]): Token {
  if (postfix.length !== 1) throw new NotPlain();
  return postfix[0]!;
}

/** A name with its properties, a text or a number. */
function valueOf(token: Token): Reading {
  if (TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token)) {
    const { content } = token;
    return () => content;
  }
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) throw new NotPlain();
  const path = token.props.map((prop) => {
    if (!TypeGuards.isWordToken(prop)) throw new NotPlain();
    return prop.content;
  });
  const isSize = path.length > 1 && path.at(-1) === 'size';
  const names = isSize ? path.slice(0, -1) : path;
  if (names.length === 0 || names.some((name) => ['size', 'first', 'last'].includes(name)))
    throw new NotPlain();
  if (names[0] === 'forloop' && !['index', 'index0', 'length'].includes(names[1] ?? '')) throw new NotPlain();
  const [first = '', ...properties] = names;
  return (scope) => {
    let at: Scope | undefined = scope;
    while (at && !Object.hasOwn(at.values, first)) at = at.outer;
    let value: unknown = at?.values[first];
    for (const property of properties) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
      if (!Object.hasOwn(value, property)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[property];
    }
    return isSize ? (Array.isArray(value) ? value.length : undefined) : value;
  };
}
