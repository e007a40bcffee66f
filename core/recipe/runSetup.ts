import type { StoredScorer } from '../foundations/statistics/logisticScorer';
import type { EvaluationItem } from '../vocabulary/evaluationSet';
import type { PromptSet } from './prompts/promptSet';
import type { SafetyPolicy } from './safetyPolicy';
import type { Corpus } from '../vocabulary/passage';
import type { Recipe } from './schema';
import type { SeedTask } from '../vocabulary/seedTask';
import type { ValueLists } from '../vocabulary/valueLists';

/** Which endpoint and model play a role, and what that endpoint can do. */
export interface RoleSetup {
  readonly endpoint: string;
  readonly model: string;
  readonly structuredOutput: boolean;
  readonly completions: boolean;
  /** Too small for the paper's sampling and its steps. */
  readonly small: boolean;
  /** Whether it thinks before it answers; absent where it doesn't, and in runs that were prepared before this was known. */
  readonly thinks?: true;
  /** Licence or terms of use of the model, as the configuration said when the run began; absent where it said nothing. */
  readonly license?: string;
}

/** Goes up when a snapshot's shape changes: a run that was prepared by another version is told so instead of misread. */
export const setupVersion = 3;

/** Everything that a run was asked for, as `prepareRun` snapshots it. Nothing later reads a file or a configuration. */
export interface RunSetup {
  readonly version: typeof setupVersion;
  readonly recipe: Recipe;
  readonly form: 'paper' | 'together';
  readonly roles: {
    readonly propose: RoleSetup;
    readonly respond: RoleSetup;
    readonly classify: RoleSetup;
    readonly judge: RoleSetup;
  };
  /** Who judges instead of `roles.judge`, each every pair: one for each of the recipe's `judge.judges`. */
  readonly judges?: readonly RoleSetup[];
  /** Who responds instead of `roles.respond`, one for each of the recipe's `teacher.respond.routes`. */
  readonly routes: readonly RoleSetup[];
  /** Every prompt as it was when the run began, so that a deploy in mid-run asks what was asked before. */
  readonly prompts: PromptSet;
}

/** What a run grows from, as it was read when the run began. */
export interface RunMaterials {
  readonly seeds: readonly SeedTask[];
  /** The existing set that `augment` multiplies; empty where there is none. */
  readonly sources: readonly SeedTask[];
  /** Values of the templates' named lists, as read from files; those that the teacher writes are added before the first plan. */
  readonly lists: ValueLists;
  /** What the teacher may be asked to put itself into the place of. */
  readonly personas: readonly string[];
  /** Items of the sets that the dataset must not contain; absent where the recipe names none. */
  readonly evaluation?: readonly EvaluationItem[];
  /** What it knows, as the store has it; absent where the recipe has no knowledge. */
  readonly knowledge?: Corpus;
  /** What was learned from labels; absent where the recipe names none. */
  readonly scorer?: StoredScorer;
  /** What the dataset has no place for; absent where the recipe has no section `safety`. */
  readonly safety?: SafetyPolicy;
  /** Which strategy the user's own module had when the run began; absent where the recipe gives it no share. */
  readonly own?: { readonly name: string; readonly version: number; readonly sha256: string };
}
