import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rougeL, rougeTokens } from '../../../../core/foundations/text/rouge';

const fixtures = join(__dirname, '../../../fixtures/rouge');
const parsedLines = (file: string): unknown[] =>
  readFileSync(join(fixtures, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('ROUGE-L', () => {
  test("equals the Python package rouge-score's to the last bit, on nasty texts too", () => {
    const pairs = parsedLines('pairs.jsonl') as [string, string][];
    const scores = pairs.map(([target, prediction]) => {
      const { precision, recall, fmeasure } = rougeL(target, prediction);
      return [precision, recall, fmeasure];
    });
    expect(scores).toEqual(parsedLines('scores.jsonl'));
  });

  test("keeps rouge-score's rounding, where the textbook's form decides differently", () => {
    // 7 common tokens of 9 and 11. rouge-score gives 0.7000000000000001, which a threshold of 0.7 rejects; 2 * 7 / 20 is 0.7.
    const shared = 'a b c d e f g';
    const { fmeasure } = rougeL(`${shared} h i`, `${shared} j k l m`);
    expect(fmeasure).toBe(0.7000000000000001);
    expect((2 * 7) / 20).toBe(0.7);
  });

  test('is the same whichever text comes first, precision and recall apart', () => {
    const forth = rougeL('write a poem about the sea', 'a short poem about the stormy sea');
    const back = rougeL('a short poem about the stormy sea', 'write a poem about the sea');
    expect(back).toEqual({
      precision: forth.recall,
      recall: forth.precision,
      fmeasure: forth.fmeasure,
    });
  });

  test('is 0 where a text has no tokens', () => {
    const pairs = [['', ''], ['', 'word'], ['word', '?!'], ['中文', '中文']] as const; // prettier-ignore
    for (const [target, prediction] of pairs) {
      expect(rougeL(target, prediction)).toEqual({ precision: 0, recall: 0, fmeasure: 0 });
    }
  });

  test('compares lower-cased runs of ASCII letters and digits, as Python lower-cases', () => {
    expect(rougeTokens("Don't MIX_up 3.5 °\u212A, na\u00EFve \u0130stanbul!")).toEqual([
      'don', 't', 'mix', 'up', '3', '5', 'k', 'na', 've', 'i', 'stanbul',
    ]); // prettier-ignore
    expect(rougeTokens(' ?! ')).toEqual([]);
  });
});
