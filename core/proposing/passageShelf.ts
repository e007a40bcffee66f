import type { Passage } from '../vocabulary/passage';

/** A document, as plans see it. */
export interface ShelvedDocument {
  readonly id: string;
  readonly passages: number;
}

/** The passages that a run knows, as plans take them. What it gives for the same question is the same, whatever happened meanwhile. */
export interface PassageShelf {
  /** In the order of their names. */
  readonly documents: readonly ShelvedDocument[];
  /** One passage for each place, in their order. */
  read(
    places: readonly { readonly document: string; readonly position: number }[],
  ): Promise<readonly Passage[]>;
  /** For each passage the one that is most about the same: of another document, where there are several. Undefined where it is the only one. */
  related(passages: readonly Passage[]): Promise<readonly (Passage | undefined)[]>;
}

/** What came of a document so far: of committed iterations. */
export interface SourceCount {
  readonly document: string;
  /** How often it was asked about. */
  readonly turns: number;
  readonly proposed: number;
  readonly accepted: number;
}
