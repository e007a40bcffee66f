import type { ListOfRecipe, SlotOfRecipe } from '../../recipe/sections/template';
import type { Options } from './slotSpace';
import type { ListValue } from '../../vocabulary/valueLists';

type Values = NonNullable<ListOfRecipe['values']>;
type Range = NonNullable<ListOfRecipe['range']>;
/** The fields that say where values come from, of a slot as of a shared list. */
export type ValueSource = Pick<SlotOfRecipe, 'values' | 'file' | 'range' | 'teacher' | 'count'>;

/** The values of a list, equal ones taken together with the sum of their weights; with the columns that other slots read. */
export function optionsOf(values: readonly ListValue[], columns: readonly string[] = []): Options {
  const known = new Map<string, ListValue>();
  for (const value of values) {
    const key = JSON.stringify([value.value, ...columns.map((column) => value.row?.[column])]);
    const same = known.get(key);
    known.set(key, same ? { ...same, weight: same.weight + value.weight } : value);
  }
  const all = [...known.values()];
  return {
    count: all.length,
    at: (option) => all[option] as ListValue,
    even: all.every(({ weight }) => weight === all[0]?.weight),
  };
}

export function inlineValues(values: Values): ListValue[] {
  return values.map((value) => {
    if (typeof value !== 'object') return { value, weight: 1 };
    const { row, ...rest } = value;
    return row === undefined ? rest : { ...rest, row };
  });
}

/** The numbers of a range, computed when they are asked for. Exact in decimal: the fourth of 0.1, 0.2, ... is 0.4. */
export function rangeOptions({ from, to, step }: Range): Options {
  const digits = Math.min(15, Math.max(digitsOf(from), digitsOf(step)));
  const scale = 10 ** digits;
  const [first, distance] = [Math.round(from * scale), Math.round(step * scale)];
  const count = Math.max(0, Math.floor((Math.round(to * scale * 1_000) / 1_000 - first) / distance) + 1);
  return { count, even: true, at: (option) => ({ value: (first + option * distance) / scale, weight: 1 }) };
}

/** Digits after the point, also of a number that is written with an exponent. */
function digitsOf(number: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}
