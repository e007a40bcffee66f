import type { Recipe } from '../recipe/schema';
import type { SeedTask } from '../seeds/seedTask';

/** Which endpoint pool and model play a role, and what that endpoint can do. */
export interface RoleSetup {
  readonly pool: string;
  readonly model: string;
  readonly structuredOutput: boolean;
  readonly completions: boolean;
  /** Too small for the paper's sampling and its steps. */
  readonly small: boolean;
}

/** Everything that a run was asked for, as `prepareRun` snapshots it. Nothing later reads a file or a configuration. */
export interface RunSetup {
  readonly recipe: Recipe;
  readonly form: 'paper' | 'together';
  readonly roles: { readonly propose: RoleSetup; readonly respond: RoleSetup; readonly classify: RoleSetup };
  /** The wording of every prompt, so that a deploy in mid-run asks what was asked before. */
  readonly prompts: PromptSet;
}

/** Prompt texts with `{placeholders}`, and the version that they are recorded under. */
export interface PromptSet {
  readonly version: string;
  readonly classify: string;
  readonly instances: string;
  readonly labelledInstances: string;
  readonly respond: string;
  readonly respondWithInput: string;
}

/** What one iteration works from: the setup, the seeds, and its own address. */
export interface IterationContext {
  readonly setup: RunSetup;
  readonly seeds: readonly SeedTask[];
  readonly iteration: number;
}
