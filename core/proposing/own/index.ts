import { lackOfSection } from '../lackOfSection';
import { sectionOf, type Strategy } from '../strategy';
import type { StrategyContext } from '../strategyContext';
import { ownInquiry } from './ownInquiry';
import type { OwnStrategy } from './ownStrategy';
import { planOwn } from './planOwn';
import { ownSection, type OwnSection } from './section';
import type { OwnPlannedWork } from './work';

const name = 'own';

/** A strategy of the user's, in a module of theirs, which whoever loads the run hands in. */
export const own: Strategy<OwnPlannedWork> = {
  name,
  pairs: 'that a strategy of your own brings',
  section: ownSection,
  isUsual: false,
  asksFirst: true,
  declaresCell: false,
  steered: false,
  endless: false,

  lack: lackOfSection(name),

  candidatesPerWork: (context) => context.own?.pairsPerWork ?? 1,
  poolTexts: ({ recipe }) => ownSectionOf(recipe)?.pool ?? 'none',
  plan: (context, knowledge, stretch) =>
    planOwn(strategyIn(context), context, knowledge, stretch, sectionIn(context)),
  inquiry: (context, work) => ownInquiry(strategyIn(context), context, work),

  story: ({ prompts }) => prompts[0] ?? '',
};

/** The recipe's section, where it has one. */
export function ownSectionOf(recipe: StrategyContext['setup']['recipe']): OwnSection | undefined {
  return sectionOf(recipe, { name, section: ownSection });
}

function sectionIn({ setup }: StrategyContext): OwnSection {
  const section = ownSectionOf(setup.recipe);
  if (!section) throw new Error('A recipe without the section own came to its plan.');
  return section;
}

function strategyIn({ own: loaded }: StrategyContext): OwnStrategy {
  if (!loaded) throw new Error("A run's own strategy was not loaded with it.");
  return loaded;
}
