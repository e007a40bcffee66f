import { measuresOf } from '../steering/collapse';
import { generalRecipe } from '../../recipe/schema';
import type { Strategy } from '../strategy';
import { cellsToAsk, tasksPerPrompt } from './cellsToAsk';
import { planSelfInstruct } from './planSelfInstruct';
import { poolTexts } from './poolTexts';
import { selfInstructProblems } from './problems';
import { selfInstructInquiry } from './selfInstructInquiry';
import type { SelfInstructWork } from './work';

/** The teacher comes up with instructions after examples (Wang et al. 2022). */
export const selfInstruct: Strategy<SelfInstructWork> = {
  name: 'selfInstruct',
  pairs: 'whose instruction the teacher comes up with',
  section: generalRecipe.shape.selfInstruct,
  isUsual: true,
  asksFirst: true,
  declaresCell: false,
  steered: true,
  endless: true,

  lack({ seeds, strategies }, others) {
    if (seeds !== undefined) return undefined;
    const mend = strategies
      ? 'add them, or set strategies.selfInstruct to 0'
      : `add them, or a ${others.join(' or ')} section`;
    return { field: 'seeds', message: `"seeds" is missing: selfInstruct grows from seed tasks; ${mend}.` };
  },
  problems: (recipe, _materials, share) => (share > 0 ? selfInstructProblems(recipe) : []),

  candidatesPerWork: tasksPerPrompt,
  poolTexts,
  async plan(context, knowledge, { count }) {
    const { policy } = context.setup.recipe.selfInstruct.fewShot;
    const choosesByCell = policy === 'cell' || policy === 'auto';
    return planSelfInstruct(context, knowledge.pool, cellsToAsk(context, knowledge, count), {
      measures: measuresOf(knowledge.measures),
      grid: knowledge.grid,
      seedCells: choosesByCell ? await knowledge.cellsOfSeeds() : undefined,
      rejections: knowledge.rejections,
      embed: knowledge.embed,
      yieldToEventLoop: knowledge.yieldToEventLoop,
    });
  },
  inquiry: selfInstructInquiry,
};
