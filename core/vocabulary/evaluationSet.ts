/** An item of an evaluation set, which the dataset must not contain. */
export interface EvaluationItem {
  /** The file as the recipe names it, and which of its items, from 1. */
  readonly source: string;
  readonly item: number;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** Cosine above which an instruction counts as this item; null where words alone are compared. */
  readonly similarity: number | null;
}

/** What people call it: "mmlu.jsonl, item 12". */
export function nameOfItem({ source, item }: EvaluationItem): string {
  return `${source}, item ${item}`;
}
