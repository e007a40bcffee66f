/** What fields of a recipe, and values of prompts, were called in earlier versions, and what they are called now. */
const renamed: Readonly<Record<string, string>> = {
  least: 'min',
  most: 'max',
  mostLost: 'maxLost',
  barren: 'patience',
  claim: 'hold',
};

/** What `name` is called now, where it was renamed to one of `known`: whoever wrote the old name is told the new one. */
export function nameNow(name: string, known: readonly string[]): string | undefined {
  const now = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  return now !== undefined && known.includes(now) ? now : undefined;
}
