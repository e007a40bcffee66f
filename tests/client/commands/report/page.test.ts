import { createHash } from 'node:crypto';
import { pageHtml } from '../../../../client/commands/report/page/pageHtml';
import { palette } from '../../../../client/commands/report/page/palette';
import { reportPage } from '../../../../core/run/report/page/reportPage';
import { pageLimits } from '../../../../core/run/report/page/pageFigures';
import { pageMaterial, someFigures } from '../../../core/run/report/pageMaterial';
import { nasty } from '../../../support/filledRun';
import { running } from '../../statusFixture';

const plain = pageHtml(reportPage(pageMaterial()));

/** Tags as a browser would see them, by name, with their attributes. */
function tagsOf(html: string): string[] {
  const withoutOurs = html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '<$1>');
  return [...withoutOurs.matchAll(/<[a-zA-Z!/][^>]*>/g)].map(([tag]) => tag);
}

test('the page loads nothing, and runs nothing but its own script', () => {
  const [policy] = /(?<=Content-Security-Policy" content=")[^"]*/.exec(plain) ?? [];
  const hashOf = (tag: string): string => {
    const [, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(plain) ?? [];
    return createHash('sha256').update(content).digest('base64');
  };
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src 'sha256-${hashOf('script')}'`);
  expect(policy).toContain(`style-src 'sha256-${hashOf('style')}'`);
  expect(policy).not.toContain('unsafe');
  for (const tag of tagsOf(plain)) {
    expect(tag).not.toMatch(/\s(?:style|on\w+|src|srcset|action|xlink:href)=/);
    expect(tag).not.toMatch(/\shref="(?!#|data:,)/);
  }
});

test.each(nasty.map((text) => [text]))('what a model wrote is never more than text: %.30s', (text) => {
  const figures = someFigures(text, text === nasty[0] ? 20 : 0); // a map takes a while
  const status = { ...running, name: text, detail: text, rejectedBy: { [text]: 1_600, novelty: 31 } };
  const html = pageHtml(reportPage(pageMaterial({ figures, status })));
  const names = (page: string): string[] =>
    [...new Set(tagsOf(page).map((tag) => /^<\/?([\w!]+)/.exec(tag)?.[1] ?? ''))].sort();
  expect(names(html)).toEqual(names(plain));
  for (const tag of tagsOf(html)) expect(tag).not.toMatch(/\s(?:style|on\w+|src)=/);
  expect(html).not.toMatch(/[\u202a-\u202e]|\p{Surrogate}|(?![\t\n\r])\p{Cc}/u);
});

test('a conversation is shown with what follows its first response, and what is left out of it is counted', () => {
  const figures = someFigures();
  const [first] = figures.sample.random;
  if (!first) throw new Error('no example');
  const turns = Array.from({ length: 8 }, (_, index) => ({
    message: `Question ${index}?`,
    response: index === 0 ? 'An answer. '.repeat(200) : `Answer ${index}.`,
  }));
  const html = pageHtml(
    reportPage(
      pageMaterial({ figures: { ...figures, sample: { ...figures.sample, random: [{ ...first, turns }] } } }),
    ),
  );
  for (const index of [0, 1, 5]) expect(html).toContain(`Question ${index}?`);
  expect(html).toContain('<p class="label">Response 7</p><pre dir="auto">Answer 5.</pre>');
  expect(html).not.toContain('Question 6?');
  expect(html).toContain('2 more exchanges left out.');
});

test('a page stays below 1 MB, whatever the texts are made of', () => {
  const page = reportPage(pageMaterial({ figures: someFigures('"'.repeat(5_000), 20) }));
  const repeated = <Item>(items: readonly Item[]): Item[] =>
    Array.from({ length: pageLimits.points }, (_, index) => items[index % items.length] as Item);
  const full = page.sections.map((section) => ({
    ...section,
    charts: (section.charts ?? []).map((chart) =>
      chart.drawing.kind === 'points'
        ? {
            ...chart,
            drawing: { ...chart.drawing, points: repeated(chart.drawing.points) },
            table: { ...chart.table, rows: repeated(chart.table.rows) },
          }
        : chart,
    ),
  }));
  expect(Buffer.byteLength(pageHtml({ ...page, sections: full }))).toBeLessThan(1_000_000);
});

test('every picture has a title, a description, and a table with a row for each of its marks', () => {
  const figures = plain.split('<figure>').slice(1);
  expect(figures.length).toBeGreaterThanOrEqual(8);
  for (const figure of figures) {
    const [, title = ''] = /aria-labelledby="([\w-]+)"/.exec(figure) ?? [];
    const [, description = ''] = /aria-describedby="([\w-]+)"/.exec(figure) ?? [];
    expect(figure).toContain(`id="${title}"`);
    expect(figure).toContain(`id="${description}"`);
    const rows = figure.split('<tbody>')[1]?.split('</tr>').length ?? 0;
    const marks = [...figure.matchAll(/data-row="(\d+)"/g)].map(([, row]) => Number(row));
    expect(marks.length).toBeGreaterThan(0);
    expect(Math.max(...marks)).toBeLessThan(rows - 1);
  }
});

test.each(['light', 'dark'] as const)(
  'texts have a contrast of 4.5:1 in the %s theme, and marks one of 3:1',
  (theme) => {
    const luminance = (color: string): number => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
        const share = parseInt(color.slice(at, at + 2), 16) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one: string, other: string): number => {
      const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort(
        (left, right) => left - right,
      );
      return (lighter + 0.05) / (darker + 0.05);
    };
    const { text, faint, paper, grid: _, ...marks } = palette;
    for (const shade of [text, faint])
      expect(contrast(shade[theme], paper[theme])).toBeGreaterThanOrEqual(4.5);
    for (const shade of Object.values(marks))
      expect(contrast(shade[theme], paper[theme])).toBeGreaterThanOrEqual(3);
  },
);
