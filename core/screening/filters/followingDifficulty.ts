import { readAs } from '../fluency/assessFluency';
import { followingDifficulty as difficultyOf } from '../fluency/followingDifficulty';
import { passed, rejected, type Filter, type Verdict } from './filter';

/**
 * How hard the instruction is to follow: the loss of the response given its instruction over its loss alone. Always recorded where the
 * recipe asks for it; rejects only outside the recipe's bounds. A response too short to tell passes.
 */
export const followingDifficulty: Filter = {
  name: 'followingDifficulty',
  version: 1,
  stage: 'pair',
  needs: 'languageModel',
  isOn: ({ filters }) => filters.followingDifficulty !== undefined,
  async evaluate(subjects, { recipe, languageModel }) {
    const difficulties = await difficultyOf(
      subjects.map((subject) => ({ instruction: readAs(subject), response: subject.response })),
      languageModel.logProbabilities,
    );
    const { least = 0, most = Infinity } = recipe.filters.followingDifficulty ?? {};
    return difficulties.map((score): Verdict => {
      if (score === undefined) return passed;
      const told = `its instruction-following difficulty is ${score.toFixed(2)}`;
      if (score < least) return rejected(`${told}, at least ${least} is asked for`, score);
      if (score > most) return rejected(`${told}, at most ${most} is allowed`, score);
      return { passed: true, score };
    });
  },
};
