import type { CellKey } from '../vocabulary/cell';
import type { RoleSetup, RunMaterials, RunSetup } from '../recipe/runSetup';
import type { Inquiry } from '../teacher/inquiry';
import type { StrategyName } from '../vocabulary/strategyName';
import { isWantedRefusal } from '../vocabulary/wantedRefusal';
import { answerByExample, questionByExample } from './answerByExample';
import { refineResponses } from './refineResponses';
import { refuseWell } from './refuseWell';
import { responderOf, type Responding } from './responder';
import { sampleResponses, type FurtherSamples } from './sampleResponses';
import { answerInputs, questionAbout, writeInSteps } from './writeInSteps';
import { writeTogether } from './writeTogether';
import type { WritingOutcome } from './written';

export type { WritingOutcome } from './written';

/** An instruction that waits for its responses. */
export interface RespondingTo {
  readonly instruction: string;
  readonly strategy: StrategyName;
  /** Fixed by a template or a variant: one response to it is written. Else what the instruction needs is written as well. */
  readonly input?: string | null | undefined;
  /** The cell that it was classified into. */
  readonly cell: CellKey | null;
}

/**
 * Writes the responses to one instruction: by whom the recipe's routes name for its cell, in the form that suits them; then
 * criticised and rewritten, where the recipe says so. Labels of classification tasks are no drafts: they stand.
 *
 * @param further How many more responses to the same are asked for; left out: none.
 */
export function* respondInquiry(
  { setup, materials }: { readonly setup: RunSetup; readonly materials: RunMaterials },
  { instruction, strategy, input, cell }: RespondingTo,
  further?: FurtherSamples,
): Inquiry<WritingOutcome> {
  const responder = responderOf(setup, cell);
  const responding: Responding = { setup, seeds: materials.seeds, instruction, responder };
  if (isWantedRefusal({ strategy })) return yield* refuseWell(responding);
  const together = isTogether(setup, responder);
  const outcome =
    typeof input === 'string'
      ? yield* together ? answerByExample(responding, input) : answerInputs(responding, [input], [])
      : yield* together ? writeTogether(responding) : writeInSteps(responding);
  if (outcome.kind === 'unreadable' || outcome.classification) return outcome;
  const questionOf = together ? questionByExample : questionAbout;
  const responses = further
    ? yield* sampleResponses(responding, outcome.responses, questionOf, further)
    : outcome.responses;
  if (!setup.recipe.selfInstruct.refine.responses) return { ...outcome, responses };
  return { ...outcome, responses: yield* refineResponses(responding, responses) };
}

/** The run's form; who is asked instead by a route has the form that suits its endpoint, unless the recipe names one. */
function isTogether({ form, recipe, roles }: RunSetup, responder: RoleSetup): boolean {
  const isRouted = responder !== roles.respond && recipe.selfInstruct.form === 'auto';
  return isRouted ? responder.small : form === 'together';
}
