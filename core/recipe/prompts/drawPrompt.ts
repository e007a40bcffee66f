import { seededRandom } from '../../foundations/seededRandom';
import type { PromptFile } from './promptFile';
import { choosePrompt, type PromptSet } from './promptSet';

/**
 * The version of a prompt that is used at an address of a run: where several run against each other, each as often as its share
 * says, and the same one whenever it is asked again.
 *
 * @param address where in the run, such as an iteration and a position, or the instruction that it is about.
 * @throws UserError where the run has no prompt of this name.
 */
export function drawPrompt(
  set: PromptSet,
  name: string,
  runSeed: number,
  ...address: readonly (number | string)[]
): PromptFile {
  const hasChoice = (Object.hasOwn(set, name) ? (set[name] ?? []) : []).length > 1;
  return choosePrompt(
    set,
    name,
    hasChoice ? seededRandom(runSeed, `version of ${name}`, ...address).uniform() : 0,
  );
}
