import type { CalibrationLine } from '../../../core/run/calibrationLine';
import { count, percent } from '../../view/quantities';

/** What verdicts taught the filters, a line or two each. */
export function calibrationRows(lines: readonly CalibrationLine[]): string[] {
  return lines.flatMap((line) => {
    const { version, field, before, after, labels, acceptedBy } = line;
    const state =
      line.state === 'proposed'
        ? `proposed, in force once somebody accepts it: seedbed accept RUN --calibration ${version}`
        : `in force${acceptedBy === null ? '' : `, accepted by ${acceptedBy}`}`;
    const [low, high] = line.precisionInterval;
    return [
      `${version}  ${field} ${before === null ? 'none' : before.toFixed(3)} → ${after.toFixed(3)}${line.learned ? ', with a scorer learned from verdicts' : ''}; ${state}`,
      `   from ${count(labels.good)} good and ${count(labels.bad)} bad pairs; good of what passes ${percent(line.precisionBefore)} → ${percent(line.precisionAfter)} expected (95 %: ${percent(low)} to ${percent(high)}), ${percent(line.keeps)} of the good kept`,
    ];
  });
}
