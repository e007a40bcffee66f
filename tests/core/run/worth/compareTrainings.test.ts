import { differencesOf, figuresOf, type TrainingResult } from '../../../../core/run/worth/compareTrainings';
import type { ConstraintTask } from '../../../../core/run/worth/constraintTasks';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const tasks = Array.from({ length: 40 }, (_, index): ConstraintTask => ({
  kind: index % 2 === 0 ? 'length' : 'format',
  instruction: `Say yes, ${index}.`,
  isKeptBy: (text) => text === 'yes',
}));

/** Losses a token about `loss`, and so many answers kept, of a training whose chance is `seed`. */
function result(loss: number, kept: number, seed: number, spread = 0.02): TrainingResult {
  const random = seededRandom(seed, 'trained');
  const shift = spread * (random.uniform() - 0.5);
  return {
    losses: Array.from({ length: 60 }, (_, item) => [(loss + shift + (item % 7) / 10) * (1 + (item % 5)), 1 + (item % 5)]), // prettier-ignore
    answers: tasks.map((_, index) => (index < kept ? 'yes' : 'no')),
  };
}

const trained = (loss: number, kept: number, from = 1): TrainingResult[] =>
  [0, 1, 2].map((seed) => result(loss, kept, from + seed));

test('a loss is taken over all tokens, and a share over all tasks', () => {
  const losses = [[4, 2], [1, 8], [0, 0]] as const; // prettier-ignore
  const { loss, kept, keptByKind } = figuresOf([{ losses, answers: tasks.map((_, index) => (index === 0 ? 'yes' : 'no')) }], tasks); // prettier-ignore
  expect(loss).toEqual({ value: 0.5, interval: null });
  expect(kept.value).toBe(1 / 40);
  expect(keptByKind).toMatchObject({ length: 1 / 20, format: 0 });
});

test('what is better by far is better: by less loss, and by more answers kept', () => {
  const [loss, kept] = differencesOf(trained(2, 35), trained(2.5, 10, 7), tasks);
  expect(loss).toMatchObject({ measure: 'loss', finding: 'better' });
  expect(loss.value).toBeCloseTo(-0.5, 1);
  expect(kept).toMatchObject({ measure: 'kept', value: 25 / 40, finding: 'better' });
  expect(differencesOf(trained(2.5, 10), trained(2, 35, 7), tasks).map(({ finding }) => finding)).toEqual(['worse', 'worse']); // prettier-ignore
});

test('a difference that the seeds turn round is noise, and so is one that a few tasks make', () => {
  const [loss, kept] = differencesOf(trained(2, 20), trained(2.001, 21, 7), tasks);
  expect([loss.finding, kept.finding]).toEqual(['noise', 'noise']);
  // The same in every seed: only other tasks could have turned it round.
  expect(kept.interval[0]).toBeLessThan(0);
  expect(kept.interval[1]).toBeGreaterThan(0);
});

test('one seed tells nothing', () => {
  const [loss] = differencesOf(trained(2, 35).slice(0, 1), trained(3, 10).slice(0, 1), tasks);
  expect(loss.finding).toBe('noise');
});

test('a model that was not trained stands for every seed', () => {
  const [loss] = differencesOf(trained(2, 35), [result(3, 10, 9)], tasks);
  expect(loss).toMatchObject({ finding: 'better' });
});
