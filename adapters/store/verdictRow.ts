import type { Verdict } from '../../core/vocabulary/verdict';

/** A row of `verdicts`, of the columns below. */
export interface VerdictRow {
  readonly item: number;
  readonly reviewer: string;
  readonly revision: number;
  readonly verdict: Verdict['verdict'];
  readonly reason: string | null;
  readonly edit: Verdict['edit'] | null;
  readonly flagged: boolean;
  readonly seconds: number | null;
  readonly assisted: boolean;
  readonly settles: boolean;
  readonly givenAt: Date;
}

export const verdictColumns =
  'item, reviewer, revision, verdict, reason, edit, flagged, seconds, assisted, settles, given_at as "givenAt"';

export function verdictOf({
  reason,
  edit,
  seconds,
  givenAt,
  flagged,
  assisted,
  settles,
  ...row
}: VerdictRow): Verdict {
  const { item, reviewer, revision, verdict } = row;
  return {
    ...{ item, reviewer, revision, verdict },
    at: givenAt.getTime(),
    ...(reason !== null && { reason }),
    ...(edit !== null && edit !== undefined && { edit }),
    ...(seconds !== null && { seconds }),
    ...(flagged && { flagged }),
    ...(assisted && { assisted }),
    ...(settles && { settles }),
  };
}
