import { boundsIn } from '../../../recipe/scoreThreshold';
import type { Recipe } from '../../../recipe/schema';
import { scoreThresholds } from '../../../screening/filters/scoreThresholds';
import type { CardFacts } from '../cardFacts';
import { count, counted, estimated, inline, list, percent, table, unknown } from '../markdown';

export function screening(facts: CardFacts): string {
  const { status, filters, calibrations, setup } = facts;
  const { funnel, rejectedBy } = status;
  const states = Object.entries(funnel).map(([state, candidates]) => [state, count(candidates)]);
  const figures = filters.map(({ name, scored, rejected, judged, bad }) => [
    name,
    thresholdOf(setup.recipe, name),
    count(scored),
    count(rejected),
    scored > 0 ? percent(rejected / scored, 1) : '',
    count(rejectedBy[name] ?? 0),
    judged > 0 ? `${count(bad)} of ${count(judged)}` : 'not measured',
  ]);
  const moved = calibrations.filter(({ state }) => state === 'inForce');
  return [
    '## What was kept, and what was not',
    table(['candidates', 'number'], states),
    [
      'What each filter looked at and rejected. `decided` counts candidates that it was the first to reject; `people agree` is its worth as it was',
      'measured here: of what it rejected and people judged without being told so, how much they found bad as well.',
    ].join(' '),
    figures.length > 0
      ? table(['filter', 'passes', 'looked at', 'rejected', 'share', 'decided', 'people agree'], figures)
      : unknown,
    ...(moved.length > 0
      ? [
          `Thresholds that people's verdicts moved while it was made; the table has those that it began with:\n\n${list(
            moved.map(
              ({ field, before, after, labels, precisionBefore, precisionAfter, precisionInterval }) =>
                `${inline(field)}: ${before === null ? 'none' : decimal(before)} to ${decimal(after)}, by ${counted(labels.good + labels.bad, 'verdict')}; good of what passes, before ${percent(precisionBefore)}, expected after it ${estimated(precisionAfter, precisionInterval)}`,
            ),
          )}`,
        ]
      : []),
    decontamination(facts),
  ].join('\n\n');
}

/** Which scores pass, where a number of the recipe says; empty of filters that have none. */
function thresholdOf(recipe: Recipe, filter: string): string {
  const threshold = scoreThresholds[filter];
  if (!threshold) return '';
  const { min, max } = boundsIn(recipe, threshold);
  return [
    ...(min === undefined ? [] : [`from ${decimal(min)}`]),
    ...(max === undefined ? [] : [`to ${decimal(max)}`]),
  ].join(' ');
}

function decontamination({ materials, status, setup: { recipe } }: CardFacts): string {
  const bySource = new Map<string, number>();
  for (const { source } of materials.evaluation ?? []) bySource.set(source, (bySource.get(source) ?? 0) + 1);
  if (bySource.size === 0)
    return 'Decontamination: none. The recipe names no evaluation set, so that items of benchmarks may be in it.';
  const byMeaning = recipe.novelty.against.some(({ similarity }) => similarity !== undefined);
  const sets = [...bySource].map(([source, items]) => `${inline(source)} (${counted(items, 'item')})`);
  return [
    `Decontamination: compared with ${sets.join(', ')}: whoever shares 13 words in a row with an item${byMeaning ? ', or means nearly the same,' : ''} is left out.`,
    `${counted(status.rejectedBy['contamination'] ?? 0, 'candidate was', 'candidates were')} rejected for it. Other evaluation sets were not looked at.`,
  ].join(' ');
}

function decimal(value: number): string {
  return String(Number(value.toPrecision(4)));
}
