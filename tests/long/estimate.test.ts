import { estimatedCases, estimateExperiment, holds, offBy } from '../support/estimateExperiment';

test('an estimate holds what a run costs by the ledger: before the first one, and closer by what that took', async () => {
  const cases = estimatedCases
    .filter(({ recipe }) => ['plain', 'judged'].includes(recipe.name))
    .map((one) => ({ ...one, recipe: { ...one.recipe, target: 30 } }));
  const { assumed, known } = await estimateExperiment(cases);
  expect(assumed.filter((outcome) => !holds(outcome)).map(summary)).toEqual([]);
  for (const outcome of known) expect(offBy(outcome)).toBeLessThan(2);
  expect(known.map(({ estimate }) => estimate.basis.by)).toEqual(['same', 'same']);
}, 240_000);

function summary({ name, usd, estimate }: Awaited<ReturnType<typeof estimateExperiment>>['assumed'][number]) {
  return { name, usd, estimated: estimate.usd };
}
