import { closestName } from '../../foundations/text/closestName';
import type { SlotOfRecipe } from '../../recipe/sections/template';
import type { Compilation, FlatSlot, Report, Scope } from './flattenSlots';
import { slotListName } from './listName';
import { inlineValues, optionsOf, rangeOptions, type ValueSource } from './slotOptions';
import { maxBranches, type ChosenSlot, type Options } from './slotSpace';
import type { ListValue } from '../../vocabulary/valueLists';

export function isKnown(
  { section, lists }: Compilation,
  slot: SlotOfRecipe,
  owner: Scope,
  ownName: string,
): boolean {
  const source: ValueSource | undefined = slot.list === undefined ? slot : section.lists[slot.list];
  return (
    source?.teacher === undefined ||
    lists[slot.list ?? slotListName(owner.template.name, ownName)] !== undefined
  );
}

/** Columns of a slot's rows that others read: rows that differ in them are different values. */
export function columnsReadBy(
  chosen: readonly FlatSlot[],
  needs: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, string[]>();
  for (const { name, slot } of chosen) {
    if (slot.dependsOn === undefined || slot.column === undefined) continue;
    // A column may be read off another column: then it is of the row that this one came from.
    let root = needs.get(name)?.[0];
    for (let above = root; above !== undefined; above = needs.get(above)?.[0]) root = above;
    if (root !== undefined) columns.set(root, [...(columns.get(root) ?? []), slot.column]);
  }
  return columns;
}

export function rootOptions(
  { section, lists, usedLists }: Compilation,
  { slot, owner, ownName, place }: FlatSlot,
  columns: readonly string[],
  tell: Report,
): () => Options {
  let source: ValueSource = slot;
  let where = place;
  let listName = slotListName(owner.template.name, ownName);
  if (slot.list !== undefined) {
    const names = Object.keys(section.lists);
    const shared = Object.hasOwn(section.lists, slot.list) ? section.lists[slot.list] : undefined;
    if (!shared) {
      const near = closestName(slot.list, names);
      const mend =
        near !== undefined ? `did you mean "${near}"?` : `the lists are ${names.join(', ') || 'none'}.`;
      tell(`${place}.list`, `"${place}.list" is "${slot.list}", which is not in "template.lists": ${mend}`);
      return () => optionsOf([]);
    }
    usedLists.add(slot.list);
    [source, where, listName] = [shared, `template.lists.${slot.list}`, slot.list];
  }
  const options = optionsOfSource(source, lists[listName], columns);
  if (options.count === 0) {
    const what =
      source.file === undefined ? 'is empty' : `is empty: the file "${source.file}" holds no value`;
    tell(where, `"${where}" ${what}${source.file === undefined ? ': give it a value' : ''}.`);
  }
  for (const column of columns) {
    const lacking = Array.from({ length: Math.min(options.count, maxBranches) }, (_, at) =>
      options.at(at),
    ).find(({ row }) => row?.[column] === undefined);
    if (lacking) {
      const has = Object.keys(lacking.row ?? {});
      const mend =
        has.length > 0
          ? `its columns are ${has.join(', ')}.`
          : 'its values are not from a file with columns.';
      tell(
        where,
        `"${where}" has no column "${column}" for the value "${lacking.value}", which a slot reads: ${mend}`,
      );
    }
  }
  return () => options;
}

function optionsOfSource(
  source: ValueSource,
  list: readonly ListValue[] | undefined,
  columns: readonly string[],
): Options {
  if (source.range) return rangeOptions(source.range);
  if (source.values) return optionsOf(inlineValues(source.values), columns);
  if (list) return optionsOf(list, columns);
  if (source.teacher === undefined) return optionsOf([]);
  return optionsOf(
    Array.from({ length: source.count }, (_, at) => ({ value: `${source.teacher} (${at + 1})`, weight: 1 })),
  );
}

export function dependentOptions(
  { slot, place }: FlatSlot,
  tell: Report,
): (parent: ListValue | undefined) => Options {
  const { column, cases = {}, otherwise } = slot;
  if (column !== undefined) {
    return (parent) => {
      const value = parent?.row?.[column];
      return optionsOf(
        value === undefined ? [] : [{ value, weight: 1, ...(parent?.row ? { row: parent.row } : {}) }],
      );
    };
  }
  const byCase = new Map(
    Object.entries(cases).map(([key, values]) => [key, optionsOf(inlineValues(values))]),
  );
  for (const [key, options] of byCase)
    if (options.count === 0) tell(place, `"${place}.cases" has no value for "${key}": give it one.`);
  const rest = optionsOf(inlineValues(otherwise ?? []));
  if (otherwise?.length === 0)
    tell(place, `"${place}.otherwise" is empty: give it a value, or leave it out.`);
  return (parent) => byCase.get(String(parent?.value)) ?? rest;
}

/** Every value that decides must have values under it, and every case must be the case of some value. */
export function checkBranches(
  chosen: readonly ChosenSlot[],
  flat: readonly FlatSlot[],
  known: boolean,
  tell: Report,
): void {
  const values: (readonly ListValue[])[] = [];
  chosen.forEach(({ parent, options }, at) => {
    const { place, slot } = flat[at] as FlatSlot;
    const above = parent === undefined ? [undefined] : (values[parent] ?? []);
    const own = new Map<string, ListValue>();
    const uncovered: string[] = [];
    const isParent = chosen.some((other) => other.parent === at);
    for (const value of above) {
      const given = options(value);
      if (given.count === 0 && value) uncovered.push(String(value.value));
      if (isParent && given.count > maxBranches) {
        tell(
          place,
          `"${place}" has ${given.count} values, but other slots depend on it: at most ${maxBranches} can be told apart.`,
        );
        break;
      }
      if (!isParent) continue;
      for (let option = 0; option < given.count; option++) {
        const one = given.at(option);
        own.set(JSON.stringify([one.value, one.row]), one);
      }
    }
    values.push([...own.values()]);
    if (slot.cases === undefined || above.length === 0) return;
    const decider = slot.dependsOn ?? '';
    if (!known && slot.otherwise === undefined && uncovered.length > 0) {
      tell(
        place,
        `"${place}" needs "otherwise": the teacher writes the values of "${decider}", so "cases" can't name them all.`,
      );
    } else if (uncovered.length > 0) {
      const shown = [...new Set(uncovered)]
        .slice(0, 5)
        .map((value) => `"${value}"`)
        .join(', ');
      tell(
        place,
        `"${place}.cases" has no values for ${shown}, which "${decider}" may be: add them, or "otherwise".`,
      );
    }
    const strange = Object.keys(slot.cases).find(
      (key) => !above.some((value) => String(value?.value) === key),
    );
    if (known && strange !== undefined) {
      const near = closestName(
        strange,
        above.map((value) => String(value?.value)),
      );
      const mend = near === undefined ? 'remove it, or add the value there.' : `did you mean "${near}"?`;
      tell(place, `"${place}.cases" has a case "${strange}", which "${decider}" never is: ${mend}`);
    }
  });
}
