import type { Recipe } from '../../recipe/schema';
import { lackOfSection } from '../lackOfSection';
import { sectionOf, type Strategy } from '../strategy';
import { fromKnowledgeInquiry } from './fromKnowledgeInquiry';
import { planFromKnowledge } from './planFromKnowledge';
import { fromKnowledgeSection, type FromKnowledgeSettings } from './section';
import type { FromKnowledgeWork } from './work';

const name = 'fromKnowledge';

/** Pairs are written from passages of documents. */
export const fromKnowledge: Strategy<FromKnowledgeWork> = {
  name,
  pairs: 'written from passages of knowledge',
  section: fromKnowledgeSection,
  isUsual: false,
  asksFirst: true,
  declaresCell: false,
  steered: false,
  endless: false,

  lack: (recipe, others) =>
    lackOfSection(name)(recipe, others) ??
    (recipe.knowledge
      ? undefined
      : {
          field: 'knowledge',
          message: `"knowledge" is missing: strategies.${name} is above 0; say where the documents are, or set it to 0.`,
        }),

  candidatesPerWork: ({ setup }) =>
    sectionOf(setup.recipe, { name, section: fromKnowledgeSection })?.pairs ?? 1,
  poolTexts: () => 'none',
  plan: (context, knowledge, stretch) =>
    planFromKnowledge(context, knowledge, stretch, settingsOf(context.setup.recipe)),
  inquiry: (context, work) => fromKnowledgeInquiry(context, work, settingsOf(context.setup.recipe)),

  story: ({ knowledge }) => {
    if (!knowledge) return '';
    const places = knowledge.passages.map(({ name: document, page }) =>
      page === undefined ? document : `${document} page ${page}`,
    );
    return `${knowledge.form} from ${places.join(' and ')}`;
  },
};

function settingsOf(recipe: Recipe): FromKnowledgeSettings {
  const settings = sectionOf(recipe, { name, section: fromKnowledgeSection });
  if (!settings) throw new Error('A recipe without the section fromKnowledge came to its plan.');
  return settings;
}
