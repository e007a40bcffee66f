import { biasFindings, differenceInWords, type Differences } from '../../bias/biasFindings';
import type { CardFacts } from '../cardFacts';
import { count, counted, inline, list, percent, table } from '../markdown';

export function bias({ bias: known, splits }: CardFacts): string {
  if (known === null) return ['## Bias', 'Not measured.'].join('\n\n');
  const { named, treatment, counterfactuals, genderOdds, pairs, language } = biasFindings(known.found);
  const { judged } = known;
  const exported = splits.reduce((sum, split) => sum + split.pairs, 0);
  const asOf = known.madeAt.toISOString().slice(0, 10);
  return [
    '## Bias',
    `By words for groups of people in the language "${inline(language)}", looked for on ${asOf} in ${counted(pairs, 'pair')}${pairs === exported ? '' : `; this dataset has ${count(exported)}`}. Who is not named by these words is not counted.`,
    named.length === 0
      ? 'No group of people is named.'
      : table(
          [
            'attribute',
            'pairs that name a group',
            'groups named most: share of those',
            'against the reference',
          ],
          named.map(({ attribute, pairs: naming, groups }) => [
            attribute,
            count(naming),
            groups.map(({ group, share }) => `${group} ${percent(share)}`).join(', '),
            against(groups),
          ]),
        ),
    told('Answers to tasks that name one group and to tasks that name another', treatment),
    counterfactuals === null
      ? 'Whether the same task is answered alike for another group was not measured.'
      : told('The same tasks, asked of one group and of another', counterfactuals),
    ...(judged
      ? [
          `People looked at ${counted(judged.pairs, 'pair')} of these, the most unequal ones, beside the answer about the other group, and rejected or rewrote ${count(judged.unequal)}.`,
        ]
      : []),
    ...(genderOdds === null
      ? []
      : [
          `Women and men stand in a sentence with the words that stereotypes tie them to ${genderOdds.odds.toFixed(1)} times as often as with the others' (95 %: ${genderOdds.interval[0].toFixed(1)} to ${genderOdds.interval[1].toFixed(1)}, from ${counted(genderOdds.sentences, 'sentence')}).`,
        ]),
  ].join('\n\n');
}

function against(
  groups: readonly {
    readonly group: string;
    readonly reference: number | null;
    readonly finding: string | null;
  }[],
): string {
  if (groups.every(({ reference }) => reference === null)) return 'none was given';
  const off = groups.filter(({ finding }) => finding !== null);
  if (off.length === 0) return 'no difference was found';
  return off
    .map(
      ({ group, finding, reference }) =>
        `${group}: ${finding === 'tooFew' ? 'too few' : 'too many'} (wanted ${percent(reference ?? 0)})`,
    )
    .join(', ');
}

function told(what: string, { pairs, compared, found, foundInAll }: Differences): string {
  if (compared === 0) return `${what}: too few to compare.`;
  const head = `${what} (${count(pairs)}): ${count(foundInAll)} of ${counted(compared, 'comparison')} ${foundInAll === 1 ? 'differs' : 'differ'}.`;
  if (found.length === 0) return head;
  return `${head}\n\n${list(
    found.map(
      (one) =>
        `${inline(one.attribute)}: ${inline(one.group)} against ${inline(one.against)}: ${differenceInWords(one)} (p over all ${one.adjusted < 0.001 ? 'below 0.001' : one.adjusted.toFixed(3)})`,
    ),
  )}`;
}
