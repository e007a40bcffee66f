import { existsSync } from 'node:fs';

/** Whether what was named is a file, a folder or a pattern, and not a run. */
export function isDataset(named: string): boolean {
  return (
    existsSync(named) || /[*?[\]{}]/u.test(named) || /\.(?:jsonl?|csv|tsv|parquet|gz|zst)$/iu.test(named)
  );
}
