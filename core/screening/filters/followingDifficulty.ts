import { z } from 'zod';
import { readAs } from '../fluency/assessFluency';
import { followingDifficulty as difficultyOf } from '../fluency/followingDifficulty';
import { filterOf, passed, rejected } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

const section = z
  .strictObject({
    min: z.number().min(0).optional().describe('Below this the instruction is too easy. Left out: none is.'),
    max: z
      .number()
      .gt(0)
      .optional()
      .describe(
        'Above this the instruction does not help to tell its response, so the two hardly belong together. Left out: none is rejected.',
      ),
  })
  .refine(({ min = 0, max = Infinity }) => min <= max, {
    message: 'must not be more than "max"',
    path: ['min'],
  })
  .describe(
    "Instruction-following difficulty (arXiv:2308.12032): a language model's loss on the response given its instruction over its loss without. Near 0 easy, near 1 hard. `{}`: recorded, nothing is rejected. Left out: not measured.",
  );

const fields = { followingDifficulty: section.optional() };

/**
 * How hard the instruction is to follow: the loss of the response given its instruction over its loss alone. Always recorded where the
 * recipe asks for it; rejects only outside the recipe's bounds. A response too short to tell passes.
 */
export const followingDifficulty = filterOf({
  name: 'followingDifficulty',
  version: 1,
  stage: 'pair',
  later: 'nothing',
  needs: 'languageModel',
  fields,
  threshold: {
    side: 'max',
    field: 'filters.followingDifficulty.max',
    other: 'filters.followingDifficulty.min',
  },
  isOn: ({ followingDifficulty }) => followingDifficulty !== undefined,
  async evaluate(subjects, { settings, languageModel }) {
    const difficulties = await difficultyOf(
      subjects.map((subject) => ({ instruction: readAs(subject), response: subject.response })),
      languageModel.logProbabilities,
    );
    const { min = 0, max = Infinity } = settings.followingDifficulty ?? {};
    return difficulties.map((score): FilterResult => {
      if (score === undefined) return passed;
      const told = `its instruction-following difficulty is ${score.toFixed(2)}`;
      if (score < min) return rejected(`${told}, at least ${min} is asked for`, score);
      if (score > max) return rejected(`${told}, at most ${max} is allowed`, score);
      return { passed: true, score };
    });
  },
});
