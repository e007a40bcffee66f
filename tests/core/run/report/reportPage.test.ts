import { emptyFunnel } from '../../../../core/vocabulary/funnel';
import { reportPage } from '../../../../core/run/report/page/reportPage';
import type { PageMaterial } from '../../../../core/run/report/page/pageFigures';
import type { Chart, Section } from '../../../../core/run/report/page/section';
import { running } from '../../../client/statusFixture';
import { audit } from '../../../support/filledRun';
import { noFigures, pageMaterial, someFigures } from './pageMaterial';

const nothing = pageMaterial({ figures: noFigures });
/** All but the map, which takes longest to make. */
const figures = { ...someFigures(), map: [] };
/** Of the usual run; tests read it. */
const usual = reportPage(pageMaterial());

function sectionOf(id: string, material?: PageMaterial): Section {
  const { sections } = material ? reportPage(material) : usual;
  const found = sections.find((section) => section.id === id);
  if (!found) throw new Error(`There is no section ${id}.`);
  return found;
}

function chartOf(id: string, material?: PageMaterial): Chart {
  const [chart] = sectionOf(id, material).charts ?? [];
  if (!chart) throw new Error(`Section ${id} has no chart.`);
  return chart;
}

test('every part is there in the order in which it is read, and its ids are anchors', () => {
  const { sections } = usual;
  expect(sections.map(({ id }) => id)).toEqual([
    ...['funnel', 'iterations', 'verbs', 'coverage', 'lengths', 'perplexity', 'similarity', 'map'],
    ...['rejected', 'cost', 'prompts', 'sample', 'provenance'],
  ]);
  for (const { id } of sections) expect(id).toMatch(/^[a-z]+$/);
});

test('what there is nothing of is left out, and a run that has proposed nothing still has a page', () => {
  const status = { ...running, funnel: emptyFunnel, rejectedBy: {}, quarantinedBy: {} };
  const report = { ...nothing.report, prompts: [], strategies: [], operators: [], cells: null, health: [] };
  const { sections, strip } = reportPage({ ...nothing, status, report });
  expect(sections.map(({ id }) => id)).toEqual(['cost', 'provenance']);
  expect(strip[1]).toMatchObject({ name: 'yield', value: null });
});

test('conversations are counted by their length, and not spoken of where there are none', () => {
  const exchanges = [
    { exchanges: 1, pairs: 30 },
    { exchanges: 3, pairs: 10 },
  ];
  const { says, charts } = sectionOf('lengths', pageMaterial({ figures: { ...figures, exchanges } }));
  expect(says.join(' ')).toContain('10 of 40 accepted pairs are conversations');
  expect(charts?.[1]?.table.rows).toEqual([
    ['1', 30],
    ['2', 0],
    ['3', 10],
  ]);
  expect(sectionOf('lengths').charts).toHaveLength(1);
});

test('of conversations it is told how much is said again in others', () => {
  const conversations = { conversations: 10, messages: 24, different: 21, repeated: 1 };
  const commonest = { message: 'Can you explain more?', conversations: 3 };
  const { report } = pageMaterial();
  const said = sectionOf(
    'lengths',
    pageMaterial({ figures, report: { ...report, conversations: { ...conversations, commonest } } }),
  ).says.join(' ');
  expect(said).toContain(
    '10 conversations go on with 24 messages, of which 21 are different ones; the commonest, “Can you explain more?”, stands in 3 of them; 1 has the same response as in another conversation.',
  );
});

test('bias is shown where somebody looked: groups beside what was asked for, and each difference that was found', () => {
  const bias = { found: audit, madeAt: new Date(0) };
  const { says, charts, tables } = sectionOf('bias', pageMaterial({ figures, bias }));
  expect(says.join(' ')).toContain('1 of 2 comparisons differs');
  expect(charts?.[0]?.table.rows).toContainEqual(['gender: woman', 0.3, 0.5]);
  expect(charts?.[0]?.table.rows).toContainEqual(['age: older', 0.25, null]);
  expect(tables?.[0]?.rows).toEqual([['as it is', 'gender: woman', 'man', 'shorter by 18.0 %', '0.003']]);
});

test('the flow loses no candidate: what enters a stage leaves it, and the ends are the funnel’s states', () => {
  const { drawing } = chartOf('funnel');
  if (drawing.kind !== 'flow') throw new Error('It is no flow.');
  const through = (name: string, side: 'from' | 'to'): number =>
    drawing.links.filter((link) => link[side] === name).reduce((sum, { value }) => sum + value, 0);
  expect(through('proposed', 'from')).toBe(running.funnel.proposed);
  for (const { name } of drawing.nodes) {
    if (through(name, 'from') > 0 && name !== 'proposed')
      expect(through(name, 'to')).toBe(through(name, 'from'));
  }
  expect(through('accepted', 'to')).toBe(running.funnel.accepted);
  expect(through('✗ novelty', 'to')).toBe(running.rejectedBy['novelty']);
});

test.each([
  ['rejected', 60, 20, 10, 'Most of what was thrown out was rejected by novelty: 60 of 90.'],
  ['rejected', 40, 30, 20, 'The largest part of what was thrown out was rejected by novelty: 40 of 90.'],
  [
    'quarantined',
    10,
    65,
    5,
    'Most of what was thrown out was quarantined (by judge 53, teacher 12): 65 of 80.',
  ],
  ['declined', 1, 0, 9, 'Most of what was thrown out was declined by people: 9 of 10.'],
] as const)(
  'the largest of all reasons is named, and "most" is more than half: %s',
  (_what, rejected, quarantined, declined, sentence) => {
    const funnel = { ...emptyFunnel, proposed: 200, accepted: 110, rejected, quarantined, declined };
    const quarantinedBy = quarantined > 0 ? { judge: quarantined - 12, teacher: 12 } : {};
    const status = { ...running, funnel, rejectedBy: { novelty: rejected }, quarantinedBy };
    expect(sectionOf('funnel', pageMaterial({ figures, status })).says).toEqual([
      'Of 100 candidates 55 were accepted.',
      sentence,
    ]);
  },
);

test('any number of iterations is a line of at most 60 points that still counts all of them', () => {
  const { drawing, table } = chartOf('iterations');
  if (drawing.kind !== 'lines') throw new Error('These are no lines.');
  expect(drawing.labels).toHaveLength(60);
  expect(drawing.labels[0]).toBe('0–4');
  expect(table.rows[0]).toEqual(['0–4', 4 / 7, 5 / 7]);
  expect(table.rows.at(-1)).toEqual(['295–299', 1 / 7, 5 / 7]);
});

test('a yield that has more than halved is said at the top', () => {
  expect(usual.strip.find(({ name }) => name === 'yield')).toMatchObject({
    ...{ tone: 'bad', note: 'of decided; it has more than halved' },
  });
});

test('instructions that were asked for in another language are left out of the verbs, and counted', () => {
  const material = pageMaterial({ figures });
  const german = { instruction: 'Schreibe sachlich.', askedCell: null, askedLanguage: 'German' };
  const openings = [...figures.openings, german];
  const verbs = reportPage({ ...material, figures: { ...figures, openings } }).sections.find(
    ({ id }) => id === 'verbs',
  );
  expect(verbs?.says).toContain('Asked for in other languages, and left out: 1.');
  expect(JSON.stringify(verbs)).not.toContain('schreibe');
});

test('verbs stand with their objects, the commonest first', () => {
  const { drawing, table } = chartOf('verbs');
  expect(drawing).toMatchObject({
    roots: [
      {
        name: 'write',
        value: 3,
        children: [
          { name: 'story', value: 2 },
          { name: 'letter', value: 1 },
        ],
      },
      {},
    ],
  });
  expect(table.rows.slice(0, 3)).toEqual([
    ['write', '', 3],
    ['write', 'story', 2],
    ['write', 'letter', 1],
  ]);
});

test('the map is the same for the same run, every point within it, and its table has a row for each', () => {
  const { drawing, table } = chartOf('map');
  expect(chartOf('map', pageMaterial()).drawing).toEqual(drawing);
  if (drawing.kind !== 'points') throw new Error('These are no points.');
  expect(table.rows).toHaveLength(drawing.points.length);
  for (const { x, y } of drawing.points) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x, y)).toBeLessThanOrEqual(1);
  }
});

test('vectors are used where all of the map has them; a handful of candidates is no map', () => {
  const { map } = someFigures();
  const vector = (ordinal: number) =>
    Float32Array.from({ length: 8 }, (_, at) => (at === ordinal % 8 ? 1 : 0.1 * (ordinal % 5)));
  const embedded = map.map((one) => ({ ...one, vector: vector(one.ordinal) }));
  expect(chartOf('map', pageMaterial({ figures: { ...figures, map: embedded } })).title).toContain('meaning');
  expect(chartOf('map').title).toContain('words');
  const few = pageMaterial({ figures: { ...figures, map: embedded.slice(0, 5) } });
  expect(reportPage(few).sections.some(({ id }) => id === 'map')).toBe(false);
});

test('cost is drawn in dollars only where all prices are known: an unknown one is never drawn as nothing', () => {
  expect(chartOf('cost').table.rows).toEqual([
    ['0', 2, 0],
    ['1', 0, 1],
  ]);
  const { drawing, table } = chartOf('cost', pageMaterial({ figures }, 1));
  expect(drawing).toMatchObject({ unit: 'count' });
  expect(table.rows).toEqual([
    ['0', 150, 0],
    ['1', 0, 150],
  ]);
});
