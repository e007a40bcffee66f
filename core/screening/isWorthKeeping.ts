/** Scores are kept, and rejections; that a check without a score passed goes without saying. */
export function isWorthKeeping({ passed, score }: { passed: boolean; score?: number }): boolean {
  return !passed || score !== undefined;
}
