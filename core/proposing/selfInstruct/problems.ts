import type { Problem } from '../../recipe/problems';
import type { Recipe } from '../../recipe/schema';

/**
 * What is wrong with the recipe's wishes for Self-Instruct beyond what its schema says, each with its mend. What names the grid
 * (policy `cell`, routes) is checked with the grid.
 */
export function selfInstructProblems({ selfInstruct, judge }: Recipe): Problem[] {
  const problems: Problem[] = [];
  const problem = (field: string, message: string): void =>
    void problems.push({ field, message: `"${field}" ${message}` });

  if (selfInstruct.fewShot.policy === 'bestJudged' && !judge)
    problem(
      'selfInstruct.fewShot.policy',
      'is "bestJudged", but no pair is judged: add "judge", or choose another policy.',
    );
  if (selfInstruct.fewShot.policy === 'bestJudged' && selfInstruct.fewShot.fromPool === 0)
    problem(
      'selfInstruct.fewShot.fromPool',
      'is 0, but the policy "bestJudged" chooses among accepted pairs: write 1 or more, or choose another policy.',
    );
  if (selfInstruct.personas?.share === 0)
    problem(
      'selfInstruct.personas.share',
      'is 0, so that nobody is ever adopted: write more, or leave "personas" out.',
    );
  return problems;
}
