import { seededRandom } from '../../foundations/seededRandom';
import type { Stretch } from '../../vocabulary/stretch';
import type { StrategyContext } from '../strategyContext';
import type { RefusalWork } from './work';

/** The works of a stretch: the policy's categories in seeded order, each once before any comes again. */
export function planRefusals(
  { setup, materials }: Pick<StrategyContext, 'setup' | 'materials'>,
  { from, count }: Stretch,
  requests: number,
): RefusalWork[] {
  const categories = (materials.safety?.categories ?? []).filter(({ refusals }) => refusals);
  if (categories.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const position = from + index;
    const round = Math.floor(position / categories.length);
    const order = seededRandom(setup.recipe.seed, 'order of refused categories', round).shuffle([
      ...categories.keys(),
    ]);
    const { name: category } = categories[order[position % categories.length]!]!;
    return { strategy: 'refuse', category, count: requests, sample: `refuse/${position}` };
  });
}
