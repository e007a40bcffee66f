import type { Lineage } from '../../vocabulary/lineage';

/** How one candidate that went through a chain ended. */
export interface ChainOutcome {
  readonly lineage: Pick<Lineage, 'steps'>;
  /** The filter that rejected it, if one did. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly accepted: boolean;
}

export interface OperatorYield {
  readonly operator: string;
  /** Times that it was asked. */
  readonly tried: number;
  /** Of these, those whose answer met its rules and kept, or changed, the meaning. */
  readonly passed: number;
  readonly failed: number;
  /** Accepted pairs in whose chain it is. */
  readonly accepted: number;
  /** Why the others failed, most frequent first; specifics are shown as …. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

/** What each operator brought, in the order in which they first occur. A check by embedding that failed counts against its operator. */
export function operatorYields(outcomes: Iterable<ChainOutcome>): OperatorYield[] {
  const counts = new Map<
    string,
    { tried: number; failed: number; accepted: number; reasons: Map<string, number> }
  >();
  for (const { lineage, decidedBy, reason, accepted } of outcomes) {
    const steps = lineage.steps ?? [];
    const apart = steps.findLast(
      ({ operator, failed }) => failed === undefined && decidedBy === `meaning:${operator}`,
    );
    for (const step of steps) {
      const count = counts.get(step.operator) ?? {
        tried: 0,
        failed: 0,
        accepted: 0,
        reasons: new Map<string, number>(),
      };
      counts.set(step.operator, count);
      count.tried++;
      const failed = step.failed ?? (step === apart ? (reason ?? 'its meaning') : undefined);
      if (failed === undefined) continue;
      count.failed++;
      const kind = failed.replace(/“[^”]*”/gu, '“…”').replace(/\b0?\.\d+\b/gu, '…');
      count.reasons.set(kind, (count.reasons.get(kind) ?? 0) + 1);
    }
    if (accepted)
      for (const operator of new Set(steps.map((step) => step.operator))) counts.get(operator)!.accepted++;
  }
  return [...counts].map(([operator, { tried, failed, accepted, reasons }]) => ({
    operator,
    tried,
    passed: tried - failed,
    failed,
    accepted,
    reasons: [...reasons]
      .map(([reason, count]) => ({ reason, count }))
      .sort((left, right) => right.count - left.count || (left.reason < right.reason ? -1 : 1)),
  }));
}
