import { recipeSchema, type RecipeInput } from '../../../core/run/recipeSchema';
import { setUpRun } from '../../../core/recipe/setUpRun';
import type { EndpointTraits } from '../../../core/teacher/endpoint';

const endpoint = (endpointName: string, more: Partial<EndpointTraits> = {}): EndpointTraits => ({
  ...{
    endpoint: endpointName,
    defaultModel: `${endpointName}-model`,
    structuredOutput: true,
    completions: false,
    small: false,
  },
  ...more,
});

const setUp = (teacher: RecipeInput['teacher'], judge: RecipeInput['judge']) =>
  setUpRun(
    recipeSchema.parse({
      name: 'test',
      seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] },
      ...{ teacher, judge },
    }),
    {},
    [endpoint('big'), endpoint('cheap', { structuredOutput: false })],
    'big',
  );

test('each judge has its own endpoint and model, and what it leaves out comes from the judge, then the teacher', () => {
  const judges = [{}, { model: 'other' }, { endpoint: 'big' }];
  expect(setUp({ judge: { endpoint: 'cheap' } }, { judges })).toMatchObject({
    ok: true,
    setup: {
      judges: [
        { endpoint: 'cheap', model: 'cheap-model', structuredOutput: false },
        { endpoint: 'cheap', model: 'other' },
        { endpoint: 'big', model: 'big-model', structuredOutput: true },
      ],
    },
  });
});

test('a judge that is named twice is refused: it would agree with itself', () => {
  expect(setUp({}, { judges: [{ endpoint: 'big' }, { model: 'big-model' }] })).toEqual({
    ok: false,
    problem:
      'judge.judges[1]: "big/big-model" is in the list already. Name each judge once, by endpoint and model.',
  });
});

test('a judge at an endpoint that there is not is refused by its place in the list', () => {
  expect(setUp({}, { judges: [{}, { endpoint: 'nowhere' }] })).toMatchObject({
    problem: expect.stringContaining(
      'judge.judges[1].endpoint: this worker has no endpoint "nowhere"',
    ) as string,
  });
});

test('a role thinks where its model does by its name, or where its endpoint says so', () => {
  const rolesOf = (traits: EndpointTraits) => {
    const setUp = setUpRun(recipeSchema.parse({ name: 'r', seeds: { file: 's' } }), {}, [traits], 'openai');
    return setUp.ok ? setUp.setup.roles.respond.thinks : setUp.problem;
  };
  const only = (model: string, more: Partial<EndpointTraits> = {}) =>
    rolesOf(endpoint('openai', { defaultModel: model, ...more }));
  expect(only('Qwen/Qwen3-32B')).toBe(true);
  expect(only('Qwen/Qwen3-32B', { thinks: false })).toBeUndefined();
  expect(only('ours', { thinks: true })).toBe(true);
  expect(only('gpt-4o-mini')).toBeUndefined();
});
