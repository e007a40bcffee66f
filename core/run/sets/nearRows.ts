import { rougeL } from '../../foundations/text/rouge';
import { NoveltyIndex } from '../../screening/novelty/noveltyIndex';
import { noveltyTokens } from '../../screening/novelty/noveltyTokens';
import { nearDuplicate } from '../splits/closeGroups';
import type { RowSketches } from './rowSketches';
import { questionOf, rowsOf, type ReadableSet, type SetRow } from './setPair';

/** Most rows of the smaller side whose questions are compared: more would fill the memory, and take hours. */
export const mostCompared = 50_000;
/** With the same id, or the same response, a question may have changed so much more. */
const nearWithId = 0.3;
/** Rows of one id, or of one response ("Yes."), that are weighed. */
const mostOfOne = 20;
/** Likeliest counterparts of a row that are weighed. */
const mostCounterparts = 4;

/** Rows of a set that are left, in the order of their contents. */
export interface Leftovers {
  readonly set: ReadableSet;
  readonly sketches: RowSketches;
  readonly places: Uint32Array;
}

/** A row and what became of it, by their places. */
export interface Edited {
  readonly before: number;
  readonly after: number;
}

interface Likely {
  readonly kept: number;
  readonly streamed: number;
  readonly score: number;
}

/**
 * Which of the rows that are left on either side are one row that was edited: of those with the same id or response whose questions are
 * alike, and of those whose questions are near-duplicates, the likeliest first. Each row has one counterpart at most. The questions of the
 * smaller side are held. Undefined where that is too many.
 */
export async function pairNear(before: Leftovers, after: Leftovers): Promise<readonly Edited[] | undefined> {
  const isBeforeSmaller = before.places.length <= after.places.length;
  const [kept, streamed] = isBeforeSmaller ? [before, after] : [after, before];
  if (kept.places.length === 0) return [];
  if (kept.places.length > mostCompared) return undefined;

  const questions = new Map<number, string>();
  for await (const [place, row] of rowsAt(kept)) questions.set(place, questionOf(row));
  const index = new NoveltyIndex(noveltyTokens);
  const byId = new Map<string, number[]>();
  const byResponse = new Map<string, number[]>();
  for (const place of kept.places) {
    index.add(questions.get(place) ?? '');
    note(byId, kept.sketches.key('id', place), place);
    note(byResponse, kept.sketches.key('response', place), place);
  }
  const likely: Likely[] = [];
  for await (const [place, row] of rowsAt(streamed)) {
    const question = questionOf(row);
    const score = (other: number): number =>
      rougeL(questions.get(other) ?? '', question, noveltyTokens).fmeasure;
    const sameId = row.id === null ? [] : (byId.get(streamed.sketches.key('id', place)) ?? []);
    const sameResponse = byResponse.get(streamed.sketches.key('response', place)) ?? [];
    const found = new Map<number, number>();
    for (const at of index.above(question, nearDuplicate)) {
      const other = kept.places[at]!;
      found.set(other, score(other));
    }
    for (const [others, lead] of [
      [sameResponse, 1],
      [sameId, 2],
    ] as const)
      for (const other of others.slice(0, mostOfOne)) {
        const alike = score(other);
        if (alike >= nearWithId) found.set(other, lead + alike);
      }
    const best = [...found].map(([other, alike]): Likely => ({ kept: other, streamed: place, score: alike }));
    likely.push(...best.sort(likelier).slice(0, mostCounterparts));
  }

  const taken = { kept: new Set<number>(), streamed: new Set<number>() };
  const edited: Edited[] = [];
  for (const pair of likely.sort(likelier)) {
    if (taken.kept.has(pair.kept) || taken.streamed.has(pair.streamed)) continue;
    taken.kept.add(pair.kept);
    taken.streamed.add(pair.streamed);
    edited.push(
      isBeforeSmaller
        ? { before: pair.kept, after: pair.streamed }
        : { before: pair.streamed, after: pair.kept },
    );
  }
  return edited;

  /** The likelier first; of equals, what comes first by its content. */
  function likelier(one: Likely, other: Likely): number {
    return (
      other.score - one.score ||
      kept.sketches.compare('content', one.kept, kept.sketches, other.kept) ||
      streamed.sketches.compare('content', one.streamed, streamed.sketches, other.streamed)
    );
  }
}

/** The rows at some places, as they are read, with their places. */
export async function* rowsAt({
  set,
  places,
}: Pick<Leftovers, 'set' | 'places'>): AsyncGenerator<[number, SetRow]> {
  const wanted = new Set(places);
  let at = 0;
  for await (const row of rowsOf(set)) {
    if (wanted.delete(at)) yield [at, row];
    if (wanted.size === 0) return;
    at++;
  }
}

function note(places: Map<string, number[]>, key: string, place: number): void {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}
