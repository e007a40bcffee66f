import pc from 'picocolors';
import type { Database } from '../../adapters/store/database';
import { PlanStore } from '../../adapters/store/planStore';
import { ReportStore } from '../../adapters/store/reportStore';
import { TraceStore } from '../../adapters/store/traceStore';
import { reportView } from '../../client/commands/report/reportView';
import { traceView } from '../../client/commands/trace/traceView';
import { filters } from '../../core/screening/filters/registry';
import { NoveltyPool } from '../../core/screening/novelty/noveltyPool';
import { checkRecipe } from '../../core/run/checkRecipe';
import { parseRecipe } from '../../core/run/parseRecipe';
import { runReport } from '../../core/run/report/runReport';
import { planWorks } from '../../core/run/planWorks';
import { screenOutcomes } from '../../core/screening/screenOutcomes';
import { proposalInquiry } from '../../core/proposing/proposalInquiry';
import type { PlanKnowledge } from '../../core/proposing/planKnowledge';
import type { PlannedWork } from '../../core/vocabulary/plannedWork';
import type { ProposalOutcome } from '../../core/vocabulary/proposed';
import { strategySharesOf } from '../../core/proposing/strategyShares';
import type * as registry from '../../core/proposing/registry';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { textContext } from '../core/screening/filters/screening';
import { openTestStore, type TestStore } from '../support/testStore';
import { writeRun } from '../adapters/store/storyFixture';
import { running } from '../client/statusFixture';
import { trigramEmbed } from '../core/screening/sameTask/trigramEmbed';
import type * as echo from './echoSeed';
import { runSetup, seedTask } from '../core/proposing/testSetup';

// The line that the registry gets. Nothing else is touched.
jest.mock('../../core/proposing/registry', () => {
  const { strategies }: typeof registry = jest.requireActual('../../core/proposing/registry');
  const { echoSeed }: typeof echo = jest.requireActual('./echoSeed');
  return { strategies: [...strategies, echoSeed] };
});

const wide = { colors: pc.createColors(false), columns: 100, verbose: false };
const tasks = ['Name three birds of the garden.', 'Explain why bread rises.'].map((instruction) => ({
  instruction,
  response: 'Gladly.',
}));
const seeds = tasks.map(({ instruction }) => seedTask(instruction));
const materials = { seeds, sources: [], lists: {}, personas: [] };
const written = {
  name: 'echoes',
  seeds: { tasks },
  strategies: { selfInstruct: 1, echoSeed: 1 },
  echoSeed: { places: ['at sea', 'on a farm'] },
};

function parsed(recipe: object) {
  const read = parseRecipe(recipe);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.recipe;
}

const setup = { ...runSetup(), recipe: parsed(written) };
const nothing: PlanKnowledge = {
  ...{ size: 20, measures: 0, pool: [], yields: {}, cells: [], underWay: [], stretches: [], rejections: [] },
  grid: undefined,
  cellsOfSeeds: () => Promise.resolve(undefined),
  embed: trigramEmbed,
};
const planned = (iteration: number, knowledge: Partial<PlanKnowledge> = {}) =>
  planWorks({ setup, materials, iteration }, { ...nothing, ...knowledge });
const named = <Of extends { readonly strategy: string }>(all: readonly Of[], name: string): Of[] =>
  all.filter(({ strategy }) => strategy === name);

/** Who moves a seed as it was asked, and is lost for words on a farm. */
function answered(requests: readonly TeacherRequest[]): TeacherAnswer[] {
  return requests.map(({ sample }) => ({
    text: sample.endsWith('on a farm') ? ' ' : ` Tell a sailor about ${sample} in one short paragraph.`,
    ...{ finishReason: 'stop', promptTokens: 9, completionTokens: 7, requestId: '' },
  }));
}

async function screened(works: readonly PlannedWork[]) {
  const context = { setup, materials, iteration: 0 };
  const outcomes = works.map((work): ProposalOutcome => {
    const inquiry = proposalInquiry(context, work);
    let turn = inquiry.next();
    while (!turn.done) turn = inquiry.next(answered(turn.value));
    return turn.value;
  });
  return screenOutcomes(setup, works, outcomes, new NoveltyPool(), {
    filters,
    context: textContext(),
    options: {},
    yieldToEventLoop: () => Promise.resolve(),
  });
}

test('the recipe has its share and its section, and says what is wrong with them', () => {
  expect(strategySharesOf(setup.recipe)).toEqual({
    selfInstruct: 0.5,
    template: 0,
    augment: 0,
    fromKnowledge: 0,
    own: 0,
    refuse: 0,
    echoSeed: 0.5,
  });
  expect(checkRecipe(setup.recipe, materials)).toEqual([]);
  const { echoSeed, strategies: _shares, ...rest } = written;
  expect(strategySharesOf(parsed({ ...rest, echoSeed }))).toMatchObject({ selfInstruct: 0, echoSeed: 1 });
  const problemsOf = (recipe: object) => checkRecipe(parsed(recipe), materials).map(({ message }) => message);
  expect(problemsOf({ ...rest, strategies: { echoSeed: 1 } })).toEqual([
    '"echoSeed" is missing: strategies.echoSeed is above 0; add the section, or set it to 0.',
  ]);
  expect(problemsOf({ name: 'echoes', echoSeed })).toEqual([
    '"seeds" is missing: echoSeed moves seeds, add some.',
  ]);
  expect(() => parsed({ ...written, echoSeed: { place: ['at sea'] } })).toThrow(
    'did you mean "echoSeed.places"?',
  );
  expect(() => parsed({ ...written, strategies: { echoSeeds: 1 } })).toThrow(
    'did you mean "strategies.echoSeed"?',
  );
});

test('it is planned by its share, goes on where it was, and leaves the rest to others when it has run out', async () => {
  const first = await planned(0, { size: 4 });
  expect(named(first.works, 'echoSeed')).toHaveLength(2);
  const second = await planned(1, { size: 4, stretches: [first.stretches], underWay: [first.works] });
  expect(second.stretches['echoSeed']).toEqual({ from: 2, count: 2 });
  const third = await planned(2, { stretches: [first.stretches, second.stretches] });
  expect(named(third.works, 'echoSeed')).toEqual([]);
  expect(named(third.works, 'selfInstruct').length).toBeGreaterThan(0);
});

test('what it asks becomes candidates, which are screened like any others', async () => {
  const { works } = await planned(0, { size: 40 });
  const echoes = await screened(named(works, 'echoSeed'));
  expect(echoes).toMatchObject([
    { state: 'open', instruction: 'Tell a sailor about echo/0/at sea in one short paragraph.' },
    { state: 'rejected', decidedBy: 'novelty' },
    { state: 'quarantined', decidedBy: 'parser', reason: 'the answer is empty' },
    { state: 'quarantined' },
  ]);
});

describe('in the store', () => {
  let postgres: TestStore;
  let database: Database;

  beforeAll(async () => {
    postgres = await openTestStore(2);
    database = postgres.database;
    const { works, stretches } = await planned(0, { size: 40 });
    const candidates = await screened(named(works, 'echoSeed'));
    await writeRun(database, {
      runKey: 'echoes@1',
      recipe: setup.recipe,
      materials,
      stretches,
      candidates: candidates.map(({ ordinal, instruction, lineage, state }) => ({
        ...{ ordinal, instruction, lineage },
        state: state === 'open' ? 'accepted' : state,
      })),
    });
  }, 120_000);

  afterAll(async () => {
    await postgres?.stop();
  });

  test('the next plan knows what it came to', async () => {
    await database.query('update iterations set committed_at = now()');
    const { yields } = await new PlanStore(database).experience({
      ...{ runKey: 'echoes@1', iteration: 1, readThrough: 0, size: 20, measures: 0, reviewed: 0 },
    });
    expect(yields['echoSeed']).toMatchObject({ proposed: 4, accepted: 1 });
  });

  test('the report holds it against its share', async () => {
    const counts = await new ReportStore(database).counts('echoes@1');
    const lines = reportView(running, runReport(counts, strategySharesOf(setup.recipe), undefined), wide);
    const row = lines.find((line) => line.includes('echoSeed')) ?? '';
    expect(row.trim().split(/\s{2,}/)).toEqual([
      'echoSeed',
      '4',
      '4',
      '4',
      '1',
      '25.0 %',
      '100.0 %',
      '50.0 %',
    ]);
  });

  test('the trace tells its story, back to the seed', async () => {
    const trace = await new TraceStore(database).trace('echoes@1', { iteration: 0, ordinal: 0 });
    const lines = trace ? traceView(trace, wide) : [];
    expect(lines).toContain('  strategy    echoSeed, moved at sea');
    expect(lines).toContain('   1 seed 0     Name three birds of the garden.');
  });
});
