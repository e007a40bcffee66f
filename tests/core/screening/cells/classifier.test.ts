import { createHash } from 'node:crypto';
import { createCellClassifier } from '../../../../core/screening/cells/classifier';
import { demandOf } from '../../../../core/screening/cells/demand';
import { gridOf, type Grid } from '../../../../core/recipe/coverage/grid';
import { taxonomy } from '../../../../core/recipe/coverage/taxonomy';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';
import type { Embed } from '../../../../core/foundations/embedding/embed';

/** Texts that share words are alike; meaning is beyond it, so tests of accuracy are the benchmark's. */
const embedWords: Embed = (texts) =>
  Promise.resolve(
    texts.map((text) => {
      const vector = new Float32Array(512);
      for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? ['']) {
        const index = createHash('sha256').update(word).digest().readUInt16LE(0) % vector.length;
        vector[index] = (vector[index] ?? 0) + 1;
      }
      const length = Math.hypot(...vector);
      return vector.map((value) => value / length);
    }),
  );
const gridFor = (axes: NonNullable<RecipeInput['coverage']>['axes']): Grid => {
  const grid = gridOf(recipeSchema.parse({ name: 'test', coverage: { axes } }));
  if (!grid) throw new Error('no grid');
  return grid;
};

describe('the local classifier', () => {
  test('tells every example of the built-in task types', async () => {
    const classifier = await createCellClassifier(gridFor({ taskType: 'all' }), embedWords);
    for (const { name, examples } of taxonomy['taskType'] ?? []) {
      for (const example of examples) expect((await classifier.classify(example, null)).cell).toBe(name);
    }
  });

  test("tells values of a user's axis from their descriptions alone", async () => {
    const classifier = await createCellClassifier(
      gridFor({
        animal: [
          { name: 'birds', description: 'Parrots, eagles, feathers and nests.' },
          { name: 'fishes', description: 'Salmon, sharks, fins and gills.' },
        ],
      }),
      embedWords,
    );
    expect((await classifier.classify('Why do sharks have gills?', null)).cell).toBe('fishes');
    expect((await classifier.classify('How do eagles build nests?', null)).cell).toBe('birds');
  });

  test('takes what was asked for where the text leaves it open, and what the text says where it does not', async () => {
    const classifier = await createCellClassifier(gridFor({ taskType: 'all' }), embedWords);
    expect((await classifier.classify('Xylophone.', 'planning')).cell).toBe('planning');
    expect((await classifier.classify('Translate the sentence into French.', 'planning')).cell).toBe(
      'translation',
    );
  });

  test('gives a value with many examples no more than one with few', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `Sing the song number ${index} aloud.`);
    const classifier = await createCellClassifier(
      gridFor({
        act: [
          { name: 'song', examples: many },
          { name: 'sum', examples: ['Add three and four.'] },
        ],
      }),
      embedWords,
    );
    expect((await classifier.classify('Add seven and nine.', null)).cell).toBe('sum');
    expect((await classifier.classify('Sing about rain.', null)).cell).toBe('song');
  });

  test('tells each axis by itself, may find a cell that nobody wants, and is sure to a degree between 0 and 1', async () => {
    const grid = gridFor({ taskType: { coding: 1, translation: 0 }, complexity: 'all' });
    const classifier = await createCellClassifier(grid, embedWords);
    const { cell, confidence } = await classifier.classify('Translate this menu into Polish.', 'coding/hard');
    expect(cell).toBe('translation/simple');
    expect(confidence).toBeGreaterThan(0);
    expect(confidence).toBeLessThanOrEqual(1);
    expect(await classifier.classify('Translate this menu into Polish.', 'coding/hard')).toEqual({
      cell,
      confidence,
    });
  });
});

describe('what an instruction demands', () => {
  test('rises from level to level in the built-in examples', () => {
    const [simple, moderate, hard] = (taxonomy['complexity'] ?? []).map(({ examples }) =>
      examples.map(demandOf),
    );
    expect(Math.max(...(simple ?? []))).toBeLessThan(Math.min(...(moderate ?? [])));
    expect(Math.max(...(moderate ?? []))).toBeLessThan(Math.min(...(hard ?? [])));
  });
});
