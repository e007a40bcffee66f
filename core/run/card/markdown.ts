/** Pieces of Markdown in which nothing of a name or a text opens a table, a link or a tag. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function inline(text: string): string {
  return text.replace(/[|<>[\]`*_\\]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
}

export function count(number: number): string {
  return number.toLocaleString('en');
}

export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${count(number)} ${number === 1 ? noun : plural}`;
}

export function percent(share: number, digits = 0): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** "63 % (95 %: 51 % to 74 %)". */
export function estimated(share: number, [low, high]: readonly [number, number]): string {
  return `${percent(share)} (95 %: ${percent(low)} to ${percent(high)})`;
}

export const unknown = 'Not known.';
