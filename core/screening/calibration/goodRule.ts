import { UserError } from '../../foundations/userError';

/** Tells whether a labelled row is bad: true, false, or undefined where its label says neither. */
export interface LabelRule {
  /** The column that it looks at. */
  readonly column: string;
  isBad(value: unknown): boolean | undefined;
}

const goodWords = ['good', 'accept', 'accepted', 'approve', 'approved', 'true', 'yes', 'ok', '1'];
const badWords = ['bad', 'reject', 'rejected', 'decline', 'declined', 'false', 'no', '0'];

/** By words that people use for good and bad. */
export function labelWords(column: string): LabelRule {
  return {
    column,
    isBad(value) {
      const word = textOf(value).trim().toLowerCase();
      if (goodWords.includes(word)) return false;
      return badWords.includes(word) ? true : undefined;
    },
  };
}

/**
 * By a condition on a column, which good rows meet: `rating>=4`, `label=good`.
 *
 * @throws UserError where it is no condition.
 */
export function parseGoodRule(condition: string): LabelRule {
  const parts = /^\s*([^<>=!]+?)\s*(>=|<=|!=|=|>|<)\s*(.+?)\s*$/u.exec(condition);
  const [, column, operator, bound] = parts ?? [];
  const number = Number(bound);
  const isOrder = operator !== '=' && operator !== '!=';
  if (
    column === undefined ||
    operator === undefined ||
    bound === undefined ||
    (isOrder && Number.isNaN(number))
  ) {
    throw new UserError(`"${condition}" is no condition on a column.`, { mend: "As in: --good 'rating>=4'" });
  }
  return {
    column,
    isBad(value) {
      const text = textOf(value).trim();
      if (text === '') return undefined;
      if (!isOrder) return (text === bound) !== (operator === '=');
      const given = Number(text);
      return Number.isNaN(given) ? undefined : !orders[operator as keyof typeof orders](given, number);
    },
  };
}

const orders = {
  '>=': (left: number, right: number) => left >= right,
  '<=': (left: number, right: number) => left <= right,
  '>': (left: number, right: number) => left > right,
  '<': (left: number, right: number) => left < right,
} as const;

/** Labels are texts, numbers or truth values; anything else is none. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
