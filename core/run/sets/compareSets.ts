import { pairNear, rowsAt, type Edited } from './nearRows';
import { RowSketches, takeEqual } from './rowSketches';
import { FigureCount, movedShare, type SetFigures } from './setFigures';
import { rowsOf, type ReadableSet, type SetRow } from './setPair';

/** What became of one set in another. */
export interface SetsDiff {
  readonly sets: readonly [SetFigures, SetFigures];
  /** Rows that both have. */
  readonly same: number;
  readonly added: number;
  readonly removed: number;
  /** Rows that changed: their response, their question, or both. */
  readonly edited: { readonly response: number; readonly question: number; readonly both: number };
  /** False where so many rows are left that reworded questions were not looked for: those count as added and removed. */
  readonly lookedForReworded: boolean;
  /** The share of rows that would need another name for the distributions to be equal; null where a set tells none. */
  readonly moved: Readonly<Record<NamedDistribution, number | null>>;
  readonly examples: {
    readonly added: readonly SetRow[];
    readonly removed: readonly SetRow[];
    readonly edited: readonly { readonly before: SetRow; readonly after: SetRow }[];
  };
}

export type NamedDistribution = 'strategies' | 'cells' | 'languages' | 'verbObjects';

/**
 * Compares two sets row by row, by hashes: 44 bytes a row are held of each, and the questions of the smaller side's rows that are left over. Neither the
 * order of the rows nor of equal rows tells: the same sets in any order give the same.
 */
export async function compareSets(
  before: ReadableSet,
  after: ReadableSet,
  mostExamples: number,
): Promise<SetsDiff> {
  const [one, other] = [await sketch(before), await sketch(after)];
  const { equal, left } = takeEqual(one.sketches, other.sketches);
  const asked = pairSameQuestion(one.sketches, other.sketches, left);
  const leftBefore = { set: before, sketches: one.sketches, places: asked.left[0] };
  const leftAfter = { set: after, sketches: other.sketches, places: asked.left[1] };
  const near = await pairNear(leftBefore, leftAfter);
  const edited = [...asked.edited, ...(near ?? [])];
  const kinds = { response: 0, question: 0, both: 0 };
  for (const pair of edited) kinds[kindOf(pair, one.sketches, other.sketches)]++;
  const [isBefore, isAfter] = [
    new Set(edited.map((pair) => pair.before)),
    new Set(edited.map((pair) => pair.after)),
  ];
  const removed = left[0].filter((place) => !isBefore.has(place));
  const added = left[1].filter((place) => !isAfter.has(place));
  const shown = edited
    .sort((first, second) => one.sketches.compare('content', first.before, one.sketches, second.before))
    .slice(0, mostExamples);
  const rowsBefore = await rowsOfPlaces(before, [
    ...removed.slice(0, mostExamples),
    ...shown.map((pair) => pair.before),
  ]);
  const rowsAfter = await rowsOfPlaces(after, [
    ...added.slice(0, mostExamples),
    ...shown.map((pair) => pair.after),
  ]);
  const sets = [one.figures, other.figures] as const;
  const moved = (of: NamedDistribution): number | null => movedShare(sets[0][of], sets[1][of]);
  return {
    sets,
    same: equal,
    added: added.length,
    removed: removed.length,
    edited: kinds,
    lookedForReworded: near !== undefined,
    moved: {
      strategies: moved('strategies'),
      cells: moved('cells'),
      languages: moved('languages'),
      verbObjects: moved('verbObjects'),
    },
    examples: {
      added: rowsAfter(added),
      removed: rowsBefore(removed),
      edited: shown.flatMap((pair) => {
        const [from, to] = [rowsBefore([pair.before])[0], rowsAfter([pair.after])[0]];
        return from && to ? [{ before: from, after: to }] : [];
      }),
    },
  };
}

async function sketch(
  set: ReadableSet,
): Promise<{ readonly sketches: RowSketches; readonly figures: SetFigures }> {
  const sketches = new RowSketches();
  const figures = new FigureCount();
  for await (const row of rowsOf(set)) {
    const place = sketches.add(row);
    figures.add(row, sketches.key('content', place));
  }
  return { sketches, figures: await figures.figures(repeatedRows(sketches)) };
}

function repeatedRows(sketches: RowSketches): number {
  const order = sketches.byContent();
  let repeated = 0;
  for (let at = 1; at < order.length; at++)
    if (sketches.compare('content', order[at - 1]!, sketches, order[at]!) === 0) repeated++;
  return repeated;
}

/** Pairs rows whose questions differ in nothing that counts, in the order of their contents: their responses changed. */
function pairSameQuestion(
  one: RowSketches,
  other: RowSketches,
  [left, otherLeft]: readonly [Uint32Array, Uint32Array],
): { readonly edited: readonly Edited[]; readonly left: readonly [Uint32Array, Uint32Array] } {
  const waiting = new Map<string, number[]>();
  for (const place of left) {
    const key = one.key('question', place);
    const known = waiting.get(key);
    if (known) known.push(place);
    else waiting.set(key, [place]);
  }
  const edited: Edited[] = [];
  const unpaired = otherLeft.filter((after) => {
    const before = waiting.get(other.key('question', after))?.shift();
    if (before !== undefined) edited.push({ before, after });
    return before === undefined;
  });
  const paired = new Set(edited.map(({ before }) => before));
  return { edited, left: [left.filter((place) => !paired.has(place)), unpaired] };
}

/** Where nothing but case, space or marks of the question changed, it is the question. */
function kindOf({ before, after }: Edited, one: RowSketches, other: RowSketches): keyof SetsDiff['edited'] {
  if (one.compare('response', before, other, after) === 0) return 'question';
  return one.compare('question', before, other, after) === 0 ? 'response' : 'both';
}

/** Reads the rows at some places; what comes back gives those of them that were asked for, in order. */
async function rowsOfPlaces(
  set: ReadableSet,
  places: readonly number[],
): Promise<(places: Iterable<number>) => readonly SetRow[]> {
  const rows = new Map<number, SetRow>();
  if (places.length > 0)
    for await (const [place, row] of rowsAt({ set, places: Uint32Array.from(places) })) rows.set(place, row);
  return (asked) => [...asked].flatMap((place) => rows.get(place) ?? []);
}
