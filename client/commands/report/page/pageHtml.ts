import { createHash } from 'node:crypto';
import type { ReportPage } from '../../../../core/run/report/page/reportPage';
import type {
  Chart,
  Drawing,
  Example,
  ExampleGroup,
  Section,
  Table,
} from '../../../../core/run/report/page/section';
import type { Tile } from '../../../../core/run/report/page/verdictStrip';
import { counted } from '../../../view/quantities';
import { dashes, drawChart } from './drawChart';
import { script } from './script';
import { styles } from './styles';
import { cellBytes, escaped, textBytes, valueWords } from './words';

/** Rows from which a table is too long for paper, and scrolls in itself. */
const longTable = 40;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded from anywhere; of scripts and styles only ours run, told by their hashes, whatever else might stand on the page. */
export const contentPolicy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(styles)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A report as one HTML file that needs nothing else. Its size is bounded, since every text and every list in it is. */
export function pageHtml(page: ReportPage): string {
  const title = escaped(page.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title} · Seedbed report</title>
<style>${styles}</style>
</head>
<body>
<header>
<div class="top"><h1>${title}</h1><button id="theme" type="button" hidden>Theme</button></div>
<p>${escaped(page.state, textBytes)}</p>
<p class="faint">As of <time datetime="${escaped(page.at)}">${escaped(page.at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'))}</time></p>
<dl class="strip">${page.strip.map(tileHtml).join('')}</dl>
<nav aria-label="Contents"><ul>${page.sections.map(({ id, title: name }) => `<li><a href="#${escaped(id)}">${escaped(name)}</a></li>`).join('')}</ul></nav>
</header>
<main>
${page.sections.map(sectionHtml).join('\n')}
</main>
<footer class="faint">Made by Seedbed. This file loads nothing and sends nothing.</footer>
<div id="tip" role="status"></div>
<script>${script}</script>
</body>
</html>
`;
}

function tileHtml({ name, value, kind, note, tone }: Tile): string {
  return `<div class="${tone}"><dt>${escaped(name)}</dt><dd class="value">${escaped(valueWords(value, kind))}</dd><dd class="note">${escaped(note)}</dd></div>`;
}

function sectionHtml({ id, title, says, charts = [], tables = [], groups = [] }: Section): string {
  const parts = [
    ...(says.length > 0 ? [`<p>${escaped(says.join(' '), textBytes)}</p>`] : []),
    ...charts.map((chart, index) => chartHtml(chart, `${id}-${index}`)),
    ...tables.map((table) => tableHtml(table, table.title, true)),
    ...groups.map((group, index) =>
      groupHtml(group, groups.length === 1 || (id === 'sample' && index === 0)),
    ),
  ];
  return `<section id="${escaped(id)}" aria-labelledby="${escaped(id)}-title"><h2 id="${escaped(id)}-title">${escaped(title)}</h2>${parts.join('')}</section>`;
}

function chartHtml({ title, description, drawing, table }: Chart, id: string): string {
  const picture = (width: 'wide' | 'narrow'): string =>
    drawChart(drawing, width).replace(
      /^<svg/,
      `<svg class="${width}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-says"`,
    );
  const isMap = drawing.kind === 'points';
  const plot = isMap
    ? `<div class="plot map" tabindex="0" role="group" aria-label="${escaped(title)}: arrow keys walk through the points">`
    : '<div class="plot">';
  const isLong = table.rows.length > longTable;
  return `<figure><figcaption><h3 id="${id}-title">${escaped(title)}</h3><p id="${id}-says">${escaped(description, textBytes)}</p></figcaption>${keyHtml(drawing)}${plot}${picture('wide')}${picture('narrow')}</div><details${isLong ? ' class="long"' : ''}><summary>Table: ${counted(table.rows.length, 'row')}</summary>${tableHtml(table, title, false)}</details></figure>`;
}

/** What the colours mean; of lines, what the dashes do. */
function keyHtml(drawing: Drawing): string {
  const item = (mark: string, name: string): string => `<li>${mark}${escaped(name)}</li>`;
  const list = (items: readonly string[]): string => `<ul class="key">${items.join('')}</ul>`;
  switch (drawing.kind) {
    case 'points': {
      const used = new Set(drawing.points.map(({ tone }) => tone));
      const shown = drawing.tones.filter(({ tone }) => used.has(tone));
      return list(shown.map(({ tone, name }) => item(`<i class="b-${tone}"></i>`, name)));
    }
    case 'lines':
      return list(
        drawing.series.map(({ name, tone }, index) =>
          item(
            `<svg viewBox="0 0 28 8" width="28" height="8" aria-hidden="true"><path d="M0 4H28" fill="none" class="s-${tone}" stroke-width="2.5" stroke-dasharray="${dashes[index % dashes.length]?.join(' ') ?? ''}"/></svg>`,
            name,
          ),
        ),
      );
    case 'bars':
    case 'stackedBars':
    case 'sideBars':
      if (drawing.series.length < 2) return '';
      return list(drawing.series.map(({ name, tone }) => item(`<i class="b-${tone}"></i>`, name)));
    case 'flow':
    case 'sunburst':
      return '';
  }
}

function tableHtml({ columns, rows, leftOut = 0 }: Table, title: string, isTitled: boolean): string {
  const head = columns
    .map(
      ({ title: name, kind }) =>
        `<th scope="col"${kind === 'text' ? '' : ' class="n"'}>${escaped(name)}</th>`,
    )
    .join('');
  const body = rows
    .map(
      (row) =>
        `<tr>${columns
          .map(({ kind }, index) => {
            const words = escaped(valueWords(row[index] ?? null, kind), cellBytes);
            return kind === 'text' ? `<td class="t" dir="auto">${words}</td>` : `<td class="n">${words}</td>`;
          })
          .join('')}</tr>`,
    )
    .join('');
  const left = leftOut > 0 ? `<p class="note">${counted(leftOut, 'more row')} left out.</p>` : '';
  const isHigh = rows.length > longTable ? ' high' : '';
  const name = escaped(title);
  const caption = isTitled ? `<caption>${name}</caption>` : '';
  return `<div class="scroll${isHigh}" tabindex="0" role="region" aria-label="${name}, table"><table>${caption}<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${left}`;
}

function groupHtml({ title, examples }: ExampleGroup, isOpen: boolean): string {
  return `<details${isOpen ? ' open' : ''}><summary>${escaped(title)}</summary>${examples.map(exampleHtml).join('')}</details>`;
}

/** Exchanges after the first that are shown, and the bytes of them all. */
const mostTurns = 6;
const bytesOfTurns = 2 * textBytes;

function exampleHtml({ address, instruction, input, response, turns, note }: Example): string {
  const part = (label: string, text: string, bytes = textBytes): string =>
    text === '' ? '' : `<p class="label">${label}</p><pre dir="auto">${escaped(text, bytes)}</pre>`;
  const shown = turns.slice(0, mostTurns);
  const each = Math.floor(bytesOfTurns / (2 * Math.max(1, shown.length)));
  const later = shown.map(
    (turn, index) =>
      part(`Message ${index + 2}`, turn.message, each) + part(`Response ${index + 2}`, turn.response, each),
  );
  if (turns.length > shown.length)
    later.push(`<p class="note">${counted(turns.length - shown.length, 'more exchange')} left out.</p>`);
  return `<article aria-label="Candidate ${escaped(address)}"><p class="note">${escaped(address)}${note === '' ? '' : ` · ${escaped(note, textBytes)}`}</p>${part('Instruction', instruction)}${part('Input', input)}${part('Response', response)}${later.join('')}</article>`;
}
