import { chooseSamples } from '../../../core/screening/chooseSamples';
import { rejectedSample } from '../../../core/dataset/rejectedSample';

const scored = (response: number, scores: Readonly<Record<string, number>>, sampleOf: number | null = null) => ({
  response,
  sampleOf,
  scores: Object.entries(scores).map(([filter, score]) => ({ filter, score })),
}); // prettier-ignore

describe('of several responses to the same', () => {
  test('the best judged is kept, of each input one', () => {
    const chosen = chooseSamples([
      scored(0, { judge: 0.6, consistency: 1 }),
      scored(1, { judge: 0.7 }),
      scored(2, { judge: 0.9, consistency: 0.5 }, 0),
      scored(3, { judge: 0.5 }, 1),
    ]);
    expect([...chosen.values()]).toEqual([
      { response: 2, by: 'judge', score: 0.9 },
      { response: 1, by: 'judge', score: 0.7 },
    ]);
  });

  test('without a judge, or where it finds them alike, their agreement decides, and then the first is kept', () => {
    const alike = [
      scored(0, { judge: 0.5, consistency: 0.4 }),
      scored(1, { judge: 0.5, consistency: 0.6 }, 0),
    ];
    expect(chooseSamples(alike).get(0)).toEqual({ response: 1, by: 'consistency', score: 0.6 });
    expect(chooseSamples([scored(2, {}, 0), scored(1, {}, 0)]).get(0)).toMatchObject({ response: 1 });
  });

  test('what was said last of a response counts', () => {
    const told = { ...scored(0, { grounded: 0.2 }), scores: [{ filter: 'grounded', score: 0.2 }, { filter: 'grounded', score: 1 }] }; // prettier-ignore
    expect(chooseSamples([told, scored(1, { grounded: 0.5 }, 0)]).get(0)).toMatchObject({ response: 0 });
  });
});

describe('a preference pair', () => {
  const judged = (...scores: (number | null)[]) =>
    scores.map((score, response) => ({ response, text: `text ${response}`, score }));

  test('is the kept response and the worst judged one', () => {
    expect(rejectedSample(judged(0.5, 0.9, 0.3, 0.7), 1, 0.1)).toBe('text 2');
  });

  test('comes of no tie, and of no difference below the margin', () => {
    expect(rejectedSample(judged(0.5, 0.5), 0, 0)).toBeUndefined();
    expect(rejectedSample(judged(0.75, 0.66), 0, 0.1)).toBeUndefined();
    expect(rejectedSample(judged(0.75, 0.65), 0, 0.1)).toBe('text 1'); // 0.1 but for rounding
  });

  test('needs a judge of both', () => {
    expect(rejectedSample(judged(0.9, null), 0, 0.1)).toBeUndefined();
    expect(rejectedSample(judged(null, 0.2), 0, 0.1)).toBeUndefined();
  });
});
