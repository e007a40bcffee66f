import type { BatchView } from '../../../core/review/batch';
import type { ReviewItem } from '../../../core/review/reviewItem';
import type { Verdict } from '../../../core/vocabulary/verdict';
import type { PageItem, ReviewerView } from './messages';

/** The verdicts of this reviewer that stand; what was taken back is not one. */
export function verdictsOf(reviewer: string, view: BatchView): Verdict[] {
  return standing(view).filter((verdict) => verdict.reviewer === reviewer);
}

/** Machine scores and others' verdicts are not shown before this. */
export function hasDecided(reviewer: string, item: number, view: BatchView): boolean {
  return verdictsOf(reviewer, view).some((verdict) => verdict.item === item);
}

/** Only what says nothing about quality. */
export function pageItem(shown: ReviewItem): PageItem {
  const { item, instruction, input, response, turns, cell, strategy, cases } = shown;
  return {
    ...{ item, instruction, input, response, cell, strategy },
    ...(turns && { turns: turns.map(({ message, response: answer }) => ({ message, response: answer })) }),
    ...(cases && { cases }),
  };
}

/** What this reviewer may know of a batch. */
export function reviewerView(
  reviewer: string,
  view: BatchView,
  items: readonly ReviewItem[],
  now: number,
): ReviewerView {
  const byItem = grouped(standing(view));
  const pending = new Set(view.pending);
  const conflicts = new Set(view.conflicts);
  const holders = view.holds.filter((hold) => hold.reviewer !== reviewer && hold.until > now);
  // The batch hands out what was meant for somebody else once they took too long.
  const heldByMe = new Set(
    view.holds.filter((hold) => hold.reviewer === reviewer && hold.until > now).map(({ item }) => item),
  );
  const heldByOthers = new Map<number, number[]>();
  for (const { item, until } of holders) heldByOthers.set(item, [...(heldByOthers.get(item) ?? []), until]);

  const decidedByMe = (item: number): boolean =>
    (byItem.get(item) ?? []).some((verdict) => verdict.reviewer === reviewer);
  const waits = items.filter(
    ({ item, needed, assigned }) =>
      view.state === 'open' &&
      pending.has(item) &&
      !conflicts.has(item) &&
      !decidedByMe(item) &&
      (assigned.length === 0 || assigned.includes(reviewer) || heldByMe.has(item)) &&
      (byItem.get(item)?.length ?? 0) < needed,
  );
  const isFree = ({ item, needed }: ReviewItem): boolean =>
    (byItem.get(item)?.length ?? 0) + (heldByOthers.get(item)?.length ?? 0) < needed;
  const elsewhere = waits.filter((item) => !isFree(item));

  return {
    state: view.state,
    items: view.items,
    pending: pending.size,
    open: waits.filter(isFree).map(({ item }) => item),
    elsewhere:
      elsewhere.length === 0
        ? null
        : {
            items: elsewhere.length,
            until: Math.min(...elsewhere.flatMap(({ item }) => heldByOthers.get(item) ?? [])),
          },
    toSettle: reviewer === view.adjudicator ? view.conflicts : [],
    conflicts: conflicts.size,
    adjudicator: view.adjudicator,
    mine: verdictsOf(reviewer, view),
    revealed: items
      .filter(({ item }) => decidedByMe(item))
      .map(({ item, kind, drawnBy }) => ({
        item,
        drawnBy: kind === 'check' || kind === 'repeat' ? null : drawnBy,
        others: (byItem.get(item) ?? []).filter((verdict) => verdict.reviewer !== reviewer),
        inConflict: conflicts.has(item),
      })),
    agreement: view.agreement,
    dueAt: view.dueAt,
  };
}

function standing(view: BatchView): Verdict[] {
  return view.verdicts.filter(({ verdict }) => verdict !== 'withdrawn');
}

function grouped(verdicts: readonly Verdict[]): Map<number, Verdict[]> {
  const groups = new Map<number, Verdict[]>();
  for (const verdict of verdicts) groups.set(verdict.item, [...(groups.get(verdict.item) ?? []), verdict]);
  return groups;
}
