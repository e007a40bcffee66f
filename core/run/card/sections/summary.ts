import type { CardFacts } from '../cardFacts';
import { counted, count, inline, table } from '../markdown';

export function summary({
  splits,
  exchanges,
  setup: { recipe },
  strategies,
  rescreening,
}: CardFacts): string {
  const pairs = splits.reduce((sum, split) => sum + split.pairs, 0);
  return [
    ...(recipe.description === undefined ? [] : [inline(recipe.description)]),
    `${counted(pairs, 'instruction-response pair')}, made from the recipe "${inline(recipe.name)}" by Seedbed: ${madeBy(strategies)}.`,
    table(
      ['split', 'pairs', 'rows'],
      splits.map((split) => [split.name, count(split.pairs), count(split.rows)]),
    ),
    ...(exchanges ? [lengthsOf(exchanges)] : []),
    ...(splits.length > 1
      ? [
          'Near-duplicates (ROUGE-L above 0.7), pairs of one family and those that descend from one another are in one split.',
        ]
      : []),
    ...(rescreening === null
      ? []
      : [
          `Which pairs are in it was decided anew by rescreening ${rescreening}, with other filters or thresholds: the figures below are of the run that made the candidates.`,
        ]),
  ].join('\n\n');
}

/** How long the conversations are. @param exchanges Rows with one question and answer, with two, and so on. */
function lengthsOf([single = 0, ...longer]: readonly number[]): string {
  const several = longer.reduce((sum, rows) => sum + rows, 0);
  if (several === 0) return 'Conversations: none, every row is one question and its answer.';
  const lengths = [single, ...longer].flatMap((rows, at) => (rows > 0 ? [[count(at + 1), count(rows)]] : []));
  return [
    `Conversations: ${count(several)} of ${counted(single + several, 'row')} go on after the first answer. In the column \`messages\` they are whole; \`instruction\`, \`input\` and \`output\` are their first question and answer.`,
    table(['questions with their answers', 'rows'], lengths),
  ].join('\n\n');
}

/** Templates are people's: what they say and compute no model wrote. */
function madeBy(strategies: CardFacts['strategies']): string {
  const isOf = (name: string): boolean => strategies.some(({ strategy }) => strategy === name);
  if (!isOf('template')) return 'language models wrote them';
  return strategies.length === 1
    ? "people's templates, filled in, with answers that were computed or written by language models"
    : "language models wrote them, but for what people's templates say and compute";
}
