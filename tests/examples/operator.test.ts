import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPromptFiles } from '../../adapters/workspace/loadPrompts';
import { parsePromptFile } from '../../adapters/workspace/parsePromptFile';
import { choosePrompts, promptLibrary } from '../../core/recipe/prompts/choosePrompts';
import { samplePrompt } from '../../core/run/promptTrial/samplePrompt';
import { checkRecipe } from '../../core/run/checkRecipe';
import { parseRecipe } from '../../core/run/parseRecipe';
import type { RunSetup } from '../../core/recipe/runSetup';
import { augmentInquiry } from '../../core/proposing/augment/augmentInquiry';
import type * as Registry from '../../core/proposing/augment/operators/registry';
import type { AugmentWork } from '../../core/proposing/augment/work';
import type { TeacherAnswer } from '../../core/teacher/request';
import { runSetup, seedTask } from '../core/proposing/testSetup';
import type * as Shorten from './shorten';

// The one line that a new operator takes, beside its file and its prompts: shorten.ts, prompts/shorten/.
jest.mock('../../core/proposing/augment/operators/registry', () => {
  const { operators } = jest.requireActual<typeof Registry>(
    '../../core/proposing/augment/operators/registry',
  );
  const { shorten } = jest.requireActual<typeof Shorten>('./shorten');
  return { operators: [...operators, shorten] };
});

const instruction = 'Please be so kind as to name five herbs that grow well on a balcony.';
const response = 'Basil, mint, chives, parsley and thyme.';

/** A run that has the operator's prompt among ours. */
async function setup(): Promise<RunSetup> {
  const text = await readFile(join(__dirname, 'prompts', 'shorten', '1.yaml'), 'utf8');
  const named = { name: 'shorten', version: '1', origin: 'seedbed' } as const;
  const prompt = parsePromptFile(text, 'prompts/shorten/1.yaml', named);
  const { ours } = await readPromptFiles(__dirname);
  const prompts = choosePrompts(promptLibrary([...ours, prompt], []), {});
  return { ...runSetup({ augment: { chains: [['shorten']], judge: false } }), prompts };
}

function problemsOf(chain: readonly string[]): string[] {
  const parsed = parseRecipe({ name: 'x', seeds: { file: 's' }, augment: { chains: [chain] } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const materials = { seeds: [seedTask(instruction)], sources: [], lists: {}, personas: [] };
  return checkRecipe(parsed.recipe, materials).map(({ message }) => message);
}

test('a recipe may name it, alone and after others, and is told of it where it names another', () => {
  expect(problemsOf(['shorten'])).toEqual([]);
  expect(problemsOf(['deepen', 'shorten'])).toEqual([]);
  expect(problemsOf(['shorter'])).toEqual([
    expect.stringMatching(/is no operator: did you mean "shorten"\? Else, .*, broaden, shorten\.$/),
  ]);
});

test('a run makes variants with it, which must mean the same as their originals', async () => {
  const work: AugmentWork = {
    strategy: 'augment',
    parent: { seed: 0 },
    ...{ instruction, input: '', response, classification: false },
    ...{ family: 'seed:0', chain: ['shorten'], sample: 'augment/seed:0/0', draws: {} },
  };
  const inquiry = augmentInquiry({ setup: await setup() }, work);
  const asked = inquiry.next();
  expect(JSON.stringify(asked.value)).toContain('in fewer words');
  const answer: TeacherAnswer = {
    ...{ text: 'Name five herbs for a balcony.', finishReason: 'stop' },
    ...{ promptTokens: 0, completionTokens: 0, requestId: '' },
  };
  const { value, done } = inquiry.next([answer]);
  expect(done).toBe(true);
  expect(value).toMatchObject({
    proposed: [
      {
        instruction: 'Name five herbs for a balcony.',
        comparisons: [{ filter: 'meaning:shorten', min: 0.7 }],
        lineage: { prompts: ['shorten@1'], steps: [{ operator: 'shorten' }] },
      },
    ],
  });
});

test('`seedbed prompt try` fills its prompt with an example', async () => {
  const run = await setup();
  const [choice] = run.prompts['shorten'] ?? [];
  const materials = { seeds: [seedTask(instruction)], sources: [], lists: {}, personas: [] };
  const { request } = samplePrompt(choice!.file, { setup: run, materials, pool: [] }, 0);
  expect(JSON.stringify(request.prompt)).toContain(instruction);
});
