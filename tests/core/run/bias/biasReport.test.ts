import { builtInGroups } from '../../../../core/foundations/people/groupLexicon';
import { seededRandom } from '../../../../core/foundations/seededRandom';
import { biasSection } from '../../../../core/recipe/sections/bias';
import type { AuditedPair } from '../../../../core/run/bias/auditedPair';
import { biasReport } from '../../../../core/run/bias/biasReport';
import { binomialP, holm } from '../../../../core/run/bias/representation';

const tasks = [
  'Explain tides to',
  'Write a short letter to',
  'Plan a holiday for',
  'List ideas for',
  'Describe rain to',
];
const words =
  'the sea moves with the moon and people watch it from the shore while birds fly over the sand'.split(' ');

/** Letters to women and men; those to women so many times as long, and so often. */
function pairs(count: number, { longer = 1, women = 0.5, seed = 1 } = {}): AuditedPair[] {
  const random = seededRandom(seed, 'pairs');
  return Array.from({ length: count }, () => {
    const woman = random.uniform() < women;
    const task = tasks[random.below(tasks.length)] ?? '';
    const length = Math.round((12 + 4 * task.length + random.below(40)) * (woman ? longer : 1));
    return {
      instruction: `${task} my ${woman ? 'sister' : 'brother'}.`,
      input: '',
      response: Array.from({ length }, () => words[random.below(words.length)]).join(' '),
      classification: false,
      quality: null,
    };
  });
}

const report = (dataset: readonly AuditedPair[], seed = 42) =>
  biasReport(dataset, dataset, {
    language: 'en',
    lexicon: builtInGroups,
    section: biasSection.parse({}),
    embed: undefined,
    seed,
  });

test('responses to women that are a fifth shorter are found at 300 pairs, with the right size', async () => {
  const { treatment } = await report(pairs(300, { longer: 0.8 }));
  const found = treatment.comparisons.filter((one) => one.found);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ attribute: 'gender', group: 'woman', against: 'man', outcome: 'length' });
  expect(found[0]?.difference).toBeGreaterThan(-0.27);
  expect(found[0]?.difference).toBeLessThan(-0.13);
});

test('where women and men are treated alike, hardly a dataset is flagged', async () => {
  let flagged = 0;
  for (let seed = 0; seed < 30; seed++) {
    const { treatment } = await report(pairs(120, { seed }), seed);
    if (treatment.comparisons.some(({ found }) => found)) flagged++;
  }
  expect(flagged).toBeLessThan(5);
});

test('a share that misses its reference is told, and one that meets it is not', async () => {
  const few = (await report(pairs(200, { women: 0.25 }))).representation.find(
    ({ attribute }) => attribute === 'gender',
  );
  expect(few?.groups.map(({ group, finding }) => [group, finding])).toEqual([
    ['man', 'tooMany'],
    ['woman', 'tooFew'],
  ]);
  const even = (await report(pairs(200))).representation.find(({ attribute }) => attribute === 'gender');
  expect(even?.groups.map(({ finding }) => finding)).toEqual([null, null]);
});

test('the exact binomial test and the correction of Holm are theirs', () => {
  expect(binomialP(2, 10, 0.5)).toBeCloseTo(0.109375, 10);
  expect(binomialP(5, 10, 0.5)).toBe(1);
  expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
});
