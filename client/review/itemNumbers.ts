import { UserError } from '../../core/foundations/userError';

/**
 * Item numbers as people type them: "1,2,5-9", each once, in order.
 *
 * @throws UserError where something is no number of an item.
 */
export function itemNumbers(typed: string, items: number): number[] {
  const numbers = new Set<number>();
  for (const part of typed.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const [, first = '', last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || from > to) {
      throw new UserError(`"${part}" is no item: write numbers and ranges, such as 1,2,5-9, or all.`);
    }
    const outside = [from, to].find((number) => number < 1 || number > items);
    if (outside !== undefined) {
      throw new UserError(`${outside} is no item of this batch: it has ${items}, numbered from 1.`);
    }
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  if (numbers.size === 0)
    throw new UserError('No item is named.', { mend: 'Name them: --items 1,2,5-9, or --items all' });
  return [...numbers].sort((one, other) => one - other);
}
