import type { Colors } from 'picocolors/types';
import type { NamedDistribution, SetsDiff } from '../../../core/run/sets/compareSets';
import { questionOf, type SetRow } from '../../../core/run/sets/setPair';
import type { SetFigures, Shares, Spread } from '../../../core/run/sets/setFigures';
import { printable, truncate } from '../../terminal/displayWidth';
import { alignedRows } from '../../view/alignedRows';
import { count, counted, percent } from '../../view/quantities';

interface Style {
  readonly colors: Colors;
  readonly columns: number;
}

/** Names of a distribution that are shown: those that moved most. */
const shownNames = 6;

const titles: Readonly<Record<NamedDistribution, string>> = {
  strategies: 'strategies',
  cells: 'cells',
  languages: 'languages',
  verbObjects: 'verb and object',
};

/** What changed from one set to another, for people. */
export function diffView(
  diff: SetsDiff,
  names: readonly [string, string],
  { colors, columns }: Style,
): string[] {
  const { sets, edited, examples } = diff;
  const sum = edited.response + edited.question + edited.both;
  const kinds = (['response', 'question', 'both'] as const)
    .filter((kind) => edited[kind] > 0)
    .map((kind) => `${kind} ${count(edited[kind])}`);
  const cut = (line: string): string => truncate(line, columns);
  const mark = { added: colors.green('+'), removed: colors.red('-'), edited: colors.yellow('~') };
  const text = (row: SetRow): string => printable(questionOf(row));
  return [
    ...[0, 1].map((at) => cut(setLine(at === 0 ? 'before' : 'after', names[at]!, sets[at]!))),
    '',
    ...alignedRows([
      ['same', count(diff.same)],
      ['edited', count(sum)],
      ['added', count(diff.added)],
      ['removed', count(diff.removed)],
    ]).map((line, at) => (at === 1 && kinds.length > 0 ? `${line}   ${kinds.join(', ')}` : line)),
    ...(diff.lookedForReworded
      ? []
      : ['Too many rows differ to look for reworded questions: they count as added and removed.']),
    '',
    ...figureRows(sets),
    ...(Object.keys(titles) as NamedDistribution[]).flatMap((of) => distribution(of, diff)),
    ...examples.edited.flatMap(({ before, after }) => [
      '',
      cut(`${mark.edited} ${text(after)}`),
      ...changed(before, after).flatMap(([from, to]) => [
        cut(`  ${colors.red('-')} ${from}`),
        cut(`  ${colors.green('+')} ${to}`),
      ]),
    ]),
    ...shown(examples.removed, mark.removed),
    ...shown(examples.added, mark.added),
  ];

  function shown(rows: readonly SetRow[], sign: string): string[] {
    return rows.flatMap((row) => ['', cut(`${sign} ${text(row)}`), cut(`  ${printable(row.response)}`)]);
  }
}

function setLine(which: string, name: string, { rows, repeated }: SetFigures): string {
  const twice = repeated === 0 ? '' : `, ${count(repeated)} of them repeated`;
  return `${which.padEnd(6)}  ${printable(name)}  ${counted(rows, 'row')}${twice}`;
}

function figureRows([before, after]: SetsDiff['sets']): string[] {
  const spread = ({ p10, median, p90 }: Spread): string => `${count(p10)} / ${count(median)} / ${count(p90)}`;
  const withInput = ({ withInput: some, rows }: SetFigures): string =>
    percent(rows === 0 ? null : some / rows);
  return alignedRows([
    ['', 'before', 'after'],
    ['with an input', withInput(before), withInput(after)],
    [
      'instruction, words (10th / half / 90th)',
      spread(before.words.instruction),
      spread(after.words.instruction),
    ],
    ['response, words', spread(before.words.response), spread(after.words.response)],
  ]);
}

/** A distribution that both sets have, its names with what moved most first. */
function distribution(of: NamedDistribution, { sets, moved }: SetsDiff): string[] {
  const apart = moved[of];
  if (apart === null) return [];
  const [before, after] = [sharesOf(sets[0][of]), sharesOf(sets[1][of])];
  const names = [...new Set([...Object.keys(sets[0][of]), ...Object.keys(sets[1][of])])];
  const change = (name: string): number => after(name) - before(name);
  const most = names
    .filter((name) => change(name) !== 0)
    .sort((one, other) => Math.abs(change(other)) - Math.abs(change(one)) || (one < other ? -1 : 1));
  const signed = (share: number): string => `${share > 0 ? '+' : '-'}${percent(Math.abs(share))}`;
  const left = most.length - shownNames;
  return [
    '',
    `${titles[of]}: ${percent(apart)} moved`,
    ...alignedRows(
      most
        .slice(0, shownNames)
        .map((name) => [
          `  ${printable(name)}`,
          percent(before(name)),
          percent(after(name)),
          signed(change(name)),
        ]),
    ),
    ...(left > 0 ? [`  and ${count(left)} more`] : []),
  ];
}

function sharesOf(shares: Shares): (name: string) => number {
  const all = Object.values(shares).reduce((sum, often) => sum + often, 0);
  return (name) => (shares[name] ?? 0) / all;
}

/** Texts that are other than they were. */
function changed(before: SetRow, after: SetRow): [string, string][] {
  return (['instruction', 'input', 'response'] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => fromTheChange(printable(before[field]), printable(after[field])))
    .concat(
      spoken(before) === spoken(after)
        ? []
        : [fromTheChange(printable(spoken(before)), printable(spoken(after)))],
    );
}

function spoken({ turns }: SetRow): string {
  return turns.map(({ message, response }) => `${message} → ${response}`).join(' ');
}

/** Both texts from shortly before they part, so that what changed is seen in one line. */
function fromTheChange(before: string, after: string): [string, string] {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const from = Math.max(0, at - 30);
  const lead = from === 0 ? '' : '…';
  return [lead + before.slice(from), lead + after.slice(from)];
}
