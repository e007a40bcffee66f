/** What a moderation endpoint says of one text. */
export interface Moderated {
  readonly flagged: boolean;
  /** Categories that it flags, as it calls them; empty where it flags nothing. */
  readonly categories: readonly string[];
}

/** One verdict for each text, in their order. Throws where any of them cannot be told: that is never a pass. */
export type Moderate = (texts: readonly string[]) => Promise<readonly Moderated[]>;
