import { cellOf, type CellKey } from '../vocabulary/cell';
import { drawPrompt } from '../recipe/prompts/drawPrompt';
import type { PromptFile } from '../recipe/prompts/promptFile';
import { promptFor, requestSchema } from '../recipe/prompts/renderPrompt';
import { samplingParameters } from '../recipe/samplingParameters';
import type { RoleSetup, RunSetup } from '../recipe/runSetup';
import type { SeedTask } from '../vocabulary/seedTask';
import type { SamplingParameters, TeacherPrompt, TeacherRequest } from '../teacher/request';

/**
 * Who responds to an instruction: the first of the recipe's routes whose values its cell has, else the role `respond`. Where the
 * cell is not known no route applies.
 */
export function responderOf({ recipe, roles, routes }: RunSetup, cell: CellKey | null): RoleSetup {
  if (cell === null) return roles.respond;
  const values = cellOf(Object.keys(recipe.coverage?.axes ?? {}), cell);
  const route = (recipe.teacher.respond?.routes ?? []).findIndex(({ when }) =>
    Object.entries(when).every(([axis, allowed]) => allowed.includes(values[axis] ?? '')),
  );
  return routes[route] ?? roles.respond;
}

/** Everything that an inquiry about one instruction's responses asks with. */
export interface Responding {
  readonly setup: RunSetup;
  readonly seeds: readonly SeedTask[];
  readonly instruction: string;
  /** Who plays the role `respond` for this instruction. */
  readonly responder: RoleSetup;
  /** Which of several responses to the same is asked for; left out: the first. */
  readonly sample?: number;
}

/** The version of a prompt that this instruction's inquiry uses. */
export function responsePrompt({ setup, instruction }: Responding, name: string): PromptFile {
  return drawPrompt(setup.prompts, name, setup.recipe.seed, instruction);
}

/** As Wang et al. (2022, arXiv 2203.11171) sample the answers that they compare. */
const temperatureOfSeveral = 0.7;

/** The recipe's sampling of responses; greedy unless it says another, as the released code asks for instances. */
export function responseSampling({ setup }: Responding): SamplingParameters {
  return samplingParameters(setup.recipe.selfInstruct.respond, { temperature: 0, max_tokens: 1024 });
}

/** The same, of responses of which there may be several: greedy ones would all be the same. */
export function sampleSampling({ setup: { recipe } }: Responding): SamplingParameters {
  const temperature = (recipe.respond?.samples ?? 1) > 1 ? temperatureOfSeveral : 0;
  return samplingParameters(recipe.selfInstruct.respond, { temperature, max_tokens: 1024 });
}

/** A request in the role that the prompt's file names. */
export function requestOf(
  { setup, responder, sample = 0 }: Responding,
  file: PromptFile,
  prompt: TeacherPrompt,
  parameters: SamplingParameters,
): TeacherRequest {
  const role = file.role === 'respond' ? responder : setup.roles[file.role];
  return {
    role: file.role,
    endpoint: role.endpoint,
    model: role.model,
    prompt: promptFor(role, prompt),
    parameters,
    ...requestSchema(file, role),
    sample: String(sample),
  };
}
