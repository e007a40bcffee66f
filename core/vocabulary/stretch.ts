/** A stretch of a strategy's work, counted over the whole run: the `count` works after the first `from`. */
export interface Stretch {
  readonly from: number;
  readonly count: number;
}
