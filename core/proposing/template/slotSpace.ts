import type { SeededRandom } from '../../foundations/seededRandom';
import { maxCounted, type Index } from './permutation';
import type { ListValue } from '../../vocabulary/valueLists';

/** Values that a slot may take, numbered. */
export interface Options {
  readonly count: number;
  at(option: number): ListValue;
  /** True where all weigh the same. */
  readonly even: boolean;
}

/** A slot whose values are chosen, and not computed. */
export interface ChosenSlot {
  /** Position of the slot whose value decides; it comes earlier. Undefined for a slot that depends on nothing. */
  readonly parent: number | undefined;
  /** Values for a value of the parent; of a slot that depends on nothing, for undefined. */
  readonly options: (parent: ListValue | undefined) => Options;
  /** Share of instances that have it; 1 where all do. */
  readonly share: number;
}

/** Whether a slot with a share is there. Undefined leaves it open: then its absence is one more value. */
export type Presence = 'present' | 'absent' | undefined;

/** A value by slot; null where it is absent. */
export type Assignment = (ListValue | null)[];

/** The valid assignments of values to slots, numbered from 0 in order, the last slot's values changing fastest. */
export interface SlotSpace {
  readonly size: bigint;
  /** The assignment of a number, in time that grows with slots alone. */
  assignment(index: Index): Assignment;
  /** The number of an assignment that is drawn slot by slot, each value as often as its weight says. */
  draw(random: SeededRandom): Index;
  /** The slots that depend on nothing, each with those that depend on it: the space is their product, the last fastest. */
  readonly parts: readonly { readonly size: bigint; fill(index: Index, assignment: Assignment): void }[];
}

/** Most values of a slot that others depend on, since each of them gets a table. */
export const maxBranches = 100_000;

/** The values of one slot, under one value of its parent. */
interface Node {
  readonly slot: number;
  readonly count: number;
  readonly value: (option: number) => ListValue | null;
  readonly weight: (option: number) => number;
  readonly even: boolean;
  readonly size: bigint;
  /** The same as a number; Infinity where a number can't count it. */
  readonly counted: number;
  /** Where other slots depend on this one: those slots under each value, and the assignments before each. */
  readonly branches: Branches | undefined;
}

interface Branches {
  readonly children: readonly (readonly Node[])[];
  readonly starts: readonly bigint[];
  readonly countedStarts: Float64Array;
}

/**
 * The space of the assignments that slots allow. Only valid ones are counted: under each value of a slot, its dependent slots have
 * the values that belong to it, so a uniform choice of a number is a uniform choice of an assignment.
 */
export function slotSpace(slots: readonly ChosenSlot[], presences: readonly Presence[] = []): SlotSpace {
  const dependents = slots.map((_, slot) =>
    slots.flatMap(({ parent }, other) => (parent === slot ? [other] : [])),
  );

  // What is under a value does not depend on how it came about: so chains of dependent slots take their sum, and not their product.
  const nodes = slots.map(() => new Map<string, Node>());
  const nodeOf = (slot: number, parent: ListValue | null | undefined): Node => {
    const key = parent ? JSON.stringify([parent.value, parent.row]) : String(parent);
    const known = nodes[slot]?.get(key);
    if (known) return known;
    const node = buildNode(slot, parent);
    nodes[slot]?.set(key, node);
    return node;
  };
  const buildNode = (slot: number, parent: ListValue | null | undefined): Node => {
    const { options, share } = slots[slot] as ChosenSlot;
    const presence = parent === null ? 'absent' : share === 1 ? 'present' : presences[slot];
    const given: Options = presence === 'absent' || parent === null ? none : options(parent);
    const count = given.count + (presence === 'present' ? 0 : 1);
    const value = (option: number): ListValue | null => (option < given.count ? given.at(option) : null);
    const present = sum(given);
    // Against all others together, absence weighs so that the slot is there in its share.
    const absence = present === 0 ? 1 : (present * (1 - share)) / share;
    const weight = (option: number): number => (option < given.count ? given.at(option).weight : absence);
    const even = given.even && presence === 'present';
    const size = BigInt(count);
    const flat: Node = { slot, count, value, weight, even, size, counted: count, branches: undefined };
    const below = dependents[slot] ?? [];
    return below.length === 0 ? flat : branching(flat, below, nodeOf);
  };

  const roots = slots.flatMap(({ parent }, slot) => (parent === undefined ? [nodeOf(slot, undefined)] : []));
  const size = sizeOf(roots);
  return {
    size,
    assignment: (index) => {
      const assignment = Array<ListValue | null>(slots.length).fill(null);
      fillAll(roots, size <= maxCounted ? Number(index) : index, assignment);
      return assignment;
    },
    draw: (random) => {
      const index = drawAll(roots, random);
      return size <= maxCounted ? Number(index) : index;
    },
    parts: roots.map((root) => ({
      size: root.size,
      fill: (index, assignment) => fill(root, root.size <= maxCounted ? Number(index) : index, assignment),
    })),
  };
}

const none: Options = {
  count: 0,
  even: true,
  at: (option) => {
    throw new RangeError(`No value ${option} of none.`);
  },
};

function branching(
  node: Node,
  dependents: readonly number[],
  nodeOf: (slot: number, parent: ListValue | null) => Node,
): Node {
  const children: (readonly Node[])[] = [];
  const starts: bigint[] = [0n];
  for (let option = 0; option < node.count; option++) {
    const below = dependents.map((slot) => nodeOf(slot, node.value(option)));
    children.push(below);
    starts.push((starts[option] ?? 0n) + sizeOf(below));
  }
  const size = starts.at(-1) ?? 0n;
  const branches = { children, starts, countedStarts: Float64Array.from(starts, Number) };
  return { ...node, size, counted: size <= maxCounted ? Number(size) : Infinity, branches };
}

function sizeOf(nodes: readonly Node[]): bigint {
  return nodes.reduce((product, { size }) => product * size, 1n);
}

function sum(options: Options): number {
  if (options.even) return options.count === 0 ? 0 : options.count * options.at(0).weight;
  let total = 0;
  for (let option = 0; option < options.count; option++) total += options.at(option).weight;
  return total;
}

/** Splits a number into one for each node, the last fastest. */
function fillAll(nodes: readonly Node[], index: Index, assignment: Assignment): void {
  let rest = index;
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at] as Node;
    if (typeof rest === 'number') {
      const digit = rest % node.counted;
      rest = (rest - digit) / node.counted;
      fill(node, digit, assignment);
    } else {
      const digit = rest % node.size;
      rest /= node.size;
      fill(node, node.counted === Infinity ? digit : Number(digit), assignment);
    }
  }
}

function fill(node: Node, index: Index, assignment: Assignment): void {
  const { branches } = node;
  if (!branches) {
    assignment[node.slot] = node.value(Number(index));
    return;
  }
  const option = lastAtMost(typeof index === 'number' ? branches.countedStarts : branches.starts, index);
  assignment[node.slot] = node.value(option);
  const inside =
    typeof index === 'number'
      ? index - (branches.countedStarts[option] ?? 0)
      : index - (branches.starts[option] ?? 0n);
  const children = branches.children[option] ?? [];
  fillAll(
    children,
    typeof inside === 'bigint' && sizeOf(children) <= maxCounted ? Number(inside) : inside,
    assignment,
  );
}

/** The last position whose start is not above the value: by halving. Values without an assignment start where the next does. */
function lastAtMost(starts: ArrayLike<Index>, value: Index): number {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as Index) <= value) low = middle;
    else high = middle;
  }
  return low;
}

function drawAll(nodes: readonly Node[], random: SeededRandom): bigint {
  return nodes.reduce((index, node) => index * node.size + drawOne(node, random), 0n);
}

function drawOne(node: Node, random: SeededRandom): bigint {
  const option = drawOption(node, random);
  if (!node.branches) return BigInt(option);
  return (node.branches.starts[option] ?? 0n) + drawAll(node.branches.children[option] ?? [], random);
}

function drawOption(node: Node, random: SeededRandom): number {
  const { count, weight, even, branches } = node;
  if (even && !branches) return random.below(count);
  const isOpen = (option: number): boolean => !branches || sizeOf(branches.children[option] ?? []) > 0n;
  let total = 0;
  for (let option = 0; option < count; option++) if (isOpen(option)) total += weight(option);
  let left = random.uniform() * total;
  let last = 0;
  for (let option = 0; option < count; option++) {
    if (!isOpen(option)) continue;
    last = option;
    left -= weight(option);
    if (left < 0) break;
  }
  return last;
}
