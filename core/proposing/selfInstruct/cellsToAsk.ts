import { allocateCells } from '../steering/allocate';
import type { CellKey } from '../../vocabulary/cell';
import { seededRandom } from '../../foundations/seededRandom';
import { noYield, type PlanKnowledge } from '../planKnowledge';
import type { StrategyContext } from '../strategyContext';

/** Tasks that a prompt's answer brings: as many as the paper's list does, the items that its examples leave. */
export function tasksPerPrompt({ setup, materials }: StrategyContext): number {
  const { fewShot, lastItem } = setup.recipe.selfInstruct;
  return Math.max(1, lastItem - Math.min(fewShot.examples, materials.seeds.length));
}

/** Which cell each proposal prompt asks for; null where the recipe leaves it open. */
export function cellsToAsk(
  context: StrategyContext,
  { grid, cells, underWay, yields }: Pick<PlanKnowledge, 'grid' | 'cells' | 'underWay' | 'yields'>,
  prompts: number,
): (CellKey | null)[] {
  const { setup, iteration } = context;
  const { recipe } = setup;
  if (!grid || !recipe.coverage?.steer) return Array<null>(prompts).fill(null);
  const asked = new Map<CellKey, number>();
  for (const { strategy, cell } of underWay.flat()) {
    if (strategy === 'selfInstruct' && cell !== null && cell !== undefined)
      asked.set(cell, (asked.get(cell) ?? 0) + 1);
  }
  const { works, proposed } = yields['selfInstruct'] ?? noYield;
  const itemsPerPrompt = works > 0 ? Math.max(1, proposed / works) : tasksPerPrompt(context);
  const random = seededRandom(recipe.seed, 'cells', iteration);
  const state = { target: recipe.target, counts: cells, underWay: asked };
  return allocateCells(grid, state, prompts, itemsPerPrompt, random);
}
