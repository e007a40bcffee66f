/** What a filter says of one subject. A score, where there is one, is kept whether it passed or not. */
export interface FilterResult {
  readonly passed: boolean;
  readonly score?: number;
  /** For people; there whenever it did not pass. */
  readonly reason?: string;
  /** What it points at: the nearest neighbour, say. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/** A result with the filter that it came from. */
export interface RecordedResult extends FilterResult {
  readonly filter: string;
  readonly version: number;
}
