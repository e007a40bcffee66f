import { parseRecipe } from '../../../core/run/parseRecipe';
import { describeProblems } from '../../../core/recipe/problems';

const seeds = { tasks: [{ instruction: 'Say why the sky is blue.', response: 'Because of scattering.' }] };

function problemsOf(budget: unknown): string {
  const parsed = parseRecipe({ name: 'money', seeds, budget });
  return parsed.ok ? '' : describeProblems(parsed.problems, 'Recipe');
}

test.each([
  [{ usd: -1 }, 'Recipe: "budget.usd" is -1, but must be a number above 0'],
  [{ usd: 0 }, 'Recipe: "budget.usd" is 0, but must be a number above 0'],
  [{ usd: '5' }, 'Recipe: "budget.usd" is the text "5", but must be a number above 0'],
  [{ usd: '5 €' }, 'Recipe: "budget.usd" is the text "5 €", but must be a number above 0'],
  [{ eur: 5 }, 'Recipe: "budget.eur" is not a field of the recipe: '],
  [{ tokens: 1.5 }, 'Recipe: "budget.tokens" is 1.5, but must be a whole number'],
  [{ usd: 5, roles: { writer: { usd: 1 } } }, 'Recipe: "budget.roles.writer" is not a field of the recipe: '],
  [{ usd: 5, roles: { judge: {} } }, 'Recipe: "budget.roles.judge" needs a limit: usd, tokens or requests.'],
  [{}, 'Recipe: "budget" needs a limit: usd, tokens or requests.'],
  [5, 'Recipe: "budget" is 5, but must be an object'],
])('a budget of %j is refused with one sentence', (budget, sentence) => {
  const problems = problemsOf(budget);
  expect(problems.startsWith(sentence) ? sentence : problems).toBe(sentence);
  expect(problems).not.toContain('\n');
});

test.each([{ usd: 0.5 }, { tokens: 10 }, { requests: 1 }, { roles: { propose: { usd: 1 } } }])(
  'a budget of %j is taken',
  (budget) => expect(problemsOf(budget)).toBe(''),
);
