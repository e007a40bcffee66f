/** Older before newer: numbers by their value, names in the alphabet's order after every number. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a !== undefined ? -1 : 1;
  return left < right ? -1 : Number(left > right);
}

function numberOf(version: string): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(version) ? Number(version) : undefined;
}
