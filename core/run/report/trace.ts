import type { Passage } from '../../vocabulary/passage';
import type { Verdict } from '../../vocabulary/verdict';
import { addressOf, type Ancestor } from './ancestry';
import type { CallRecord, CandidateRecord } from './candidateRecord';

/** The story of one candidate, back to the seeds. Plain JSON. */
export interface Trace {
  /** The pair's name in every export. Other runs of the same seed have one of this name as well. */
  readonly id: string;
  readonly runKey: string;
  readonly candidate: CandidateRecord;
  /** In the order in which they were made. */
  readonly calls: readonly CallRecord[];
  /** All that people said of it, in the order in which they did: what was corrected later is among it. */
  readonly reviews: readonly ReviewRecord[];
  /** The text with its placeholders; null where it was made from none. */
  readonly template: string | null;
  /** The passages that it was written from, as they were; empty where it was written from none. */
  readonly passages: readonly Passage[];
  readonly parent: ShownOrigin | null;
  readonly examples: readonly ShownOrigin[];
  /** The candidate itself, then every pair that it goes back to, the nearest generations first. */
  readonly ancestors: readonly [Ancestor, ...Ancestor[]];
  /** All the seeds, and items of the existing set, that it goes back to, by any number of generations. */
  readonly seeds: readonly NumberedTask[];
  readonly sources: readonly NumberedTask[];
}

/** What somebody said of a candidate, in a batch that was drawn for people. */
export interface ReviewRecord extends Omit<Verdict, 'at'> {
  readonly batch: number;
  /** In ISO 8601. */
  readonly at: string;
}

/** Something that it was made from, with its text. */
export type ShownOrigin =
  ({ readonly kind: 'seed' | 'source' } & NumberedTask) | ({ readonly kind: 'pair' } & Ancestor);

export interface NumberedTask {
  /** Position in the seeds, or in the existing set, from 0. */
  readonly number: number;
  readonly instruction: string;
}

/** The tasks that were given, as something may have been made from them. */
interface Ground {
  readonly seeds: readonly { readonly instruction: string }[];
  readonly sources: readonly { readonly instruction: string }[];
}

/** Puts the texts to what the lineage refers to. `ancestors` are the candidate itself and every pair that it goes back to. */
export function tellTrace(
  told: Pick<
    Trace,
    'id' | 'runKey' | 'candidate' | 'calls' | 'reviews' | 'template' | 'passages' | 'ancestors'
  >,
  ground: Ground,
): Trace {
  const { candidate, ancestors } = told;
  const byAddress = new Map(ancestors.map((ancestor) => [addressOf(ancestor), ancestor]));
  const numbered = (tasks: Ground['seeds'], number: number): NumberedTask => ({
    number,
    instruction: tasks[number]?.instruction ?? '',
  });
  const show = (origin: Ancestor['origins'][number]): ShownOrigin[] => {
    if ('seed' in origin) return [{ kind: 'seed', ...numbered(ground.seeds, origin.seed) }];
    if ('source' in origin) return [{ kind: 'source', ...numbered(ground.sources, origin.source) }];
    const pair = byAddress.get(origin.pair.join('/'));
    return pair ? [{ kind: 'pair', ...pair }] : [];
  };
  const origins = ancestors.flatMap((ancestor) => ancestor.origins);
  const numbers = (found: readonly number[]): number[] =>
    [...new Set(found)].sort((left, right) => left - right);
  const { lineage } = candidate;
  return {
    ...told,
    parent: (lineage?.parent && show(lineage.parent)[0]) ?? null,
    examples: (lineage?.examples ?? []).flatMap(show),
    seeds: numbers(origins.flatMap((origin) => ('seed' in origin ? [origin.seed] : []))).map((number) =>
      numbered(ground.seeds, number),
    ),
    sources: numbers(origins.flatMap((origin) => ('source' in origin ? [origin.source] : []))).map((number) =>
      numbered(ground.sources, number),
    ),
  };
}
