import type {
  Filter,
  FilterContext,
  FilterNeed,
  FilterStage,
  Subject,
} from '../../core/screening/filters/filter';
import type { FilterResult, RecordedResult } from '../../core/vocabulary/filterResult';

/** A filter of yours, as a module in the recipe's `filters.modules` exports it. */
export interface OwnFilter {
  /** One that no filter of Seedbed's has. */
  readonly name: string;
  /** Raise it whenever a decision may change. */
  readonly version: number;
  readonly stage: FilterStage;
  /** What it needs, which is its place in the order of cost. Left out: `text`. */
  readonly needs?: FilterNeed;
  /** Left out: always. */
  readonly isOn?: Filter['isOn'];
  /** One result for each subject, in their order. Throw where it could not decide: that is never a pass. */
  evaluate(
    subjects: readonly Subject[],
    context: FilterContext,
    earlier?: readonly (readonly RecordedResult[])[],
  ): readonly FilterResult[] | Promise<readonly FilterResult[]>;
}

/** Types a filter of yours: `export default defineFilter({ name: 'noShouting', … })`. */
export function defineFilter(filter: OwnFilter): OwnFilter {
  return filter;
}
