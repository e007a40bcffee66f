import { generalRecipe } from '../../recipe/schema';
import { lackOfSection } from '../lackOfSection';
import type { Strategy } from '../strategy';
import { planTemplates } from './planTemplates';
import { templateInquiry } from './templateInquiry';
import { templateProblems } from './templateProblems';
import type { TemplateWork } from './work';

/** Texts with slots, each filled as often as there are ways to. */
export const template: Strategy<TemplateWork> = {
  name: 'template',
  pairs: 'made from templates',
  section: generalRecipe.shape.template,
  isUsual: false,
  asksFirst: false,
  declaresCell: true,
  steered: false,
  endless: false,

  lack: lackOfSection('template'),
  problems: (recipe, { lists }) => templateProblems(recipe, lists),

  poolTexts: () => 'none',
  plan: (context, _knowledge, stretch) => planTemplates(context, stretch),
  inquiry: templateInquiry,

  story: ({ template: filled }) => (filled ? `template ${filled.name} #${filled.index}` : ''),
};
