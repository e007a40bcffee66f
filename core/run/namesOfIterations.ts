/** "iteration 3", "iterations 3 and 4", "iterations 3 to 9": they follow one another. */
export function namesOfIterations(numbers: readonly number[]): string {
  const [first = 0, last = 0] = [numbers.at(0), numbers.at(-1)];
  if (numbers.length < 2) return `iteration ${first}`;
  return `iterations ${first} ${numbers.length === 2 ? 'and' : 'to'} ${last}`;
}
