import { Draws } from './seededDraws';

/** From here on a person approves of a task: two in three are worth it. */
export const worthApproving = 1 / 3;

/** How good a task is, uniform in [0, 1): the rule that simulated reviewers follow, and that the simulated judge sees dimly. */
export function hiddenWorth(instruction: string): number {
  return new Draws('worth', instruction.trim()).uniform();
}

/** A grade from 1 to 5 by somebody who strays from the worth by `noise`. */
export function gradeByWorth(instruction: string, noise: number, draws: Draws): number {
  const seen = hiddenWorth(instruction) + noise * draws.normal();
  return Math.round(1 + 4 * Math.min(1, Math.max(0, seen)));
}
