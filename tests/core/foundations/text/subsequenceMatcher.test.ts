import { SubsequenceMatcher } from '../../../../core/foundations/text/subsequenceMatcher';
import { seededRandom } from '../../../../core/foundations/seededRandom';
import { tableLength } from '../../screening/novelty/tableLength';

describe('the longest common subsequence', () => {
  test('has the length that the dynamic programming table gives, around the borders of machine words', () => {
    const random = seededRandom(1, 'subsequences');
    const lengths = [0, 1, 2, 31, 32, 33, 63, 64, 65, 96, 97, 130];
    const matcher = new SubsequenceMatcher();
    for (const patternLength of lengths) {
      for (const otherLength of lengths) {
        for (const alphabet of [1, 2, 5, 40, 3000]) {
          const draw = (length: number): number[] => Array.from({ length }, () => random.below(alphabet));
          const [pattern, other] = [draw(patternLength), draw(otherLength)];
          matcher.setPattern(pattern, alphabet);
          const expected = tableLength(pattern, other);
          expect(matcher.lengthWith(Int32Array.from(other), 0, other.length)).toBe(expected);
          expect(matcher.lengthWith(Int32Array.from([0, ...other, 0]), 1, other.length + 1)).toBe(expected);
        }
      }
    }
  });

  test('counts no token that is marked as unknown', () => {
    const matcher = new SubsequenceMatcher();
    matcher.setPattern([-1, 0, -1, 1], 2);
    expect(matcher.lengthWith(Int32Array.from([0, 0, 1, 1]), 0, 4)).toBe(2);
  });
});
