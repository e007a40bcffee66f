import { allocateCells, type CellCount } from '../proposing/steering/allocate';
import type { CellKey } from '../vocabulary/cell';
import { measuresOf } from '../proposing/steering/collapse';
import type { Grid } from '../recipe/coverage/grid';
import { strategySharesOf } from '../recipe/strategyShares';
import { seededRandom } from '../foundations/seededRandom';
import type { Rejection } from '../review/lessons';
import { planAugment } from '../proposing/augment/planAugment';
import { planSelfInstruct } from '../proposing/selfInstruct/planSelfInstruct';
import type { Embed, PlannedWork, PoolEntry, StrategyContext, Stretch } from '../proposing/strategy';
import { planTemplates } from '../proposing/template/planTemplates';
import { divideWork, stretchesAfter, type ByStrategy, type StrategyYield } from './stretches';

/** What the plan of an iteration may know: all that was committed up to its watermark, and what is planned since. */
export interface PlanKnowledge {
  /** Candidates to aim at. */
  readonly size: number;
  /** How many measures against collapse are in force. */
  readonly measures: number;
  readonly pool: readonly PoolEntry[];
  readonly yields: ByStrategy<StrategyYield>;
  readonly cells: readonly CellCount[];
  /** Plans that are not committed, oldest first. */
  readonly underWay: readonly (readonly PlannedWork[])[];
  /** Stretches of every earlier plan. */
  readonly stretches: readonly Partial<ByStrategy<Stretch>>[];
  readonly grid: Grid | undefined;
  /** The cell of each seed, where examples are chosen by cell. */
  readonly seedCells: readonly (CellKey | null)[] | undefined;
  /** Pairs that people rejected, as far as the iteration may know. */
  readonly rejections: readonly Rejection[];
  readonly embed: Embed;
  /** Awaited now and then: lets heartbeats through. */
  readonly breathe?: () => Promise<void>;
}

export interface DrawnPlan {
  /** Those that ask the teacher first. */
  readonly works: readonly PlannedWork[];
  readonly stretches: ByStrategy<Stretch>;
}

/**
 * Draws the works of one iteration: divided among the strategies by the shares of accepted pairs that the recipe asks for, and
 * steered to the cells that are missing. What a strategy that has run out leaves goes to the others.
 */
export async function planWorks(context: StrategyContext, knowledge: PlanKnowledge): Promise<DrawnPlan> {
  const { setup, materials } = context;
  const { fewShot, lastItem } = setup.recipe.selfInstruct;
  const expected = Math.max(1, lastItem - Math.min(fewShot.examples, materials.seeds.length));
  const { works: sent, proposed } = knowledge.yields.selfInstruct;
  const itemsPerPrompt = sent > 0 ? Math.max(1, proposed / sent) : expected;
  const state = {
    yields: knowledge.yields,
    underWay: countByStrategy(knowledge.underWay.flat()),
    candidatesPerWork: { selfInstruct: expected, template: 1, augment: 1 },
  };
  const shares = { ...strategySharesOf(setup.recipe) };
  const drawn: { template: PlannedWork[]; augment: PlannedWork[] } = { template: [], augment: [] };
  const stretchesOf = (counts: ByStrategy<number>) => stretchesAfter(knowledge.stretches, counts);

  let left = knowledge.size;
  let counts: ByStrategy<number>;
  let ranOut: boolean;
  do {
    ranOut = false;
    counts = divideWork(left, { ...state, shares });
    for (const name of ['template', 'augment'] as const) {
      if (shares[name] === 0) continue;
      const stretch = stretchesOf(counts)[name];
      if (stretch.count === 0) drawn[name] = [];
      else if (name === 'template') drawn[name] = planTemplates(context, stretch);
      else drawn[name] = planAugment(context, knowledge.pool, stretch);
      if (drawn[name].length === stretch.count) continue;
      shares[name] = 0; // the others share what it leaves, those that were drawn already too
      left = Math.max(0, left - drawn[name].length);
      ranOut = true;
    }
  } while (ranOut);
  const prompts = left > 0 ? counts.selfInstruct : 0;
  const asked = await planSelfInstruct(
    context,
    knowledge.pool,
    cellsToAsk(context, knowledge, prompts, itemsPerPrompt),
    {
      measures: measuresOf(knowledge.measures),
      grid: knowledge.grid,
      seedCells: knowledge.seedCells,
      rejections: knowledge.rejections,
      embed: knowledge.embed,
      breathe: knowledge.breathe,
    },
  );
  return {
    works: [...asked, ...drawn.augment, ...drawn.template],
    stretches: stretchesOf({
      selfInstruct: asked.length,
      template: drawn.template.length,
      augment: drawn.augment.length,
    }),
  };
}

/** Which cell each proposal prompt asks for; null where the recipe leaves it open. */
function cellsToAsk(
  { setup, iteration }: StrategyContext,
  { grid, cells, underWay }: PlanKnowledge,
  prompts: number,
  itemsPerPrompt: number,
): (CellKey | null)[] {
  const { recipe } = setup;
  if (!grid || !recipe.coverage?.steer) return Array<null>(prompts).fill(null);
  const asked = new Map<CellKey, number>();
  for (const work of underWay.flat()) {
    if (work.strategy === 'selfInstruct' && work.cell !== null)
      asked.set(work.cell, (asked.get(work.cell) ?? 0) + 1);
  }
  const random = seededRandom(recipe.seed, 'cells', iteration);
  const state = { target: recipe.target, counts: cells, underWay: asked };
  return allocateCells(grid, state, prompts, itemsPerPrompt, random);
}

function countByStrategy(works: readonly PlannedWork[]): ByStrategy<number> {
  const counts = { selfInstruct: 0, template: 0, augment: 0 };
  for (const { strategy } of works) counts[strategy]++;
  return counts;
}
