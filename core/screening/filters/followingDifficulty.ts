import { z } from 'zod';
import { readAs } from '../fluency/assessFluency';
import { followingDifficulty as difficultyOf } from '../fluency/followingDifficulty';
import { filterOf, passed, rejected } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

const section = z
  .strictObject({
    least: z
      .number()
      .min(0)
      .optional()
      .describe('Below this the instruction is too easy. Left out: none is.'),
    most: z
      .number()
      .gt(0)
      .optional()
      .describe(
        'Above this the instruction does not help to tell its response, so the two hardly belong together. Left out: none is rejected.',
      ),
  })
  .refine(({ least = 0, most = Infinity }) => least <= most, {
    message: 'must not be more than "most"',
    path: ['least'],
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
  needs: 'languageModel',
  fields,
  threshold: {
    side: 'most',
    field: 'filters.followingDifficulty.most',
    other: 'filters.followingDifficulty.least',
  },
  isOn: ({ followingDifficulty }) => followingDifficulty !== undefined,
  async evaluate(subjects, { settings, languageModel }) {
    const difficulties = await difficultyOf(
      subjects.map((subject) => ({ instruction: readAs(subject), response: subject.response })),
      languageModel.logProbabilities,
    );
    const { least = 0, most = Infinity } = settings.followingDifficulty ?? {};
    return difficulties.map((score): FilterResult => {
      if (score === undefined) return passed;
      const told = `its instruction-following difficulty is ${score.toFixed(2)}`;
      if (score < least) return rejected(`${told}, at least ${least} is asked for`, score);
      if (score > most) return rejected(`${told}, at most ${most} is allowed`, score);
      return { passed: true, score };
    });
  },
});
