import { groupBy } from '../../../../foundations/groupBy';
import { dollarsOf } from '../../../../foundations/picodollars';
import { sumOfSpent } from '../../../cost/spent';
import type { SectionOf } from '../pageFigures';
import { chartOf, seriesTones, type Section } from '../section';
import { mostStretches, nameOfStretch, stretchesOf } from '../stretchesOf';

/** What was spent, by role, as the run went on. In dollars where all prices are known, else in tokens: what is unknown is never drawn as nothing. */
export const costSection: SectionOf<Section> = ({ cost, costLines }) => {
  if (cost.total.calls === 0) return undefined;
  const inDollars = cost.total.unpriced === 0 && (cost.total.usd ?? 0) > 0;
  const iterations = [...groupBy(costLines, ({ iteration }) => String(iteration))]
    .map(([iteration, lines]) => ({ iteration: Number(iteration), lines }))
    .sort((left, right) => left.iteration - right.iteration);
  const stretches = stretchesOf(iterations, mostStretches);
  const roles = cost.by.role.slice(0, seriesTones.length);
  const series = roles.map(({ name }, index) => ({
    name,
    tone: seriesTones[index] ?? ('plain' as const),
    values: stretches.map((some) => {
      const spent = sumOfSpent(some.flatMap(({ lines }) => lines.filter(({ role }) => role === name)));
      return inDollars ? dollarsOf(spent.cost) : spent.promptTokens + spent.completionTokens;
    }),
  }));
  return {
    id: 'cost',
    title: 'Cost',
    says: [],
    charts: [
      chartOf(
        inDollars ? 'US dollars by role, by iteration' : 'Tokens by role, by iteration',
        inDollars
          ? 'What requests cost that belong to each iteration, by the role of the teacher that was asked.'
          : 'Tokens of prompts and answers, by the role of the teacher that was asked. Prices are not known of all calls, or nothing was charged.',
        {
          kind: 'stackedBars',
          along: 'iteration',
          unit: inDollars ? 'usd' : 'count',
          labels: stretches.map((some) => (some[0]?.iteration === -1 ? 'before' : nameOfStretch(some))),
          series,
        },
      ),
    ],
    tables: [
      {
        title: 'By role and model',
        columns: [
          { title: 'by', kind: 'text' },
          { title: 'calls', kind: 'count' },
          { title: 'tokens in', kind: 'count' },
          { title: 'tokens out', kind: 'count' },
          { title: 'of unknown price', kind: 'count' },
          { title: 'US dollars', kind: 'usd' },
        ],
        rows: [...cost.by.role, ...cost.by.model]
          .slice(0, 24)
          .map((line) => [
            ...[line.name, line.calls, line.promptTokens, line.completionTokens, line.unpriced],
            line.usd,
          ]),
      },
    ],
  };
};
