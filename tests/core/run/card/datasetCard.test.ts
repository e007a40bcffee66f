import type { CardFacts } from '../../../../core/run/card/cardFacts';
import { datasetCard } from '../../../../core/run/card/datasetCard';
import { peopleReport } from '../../../../core/review/statistics';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { running } from '../../../client/statusFixture';
import { audit } from '../../../support/filledRun';
import { runSetup, seedTask } from '../../proposing/testSetup';

/** A run of which as little is known as can be. */
const earlier = {
  ...{ state: 'completed' as const, accepted: 500, target: 500 },
  ...{ endedAt: '2026-11-12T10:00:00.000Z', extendedAt: '2026-11-20T10:00:00.000Z' },
};

function facts(given: Partial<CardFacts> = {}, recipe: Partial<RecipeInput> = {}): CardFacts {
  return {
    ...{ dataset: 'garden-3f2a9c1b', splits: [{ name: 'train', pairs: 412, rows: 412 }] },
    origin: { seed: 7 },
    ...{
      setup: runSetup(recipe),
      materials: { seeds: [seedTask('Name a fruit.')], sources: [], lists: {}, personas: [] },
    },
    ...{ status: running, strategies: [{ strategy: 'selfInstruct', accepted: 412 }], prompts: ['propose@2'] },
    asked: ['propose', 'respond'].map((role) => ({ role, model: 'some-model', endpoint: 'somewhere' })),
    ...{ languages: ['en'], personas: 0 },
    ...{ edited: 0, people: null, filters: [], calibrations: [], bias: null, rescreening: null },
    ...given,
  };
}

const frontMatterOf = (card: string): string => card.slice(0, card.indexOf('\n---\n'));

test('what nobody told or measured is said not to be known', () => {
  const card = datasetCard(facts());
  expect(card).toContain("1 seed task (licence: not known, the recipe doesn't say)");
  expect(card).toContain('Licence of this dataset: none was chosen.');
  expect(card).toContain('| propose | some-model | somewhere | not known |');
  expect(card).toContain('Decontamination: none.');
  expect(card).toContain('Nobody reviewed it.');
  expect(card).toContain('## Bias\n\nNot measured.');
  expect(card).toContain('Whether training on it helps was not measured.');
  expect(frontMatterOf(card)).not.toContain('license');
});

test('licences are those that recipe and configuration name: one that the hub knows by its identifier, another by its name', () => {
  const licensed = {
    seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }], license: 'CC0-1.0' },
  };
  const open = datasetCard(facts({}, { ...licensed, license: 'CC-BY-4.0' }));
  expect(frontMatterOf(open)).toContain('\nlicense: "cc-by-4.0"\n');
  expect(open).toContain('1 seed task (licence, by the recipe: CC0-1.0)');
  const own = facts({}, { license: 'Gardeners’ Licence, 2nd ed.' });
  expect(frontMatterOf(datasetCard(own))).toContain(
    '\nlicense: "other"\nlicense_name: "gardeners-licence-2nd-ed."\n',
  );
  const roles = runSetup({}, { license: 'apache-2.0' });
  expect(datasetCard(facts({ setup: roles }))).toContain('| propose | some-model | somewhere | apache-2.0 |');
});

test('who was not asked, adopted or written in is not told of', () => {
  const materials = { ...facts().materials, personas: ['a baker', 'a pilot'] };
  const card = datasetCard(facts({ materials }));
  expect(card).not.toContain('2 personas');
  expect(card).not.toMatch(/\| (?:classify|judge) \| some-model/);
  expect(datasetCard(facts({ materials, personas: 1 }))).toContain('- 1 persona\n');
  expect(datasetCard(facts({ asked: [] }))).toContain('## Models\n\nNo model answered.');
  const both = frontMatterOf(datasetCard(facts({ languages: ['en', 'de', 'und'] })));
  expect(both).toContain('\nlanguage:\n- "en"\n- "de"\nannotations_creators:');
  expect(frontMatterOf(datasetCard(facts({ languages: ['und'] })))).not.toContain('language:');
});

test('items that were judged, and wait for another person, are told as open', () => {
  const item = { kind: 'sample', expected: null, probability: 0.2, drawnBy: 'random' } as const;
  const people = peopleReport({
    batches: [0, 1].map((batch) => ({ batch, closed: batch === 0 })),
    items: [0, 1].map((batch) => ({ ...item, batch, item: 1 })),
    verdicts: [0, 1].map((batch) => ({
      ...{ batch, item: 1, reviewer: 'mara', revision: 1, verdict: 'approve' as const },
      ...{ flagged: false, seconds: null, assisted: false, settles: false },
    })),
    ...{ waiting: 1, passed: 10, rejected: 0 },
  });
  expect(datasetCard(facts({ people }))).toContain(
    '2 of 2 drawn items were judged by 1 person: approve 2, reject 0, edit 0, unsure 0. 1 item waits for a verdict yet: 1 of 2 batches is open, and what was said in it is not applied.',
  );
});

test('a filter is told with what it lets pass, what it did, and how far people agreed with it', () => {
  const filters = [
    { name: 'judge', scored: 200, rejected: 30, judged: 12, bad: 9 },
    { name: 'encoding', scored: 900, rejected: 9, judged: 0, bad: 0 },
  ];
  const calibration = {
    ...{
      version: 1,
      state: 'inForce' as const,
      acceptedBy: null,
      field: 'judge.min',
      before: 0.6,
      after: 0.68125,
    },
    ...{ learned: false, labels: { good: 48, bad: 12 }, precisionBefore: 0.8, precisionAfter: 0.87 },
    ...{ precisionInterval: [0.75, 0.94] as const, keeps: 0.94 },
  };
  const card = datasetCard(
    facts(
      {
        filters,
        calibrations: [calibration],
        status: { ...running, rejectedBy: { judge: 21, encoding: 9 }, earlierEnds: [earlier] },
      },
      { judge: { min: 0.6 } },
    ),
  );
  expect(card).toContain(
    'It had ended with 500 pairs of 500, and was given more on 2026-11-20T10:00:00.000Z.',
  );
  expect(card).toContain('| judge | from 0.6 | 200 | 30 | 15.0 % | 21 | 9 of 12 |');
  expect(card).toContain('| encoding |  | 900 | 9 | 1.0 % | 9 | not measured |');
  expect(card).toContain(
    'judge.min: 0.6 to 0.6813, by 60 verdicts; good of what passes, before 80 %, expected after it 87 % (95 %: 75 % to 94 %)',
  );
});

test('bias is told as it was found: who is named, what differs, and what was not looked at', () => {
  const judged = { pairs: 12, unequal: 5 };
  const card = datasetCard(
    facts({ bias: { found: audit, madeAt: new Date('2026-01-05T10:00:00Z'), judged } }),
  );
  expect(card).toContain('beside the answer about the other group, and rejected or rewrote 5.');
  expect(card).toContain('looked for on 2026-01-05 in 1,000 pairs; this dataset has 412');
  expect(card).toContain(
    '| gender | 200 | man 70 %, woman 30 % | man: too many (wanted 50 %), woman: too few (wanted 50 %) |',
  );
  expect(card).toContain('| age | 40 | child 75 %, older 25 % | none was given |');
  expect(card).toContain(
    '1 of 2 comparisons differs.\n\n- gender: woman against man: shorter by 18.0 % (p over all 0.003)',
  );
  expect(card).toContain('Whether the same task is answered alike for another group was not measured.');
  expect(card).not.toContain('Bias was not measured');
});

test('it names the evaluation sets that the dataset was kept apart from, and says that others were not looked at', () => {
  const item = {
    source: 'gsm8k-test.jsonl',
    item: 1,
    instruction: 'Add.',
    input: '',
    response: '2',
    similarity: null,
  };
  const materials = { ...facts().materials, evaluation: [item, { ...item, item: 2 }] };
  const status = { ...running, rejectedBy: { contamination: 1 } };
  const card = datasetCard(facts({ materials, status }));
  expect(card).toContain('compared with gsm8k-test.jsonl (2 items)');
  expect(card).toContain('1 candidate was rejected for it. Other evaluation sets were not looked at.');
});

test('no name or text opens a table, a link, a tag, or a field of the front matter', () => {
  const evil = 'a | b](http://x) <img src=x>\n---\nlicense: mit';
  const card = datasetCard(
    facts(
      { dataset: evil, prompts: [evil], strategies: [{ strategy: evil, accepted: 1 }] },
      { description: evil, license: evil },
    ),
  );
  expect(frontMatterOf(card).match(/^license: .*$/gm)).toEqual(['license: "other"']);
  expect(card.split('\n').filter((line) => line === '---')).toHaveLength(2);
  const text = card.slice(frontMatterOf(card).length);
  expect(text).not.toMatch(/(?<!\\)<img/);
  expect(text).not.toMatch(/(?<!\\)\]\(http/);
});

test('conversations are told by their length, and the column that holds them whole is declared', () => {
  const card = datasetCard(facts({ origin: { seed: 7, hasTurns: true }, exchanges: [292, 0, 120] }));
  expect(card).toContain('Conversations: 120 of 412 rows go on after the first answer.');
  expect(card).toContain('| 1 | 292 |\n| 3 | 120 |');
  expect(frontMatterOf(card)).toContain(
    '  - name: messages\n    list:\n    - name: role\n      dtype: string\n',
  );
  expect(frontMatterOf(datasetCard(facts()))).not.toContain('messages');
});
