/** A value that a slot may take. */
export interface ListValue {
  readonly value: string | number;
  /** For weighted sampling; 1 unless the recipe says another. */
  readonly weight: number;
  /** The other columns of the row that it was read from, for slots that depend on it. */
  readonly row?: Readonly<Record<string, string | number>>;
}

/** Values by the list's name. */
export type ValueLists = Readonly<Record<string, readonly ListValue[]>>;
