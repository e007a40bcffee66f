/** What a filter looks at: an instruction alone, before it costs a response, or the whole pair. */
export type FilterStage = 'instruction' | 'pair';

/** How far a screening is: which filter looks at what, at how many of how many it has looked. Plain JSON. */
export interface ScreeningProgress {
  readonly filter: string;
  readonly reads: FilterStage;
  readonly done: number;
  readonly of: number;
}
