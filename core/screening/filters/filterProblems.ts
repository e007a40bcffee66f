import type { Problem } from '../../recipe/problems';
import type { Recipe } from '../../recipe/schema';
import { patternProblem } from './wordLists';

/** Regular expressions of the recipe that are none, told before anything is paid for. */
export function filterProblems({ filters }: Recipe): readonly Problem[] {
  return (['instructionText', 'responseText'] as const).flatMap((section) =>
    (['blockPatterns', 'requirePatterns'] as const).flatMap((list) =>
      filters[section][list].flatMap((source, index) => {
        const problem = patternProblem(source);
        const field = `filters.${section}.${list}[${index}]`;
        return problem === undefined
          ? []
          : [{ field, message: `"${field}" must be a regular expression as RE2 has them: ${problem}.` }];
      }),
    ),
  );
}
