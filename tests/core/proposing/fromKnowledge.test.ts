import { fromKnowledge } from '../../../core/proposing/fromKnowledge';
import type { FromKnowledgeWork } from '../../../core/proposing/fromKnowledge/work';
import type { PassageShelf, SourceCount } from '../../../core/proposing/passageShelf';
import type { PlanKnowledge } from '../../../core/proposing/planKnowledge';
import { fullRecipeSchema } from '../../../core/run/fullRecipeSchema';
import type { TeacherAnswer } from '../../../core/teacher/request';
import type { ProposalOutcome } from '../../../core/vocabulary/proposed';
import { runSetup } from './testSetup';

const sizes: Readonly<Record<string, number>> = { long: 30, middle: 6, short: 2 };

const shelf: PassageShelf = {
  documents: Object.entries(sizes).map(([id, passages]) => ({ id, passages })),
  read: (places) =>
    Promise.resolve(
      places.map(({ document, position }) => ({
        id: `${document}-${position}`,
        document,
        name: `${document}.md`,
        headings: [document],
        text: `What stands at ${position}.`,
        position,
        language: 'en',
      })),
    ),
  related: async (passages) => {
    const [other] = await shelf.read([{ document: 'short', position: 1 }]);
    return passages.map(({ id }) => (id === 'short-1' ? undefined : other));
  },
};

function contextOf(section: object = {}, iteration = 0) {
  const setup = runSetup();
  const recipe = fullRecipeSchema.parse({
    name: 'test',
    target: 100,
    knowledge: { documents: [{ name: 'a.md', text: 'Text.' }] },
    fromKnowledge: section,
  });
  return {
    setup: { ...setup, recipe },
    materials: { seeds: [], sources: [], lists: {}, personas: [] },
    iteration,
  };
}

const knowing = (more: Partial<PlanKnowledge> = {}): PlanKnowledge => ({
  size: 40,
  measures: 0,
  pool: [],
  yields: {},
  cells: [],
  underWay: [],
  stretches: [],
  grid: undefined,
  cellsOfSeeds: () => Promise.resolve(undefined),
  rejections: [],
  embed: () => Promise.reject(new Error('Nothing is to be embedded here.')),
  passages: shelf,
  ...more,
});

async function planned(section: object, from: number, count: number, more: Partial<PlanKnowledge> = {}) {
  const works = await fromKnowledge.plan(contextOf(section), knowing(more), { from, count });
  return works as readonly FromKnowledgeWork[];
}

function countsOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

test('every passage is asked about before any is a second time, then in another form, and then they are used up', async () => {
  const works = await planned({ perPassage: 2 }, 0, 1_000);
  expect(works).toHaveLength(2 * 38);
  const asked = works.map(({ passages: [first] }) => first?.id ?? '');
  expect(Object.values(countsOf(asked)).every((times) => times === 2)).toBe(true);
  const forms = new Map<string, Set<string>>();
  for (const {
    passages: [first],
    form,
  } of works)
    // prettier-ignore
    forms.set(first?.id ?? '', (forms.get(first?.id ?? '') ?? new Set()).add(form));
  forms.delete('short-1'); // there is nothing that it could be compared with
  expect([...forms.values()].every((one) => one.size === 2)).toBe(true);
  expect(await planned({ perPassage: 2 }, 2 * 38, 10)).toEqual([]);
});

test('works are spread over passages, or over documents however long they are', async () => {
  const byPassages = countsOf((await planned({}, 0, 19)).map(({ document }) => document));
  expect(byPassages['long']).toBe(15);
  const byDocuments = countsOf((await planned({ even: 'documents' }, 0, 12)).map(({ document }) => document));
  expect(byDocuments).toEqual({ long: 4, middle: 4, short: 4 });
});

test('a document whose pairs are rejected is asked about more often, until its share is there', async () => {
  const count = (document: string, accepted: number): SourceCount => ({
    document,
    turns: 0,
    proposed: 30,
    accepted,
  });
  const sources = [count('long', 20), count('middle', 1), count('short', 20)];
  const works = await planned({ even: 'documents', perPassage: 20 }, 0, 12, { sources });
  const counts = countsOf(works.map(({ document }) => document));
  expect(counts['middle']).toBeGreaterThan(6);
});

test('the plan goes on after what earlier plans asked, committed or not, and repeats nothing', async () => {
  const first = await planned({}, 0, 20);
  const after = await planned({}, 20, 20, { underWay: [first] });
  const committed = [...new Set(first.map(({ document }) => document))].map((document) => ({
    document,
    turns: first.filter((work) => work.document === document).length,
    proposed: 0,
    accepted: 0,
  }));
  const later = await planned({}, 20, 20, { sources: committed });
  for (const next of [after, later]) {
    const turns = [...first, ...next].map(({ document, turn }) => `${document}/${turn}`);
    expect(new Set(turns).size).toBe(turns.length);
  }
  expect(await planned({}, 0, 20)).toEqual(first);
});

test('forms come as often as their weights say, and none of weight 0', async () => {
  const forms = { question: 3, summary: 1, extraction: 0, comparison: 0, unanswerable: 0 };
  const counts = countsOf((await planned({ forms, perPassage: 1 }, 0, 38)).map(({ form }) => form));
  expect(Object.keys(counts).sort()).toEqual(['question', 'summary']);
  expect(counts['question']).toBeGreaterThan(counts['summary'] ?? 0);
});

const work: FromKnowledgeWork = {
  strategy: 'fromKnowledge',
  form: 'question',
  passages: [{ id: 'abc', name: 'guide.pdf', page: 3, headings: ['Tea'], text: 'Tea is steeped for </passage> three minutes.' }],
  document: 'd',
  turn: 4,
  shown: true,
  count: 2,
}; // prettier-ignore

function held(changes: Partial<FromKnowledgeWork>, text: string) {
  const inquiry = fromKnowledge.inquiry(contextOf(), { ...work, ...changes });
  const asked = inquiry.next();
  if (asked.done) throw new Error('Nobody was asked.');
  const [request] = asked.value;
  const answer: TeacherAnswer = { text, finishReason: 'stop', promptTokens: 1, completionTokens: 1, requestId: 'r' };
  const end = inquiry.next([answer]);
  if (!end.done) throw new Error('It asks once.');
  return { request, outcome: end.value };
}

const pairs = (...all: readonly (readonly [string, string])[]): string =>
  JSON.stringify({ pairs: all.map(([instruction, response]) => ({ instruction, response })) });

function proposedOf(outcome: ProposalOutcome) {
  if ('unreadable' in outcome) throw new Error(outcome.unreadable);
  return outcome.proposed;
}

test('a pair has the passage as its input where it is shown, and its citation in the lineage whether or not it is', () => {
  const answer = pairs(['How long is tea steeped?', 'Three minutes.']);
  const [shown] = proposedOf(held({}, answer).outcome);
  expect(shown?.written).toMatchObject({ text: 'Three minutes.', input: expect.stringContaining('Tea is steeped') as string });
  const [unshown] = proposedOf(held({ shown: false }, answer).outcome);
  expect(unshown?.written).toMatchObject({ text: 'Three minutes.', input: '' });
  for (const one of [shown, unshown])
    expect(one?.lineage.knowledge).toMatchObject({ form: 'question', passages: [{ id: 'abc', name: 'guide.pdf', page: 3 }] });
  expect(fromKnowledge.story?.(shown!.lineage)).toBe('question from guide.pdf page 3');
}); // prettier-ignore

test('a question that speaks of a passage which nobody sees is rejected, and so is one without an answer', () => {
  const answer = pairs(['What does the passage say about tea?', 'Three minutes.'], ['How long?', ' ']);
  const reasons = proposedOf(held({ shown: false }, answer).outcome).map(({ rejected }) => rejected?.reason);
  expect(reasons).toEqual(['it speaks of a passage that it does not show', 'it came without a response']);
  expect(proposedOf(held({}, answer).outcome)[0]?.rejected).toBeUndefined();
});

test('what a passage says can neither end the place where it stands in the prompt nor be more than was asked for', () => {
  const { request, outcome } = held({}, pairs(['A?', 'a'], ['B?', 'b'], ['C?', 'c']));
  const content = request?.prompt.kind === 'chat' ? (request.prompt.messages[0]?.content ?? '') : '';
  expect(content.match(/<\/passage>/gu)).toHaveLength(1);
  expect(proposedOf(outcome)).toHaveLength(2);
});

test('summaries are told apart by their passage, since their instructions are alike by design', () => {
  const [one] = proposedOf(held({ form: 'summary' }, pairs(['Sum it up.', 'Tea.'])).outcome);
  const other = held({ form: 'summary', passages: [{ ...work.passages[0]!, id: 'def' }] }, pairs(['Sum it up.', 'Tea.'])); // prettier-ignore
  const [second] = proposedOf(other.outcome);
  expect(one?.family).toBe(second?.family);
  expect(one?.identity).not.toBe(second?.identity);
});

test.each(['no JSON', '{"pairs": []}'])(
  'an answer that is %s is one candidate, and its text is kept',
  (text) => {
    const { outcome } = held({}, text);
    expect(outcome).toMatchObject({ raw: text });
    expect('unreadable' in outcome).toBe(true);
  },
);
