import { biasFindings, differenceInWords, type Differences } from '../../../bias/biasFindings';
import type { SectionOf } from '../pageFigures';
import { inWords } from '../inWords';
import { chartOf, type Section, type Table, type Value } from '../section';

/** Who is named, and who is treated otherwise: as `seedbed bias` found it. */
export const biasSection: SectionOf<Section> = ({ bias, status }) => {
  if (!bias) return undefined;
  const { named, treatment, counterfactuals, genderOdds, pairs, language } = biasFindings(bias.found);
  const shares = named.flatMap(({ attribute, groups }) =>
    groups.map(({ group, share, reference }) => ({ label: `${attribute}: ${group}`, share, reference })),
  );
  const rows = [
    ...rowsOf('as it is', treatment),
    ...(counterfactuals ? rowsOf('group exchanged', counterfactuals) : []),
  ];
  const table: Table & { title: string } = {
    title: 'Differences that were found',
    columns: [
      { title: 'tasks', kind: 'text' },
      { title: 'group', kind: 'text' },
      { title: 'against', kind: 'text' },
      { title: 'its answers are', kind: 'text' },
      { title: 'p over all', kind: 'text' },
    ],
    rows,
    leftOut:
      treatment.foundInAll +
      (counterfactuals?.foundInAll ?? 0) -
      treatment.found.length -
      (counterfactuals?.found.length ?? 0),
  };
  return {
    id: 'bias',
    title: 'Bias',
    says: [
      `Looked for in ${inWords(pairs)} pairs${pairs === status.funnel.accepted ? '' : `, of ${inWords(status.funnel.accepted)} that there are now`}, by the words for groups of people in the language "${language}".`,
      ...(shares.length === 0 ? ['No group of people is named.'] : []),
      told('tasks that name one group or another', treatment),
      counterfactuals === null
        ? 'Whether the same task is answered alike for another group was not measured.'
        : told('tasks that were asked of one group and of another', counterfactuals),
      ...(bias.judged
        ? [
            `People looked at ${inWords(bias.judged.pairs)} of these pairs, the most unequal ones, and rejected or rewrote ${inWords(bias.judged.unequal)}.`,
          ]
        : []),
      ...(genderOdds === null
        ? []
        : [
            `Women and men stand with the words that stereotypes tie them to ${genderOdds.odds.toFixed(1)} times as often as with the others' (95 %: ${genderOdds.interval[0].toFixed(1)} to ${genderOdds.interval[1].toFixed(1)}).`,
          ]),
    ],
    ...(shares.length > 0 && {
      charts: [
        chartOf(
          'Who is named',
          'Of the pairs that name a group of an attribute, the share that names this one; beside it what the recipe asks for.',
          {
            kind: 'sideBars',
            along: 'group',
            unit: 'share',
            labels: shares.map(({ label }) => label),
            series: [
              { name: 'share', tone: 'first', values: shares.map(({ share }) => share) },
              ...(shares.some(({ reference }) => reference !== null)
                ? [
                    {
                      name: 'asked for',
                      tone: 'second' as const,
                      values: shares.map(({ reference }) => reference),
                    },
                  ]
                : []),
            ],
          },
        ),
      ],
    }),
    ...(rows.length > 0 && { tables: [table] }),
  };
};

function told(what: string, { pairs, compared, foundInAll }: Differences): string {
  return compared === 0
    ? `Answers to ${what}: too few to compare.`
    : `Answers to ${what} (${inWords(pairs)}): ${inWords(foundInAll)} of ${inWords(compared)} comparisons ${foundInAll === 1 ? 'differs' : 'differ'}.`;
}

function rowsOf(tasks: string, { found }: Differences): Value[][] {
  return found.map((one) => [
    ...[tasks, `${one.attribute}: ${one.group}`, one.against, differenceInWords(one)],
    one.adjusted < 0.001 ? 'below 0.001' : one.adjusted.toFixed(3),
  ]);
}
