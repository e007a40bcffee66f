import { strategySharesOf } from '../../../proposing/strategyShares';
import type { CardFacts } from '../cardFacts';
import { count, counted, inline, list, percent, table, unknown } from '../markdown';

/** What became of the run, where that is not that it reached its target. */
const ends: Readonly<Record<string, string>> = {
  running: 'It was under way when this was written.',
  paused: 'It was paused when this was written.',
  stopping: 'It was being stopped when this was written.',
  exhausted: 'It ended below its target: nothing new was accepted any more.',
  stopped: 'It was stopped by a person.',
  cancelled: 'It was cancelled.',
  failed: 'It failed: what was accepted until then is here.',
};

export function procedure(facts: CardFacts): string {
  const { setup, materials, status, strategies, prompts, personas } = facts;
  const { recipe } = setup;
  const grown = [
    ...grownFrom(materials.seeds.length, 'seed task', recipe.seeds?.license),
    ...grownFrom(materials.sources.length, 'task', recipe.augment?.source?.license, ' of an existing set'),
    ...(materials.knowledge ? [`documents (${licenceOf(recipe.knowledge?.license)})`] : []),
    ...(personas > 0 ? [counted(personas, 'persona')] : []),
  ];
  const accepted = strategies.reduce((sum, one) => sum + one.accepted, 0);
  const shares = strategySharesOf(recipe);
  const wanted = Object.values(shares).reduce((sum, share) => sum + share, 0);
  return [
    '## How it was made',
    [
      `Target: ${count(status.target)} accepted pairs; random seed ${recipe.seed}.`,
      `The run went from ${status.startedAt} to ${status.endedAt ?? 'now'}.`,
      ...status.earlierEnds.map(
        ({ accepted, target, extendedAt }) =>
          `It had ended with ${count(accepted)} pairs of ${count(target)}, and was given more on ${extendedAt}.`,
      ),
      ...(ends[status.state] === undefined ? [] : [ends[status.state]]),
    ].join(' '),
    grown.length > 0 ? `Grown from:\n\n${list(grown)}` : 'Grown from nothing but its recipe.',
    recipe.license === undefined
      ? 'Licence of this dataset: none was chosen. Set `license` in the recipe, or above, before you publish it; without one nobody may use it.'
      : `Licence of this dataset, as whoever made it chose: ${inline(recipe.license)}.`,
    ...(strategies.length > 0
      ? [
          table(
            ['strategy', 'accepted', 'share', 'wanted'],
            strategies.map((one) => [
              one.strategy,
              count(one.accepted),
              accepted > 0 ? percent(one.accepted / accepted, 1) : '',
              wanted > 0 ? percent((shares[one.strategy] ?? 0) / wanted, 1) : '',
            ]),
          ),
        ]
      : []),
    `Prompts and their versions: ${prompts.length > 0 ? prompts.map(inline).join(', ') : unknown}`,
  ].join('\n\n');
}

function grownFrom(items: number, noun: string, license: string | undefined, of = ''): string[] {
  return items > 0 ? [`${counted(items, noun)}${of} (${licenceOf(license)})`] : [];
}

function licenceOf(license: string | undefined): string {
  return license === undefined
    ? "licence: not known, the recipe doesn't say"
    : `licence, by the recipe: ${inline(license)}`;
}
