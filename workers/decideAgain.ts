import { isDeepStrictEqual } from 'node:util';
import { createComputeActivities, createPlanActivities } from '../activities';
import { applyDecisions } from '../adapters/store/secondRun';
import type { Database } from '../adapters/store/database';
import { CalibrationStore } from '../adapters/store/calibrationStore';
import type { RunMoment } from '../adapters/store/datasetVersions';
import { Holder } from '../adapters/store/holder';
import { Ledger } from '../adapters/store/ledger';
import { openBatch } from '../adapters/store/reviewStore';
import { readConfiguration } from '../adapters/workspace/configuration';
import { UserError } from '../core/foundations/userError';
import { storable } from '../core/foundations/text/storable';
import type { IterationInput } from '../core/run/iteration';
import type { DueStage } from '../core/run/stages/dueStage';
import { callKey } from '../core/teacher/callKey';
import { openDeciding } from './openDeciding';

export interface DecidedAgain {
  readonly iterations: number;
  /** Answers that were read from the ledger, each as often as it was asked for. */
  readonly answers: number;
  /** What was asked for and is not in the ledger: of a run that was stopped it never was. */
  readonly missing: number;
  /** Iterations whose plan was drawn again, and how many of those came out otherwise. */
  readonly plans: { readonly drawn: number; readonly other: number };
}

/** An iteration as the store has it. */
interface Iteration {
  readonly iteration: number;
  readonly readThrough: number;
  readonly plan: unknown;
  readonly input: Pick<IterationInput, 'size' | 'measures' | 'reviewed' | 'target'> | null;
}

/**
 * Decides the iterations of a run again, in order, by the steps that workers run: plans are drawn, answers read from the ledger, candidates screened and
 * committed, and what people decided applied. Nobody is asked: an answer that is missing stays missing.
 *
 * @param store What the run left; read alone.
 * @param second Where it is decided again.
 */
export async function decideAgain(
  store: Database,
  second: Database,
  {
    runKey,
    moment,
    workspace,
    environment,
    onIteration,
  }: {
    readonly runKey: string;
    readonly moment: RunMoment;
    readonly workspace: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly onIteration: (iteration: number) => void;
  },
): Promise<DecidedAgain> {
  const iterations = await iterationsOf(store, runKey, moment.iteration);
  await requireKnownInputs(store, runKey, iterations);
  const ledger = new LedgerReader(store);
  const configuration = await readConfiguration(workspace, environment);
  const deciding = openDeciding(second, {
    ...{ workspace, environment, configuration, ledger },
    buy: async (request, { address }) => {
      const key = callKey(storable(request));
      const answer = (await ledger.lookUp(address.scope, [key])).get(key);
      if (answer) return answer;
      throw new UserError(
        `The ledger has no answer of endpoint "${request.endpoint}" any more that the run was decided by, and nobody is asked again.`,
      );
    },
  });
  const plans = { drawn: 0, other: 0 };
  try {
    const planning = createPlanActivities(deciding.dependencies);
    const computing = createComputeActivities(deciding.dependencies);
    for (const { iteration, readThrough, plan, input: drawnFor } of iterations) {
      const input: IterationInput = { runKey, iteration, readThrough, ...(drawnFor ?? unknownInput) };
      if (!drawnFor) await takeOverPlan(store, second, input);
      const planned = await planning.planIteration(input);
      if (drawnFor) {
        plans.drawn++;
        if (!isDeepStrictEqual(await planOf(second, input), plan)) plans.other++;
      }
      for (let due: DueStage | null = planned.due; due;)
        due = await computing.readStage({ input, stage: due.stage });
      await computing.commitIteration(input);
      await openWhatWasOpened(store, second, input);
      onIteration(iteration);
    }
    await applyDecisions(second, runKey);
  } finally {
    await deciding.close();
  }
  return { iterations: iterations.length, answers: ledger.found, missing: ledger.missing, plans };
}

/** The ledger, read alone. */
class LedgerReader {
  found = 0;
  missing = 0;
  readonly #ledger: Ledger;

  constructor(store: Database) {
    this.#ledger = new Ledger(store, new Holder(store, 'reproduce'));
  }

  async lookUp(...asked: Parameters<Ledger['lookUp']>): ReturnType<Ledger['lookUp']> {
    const answers = await this.#ledger.lookUp(...asked);
    this.found += answers.size;
    this.missing += asked[1].length - answers.size;
    return answers;
  }
}

/** Of runs from before inputs were kept: the plan stands, and no thresholds were moved. */
const unknownInput = { size: 0, measures: 0, reviewed: 0 };

async function iterationsOf(store: Database, runKey: string, last: number): Promise<readonly Iteration[]> {
  const { rows } = await store.query<Iteration>(
    `select iteration, read_through as "readThrough", plan, input from iterations
     where run_key = $1 and iteration <= $2 and committed_at is not null order by iteration`,
    [runKey, last],
  );
  return rows;
}

/** @throws UserError where it is not known by which thresholds an iteration was decided. */
async function requireKnownInputs(
  store: Database,
  runKey: string,
  iterations: readonly Iteration[],
): Promise<void> {
  if (iterations.every(({ input }) => input !== null)) return;
  const calibrations = await new CalibrationStore(store).list(runKey);
  if (calibrations.length > 0)
    throw new UserError(
      'The run was made before it was kept by which thresholds each iteration was decided, and verdicts moved them: it can not be decided again.',
    );
}

/**
 * When a batch that gathers is handed out may depend on when people decided: verdicts are of items by their place in a batch, so it is done where it was, which
 * is before the first iteration whose items are not in it.
 */
async function openWhatWasOpened(
  store: Database,
  second: Database,
  { runKey, iteration }: IterationInput,
): Promise<void> {
  const { rows } = await second.query<{ batch: number }>(
    'select batch from review_batches where run_key = $1 and gathers',
    [runKey],
  );
  for (const { batch } of rows) {
    const { rowCount } = await store.query(
      'select from review_items where run_key = $1 and batch = $2 and iteration > $3 limit 1',
      [runKey, batch, iteration],
    );
    if (rowCount === 0) await openBatch(second, runKey, batch);
  }
}

async function planOf(database: Database, { runKey, iteration }: IterationInput): Promise<unknown> {
  const { rows } = await database.query<{ plan: unknown }>(
    'select plan from iterations where run_key = $1 and iteration = $2',
    [runKey, iteration],
  );
  return rows[0]?.plan;
}

async function takeOverPlan(
  store: Database,
  second: Database,
  { runKey, iteration }: IterationInput,
): Promise<void> {
  const columns = ['read_through', 'plan', 'stretches', 'works_through', 'stretch_ends'];
  const { rows } = await store.query<Record<string, unknown>>(
    `select read_through, ${columns
      .slice(1)
      .map((name) => `${name}::text`)
      .join(', ')} from iterations where run_key = $1 and iteration = $2`,
    [runKey, iteration],
  );
  await second.query(
    `insert into iterations (run_key, iteration, ${columns.join(', ')}) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [runKey, iteration, ...columns.map((name) => rows[0]?.[name] ?? null)],
  );
}
