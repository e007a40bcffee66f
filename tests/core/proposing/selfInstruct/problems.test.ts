import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';
import { selfInstructProblems } from '../../../../core/proposing/selfInstruct/problems';

const problemsOf = (recipe: Partial<RecipeInput>): string[] =>
  selfInstructProblems(
    recipeSchema.parse({ name: 'test', seeds: { tasks: [{ instruction: 'a', response: 'b' }] }, ...recipe }),
  ).map(({ message }) => message);

test('a recipe that is right has no problems', () => {
  expect(problemsOf({})).toEqual([]);
  expect(
    problemsOf({ judge: {}, selfInstruct: { fewShot: { policy: 'bestJudged' }, personas: { share: 0.5 } } }),
  ).toEqual([]);
});

test.each<[string, Partial<RecipeInput>, string]>([
  [
    'examples by a judge that nobody asks',
    { selfInstruct: { fewShot: { policy: 'bestJudged' } } },
    '"selfInstruct.fewShot.policy" is "bestJudged", but no pair is judged: add "judge", or choose another policy.',
  ],
  [
    'examples by a judge among no pairs',
    { judge: {}, selfInstruct: { fewShot: { policy: 'bestJudged', fromPool: 0 } } },
    '"selfInstruct.fewShot.fromPool" is 0, but the policy "bestJudged" chooses among accepted pairs: write 1 or more, or choose another policy.',
  ],
  [
    'personas that nobody adopts',
    { selfInstruct: { personas: { share: 0 } } },
    '"selfInstruct.personas.share" is 0, so that nobody is ever adopted: write more, or leave "personas" out.',
  ],
])('before the first call it is told of %s', (_, recipe, message) => {
  expect(problemsOf(recipe)).toEqual([message]);
});

test('a route for nothing in particular is refused, as it would take every instruction', () => {
  const routes = [{ when: {}, model: 'big' }];
  const parsed = recipeSchema.safeParse({ name: 'test', teacher: { respond: { routes } } });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual(['needs at least one axis']);
});
