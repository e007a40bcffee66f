import { inkOf } from './palette';

/** Symbols of points, as the drawing library writes a circle: a path around 0 that is moved and scaled. */
const circle = /^M1 0A1 1 0 1 1 1 -0\.1A1 1 0 0 1 1 0$/;

/** The row of what is drawn, by its number and whether it is transparent: nodes of a flow are numbered as its links are, and only these are. Undefined: it has none. */
export type RowOf = (index: number, isTransparent: boolean) => number | undefined;

/**
 * A picture as the drawing library wrote it, made fit for the page: colours are classes, so that both themes share it; no style of its own, which the
 * page's policy would refuse; and what stands for a row of the table says which (`data-row`).
 *
 * @param rowOf From the number that the library gives to what is drawn; undefined where it is no row.
 */
export function themedSvg(svg: string, rowOf: RowOf): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(
      /<(svg|path|text|rect|g|polyline|line|circle|ellipse)\b([^>]*?)(\/?)>/g,
      (_, name: string, written: string, end: string) => tag(name, attributesOf(written), end, rowOf),
    )
    .replace(/<path([^>]*)><\/path>/g, '<path$1/>')
    .replace(/<circle([^>]*)><\/path>/g, '<circle$1/>')
    .replace(/<rect fill="none"><\/rect>/g, '')
    .replace(/>\s+</g, '><')
    .trim();
}

/** The library escapes the texts that it writes, `>` among them, so that none of them ends a tag or an attribute. */
function attributesOf(written: string): Map<string, string> {
  return new Map(
    [...written.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const kept = new Set([
  ...[
    'd',
    'x',
    'y',
    'cx',
    'cy',
    'r',
    'width',
    'height',
    'points',
    'transform',
    'viewBox',
    'text-anchor',
    'dominant-baseline',
  ],
  ...['fill-opacity', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'opacity', 'xml:space'],
]);

function tag(name: string, attributes: Map<string, string>, end: string, rowOf: RowOf): string {
  const made = new Map<string, string>();
  const classes: string[] = [];
  for (const [attribute, value] of attributes) {
    if (attribute === 'fill' || attribute === 'stroke') {
      const ink = inkOf(value);
      if (ink !== undefined) classes.push(`${attribute === 'fill' ? 'f' : 's'}-${ink}`);
      else if (value === 'none') made.set(attribute, value);
    } else if (attribute === 'style') {
      const size = /font-size:([\d.]+)px/.exec(value)?.[1];
      if (size !== undefined && name === 'text') made.set('font-size', size);
      if (/font-weight:(bold|[6-9]00)/.test(value)) made.set('font-weight', 'bold');
    } else if (kept.has(attribute)) made.set(attribute, value);
  }
  const index = attributes.get('ecmeta_data_index');
  const row = index === undefined ? undefined : rowOf(Number(index), made.has('fill-opacity'));
  if (row !== undefined && !(name === 'path' && made.get('fill') === 'none'))
    made.set('data-row', String(row));
  if (name === 'svg') for (const size of ['width', 'height']) made.delete(size);
  if (name === 'rect' && made.get('fill') === 'none') return '<rect fill="none">';
  if (classes.length > 0) made.set('class', classes.join(' '));
  const shape = name === 'path' && circle.test(made.get('d') ?? '') ? circleOf(made) : undefined;
  const written = [...(shape ?? made)].map(([attribute, value]) => ` ${attribute}="${value}"`).join('');
  return `<${shape ? 'circle' : name}${written}${end}>`;
}

function circleOf(made: Map<string, string>): Map<string, string> | undefined {
  const [, r, x, y] =
    /^matrix\(([\d.]+),0,0,[\d.]+,(-?[\d.]+),(-?[\d.]+)\)$/.exec(made.get('transform') ?? '') ?? [];
  if (r === undefined || x === undefined || y === undefined) return undefined;
  const rest = [...made].filter(([name]) => name !== 'd' && name !== 'transform');
  return new Map([['cx', x], ['cy', y], ['r', r], ...rest]);
}
