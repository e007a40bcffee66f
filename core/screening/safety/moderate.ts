/** What a moderation endpoint says of one text. */
export interface Moderated {
  readonly flagged: boolean;
  /** Categories that it flags, as it calls them; empty where it flags nothing. */
  readonly categories: readonly string[];
  /** Why nothing is known of it, where what was said contradicts itself; then the rest counts for nothing. */
  readonly unclear?: string | undefined;
}

/** One verdict for each text, in their order. Throws where any of them cannot be told: that is never a pass. */
export type Moderate = (texts: readonly string[]) => Promise<readonly Moderated[]>;
