import { seededRandom } from '../../foundations/seededRandom';
import type { CompiledTemplate } from './compileTemplates';
import { interleave } from './interleave';
import { coveringArray, pairwiseObstacle } from './pairwise';
import { permutation, type Index } from './permutation';
import { slotSpace, type Assignment, type Presence, type SlotSpace } from './slotSpace';

/** One assignment of a template's sequence. */
export interface Sample {
  /** The assignment's number in the template's space, which tells it apart from all others. */
  readonly index: Index;
  readonly assignment: Assignment;
}

/** A template's assignments, in the order in which they are used. */
export interface Sampler {
  /** How many there are before the sequence ends; undefined where assignments may repeat, and it never does. */
  readonly length: bigint | undefined;
  at(position: number): Sample;
}

/** Most optional slots where sampling is uniform: each combination of present and absent is a space of its own. */
const maxOptional = 8;

/** What stands in the way of sampling as the template asks; undefined where nothing does. Continues a sentence about it. */
export function samplingObstacle({ chosen, recipe }: CompiledTemplate): string | undefined {
  const optional = chosen.filter(({ share }) => share < 1).length;
  if (recipe.sampling === 'uniform' && optional > maxOptional)
    return `must have at most ${maxOptional} optional slots to be sampled uniformly, and has ${optional}`;
  return recipe.sampling === 'pairwise' ? pairwiseObstacle(slotSpace(chosen)) : undefined;
}

/** The sequence of a template: the same for equal seeds, and told from the position alone. */
export function samplerOf({ recipe, chosen }: CompiledTemplate, runSeed: number): Sampler {
  switch (recipe.sampling) {
    case 'exhaustive': {
      const space = slotSpace(chosen);
      return { length: space.size, at: (position) => sampleOf(space, position) };
    }
    case 'weighted': {
      const space = slotSpace(chosen);
      const draw = (position: number): Index =>
        space.draw(seededRandom(runSeed, 'weighted assignment', recipe.name, position));
      return { length: undefined, at: (position) => sampleOf(space, draw(position)) };
    }
    case 'pairwise': {
      const space = slotSpace(chosen);
      const rows = coveringArray(space, seededRandom(runSeed, 'covering array', recipe.name));
      return { length: BigInt(rows.length), at: (position) => sampleOf(space, rows[position] ?? 0n) };
    }
    case 'uniform':
      return uniformSampler(recipe.name, chosen, runSeed);
  }
}

/**
 * Every assignment once, in random order. Optional slots are there in their shares: the assignments with and those without are
 * spaces of their own that take turns, and when one is used up the others go on.
 */
function uniformSampler(name: string, chosen: CompiledTemplate['chosen'], runSeed: number): Sampler {
  let size = 0n;
  const strata = presencesOf(chosen).map(({ presences, share }, at) => {
    const space = slotSpace(chosen, presences);
    const start = size;
    size += space.size;
    return { space, start, share, order: permutation(space.size, runSeed, 'template', name, at) };
  });
  const [only] = strata;
  if (only && strata.length === 1)
    return { length: size, at: (position) => sampleOf(only.space, only.order(position)) };
  const turn = interleave(
    strata.map(({ share, space }) => ({ weight: share, length: lengthOf(space.size) })),
  );
  return {
    length: size,
    at: (position) => {
      const { stream, index } = turn(position) ?? { stream: 0, index: 0 };
      const stratum = strata[stream];
      if (!stratum) throw new RangeError(`Template "${name}" has no instance ${position}.`);
      const inside = stratum.order(index);
      return { ...sampleOf(stratum.space, inside), index: stratum.start + BigInt(inside) };
    },
  };
}

/** Combinations of present and absent slots, each with its share. What depends on an absent slot is absent too. */
function presencesOf(chosen: CompiledTemplate['chosen']): { presences: Presence[]; share: number }[] {
  let strata: { presences: Presence[]; share: number }[] = [{ presences: [], share: 1 }];
  for (const { share, parent } of chosen) {
    strata = strata.flatMap(({ presences, share: before }) => {
      const isAbsent = parent !== undefined && presences[parent] === 'absent';
      if (isAbsent) return [{ presences: [...presences, 'absent' as const], share: before }];
      if (share === 1) return [{ presences: [...presences, 'present' as const], share: before }];
      return [
        { presences: [...presences, 'present' as const], share: before * share },
        { presences: [...presences, 'absent' as const], share: before * (1 - share) },
      ];
    });
  }
  return strata;
}

function sampleOf(space: SlotSpace, index: Index): Sample {
  return { index, assignment: space.assignment(index) };
}

/** A length as a number; spaces that nobody comes to the end of have none. */
export function lengthOf(size: bigint | undefined): number {
  return size === undefined || size > Number.MAX_SAFE_INTEGER ? Infinity : Number(size);
}
