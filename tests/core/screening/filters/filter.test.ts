import { z } from 'zod';
import {
  applyFilters,
  textFilter,
  type Filter,
  type FilterNeed,
} from '../../../../core/screening/filters/filter';
import { goodPair, textContext } from './screening';

const subjects = ['good', 'bad', 'odd'].map((response) => ({ ...goodPair, response }));

/** A filter that notes what it was shown. */
function watching(name: string, needs: FilterNeed, passes: (response: string) => boolean) {
  const shown: string[] = [];
  const filter: Filter = {
    name,
    version: 3,
    stage: 'pair',
    needs,
    isOn: () => true,
    evaluate: (subjects) => {
      shown.push(...subjects.map(({ response }) => response));
      return Promise.resolve(
        subjects.map(({ response }) => ({ passed: passes(response), score: response.length, reason: 'so' })),
      );
    },
  };
  return { filter, shown };
}

const failing = (needs: FilterNeed): Filter => ({
  ...watching('failing', needs, () => true).filter,
  evaluate: (subjects) =>
    subjects.some(({ response }) => response === 'odd')
      ? Promise.reject(new Error('the server is away'))
      : Promise.resolve(subjects.map(() => ({ passed: true }))),
});

test('the cheapest is asked first, and whoever is rejected is shown to no dearer one', async () => {
  const dear = watching('dear', 'teacher', () => true);
  const cheap = watching('cheap', 'text', (response) => response !== 'bad');
  const screenings = await applyFilters([dear.filter, cheap.filter], subjects, textContext());
  expect(cheap.shown).toEqual(['good', 'bad', 'odd']);
  expect(dear.shown).toEqual(['good', 'odd']);
  expect(screenings[1]?.rejectedBy).toEqual({
    filter: 'cheap',
    version: 3,
    passed: false,
    score: 3,
    reason: 'so',
  });
  expect(screenings[0]?.results.map(({ filter }) => filter)).toEqual(['cheap', 'dear']);
});

test('a sample of the rejected may be scored all the way, and stays rejected by the first', async () => {
  const cheap = watching('cheap', 'text', () => false);
  const dear = watching('dear', 'teacher', () => true);
  const all = (index: number) => index === 1;
  const screenings = await applyFilters([cheap.filter, dear.filter], subjects, textContext(), { all });
  expect(dear.shown).toEqual(['bad']);
  expect(screenings[1]?.results).toHaveLength(2);
  expect(screenings.every(({ rejectedBy }) => rejectedBy?.filter === 'cheap')).toBe(true);
});

describe('a filter that errs', () => {
  test('lets nothing through, and says which and why', async () => {
    const screenings = await applyFilters([failing('embedding')], subjects, textContext());
    expect(screenings.map(({ failed }) => failed?.filter)).toEqual(['failing', 'failing', 'failing']);
    expect(screenings[0]?.failed?.reason).toBe('the filter failing could not decide: the server is away');
  });

  test('fails only for the text that it stumbles over, where trying costs nothing', async () => {
    const screenings = await applyFilters([failing('text')], subjects, textContext());
    expect(screenings.map(({ failed }) => failed !== undefined)).toEqual([false, false, true]);
  });

  test('is thrown on where the caller would rather wait for it', async () => {
    const applied = applyFilters([failing('embedding')], subjects, textContext(), { throwsOn: () => true });
    await expect(applied).rejects.toThrow('the server is away');
  });

  test.each<[string, unknown]>([
    ['too few results', []],
    ['no results', [null, null, null]],
    ['no clear result', [{ passed: 'yes' }, { passed: 1 }, {}]],
    ['a score that is no number', [0, 1, 2].map(() => ({ passed: true, score: Number.NaN }))],
  ])('gives %s: that is never a pass', async (_, results) => {
    const filter = { ...failing('text'), evaluate: () => Promise.resolve(results as []) };
    const screenings = await applyFilters([filter], subjects, textContext());
    expect(screenings.every(({ failed, results }) => failed !== undefined && results.length === 0)).toBe(
      true,
    );
  });

  test('does not undo a rejection by another', async () => {
    const cheap = watching('cheap', 'text', () => false);
    const screenings = await applyFilters([cheap.filter, failing('teacher')], subjects, textContext(), {
      all: true,
    });
    expect(screenings.map(({ rejectedBy, failed }) => [rejectedBy?.filter, failed])).toEqual(
      subjects.map(() => ['cheap', undefined]),
    );
  });
});

test('a filter that the recipe switched off is not asked and leaves no score', async () => {
  const off = textFilter({
    name: 'off',
    version: 1,
    stage: 'pair',
    fields: { off: z.boolean().default(true) },
    isOn: ({ off }) => !off,
    check: () => ({ passed: false }),
  });
  const { filters, ...recipe } = textContext().recipe;
  const context = { ...textContext(), recipe: { ...recipe, filters: { ...filters, off: true } } };
  const [screening] = await applyFilters([off], subjects, context);
  expect(screening).toEqual({ results: [] });
});

test('a rejection without a reason gets one', async () => {
  const mute = textFilter({ name: 'mute', version: 1, stage: 'pair', check: () => ({ passed: false }) });
  const [screening] = await applyFilters([mute], subjects, textContext());
  expect(screening?.rejectedBy?.reason).toBe('no reason was given');
});

test('an abort ends it', async () => {
  const signal = AbortSignal.abort(new Error('the worker is shutting down'));
  const applied = applyFilters([failing('text')], subjects, { ...textContext(), signal });
  await expect(applied).rejects.toThrow('shutting down');
});
