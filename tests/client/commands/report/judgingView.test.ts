import picocolors from 'picocolors';
import { reportView } from '../../../../client/commands/report/reportView';
import type { JudgingReport } from '../../../../core/run/report/judgingReport';
import { running } from '../../statusFixture';
import { report } from '../../storyFixtures';

const colors = picocolors.createColors(false);
const shown = (judging: JudgingReport): string[] => {
  const lines = reportView(running, { ...report, judging }, { colors, columns: undefined, verbose: false });
  return lines.slice(lines.indexOf('Judging') + 1, lines.indexOf('Health, by iteration') - 1);
};

test('a report tells how far judges agree, and what length and place are worth to them', () => {
  const aspects = {
    clarity: 0.5,
    accuracy: 0.71,
    relevance: 0.6,
    helpfulness: 0.4,
    conciseness: 0.2,
    safety: null,
  };
  expect(
    shown({
      ...{ judged: 1_200, unreadable: 3 },
      length: { pairs: 1_200, correlation: 0.31, interval: [0.26, 0.36], perDoubling: 0.042 },
      agreement: {
        ...{ judges: ['openai/one', 'other/two'], statistic: 'kappa', pairs: 1_200, overall: 0.62, aspects },
        disagreements: 57,
      },
      position: { pairs: 1_200, mean: -0.02, size: 0.08 },
    }),
  ).toEqual([
    '  1,200 judged, 3 answers unreadable',
    '  openai/one, other/two agree with weighted kappa 0.62 on 1,200 pairs, and disagree on 57',
    '  by aspect: clarity 0.50, accuracy 0.71, relevance 0.60, helpfulness 0.40, conciseness 0.20, safety –',
    '  score and length correlate with 0.31 (95 %: 0.26 to 0.36); twice the length scores +0.042',
    '  earlier in a call scores −0.020 on average, 0.080 either way, of 1,200 pairs',
  ]);
});

test('of one judge who tells nothing, no more is said than how many it judged', () => {
  expect(shown({ judged: 2, unreadable: 0, length: null, agreement: null, position: null })).toEqual([
    '  2 judged',
  ]);
});
