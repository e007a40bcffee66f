import { z } from 'zod';
import { augmentSection } from './sections/augment';
import { biasSection } from './sections/bias';
import { budgetSection } from './sections/budget';
import { conversationSection } from './sections/conversation';
import { collapseSection } from './sections/collapse';
import { coverageSection } from './sections/coverage';
import { license, name, target } from './sections/fields';
import { filtersSection, type FilterSettings } from './sections/filters';
import { knowledgeSection } from './sections/knowledge';
import { noveltySection } from './sections/novelty';
import { promptsSection } from './sections/prompts';
import { respondSection } from './sections/respond';
import { reviewSection } from './sections/review';
import { seedsSection } from './sections/seeds';
import { selfInstructSection } from './sections/selfInstruct';
import { judgeSection } from './sections/judge';
import { safetySection } from './sections/safety';
import { strategiesSection } from './sections/strategies';
import { teacherSection } from './sections/teacher';
import { templateSection } from './sections/template';

/** What every recipe has, whatever filters and strategies there are: `fullRecipeSchema` (core/run) is the whole. */
export const generalRecipe = z.strictObject({
  name: name.describe("The recipe's name, and the run's unless --name says another."),
  description: z.string().optional().describe('One line for people.'),
  license: license
    .optional()
    .describe(
      'Licence that you give the dataset, for its card: an identifier of the hub of Hugging Face such as cc-by-4.0, or a name of your own. Left out: the card says that none was chosen.',
    ),
  target: target.default(100).describe('Accepted pairs at which the run ends; more are kept.'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(42)
    .describe('Seed of every random choice. Equal recipe, seed and answers: equal bytes.'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code such as "en"')
    .default('en')
    .describe('Language of the instructions.'),
  weight: z
    .number()
    .min(0.01)
    .max(100)
    .default(1)
    .describe(
      'Share of an endpoint beside other runs: a run of weight 2 sends twice as much as one of weight 1.',
    ),
  seeds: seedsSection,
  knowledge: knowledgeSection
    .optional()
    .describe('Documents that pairs are written from, and checked against.'),
  teacher: teacherSection,
  budget: budgetSection.optional(),
  strategies: strategiesSection,
  iteration: z
    .strictObject({
      size: z
        .int()
        .min(1)
        .max(2_000)
        .optional()
        .describe(
          'Candidates an iteration aims at. Left out: by what the endpoints take at once and the target, 400 at most.',
        ),
      open: z
        .int()
        .min(1)
        .max(32)
        .optional()
        .describe(
          'Iterations open at once. Iteration n reads what was committed up to n - open. Left out: as many as keep the endpoints busy through slow answers.',
        ),
      max: z
        .int()
        .min(1)
        .max(100_000)
        .optional()
        .describe(
          'Iterations after which the run ends, reached or not. Left out: 1000, or what 20 candidates for each pair of the target take.',
        ),
      patience: z
        .int()
        .min(1)
        .max(1_000)
        .default(10)
        .describe('Iterations in a row without an accepted pair after which the run ends.'),
    })
    .prefault({})
    .describe('The turn of the loop.'),
  selfInstruct: selfInstructSection,
  respond: respondSection.optional(),
  conversation: conversationSection.optional(),
  template: templateSection.optional(),
  augment: augmentSection.optional(),
  coverage: coverageSection.optional(),
  collapse: collapseSection,
  prompts: promptsSection,
  judge: judgeSection.optional(),
  safety: safetySection,
  review: reviewSection.optional(),
  bias: biasSection.optional(),
  filters: filtersSection({}),
  novelty: noveltySection,
  reasoning: z
    .enum(['drop', 'keep'])
    .default('drop')
    .describe(
      "What becomes of a response's thinking, where the teacher shows it: it is never part of the response; keep exports it as a field of its own.",
    ),
  ledger: z
    .strictObject({
      reuse: z
        .enum(['run', 'workspace'])
        .default('run')
        .describe('Whose answers may be used again: of this run, or of any run in the workspace.'),
    })
    .prefault({})
    .describe('Never pay twice: how far the memory of answers reaches.'),
});

/** A recipe with every default filled in. */
export type Recipe = Omit<z.output<typeof generalRecipe>, 'filters'> & { readonly filters: FilterSettings };
