import { inWords } from '../inWords';
import type { SectionOf } from '../pageFigures';
import { chartOf, type Section, type Table } from '../section';

const mostReviewers = 20;
const mostCalibrations = 20;

/** What people said, and which thresholds moved by it. */
export const peopleSection: SectionOf<Section> = ({ report }) => {
  const { people, calibrations = [] } = report;
  if (!people && calibrations.length === 0) return undefined;
  const verdicts = people?.verdicts;
  const tables: (Table & { title: string })[] = [];
  if (people && people.reviewers.length > 0)
    tables.push({
      title: 'Reviewers',
      columns: [
        { title: 'reviewer', kind: 'text' },
        { title: 'verdicts', kind: 'count' },
        { title: 'approving', kind: 'share' },
        { title: 'seconds a verdict', kind: 'decimal' },
        { title: 'checks', kind: 'count' },
        { title: 'right', kind: 'count' },
        { title: 'changed their mind', kind: 'count' },
      ],
      rows: people.reviewers
        .slice(0, mostReviewers)
        .map((line) => [
          ...[line.reviewer, line.verdicts, line.approving, line.seconds],
          ...[line.checks.answered, line.checks.right, line.switched],
        ]),
      leftOut: Math.max(0, people.reviewers.length - mostReviewers),
    });
  if (calibrations.length > 0)
    tables.push({
      title: 'Thresholds that moved',
      columns: [
        { title: 'version', kind: 'count' },
        { title: 'threshold', kind: 'text' },
        { title: 'before', kind: 'decimal' },
        { title: 'after', kind: 'decimal' },
        { title: 'state', kind: 'text' },
        { title: 'good labels', kind: 'count' },
        { title: 'bad labels', kind: 'count' },
        { title: 'good of what passes', kind: 'share' },
      ],
      rows: calibrations
        .slice(-mostCalibrations)
        .map((line) => [
          ...[line.version, line.field, line.before, line.after],
          line.state === 'inForce' ? 'in force' : 'proposed',
          ...[line.labels.good, line.labels.bad, line.precisionAfter],
        ]),
      leftOut: Math.max(0, calibrations.length - mostCalibrations),
    });
  return {
    id: 'people',
    title: 'People',
    says: people
      ? [
          `${inWords(people.judged)} of ${inWords(people.items)} items that were drawn for people are judged.`,
          ...(people.batches.open > 0
            ? [
                `${inWords(people.waiting)} of them ${people.waiting === 1 ? 'waits' : 'wait'} for a verdict yet, in ${inWords(people.batches.open)} open ${people.batches.open === 1 ? 'batch' : 'batches'}.`,
              ]
            : []),
        ]
      : [],
    ...(verdicts &&
      people.judged > 0 && {
        charts: [
          chartOf('Verdicts', 'What people said of the items that were drawn for them.', {
            kind: 'bars',
            along: 'verdict',
            unit: 'count',
            labels: Object.keys(verdicts),
            series: [{ name: 'verdicts', tone: 'first', values: Object.values(verdicts) }],
          }),
        ],
      }),
    tables,
  };
};
