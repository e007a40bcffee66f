import { inWords } from '../inWords';
import type { SectionOf } from '../pageFigures';
import { chartOf, type Section } from '../section';

const mostCells = 24;

/** Which cells are short of their weight. The cells are the report's, those that lack the most first. */
export const coverageSection: SectionOf<Section> = ({ report }) => {
  const cells = report.cells ?? [];
  if (cells.length === 0) return undefined;
  const shown = cells.slice(0, mostCells);
  const lacking = cells.filter((cell) => cell.lacking >= 0.5);
  const chart = chartOf(
    'Cells against their weights',
    'The share of the accepted pairs that each cell has, beside the share that the recipe wants. Cells that lack the most come first.',
    {
      kind: 'sideBars',
      along: 'cell',
      unit: 'share',
      labels: shown.map(({ cell }) => cell),
      series: [
        { name: 'is', tone: 'first', values: shown.map(({ share }) => share) },
        { name: 'wanted', tone: 'plain', values: shown.map(({ wanted }) => wanted) },
      ],
    },
  );
  return {
    id: 'coverage',
    title: 'Coverage',
    says: [
      lacking.length === 0
        ? `None of ${inWords(cells.length)} cells is short of its weight.`
        : `${inWords(lacking.length)} of ${inWords(cells.length)} cells are short of their weight, ${lacking[0]?.cell ?? ''} the most: ${inWords(Math.round(lacking[0]?.lacking ?? 0))} pairs.`,
    ],
    charts: [
      {
        ...chart,
        table: {
          columns: [
            { title: 'cell', kind: 'text' },
            { title: 'is', kind: 'share' },
            { title: 'wanted', kind: 'share' },
            { title: 'asked for', kind: 'count' },
            { title: 'accepted', kind: 'count' },
            { title: 'lacking', kind: 'count' },
          ],
          rows: shown.map((cell) => [
            ...[cell.cell, cell.share, cell.wanted, cell.asked, cell.accepted],
            Math.max(0, cell.lacking),
          ]),
          ...(cells.length > shown.length && { leftOut: cells.length - shown.length }),
        },
      },
    ],
  };
};
