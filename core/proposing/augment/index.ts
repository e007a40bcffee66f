import { generalRecipe } from '../../recipe/schema';
import { lackOfSection } from '../lackOfSection';
import type { Strategy } from '../strategy';
import { augmentInquiry } from './augmentInquiry';
import { augmentProblems } from './augmentProblems';
import { isMeantToDiffer } from './isMeantToDiffer';
import { multipliedTasks } from './parents';
import { planAugment } from './planAugment';
import type { AugmentWork } from './work';

/** Operators make new pairs out of those that are there, Evol-Instruct's among them. */
export const augment: Strategy<AugmentWork> = {
  name: 'augment',
  pairs: 'made out of existing ones',
  section: generalRecipe.shape.augment,
  isUsual: false,
  asksFirst: true,
  declaresCell: false,
  steered: false,
  endless: false,

  lack: lackOfSection('augment'),
  problems: (recipe, materials) => augmentProblems(recipe, multipliedTasks(recipe, materials)),

  poolTexts: ({ recipe }) => (recipe.augment?.fromPool ? 'all' : 'none'), // a pair is multiplied whole
  plan: (context, { pool }, stretch) => planAugment(context, pool, stretch),
  inquiry: augmentInquiry,

  story: ({ steps }) => (steps ?? []).map(({ operator }) => operator).join(', '),
  isMeantToDiffer,
};
