import { respondInquiry } from '../../../core/responding/respondInquiry';
import { sampleProblems } from '../../../core/run/sampleProblems';
import { furtherSamples } from '../../../core/screening/consistency/furtherSamples';
import type { RecipeInput } from '../../../core/run/recipeSchema';
import { callKey } from '../../../core/teacher/callKey';
import type { TeacherRequest } from '../../../core/teacher/request';
import { runSetup } from '../proposing/testSetup';

/** Answers each request, and returns what was asked of the role `respond` for a response, round by round, with what came of it. */
function write(recipe: Partial<RecipeInput>, say: (request: TeacherRequest) => string, input: string | null = '') {
  const setup = runSetup(recipe);
  const materials = { seeds: [], sources: [], lists: {}, personas: [] };
  const candidate = { instruction: 'How many legs do two cats have?', strategy: 'template', cell: null, input } as const;
  const inquiry = respondInquiry({ setup, materials }, candidate, furtherSamples(setup.recipe));
  const rounds: (readonly TeacherRequest[])[] = [];
  let step = inquiry.next();
  while (!step.done) {
    rounds.push(step.value);
    const answers = step.value.map((request) => ({ text: say(request), finishReason: 'stop' as const, promptTokens: 1, completionTokens: 1, requestId: 'r' })); // prettier-ignore
    step = inquiry.next(answers);
  }
  return { rounds: rounds.map((round) => round.map(({ sample }) => sample)), requests: rounds.flat(), outcome: step.value };
} // prettier-ignore

const bySample = (...answers: string[]) => ({ sample }: TeacherRequest): string => answers[Number(sample)] ?? ''; // prettier-ignore

test('as many responses as the recipe wants are asked for, each a purchase of its own, and warm enough to differ', () => {
  const { rounds, requests, outcome } = write({ respond: { samples: 4 } }, bySample('8', 'Eight', '6', '7'));
  expect(rounds).toEqual([['0'], ['1', '2', '3']]);
  expect(new Set(requests.map(callKey)).size).toBe(4);
  expect(requests.map(({ parameters }) => parameters.temperature)).toEqual([0.7, 0.7, 0.7, 0.7]);
  expect(outcome).toMatchObject({
    responses: [{ text: '8' }, { text: 'Eight', sampleOf: 0 }, { text: '6', sampleOf: 0 }, { text: '7', sampleOf: 0 }],
  }); // prettier-ignore
});

test('one response is asked for greedily, as without the section', () => {
  const { rounds, requests } = write({}, () => '8');
  expect(rounds).toEqual([['0']]);
  expect(requests[0]?.parameters.temperature).toBe(0);
});

describe('where agreement decides', () => {
  const recipe = { respond: { samples: 6 }, filters: { consistency: {} } };
  test.each([
    ['two that agree are enough', ['8', 'They have 8 legs.'], [['0'], ['1']]],
    ['two that differ are followed by as many as make a lead of two', ['8', '6', '8', '8'], [['0'], ['1'], ['2', '3']]],
    ['the most is never passed', ['1', '2', '3', '4', '5', '6'], [['0'], ['1'], ['2', '3'], ['4', '5']]],
    ['an answer that is empty leaves the doubt', ['8', '', '8'], [['0'], ['1'], ['2']]],
  ])('%s', (_, answers, expected) => {
    expect(write(recipe, bySample(...answers)).rounds).toEqual(expected);
  }); // prettier-ignore

  test('the recipe may want more at first', () => {
    const least = { respond: { samples: 6, least: 4 } };
    expect(write(least, () => '8').rounds).toEqual([['0'], ['1', '2', '3']]);
  });
});

test('each input has samples of its own, which name the first response to it', () => {
  const { outcome } = write(
    { respond: { samples: 2 } },
    ({ schema, prompt, sample }) =>
      schema?.name === 'classification'
        ? '{"classification": false}'
        : schema
          ? '{"instances": [{"input": "a cat"}, {"input": "a dog"}]}'
          : `${JSON.stringify(prompt).includes('a cat') ? 'cat' : 'dog'} ${sample}`,
    null,
  );
  expect(outcome).toMatchObject({
    responses: [
      { input: 'a cat', text: 'cat 0' },
      { input: 'a dog', text: 'dog 0' },
      { input: 'a cat', text: 'cat 1', sampleOf: 0 },
      { input: 'a dog', text: 'dog 1', sampleOf: 1 },
    ],
  });
});

test('a recipe that can get no different responses is refused with the mend', () => {
  const of = (recipe: Partial<RecipeInput>) => sampleProblems(runSetup(recipe).recipe).map(({ message }) => message);
  expect(of({ respond: { samples: 4 }, selfInstruct: { respond: { temperature: 0 } } })).toEqual([
    expect.stringContaining('"selfInstruct.respond.temperature" is 0, so the 4 responses'),
  ]);
  expect(of({ filters: { consistency: {} } })).toEqual([expect.stringContaining('respond: { samples: 5 }')]);
  expect(of({ respond: { samples: 4 }, selfInstruct: { respond: { temperature: null } } })).toEqual([]);
}); // prettier-ignore
