import { init, type EChartsCoreOption } from 'echarts';
import type { Drawing, Tone } from '../../../../core/run/report/page/section';
import { seriesTones } from '../../../../core/run/report/page/section';
import { standIn } from './palette';
import { themedSvg, type RowOf } from './themedSvg';
import { cut, shortly } from './words';

/** How wide a picture is drawn, in pixels: for a screen, and for a phone, where a wide one could not be read. */
export type Width = 'wide' | 'narrow';
const widths: Readonly<Record<Width, number>> = { wide: 760, narrow: 340 };

const text = standIn('text');
const faint = standIn('faint');
const grid = standIn('grid');
const still = { silent: false, emphasis: { disabled: true }, animation: false };

/** Draws by Apache ECharts, which needs no browser for that, into an SVG that both themes share. */
export function drawChart(drawing: Drawing, width: Width): string {
  const { option, height, rowOf = (index: number) => index } = optionOf(drawing, width);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: widths[width], height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: 'sans-serif' }, ...option });
    return themedSvg(chart.renderToSVGString(), rowOf);
  } finally {
    chart.dispose();
  }
}

/** By which lines are told apart beside their colours. */
export const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [7, 5],
  [2, 3],
  [9, 3, 2, 3],
];

interface Drawn {
  readonly option: EChartsCoreOption;
  readonly height: number;
  readonly rowOf?: RowOf;
}

function optionOf(drawing: Drawing, width: Width): Drawn {
  switch (drawing.kind) {
    case 'bars':
    case 'stackedBars':
    case 'lines':
      return upright(drawing, width);
    case 'sideBars':
      return sideways(drawing, width);
    case 'flow':
      return flow(drawing, width);
    case 'sunburst':
      return sunburst(drawing, width);
    case 'points':
      return points(drawing, width);
  }
}

type Along = Extract<Drawing, { readonly along: string }>;

function valueAxis({ unit, series }: Along): object {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return {
    ...{ type: 'value', min: 0, splitNumber: 4 },
    ...(unit === 'share' && most > 0.5 && { max: 1, interval: 0.25 }),
    axisLabel: { color: faint, fontSize: 12, formatter: (value: number) => shortly(value, unit) },
    splitLine: { lineStyle: { color: grid, width: 1 } },
    axisLine: { show: false },
    axisTick: { show: false },
  };
}

function upright(drawing: Along, width: Width): Drawn {
  const { kind, labels, series, along } = drawing;
  const step = Math.max(1, Math.ceil(labels.length / (width === 'wide' ? 14 : 6)));
  return {
    height: width === 'wide' ? 300 : 260,
    option: {
      grid: { left: 4, right: 12, top: 12, bottom: 28, containLabel: true },
      xAxis: {
        ...{
          type: 'category',
          data: labels.map((label) => cut(label, 16)),
          name: along,
          nameLocation: 'middle',
          nameGap: 28,
        },
        nameTextStyle: { color: faint, fontSize: 12 },
        boundaryGap: kind !== 'lines',
        axisLabel: { color: faint, fontSize: 12, interval: (index: number) => index % step === 0 },
        axisLine: { lineStyle: { color: faint } },
        axisTick: { show: false },
      },
      yAxis: valueAxis(drawing),
      series: series.map(({ name, tone, values }, index) => ({
        ...still,
        ...{ type: kind === 'lines' ? 'line' : 'bar', name, data: [...values] },
        ...(kind === 'stackedBars' && { stack: 'all' }),
        itemStyle: { color: standIn(tone) },
        ...(kind === 'lines'
          ? {
              lineStyle: {
                color: standIn(tone),
                width: 2,
                type: [...(dashes[index % dashes.length] ?? [])],
              },
              ...{ symbol: 'circle', symbolSize: 7, showAllSymbol: true, connectNulls: true },
            }
          : { barCategoryGap: '20%' }),
      })),
    },
  };
}

function sideways(drawing: Along, width: Width): Drawn {
  const { labels, series } = drawing;
  return {
    height: 30 + labels.length * 34,
    option: {
      // Left of the labels there is room for what they are wider than the measures without a browser say.
      grid: { left: 16, right: 20, top: 4, bottom: 8, containLabel: true },
      xAxis: valueAxis(drawing),
      yAxis: {
        ...{
          type: 'category',
          inverse: true,
          data: labels.map((label) => cut(label, width === 'wide' ? 44 : 20)),
        },
        axisLabel: { color: text, fontSize: 12 },
        axisLine: { lineStyle: { color: faint } },
        axisTick: { show: false },
      },
      series: series.map(({ name, tone, values }) => ({
        ...still,
        ...{
          type: 'bar',
          name,
          data: [...values],
          itemStyle: { color: standIn(tone) },
          barCategoryGap: '30%',
        },
      })),
    },
  };
}

function flow({ nodes, links }: Extract<Drawing, { kind: 'flow' }>, width: Width): Drawn {
  const toneOf = new Map(nodes.map(({ name, tone }) => [name, tone]));
  const ends = nodes.filter(({ name }) => !links.some(({ from }) => from === name)).length;
  return {
    height: Math.max(width === 'wide' ? 320 : 300, ends * 34),
    rowOf: (index, isTransparent) => (isTransparent ? index : undefined),
    option: {
      series: [
        {
          ...still,
          ...{
            type: 'sankey',
            left: 4,
            top: width === 'wide' ? 10 : 28,
            bottom: 10,
            right: width === 'wide' ? 190 : 132,
          },
          ...{ nodeWidth: width === 'wide' ? 14 : 9, nodeGap: 16, draggable: false, layoutIterations: 48 },
          data: nodes.map(({ name, tone }) => ({
            name,
            itemStyle: { color: standIn(tone), borderWidth: 0 },
            label: {
              ...{
                color: text,
                fontSize: width === 'wide' ? 13 : 11,
                textBorderWidth: 0,
                textBorderColor: 'transparent',
                // Beside its bar the next one would stand in the way.
                ...(width === 'narrow' && name === 'proposed' && { position: [0, -14] }),
              },
              formatter: ({ name: own }: { name: string }) =>
                width === 'narrow' && links.some(({ from }) => from === own) && own !== 'proposed'
                  ? ''
                  : cut(own, width === 'wide' ? 26 : 19),
            },
          })),
          links: links.map(({ from, to, value }) => ({
            ...{ source: from, target: to, value },
            lineStyle: { color: standIn(toneOf.get(to) ?? 'plain'), opacity: 0.35, curveness: 0.5 },
          })),
        },
      ],
    },
  };
}

/** Slices are told apart by their borders as well; the names stand in the text's colour on a pale tone. */
function sunburst({ roots }: Extract<Drawing, { kind: 'sunburst' }>, width: Width): Drawn {
  const wide = width === 'wide';
  const style = (index: number, opacity: number) => ({
    color: standIn(seriesTones[index % seriesTones.length] as Tone),
    ...{ opacity, borderColor: standIn('paper'), borderWidth: 2 },
  });
  const label = {
    color: text,
    fontSize: wide ? 12 : 10,
    minAngle: wide ? 3 : 7,
    opacity: 1,
    textBorderWidth: 0,
  };
  return {
    height: wide ? 560 : 330,
    rowOf: (index) => (index > 0 ? index - 1 : undefined),
    option: {
      series: [
        {
          ...still,
          ...{
            type: 'sunburst',
            sort: undefined,
            nodeClick: false,
            radius: [wide ? 50 : 26, wide ? 270 : 160],
          },
          data: roots.map(({ name, value, children }, index) => ({
            ...{ name: cut(name, 14), value, itemStyle: style(index, 0.36), label },
            children: children.map((child) => ({
              ...{ name: cut(child.name, 14), value: child.value, itemStyle: style(index, 0.2), label },
            })),
          })),
        },
      ],
    },
  };
}

function points({ points: placed }: Extract<Drawing, { kind: 'points' }>, width: Width): Drawn {
  const size = width === 'wide' ? 9 : 6;
  const axis = { type: 'value', min: -0.03, max: 1.03, show: false };
  return {
    height: width === 'wide' ? 560 : 320,
    option: {
      ...{ grid: { left: 0, right: 0, top: 0, bottom: 0 }, xAxis: axis, yAxis: axis },
      series: [
        {
          ...still,
          ...{ type: 'scatter', symbol: 'circle', symbolSize: size },
          data: placed.map(({ x, y, tone }) => ({
            value: [x, y],
            itemStyle: { color: standIn(tone), opacity: 0.75 },
          })),
        },
      ],
    },
  };
}
