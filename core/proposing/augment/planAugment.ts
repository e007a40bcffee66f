import { seededRandom, type SeededRandom } from '../../foundations/seededRandom';
import type { PoolEntry } from '../../vocabulary/poolEntry';
import type { StrategyContext } from '../strategyContext';
import type { Stretch } from '../../vocabulary/stretch';
import { chainsOf, lackOf, partsOf, type Chain } from './chains';
import { operatorNamed } from './operators';
import { originKey, parentBlocks, type Parent } from './parents';
import type { AugmentWork } from './work';

/** Fractional part of the golden ratio: steps of it fill the interval evenly, however many are taken. */
const goldenStep = (Math.sqrt(5) - 1) / 2;

/**
 * The works of a stretch of the run's sequence of variants. In each block of parents every parent has its turn once, in seeded
 * order, before any has it twice, up to `variants` times; parents for which no chain can be done are left out. The sequence only
 * grows at its end, so stretches that follow each other never repeat a work, whatever the pool has grown to. Fewer works than asked
 * for once it is exhausted.
 */
export function planAugment(
  { setup, materials }: Pick<StrategyContext, 'setup' | 'materials'>,
  pool: readonly PoolEntry[],
  { from, count }: Stretch,
): AugmentWork[] {
  const { recipe, roles } = setup;
  if (!recipe.augment) return [];
  const { variants } = recipe.augment;
  const chains = chainsOf(recipe.augment);
  const works: AugmentWork[] = [];
  let blockStart = 0;
  for (const [block, parents] of parentBlocks(recipe, materials, pool).entries()) {
    const able = parents.flatMap((parent) => {
      const doable = chains.filter(({ operators }) => lackOf(operators, partsOf(parent)) === undefined);
      return doable.length > 0 ? [{ parent, doable }] : [];
    });
    const blockEnd = blockStart + able.length * variants;
    let turn = -1;
    let order: readonly number[] = [];
    for (let position = Math.max(from, blockStart); position < Math.min(from + count, blockEnd); position++) {
      const turnOfPosition = Math.floor((position - blockStart) / able.length);
      if (turnOfPosition !== turn) {
        turn = turnOfPosition;
        order = shuffledIndexes(able.length, seededRandom(recipe.seed, 'order of parents', block, turn));
      }
      const chosen = able[order[(position - blockStart) % able.length] ?? 0];
      if (chosen) works.push(workOf(chosen.parent, chosen.doable, turn));
    }
    blockStart = blockEnd;
  }
  return works;

  function workOf(parent: Parent, doable: readonly Chain[], turn: number): AugmentWork {
    const key = originKey(parent.origin);
    const chain = at(doable, evenly('chains', key, turn));
    const draws = (chain?.operators ?? []).flatMap((name): [string, string][] => {
      const values = drawsOf(name);
      const value = at(values, evenly(`draws of ${name}`, key, turn))?.value;
      return value === undefined ? [] : [[name, value]];
    });
    return {
      strategy: 'augment',
      parent: parent.origin,
      instruction: parent.instruction,
      input: parent.input,
      response: parent.response,
      ...(parent.turns && { turns: parent.turns }),
      classification: parent.classification,
      family: parent.family,
      chain: chain?.operators ?? [],
      sample: `augment/${key}/${turn}`,
      draws: Object.fromEntries(draws),
    };
  }

  function drawsOf(name: string): readonly Weighted[] {
    const given = Object.hasOwn(recipe.augment?.draws ?? {}, name) ? recipe.augment?.draws[name] : undefined;
    const { draws } = operatorNamed(name);
    const own = roles.propose.small ? (draws?.small ?? draws?.usual) : draws?.usual;
    return (given ?? own ?? []).map((value) => (typeof value === 'string' ? { value, weight: 1 } : value));
  }

  /**
   * A number from 0 up to 1 for a parent's turn. Over all parents it is uniform, so that weights are met; over the turns of one
   * parent it moves on evenly, so that a chain comes back as late as its weight allows.
   */
  function evenly(purpose: string, key: string, turn: number): number {
    return (seededRandom(recipe.seed, purpose, key).uniform() + turn * goldenStep) % 1;
  }
}

interface Weighted {
  readonly value: string;
  readonly weight: number;
}

/** The item that a share of all weight falls on. */
function at<Item extends { readonly weight: number }>(
  items: readonly Item[],
  quantile: number,
): Item | undefined {
  let left = quantile * items.reduce((sum, { weight }) => sum + weight, 0);
  return items.find(({ weight }) => (left -= weight) < 0) ?? items.at(-1);
}

/** Fisher and Yates: linear, for sets of any size. */
function shuffledIndexes(length: number, random: SeededRandom): number[] {
  const indexes = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [indexes[last], indexes[other]] = [indexes[other] ?? 0, indexes[last] ?? 0];
  }
  return indexes;
}
