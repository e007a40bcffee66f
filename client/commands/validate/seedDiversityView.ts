import type { Colors } from 'picocolors/types';
import type { Occurrence, SeedDiversity, Spread } from '../../../core/run/seeds/seedDiversity';
import { printable, truncate, wrap } from '../../terminal/displayWidth';
import { count, counted } from '../../view/quantities';

const labelWidth = 18;
const maxNames = 10;
const maxDuplicates = 3;

/** How varied seeds are, and what is missing. `instructions` are theirs, in their order. Wrapped where `columns` is given. */
export function seedDiversityView(
  seeds: SeedDiversity,
  instructions: readonly string[],
  colors: Colors,
  columns: number | undefined,
): string[] {
  const { tasks, taskTypes, groups, verbs, nearDuplicates } = seeds;
  const of = (part: number): string => `${count(part)} of ${count(tasks)}`;
  const rows: [string, string][] = [
    [taskTypes.by === 'group' ? 'groups' : 'task types', namesOf(taskTypes.counts)],
    ['groups', taskTypes.by === 'group' ? '' : namesOf(groups)],
    ['classification', of(seeds.classification)],
    ['with input', `${of(seeds.withInput)}, ${counted(seeds.instances, 'instance')} in all`],
    ['instructions', wordsOf(seeds.instructionWords)],
    ['responses', wordsOf(seeds.responseWords)],
    ...(verbs ? verbRows(verbs, tasks) : []),
    ['near-duplicates', nearDuplicates.length === 0 ? 'none' : of(nearDuplicates.length)],
  ];
  const width = (columns ?? Infinity) - labelWidth - 2;
  const laidOut = ([label, text]: [string, string]): string[] =>
    (columns === undefined ? [text] : wrap(text, Math.max(20, width))).map(
      (line, index) => `  ${colors.dim((index === 0 ? label : '').padEnd(labelWidth))}${line}`,
    );
  const excerpt = (index: number): string => `"${truncate(printable(instructions[index] ?? ''), 50)}"`;
  return [
    colors.bold(counted(tasks, 'seed task')),
    ...rows.filter(([, text]) => text !== '').flatMap(laidOut),
    ...nearDuplicates
      .slice(0, maxDuplicates)
      .flatMap(({ task, nearest, score }) =>
        laidOut(['', `${score.toFixed(2)}  ${excerpt(task)} ~ ${excerpt(nearest)}`]),
      ),
    ...(nearDuplicates.length > maxDuplicates
      ? laidOut(['', `and ${nearDuplicates.length - maxDuplicates} more`])
      : []),
    ...adviceLines(seeds.advice, colors, columns),
  ];
}

function adviceLines(advice: readonly string[], colors: Colors, columns: number | undefined): string[] {
  if (advice.length === 0) return [`${colors.green('✓')} Nothing obvious is missing.`];
  return advice.flatMap((sentence) =>
    (columns === undefined ? [printable(sentence)] : wrap(sentence, Math.max(20, columns - 2))).map(
      (line, index) => `${index === 0 ? colors.yellow('!') : ' '} ${line}`,
    ),
  );
}

function verbRows(verbs: NonNullable<SeedDiversity['verbs']>, tasks: number): [string, string][] {
  const top = verbs.top.map(({ name, count: times, objects }) => {
    const with3 = objects.map((object) => printable(object.name)).join(', ');
    return `${printable(name)} ${times}${with3 === '' ? '' : ` (${with3})`}`;
  });
  // 2 to the entropy: how many equally frequent verbs would be as varied.
  const varied = `${verbs.entropy.toFixed(1)} bits, as varied as ${count(Math.round(2 ** verbs.entropy))} equally frequent verbs`;
  return [
    [
      'verbs',
      `${count(verbs.distinct)} different in ${count(verbs.found)} of ${count(tasks)} instructions: ${varied}`,
    ],
    ['most frequent', top.join('; ')],
  ];
}

function namesOf(counts: readonly Occurrence[]): string {
  const shown = counts
    .slice(0, maxNames)
    .map(({ name, count: times }) => `${printable(name)} ${count(times)}`);
  return `${shown.join(', ')}${counts.length > shown.length ? ` and ${counts.length - shown.length} more` : ''}`;
}

function wordsOf({ min, median, max }: Spread): string {
  return `${count(min)} to ${counted(max, 'word')}, median ${count(median)}`;
}
