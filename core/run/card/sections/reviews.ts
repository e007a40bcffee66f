import { fewestForShares, type PeopleReport } from '../../../review/statistics';
import type { CardFacts } from '../cardFacts';
import { count, counted, estimated } from '../markdown';

export function reviews({ people, edited }: CardFacts): string {
  return ['## Reviews by people', people === null ? 'Nobody reviewed it.' : reviewed(people, edited)].join(
    '\n\n',
  );
}

function reviewed(
  {
    batches,
    items,
    judged,
    waiting,
    verdicts,
    reviewers,
    agreement,
    good,
    falseRejections,
    checks,
  }: PeopleReport,
  edited: number,
): string {
  const said = Object.entries(verdicts).map(([verdict, times]) => `${verdict} ${count(times)}`);
  const { answered, right } = checks.bad;
  const stillOpen =
    batches.open > 0
      ? ` ${counted(waiting, 'item')} ${waiting === 1 ? 'waits' : 'wait'} for a verdict yet: ${count(batches.open)} of ${counted(batches.open + batches.closed, 'batch', 'batches')} ${batches.open === 1 ? 'is' : 'are'} open, and what was said in ${batches.open === 1 ? 'it' : 'them'} is not applied.`
      : '';
  return [
    `${count(judged)} of ${count(items)} drawn items were judged by ${counted(reviewers.length, 'person', 'people')}: ${said.join(', ')}.${stillOpen}${edited > 0 ? ` ${counted(edited, 'pair')} of this dataset ${edited === 1 ? 'has' : 'have'} a text that a person changed.` : ''}`,
    good === null
      ? 'Share of good pairs: not known, since nobody judged a random sample.'
      : `Good as they were, of all that passed the filters: ${estimated(good.share, good.interval)}, from ${counted(good.items, 'item')}${good.items < fewestForShares ? ': too few to say much' : ''}.`,
    ...(falseRejections === null
      ? []
      : [
          `Good all the same, of what filters rejected with a response: ${estimated(falseRejections.share, falseRejections.interval)}, from ${counted(falseRejections.items, 'item')}.`,
        ]),
    agreement === null
      ? 'Agreement: not known, since nobody saw the same items.'
      : `Agreement (${agreement.measure === 'cohenKappa' ? "Cohen's kappa" : "Krippendorff's alpha"}): ${agreement.value.toFixed(2)} (95 %: ${agreement.interval[0].toFixed(2)} to ${agreement.interval[1].toFixed(2)}, from ${counted(agreement.items, 'item')}${agreement.items < fewestForShares ? ': too few to say much' : ''}).`,
    ...(answered > 0
      ? [`Of ${counted(answered, 'planted bad pair')} among what they read, they rejected ${count(right)}.`]
      : []),
  ].join('\n\n');
}
