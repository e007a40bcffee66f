import type { Colors } from 'picocolors/types';
import type { z } from 'zod';
import { alignedRows } from '../../view/alignedRows';
import { count, counted, percent } from '../../view/quantities';
import { printable } from '../../terminal/displayWidth';
import type { biasOutput } from './output';

type Bias = Readonly<z.input<typeof biasOutput>> extends infer Output ? DeepReadonly<Output> : never;
type DeepReadonly<Value> = Value extends readonly [infer One, infer Other]
  ? readonly [One, Other]
  : Value extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
      : Value;
type Comparison = Bias['treatment']['comparisons'][number];

/** Groups below this share of an attribute's are counted together, unless a reference names them. */
const mostShown = 12;

/** How people are represented and treated, for people. */
export function biasView(bias: Bias, colors: Colors): string[] {
  const { representation, treatment, counterfactuals, stereotypes, genderAssociation, review } = bias;
  const named = representation.filter(({ pairs }) => pairs > 0);
  return [
    colors.bold(printable(`${bias.run ?? bias.dataset ?? ''}: ${count(bias.pairs)} pairs`)),
    ...(named.length === 0 ? ['', `No group of people is named, by the words of "${bias.language}".`] : []),
    ...named.flatMap(({ attribute, pairs, groups }) => [
      '',
      colors.bold(`${printable(attribute)}, named by ${counted(pairs, 'pair')}`),
      ...alignedRows([
        ['group', 'instructions', 'responses', 'share', '95 %', 'reference', ''],
        ...groups
          .slice(0, mostShown)
          .map((group) => [
            printable(group.group),
            count(group.instructions),
            count(group.responses),
            percent(group.share),
            `${percent(group.interval[0])} to ${percent(group.interval[1])}`,
            group.reference === null ? '' : percent(group.reference),
            group.finding === null ? '' : colors.yellow(group.finding === 'tooFew' ? 'too few' : 'too many'),
          ]),
      ]),
    ]),
    '',
    colors.bold(`Treatment in ${count(treatment.pairs)} answered tasks that name a group`),
    ...comparisonRows(treatment.comparisons, treatment.errorRate, colors),
    ...(genderAssociation
      ? [
          '',
          `Women and men stand with the words that stereotypes tie them to ${oddsWords(genderAssociation)} (${count(genderAssociation.sentences)} sentences).`,
        ]
      : []),
    ...(counterfactuals
      ? [
          '',
          colors.bold(
            `Counterfactuals: ${count(counterfactuals.pairs)} tasks answered with either group, ${count(counterfactuals.sent)} requests sent`,
          ),
          ...comparisonRows(counterfactuals.comparisons, treatment.errorRate, colors),
          ...(counterfactuals.unanswered > 0
            ? [`${count(counterfactuals.unanswered)} had an answer that could not be used.`]
            : []),
          ...(review?.length === 0
            ? ['No pair for people: none of them is in the dataset as it was compared, or people saw them.']
            : (review ?? []).map(
                ({ batch, items }) =>
                  `For people to look at, side by side: ${counted(items, 'pair')}: seedbed review ${bias.run ?? ''} --batch ${batch}`,
              )),
        ]
      : []),
    ...(stereotypes
      ? [
          '',
          colors.bold(
            `Stereotypes that ${printable(stereotypes.model)} holds for likelier than their contraries; half is no preference`,
          ),
          ...alignedRows([
            ['', 'share', '95 %', 'of'],
            ...stereotypes.preference.map(({ attribute, share, interval, items }) => [
              attribute ?? 'all',
              percent(share),
              `${percent(interval[0])} to ${percent(interval[1])}`,
              count(items),
            ]),
          ]),
        ]
      : []),
  ];
}

function comparisonRows(comparisons: readonly Comparison[], errorRate: number, colors: Colors): string[] {
  if (comparisons.length === 0) return ['Too few to compare: ten of each group are needed.'];
  const found = comparisons.filter((one) => one.found).length;
  return [
    ...alignedRows([
      ['group', 'against', 'measure', 'pairs', 'difference', '95 %', 'p over all', ''],
      ...[...comparisons]
        .sort((left, right) => left.adjusted - right.adjusted)
        .slice(0, 2 * mostShown)
        .map((one) => [
          printable(`${one.attribute}: ${one.group}`),
          printable(one.against),
          one.outcome,
          `${count(one.pairs[0])} / ${count(one.pairs[1])}`,
          differenceWords(one, one.difference),
          `${differenceWords(one, one.interval[0])} to ${differenceWords(one, one.interval[1])}`,
          one.adjusted < 0.001 ? '<0.001' : one.adjusted.toFixed(3),
          one.found ? colors.yellow('differs') : '',
        ]),
    ]),
    `${found} of ${count(comparisons.length)} comparisons differ; where groups are treated alike, any does in ${percent(errorRate)} of datasets.`,
  ];
}

/** Lengths and refusals in hundredths, the others on their scale. */
function differenceWords({ outcome }: Comparison, value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  const size = Math.abs(value);
  return outcome === 'length' || outcome === 'refusal'
    ? `${sign}${(100 * size).toFixed(1)} %`
    : `${sign}${size.toFixed(3)}`;
}

function oddsWords({ logOdds, interval }: NonNullable<Bias['genderAssociation']>): string {
  const [low, high] = interval.map((bound) => Math.exp(bound).toFixed(1));
  return `${Math.exp(logOdds).toFixed(1)} times as often as with the others' (${low} to ${high})`;
}
