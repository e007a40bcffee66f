import type { Embed } from '../../foundations/embedding/embed';
import { seededRandom } from '../../foundations/seededRandom';
import { learnScorer, type LearnedScorer, type LabelledItem } from '../../foundations/statistics/learnScorer';
import { questionText } from '../questionText';
import type { LabelledPair } from './labelledPair';
import { featuresOf } from './pairFeatures';
import { checkOf, textsOf } from './pairTexts';
import type { JudgedScore } from './fitThreshold';
import type { PairText } from './textFeatures';

/** Fewer labels than this teach a scorer nothing that would hold. */
export const fewestForScorer = 100;
/** More labels than this are drawn from: what is alike is computed for each two of them. */
export const mostForScorer = 2_000;
/** Pairs of one question that are more than this share of all are not held out together: there would be few folds. */
const mostOfGroup = 0.05;
/** Pairs whose texts are embedded at once. */
const chunkSize = 64;

export interface PairLearning {
  readonly seed?: number | undefined;
  /** Left out: words are read, and no meanings. */
  readonly embed?: Embed | undefined;
  /** Whether texts may be read at all. Left out: yes. */
  readonly texts?: boolean | undefined;
  /** Awaited between what takes milliseconds. */
  readonly breath?: (() => Promise<void>) | undefined;
}

export interface LearnedFromPairs extends Pick<LearnedScorer, 'stored' | 'area'> {
  /** The chance of being bad that each pair had while it was held out: what a threshold is worth is not to be told from pairs that the scorer knows. */
  readonly judged: readonly JudgedScore[];
}

/** Learns from labelled pairs, of both kinds, how likely one is to be bad. Pairs that answer the same are held out together. */
export async function learnFromPairs(
  labelled: readonly LabelledPair[],
  { seed = 42, embed, texts: readsTexts = true, breath }: PairLearning = {},
): Promise<LearnedFromPairs> {
  const pairs = drawn(labelled, seed);
  const groups = groupsOf(pairs);
  const items: LabelledItem[] = [];
  for (let start = 0; start < pairs.length; start += chunkSize) {
    const chunk = pairs.slice(start, start + chunkSize);
    const texts = readsTexts
      ? await textsOf(
          chunk.map(({ item }) => item),
          embed,
        )
      : [];
    chunk.forEach(({ item, bad }, index) => {
      const group = groups(item);
      items.push({
        features: featuresOf(item, item.results),
        bad,
        texts: texts[index],
        ...(group !== undefined && { group }),
      });
    });
  }
  const check = readsTexts && embed ? await checkOf(embed) : undefined;
  const { stored, area, scores } = await learnScorer(items, { seed, check, ...(breath && { breath }) });
  return { stored, area, judged: items.map(({ bad }, index) => ({ score: scores[index] ?? 0, bad })) };
}

/** What a pair answers, where some others answer it as well. */
export function groupsOf(pairs: readonly LabelledPair[]): (pair: PairText) => string | undefined {
  const counts = new Map<string, number>();
  for (const { item } of pairs) {
    const question = questionText(item);
    counts.set(question, (counts.get(question) ?? 0) + 1);
  }
  return (pair) => {
    const question = questionText(pair);
    const count = counts.get(question) ?? 0;
    return count > 1 && count <= mostOfGroup * pairs.length ? question : undefined;
  };
}

/** Where there are too many, as many of each kind as their share says, in their order. */
function drawn(labelled: readonly LabelledPair[], seed: number): readonly LabelledPair[] {
  if (labelled.length <= mostForScorer) return labelled;
  const random = seededRandom(seed, 'labels that a scorer learns from');
  const places = [true, false].flatMap((wanted) => {
    const ofKind = labelled.flatMap(({ bad }, index) => (bad === wanted ? [index] : []));
    const share = Math.max(1, Math.round((mostForScorer * ofKind.length) / labelled.length));
    return random.sample(ofKind, share);
  });
  return places.sort((left, right) => left - right).map((index) => labelled[index]!);
}
