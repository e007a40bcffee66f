import type { CellKey } from '../../vocabulary/cell';
import type { Grid } from '../../recipe/coverage/grid';
import { maximalMarginalRelevance } from '../../foundations/embedding/maximalMarginalRelevance';
import type { SeededRandom } from '../../foundations/seededRandom';
import type { SeedTask } from '../../vocabulary/seedTask';
import type { Origin } from '../../vocabulary/lineage';
import type { PoolEntry } from '../../vocabulary/poolEntry';

/** A task that a prompt shows. */
export interface Example {
  /** Null for those that the grid describes a value with. */
  readonly origin: Origin | null;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly cell: CellKey | null;
  /** The judge's score, 0 to 1; null for seeds, and where none was asked. */
  readonly quality: number | null;
  /** Whether a person approved it. */
  readonly approved: boolean;
  /** Of the instruction, of length 1; there where the examples are to be diverse. */
  readonly vector?: Float32Array;
}

/** What examples may be drawn from. */
export interface ExampleSource {
  readonly seeds: readonly Example[];
  readonly pairs: readonly Example[];
  /** Instructions that the grid describes its values with: they stand in where nothing else is of the asked kind. */
  readonly ofGrid: readonly Example[];
}

export type FewShotPolicy = 'random' | 'diverse' | 'bestJudged' | 'cell';

/** Most seeds and pairs that `diverse` looks at in one iteration: each is embedded. */
const maxEmbedded = 256;
/** Of them, each prompt sees another part, this many times what it shows; else every prompt would show the same. */
const choiceOfDiverse = 6;
/** Where fewer examples are of the asked cell, its neighbours' join them. */
const fewestOfKind = 4;
/** How much a diverse example has to do with what is asked for, against how little with the other examples. */
const relevanceOfDiverse = 0.5;

export function exampleSource(
  seeds: readonly SeedTask[],
  seedCells: readonly (CellKey | null)[] | undefined,
  pool: readonly PoolEntry[],
  {
    grid,
    templates,
    prefersApproved,
  }: { grid: Grid | undefined; templates: boolean; prefersApproved: boolean },
): ExampleSource {
  return {
    ofGrid: (grid?.axes ?? []).flatMap((axis, position) =>
      axis.values.flatMap(({ name, examples }) =>
        examples.map((instruction) => ({
          origin: null,
          instruction,
          input: '',
          response: '',
          // The other axes stay open, and so match nothing that is asked for.
          cell: (grid?.axes ?? []).map((_, other) => (other === position ? name : '')).join('/'),
          quality: null,
          approved: false,
        })),
      ),
    ),
    seeds: seeds.map(({ instruction, input, response }, seed) => ({
      origin: { seed },
      instruction,
      input,
      response,
      cell: seedCells?.[seed] ?? null,
      quality: null,
      approved: false,
    })),
    pairs: pool
      .filter(({ strategy }) => templates || strategy !== 'template')
      .map(({ iteration, ordinal, instruction, input, response, cell, quality, approved }) => ({
        origin: { pair: [iteration, ordinal] },
        instruction,
        input,
        response,
        cell,
        quality,
        approved: approved && prefersApproved,
      })),
  };
}

/** The part of a source that `diverse` chooses from: at most 256 examples, half of them pairs where there are as many. */
export function sampleToEmbed({ seeds, pairs }: ExampleSource, random: SeededRandom): ExampleSource {
  const ofPairs = Math.min(pairs.length, Math.max(maxEmbedded / 2, maxEmbedded - seeds.length));
  return {
    ofGrid: [],
    pairs: random.sample(pairs, ofPairs),
    seeds: random.sample(seeds, maxEmbedded - ofPairs),
  };
}

/**
 * The examples of one prompt, in the order in which it shows them: at most `fromPool` accepted pairs, and seeds for the rest
 * (Wang et al. 2022, section 2.2). A pool that is still small is drawn from as far as it goes.
 *
 * Half of the pool's places go to pairs that a person approved, as far as there are any: not all, or prompts would show the same few.
 * By cell they go first among equals.
 *
 * - random: uniformly, as the released code does.
 * - diverse: by maximal marginal relevance, near to `asked.vector` where there is one. Examples need their `vector`.
 * - bestJudged: pairs from the best judged quarter, so that prompts differ; those without a score are the last.
 * - cell: those of the asked cell; while they are fewer than four, also those that share most of its values, with the grid's own
 *   among them; random among equals. Rather few of the kind than many of another: a small model follows its examples alone
 *   (docs/self-instruct.md). Where nothing shares anything: random.
 */
export function chooseExamples(
  { seeds, pairs, ofGrid }: ExampleSource,
  { policy, examples, fromPool }: { policy: FewShotPolicy; examples: number; fromPool: number },
  random: SeededRandom,
  asked: { readonly cell: CellKey | null; readonly vector?: Float32Array | undefined },
): Example[] {
  switch (policy) {
    case 'random':
      return drawEach(pairs);
    case 'bestJudged': {
      const best = byRank(random.shuffle(pairs), ({ quality }) => quality ?? -1);
      return drawEach(best.slice(0, Math.max(fromPool, Math.ceil(best.length / 4))));
    }
    case 'cell': {
      const ofCells = new Map<CellKey | null, number>(); // a pool has thousands of pairs, and few cells
      const nearness = ({ cell }: Example): number => {
        const known = ofCells.get(cell);
        if (known !== undefined) return known;
        const shared = sharedAxes(cell, asked.cell).length;
        ofCells.set(cell, shared);
        return shared;
      };
      const shuffled = byRank(random.shuffle([...pairs, ...seeds, ...ofGrid]), ({ approved }) =>
        Number(approved),
      );
      const ranked = withinCap(byRank(shuffled, nearness));
      const fourth = ranked[Math.min(fewestOfKind, ranked.length) - 1];
      const min = fourth ? Math.max(1, nearness(fourth)) : 1;
      const near = ranked.filter((example) => nearness(example) >= min);
      return near.length > 0 ? random.shuffle(near.slice(0, examples)) : drawEach(pairs);
    }
    case 'diverse': {
      const ofPairs = random.sample(pairs, Math.ceil((examples * choiceOfDiverse) / 2));
      const ofSeeds = random.sample(seeds, examples * choiceOfDiverse - ofPairs.length);
      const part = random.shuffle([...ofPairs, ...ofSeeds]);
      const order = maximalMarginalRelevance(
        part.map(({ vector }) => vector ?? new Float32Array()),
        { count: part.length, lambda: relevanceOfDiverse, ...(asked.vector && { query: asked.vector }) },
      );
      return random.shuffle(withinCap(order.flatMap((index) => part[index] ?? [])).slice(0, examples));
    }
  }

  function drawEach(from: readonly Example[]): Example[] {
    const approved = random.sample(
      from.filter((example) => example.approved),
      Math.ceil(fromPool / 2),
    );
    const others = approved.length > 0 ? from.filter((example) => !approved.includes(example)) : from;
    const chosen = [...approved, ...random.sample(others, fromPool - approved.length)];
    return random.shuffle([...chosen, ...random.sample(seeds, examples - chosen.length)]);
  }

  /** A ranking without the pairs beyond `fromPool`. */
  function withinCap(ranked: readonly Example[]): Example[] {
    let ofPool = 0;
    return ranked.filter(({ origin }) => origin === null || !('pair' in origin) || ofPool++ < fromPool);
  }
}

/** Highest rank first; equals stay in their order. There are few ranks, so that sorting them takes no time, and a pool is gone through once. */
function byRank(items: readonly Example[], rank: (example: Example) => number): Example[] {
  const ofRanks = new Map<number, Example[]>();
  for (const example of items) {
    const own = rank(example);
    const equals = ofRanks.get(own);
    if (equals) equals.push(example);
    else ofRanks.set(own, [example]);
  }
  return [...ofRanks].sort(([one], [other]) => other - one).flatMap(([, equals]) => equals);
}

/** Positions of the axes on which two cells agree; none where either is unknown. */
export function sharedAxes(one: CellKey | null, other: CellKey | null): number[] {
  if (one === null || other === null) return [];
  const values = other.split('/');
  return one.split('/').flatMap((value, axis) => (value === values[axis] ? [axis] : []));
}
