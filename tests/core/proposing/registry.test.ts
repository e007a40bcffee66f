import { recipeSchema } from '../../../core/run/recipeSchema';
import { findStrategy, strategyNamed } from '../../../core/proposing/knownStrategies';
import { strategies } from '../../../core/proposing/registry';

test('a name is one strategy, and takes the place of no field that every recipe has', () => {
  const names = strategies.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, section } of strategies) {
    expect(findStrategy(name)?.name).toBe(name);
    const field = (recipeSchema.shape as Readonly<Record<string, unknown>>)[name];
    expect(field === undefined || field === section).toBe(true);
  }
});

test('one strategy has everything where a recipe divides nothing', () => {
  expect(strategies.filter(({ isUsual }) => isUsual).map(({ name }) => name)).toEqual(['selfInstruct']);
});

test('the plan of another version is told what this one has', () => {
  expect(() => strategyNamed('dream')).toThrow(
    'This version has no strategy "dream", it has selfInstruct, template, augment, fromKnowledge, own, refuse',
  );
});
