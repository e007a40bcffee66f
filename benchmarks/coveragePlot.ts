import type { CellKey } from '../core/vocabulary/cell';

export interface PlottedCell {
  readonly cell: CellKey;
  /** Shares, 0 to 1. */
  readonly weight: number;
  readonly steered: number;
  readonly unsteered: number;
}

const [left, top, chart, column] = [56, 64, 300, 15];

/** Shares of cells with and without steering as an SVG, the teacher's favourite first, with the band that is tolerated. */
export function coveragePlot(cells: readonly PlottedCell[], tolerance: number): string {
  const greatest = Math.max(
    ...cells.flatMap(({ weight, steered, unsteered }) => [weight, steered, unsteered]),
  );
  const tick = greatest > 0.1 ? 0.05 : 0.01;
  const max = Math.ceil(greatest / tick) * tick;
  const width = left + cells.length * column + 16;
  const height = top + chart + 150;
  const y = (share: number): string => (top + chart * (1 - share / max)).toFixed(1);
  const ticks = Array.from({ length: Math.round(max / tick) + 1 }, (_, index) => index * tick);
  const columns = cells.map(({ cell, weight, steered, unsteered }, index) => {
    const x = left + index * column;
    const bar = (share: number, offset: number, fill: string): string =>
      `<rect x="${x + offset}" y="${y(share)}" width="6" height="${((chart * share) / max).toFixed(1)}" fill="${fill}"/>`;
    const [high, low] = [weight * (1 + tolerance), weight * (1 - tolerance)];
    return [
      `<g><title>${cell}: weight ${percent(weight)}, steered ${percent(steered)}, without ${percent(unsteered)}</title>`,
      `<rect x="${x}" y="${y(high)}" width="${column}" height="${((chart * (high - low)) / max).toFixed(1)}" fill="#f2c14e" opacity="0.6"/>`,
      bar(unsteered, 1, '#9aa5b1'),
      bar(steered, 7, '#1f6f8b'),
      `<text transform="translate(${x + 10},${top + chart + 8}) rotate(60)">${cell}</text></g>`,
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width + 90} ${height}" width="${width + 90}" height="${height}" font-family="system-ui, sans-serif" font-size="9" fill="#222">`,
    '<title>Share of accepted pairs by cell, with steering and without</title>',
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="${left}" y="24" font-size="15">Share of accepted pairs by cell, from the teacher's favourite to the cell that hardly comes to its mind</text>`,
    legend(left, '#1f6f8b', 'steered'),
    legend(left + 90, '#9aa5b1', 'without steering'),
    legend(left + 220, '#f2c14e', `weight, plus and minus ${tolerance * 100} %`),
    ...ticks.map(
      (share) =>
        `<line x1="${left}" x2="${width - 16}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/><text x="${left - 6}" y="${y(share)}" dy="3" text-anchor="end">${percent(share)}</text>`,
    ),
    ...columns,
    '</svg>\n',
  ].join('\n');
}

function legend(x: number, fill: string, text: string): string {
  return `<rect x="${x}" y="38" width="10" height="10" fill="${fill}"/><text x="${x + 15}" y="47" font-size="11">${text}</text>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
