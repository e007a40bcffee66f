import type { AcceptedPair, DatasetOrigin } from './acceptedPair';

/** A way to write accepted pairs down, one after the other. A pair may make several records. */
export interface ExportFormat {
  /** Around and between the records. `end` follows the last one; `empty` is the whole text where there is none. */
  readonly begin: string;
  readonly between: string;
  readonly end: string;
  readonly empty: string;
  records(pair: AcceptedPair, origin: DatasetOrigin): readonly string[];
}
