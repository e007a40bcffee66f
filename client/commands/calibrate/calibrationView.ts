import type { Calibration } from '../../../core/screening/calibration/calibration';
import { readingsOf } from '../../../core/foundations/statistics/textModel';
import { alignedRows } from '../../view/alignedRows';

type Detection = Calibration['together'];
type Share = NonNullable<Detection['recall']>;

/** Precision and recall of each filter on the labels, with its threshold as it was and as it was fitted; intervals are 95 %. */
export function calibrationView({ labels, goal, filters, together, scorer }: Calibration): string[] {
  const rows = [
    ['filter', 'AUC', 'now: precision', 'recall', 'fitted', 'expected precision', 'recall'],
    ...filters.map((one) => [
      one.filter,
      areaWords(one.area),
      ...detectionWords(one.before),
      one.threshold === undefined ? '–' : `${one.field ?? one.side} ${one.threshold.toPrecision(3)}`,
      ...detectionWords(one.expected),
    ]),
    ['all together', '', ...detectionWords(together), '', '', ''],
    ...(scorer
      ? [
          [
            'learned scorer',
            areaWords(scorer.area),
            '–',
            '–',
            scorer.min === undefined ? '–' : `filters.learned.min ${scorer.min.toPrecision(3)}`,
            ...detectionWords(scorer.expected),
          ],
        ]
      : []),
  ];
  return [
    `${labels.good + labels.bad} labels: ${labels.good} good, ${labels.bad} bad. Precision and recall are of finding what is bad; goal: ${goal}`,
    '',
    ...alignedRows(rows),
    ...(scorer ? ['', readsWords(scorer)] : ['', 'A scorer is learned from 100 labels on.']),
  ];
}

/** What the scorer goes by. */
function readsWords({ texts }: NonNullable<Calibration['scorer']>): string {
  const known = 'scores and plain features of the text';
  if (!texts) return `The learned scorer goes by ${known}: what the pairs say told no more.`;
  const read = readingsOf(texts).map((reading) => (reading === 'meanings' ? 'embeddings' : reading));
  return `The learned scorer goes by ${known}, and by what the pairs say: ${read.join(' and ')} of instruction and response.`;
}

function areaWords(area: Calibration['filters'][number]['area']): string {
  if (!area) return '–';
  const [low, high] = area.interval;
  return `${area.area.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function detectionWords(detection: Detection | undefined): [string, string] {
  return [shareWords(detection?.precision), shareWords(detection?.recall)];
}

function shareWords(share: Share | undefined): string {
  if (!share) return '–';
  const [low, high] = share.interval.map((bound) => Math.round(100 * bound));
  return `${Math.round(100 * share.value)} % (${low} to ${high}) of ${share.of}`;
}
