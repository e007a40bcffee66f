/** A passage as it was cut, before it is anybody's: its document gives it its name. */
export interface CutPassage {
  /** Headings above it, the outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
  readonly page?: number;
}
