import type { IterationInput } from '../../core/run/iteration';
import type { DrawnPlan } from '../../core/run/planWorks';
import { steeredNames, strategyNames } from '../../core/proposing/knownStrategies';
import type { SourceCount } from '../../core/proposing/passageShelf';
import type { PlanKnowledge } from '../../core/proposing/planKnowledge';
import type { PlannedWork } from '../../core/vocabulary/plannedWork';
import type { PoolEntry, PoolTexts } from '../../core/vocabulary/poolEntry';
import type { StrategyName } from '../../core/vocabulary/strategyName';
import type { Rejection } from '../../core/vocabulary/rejection';
import { canonicalJson } from '../../core/foundations/canonicalJson';
import { storableJson } from '../../core/foundations/text/storable';
import type { QueryResultRow } from 'pg';
import type { CellCount } from '../../core/proposing/steering/allocate';
import type { Database } from './database';
import type { PairAddress } from './pairStore';
import { ReadOn, type Known } from './readOn';
import { reviewedState, reviewedUpTo } from './reviewStore';

/** What came of each document, in the order of their ids. */
function sourcesOf(tallies: readonly Tally[]): readonly SourceCount[] {
  const counts = new Map<string, SourceCount>();
  for (const { document, turns, proposed, accepted } of tallies) {
    if (document === null) continue;
    const known = counts.get(document);
    counts.set(document, {
      document,
      turns: Math.max(known?.turns ?? 0, turns ?? 0),
      proposed: (known?.proposed ?? 0) + proposed,
      accepted: (known?.accepted ?? 0) + accepted,
    });
  }
  return [...counts.values()].sort((one, other) => (one.document < other.document ? -1 : 1));
}

/** A number for each strategy, by its name; 0 where it is absent. */
type Counts = Record<string, number>;

/** What a plan is made of beside the pool, as far as the store knows it. */
export type Experience = Pick<PlanKnowledge, 'yields' | 'cells' | 'underWay' | 'stretches' | 'sources'>;

/** Candidates of a strategy, by the cell that was asked for where it is steered, and the cell that they are of. */
interface Tally extends CellCount {
  readonly strategy: StrategyName;
  /** The document that it was written from, and how often that had been asked about by then; null where it was written from none. */
  readonly document: string | null;
  readonly turns: number | null;
}

/** Iterations whose pairs are read by one statement. */
const iterationsAtOnce = 100;
/** Most characters of inputs and responses that are kept of a run. */
const maxKeptTexts = 32 * 1024 * 1024;

/** Candidates `c` of iterations after $3 and up to $4. */
const betweenThese = `(select * from candidates where run_key = $1 and iteration > $3 and iteration <= $4) c`;
/** Candidates `c` of these addresses: iterations $3 and ordinals $4. */
const ofThese = `unnest($3::int[], $4::int[]) as wanted (iteration, ordinal) join candidates c on c.run_key = $1 and (c.iteration, c.ordinal) = (wanted.iteration, wanted.ordinal)`;

function addressesOf(pairs: readonly PairAddress[]): readonly unknown[] {
  return [pairs.map(({ iteration }) => iteration), pairs.map(({ ordinal }) => ordinal)];
}

function isSmall(pool: readonly PoolEntry[]): boolean {
  return pool.reduce((sum, { input, response }) => sum + input.length + response.length, 0) <= maxKeptTexts;
}

/** The same in two thirds of the memory: a row of the client has its fields beside itself, and brings a copy of each name, of which there are few. */
function heldSmall(rows: readonly PoolEntry[]): PoolEntry[] {
  const names = new Map<unknown, unknown>();
  const once = <Name>(name: Name): Name => {
    if (!names.has(name)) names.set(name, name);
    return names.get(name) as Name;
  };
  return rows.map((row) => ({
    iteration: row.iteration,
    ordinal: row.ordinal,
    strategy: once(row.strategy),
    instruction: row.instruction,
    input: row.input,
    response: row.response,
    classification: row.classification,
    family: row.family,
    cell: once(row.cell),
    quality: row.quality,
    approved: row.approved,
  }));
}

/** Plans of iterations, and all that the next one may know. Each step is one transaction, and harmless when repeated. */
export class PlanStore {
  private readonly tallies = new ReadOn<readonly Tally[]>([], (...stretch) => this.readTallies(...stretch));
  private readonly pools = {
    instructions: new ReadOn<readonly PoolEntry[]>([], (...stretch) =>
      this.readPool('instructions', ...stretch),
    ),
    all: new ReadOn<readonly PoolEntry[]>([], (...stretch) => this.readPool('all', ...stretch), isSmall),
  };

  constructor(private readonly database: Database) {}

  /** Writes the plan down if there is none, and reads back the one that stands. Its predecessors must have theirs. */
  async plan(input: IterationInput, draw: () => Promise<DrawnPlan>): Promise<readonly PlannedWork[]> {
    const existing = await this.findPlan(input);
    if (existing) return existing;
    const { works, stretches } = await draw();
    const before = await this.plannedThrough(input.runKey, input.iteration - 1);
    const worksThrough: Counts = { ...before.works };
    for (const { strategy } of works) worksThrough[strategy] = (worksThrough[strategy] ?? 0) + 1;
    const stretchEnds: Counts = { ...before.ends };
    const { size, measures, reviewed, target } = input;
    const drawnFor = { size, measures, reviewed, ...(target !== undefined && { target }) };
    for (const [name, { from, count }] of Object.entries(stretches))
      stretchEnds[name] = Math.max(stretchEnds[name] ?? 0, from + count);
    await this.database.query(
      `insert into iterations (run_key, iteration, read_through, plan, stretches, works_through, stretch_ends, input)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        ...[input.runKey, input.iteration, input.readThrough, storableJson(works), storableJson(stretches)],
        ...[storableJson(worksThrough), storableJson(stretchEnds), storableJson(drawnFor)],
      ],
    );
    return this.readPlan(input);
  }

  /** @throws Error where there is none: whoever works on an iteration does it by its plan, and an empty one is another thing. */
  async readPlan(input: IterationInput): Promise<readonly PlannedWork[]> {
    const plan = await this.findPlan(input);
    if (!plan)
      throw new Error(
        `Iteration ${input.iteration} of ${input.runKey} has no plan: was its database replaced?`,
      );
    return plan;
  }

  private async findPlan({ runKey, iteration }: IterationInput): Promise<readonly PlannedWork[] | undefined> {
    const { rows } = await this.database.query<{ plan: PlannedWork[] }>(
      'select plan from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    return rows[0]?.plan;
  }

  /** What an iteration's plan and all those before it came to: works of each strategy, and where their stretches end. */
  private async plannedThrough(
    runKey: string,
    iteration: number,
  ): Promise<{ readonly works: Counts; readonly ends: Counts }> {
    if (iteration < 0) return { works: {}, ends: {} };
    const { rows } = await this.database.query<{ works: Counts; ends: Counts }>(
      'select works_through as works, stretch_ends as ends from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    if (!rows[0])
      throw new Error(`Iteration ${iteration + 1} of ${runKey} cannot be planned before its predecessor.`);
    return rows[0];
  }

  /**
   * What the plan of an iteration may know: counts of iterations up to `readThrough`, and the plans of those after it, which
   * were themselves made of no more than that. So it is the same whatever finished first. As much is read for the thousandth
   * iteration as for the third: each plan carries on the counts of those before it.
   */
  async experience({ runKey, iteration, readThrough, reviewed }: IterationInput): Promise<Experience> {
    const [counted, planned, cells, underWay] = await Promise.all([
      this.plannedThrough(runKey, readThrough),
      this.plannedThrough(runKey, iteration - 1),
      this.tallies.at(runKey, { through: await this.committedThrough(runKey, readThrough), reviewed }),
      this.database.query<{ plan: PlannedWork[] }>(
        'select plan from iterations where run_key = $1 and iteration > $2 and iteration < $3 order by iteration',
        [runKey, readThrough, iteration],
      ),
    ]);
    const sum = (strategy: StrategyName, of: 'proposed' | 'accepted'): number =>
      cells.reduce((total, row) => total + (row.strategy === strategy ? row[of] : 0), 0);
    const yields = Object.fromEntries(
      strategyNames.map((name) => [
        name,
        {
          works: counted.works[name] ?? 0,
          proposed: sum(name, 'proposed'),
          accepted: sum(name, 'accepted'),
        },
      ]),
    );
    const ends = Object.entries(planned.ends).map(([name, end]) => [name, { from: end, count: 0 }] as const);
    return {
      yields,
      cells,
      underWay: underWay.rows.map(({ plan }) => plan),
      stretches: [Object.fromEntries(ends)],
      sources: sourcesOf(cells),
    };
  }

  /**
   * The accepted pairs that an iteration may know, in order, each with its first response: of iterations up to `readThrough`, as
   * the verdicts up to `reviewed` have left them, edits among them. With `instructions`, inputs and responses are left empty.
   */
  async pool(
    { runKey, readThrough, reviewed }: Pick<IterationInput, 'runKey' | 'readThrough' | 'reviewed'>,
    texts: PoolTexts = 'all',
  ): Promise<readonly PoolEntry[]> {
    if (texts === 'none') return [];
    const through = await this.committedThrough(runKey, readThrough);
    return this.pools[texts].at(runKey, { through, reviewed });
  }

  /** The last committed iteration up to one: commits are in order. */
  private async committedThrough(runKey: string, iteration: number): Promise<number> {
    const { rows } = await this.database.query<{ iteration: number }>(
      `select iteration from iterations where run_key = $1 and iteration <= $2 and committed_at is not null
       order by iteration desc limit 1`,
      [runKey, iteration],
    );
    return rows[0]?.iteration ?? -1;
  }

  private async readPool(
    texts: Exclude<PoolTexts, 'none'>,
    runKey: string,
    kept: readonly PoolEntry[],
    from: Known,
    to: Known,
  ): Promise<readonly PoolEntry[]> {
    const known = new Set<string>();
    const read: PoolEntry[] = [];
    const changed = await this.decidedSince(runKey, from, to);
    for (const { iteration, ordinal } of changed) known.add(`${iteration}/${ordinal}`);
    if (changed.length > 0)
      read.push(...(await this.entries(texts, runKey, to.reviewed, ofThese, addressesOf(changed))));
    // In pieces: of a large run the first reading brings all of it.
    for (let after = from.through; after < to.through; after += iterationsAtOnce) {
      const through = Math.min(after + iterationsAtOnce, to.through);
      const more = await this.entries(texts, runKey, to.reviewed, betweenThese, [after, through]);
      for (const entry of more) read.push(entry);
    }
    const unchanged =
      changed.length === 0
        ? kept
        : kept.filter(({ iteration, ordinal }) => !known.has(`${iteration}/${ordinal}`));
    const all = [...unchanged, ...read];
    return changed.length === 0
      ? all
      : all.sort((one, other) => one.iteration - other.iteration || one.ordinal - other.ordinal);
  }

  private async entries(
    texts: Exclude<PoolTexts, 'none'>,
    runKey: string,
    reviewed: number,
    which: string,
    values: readonly unknown[],
  ): Promise<PoolEntry[]> {
    const written = texts === 'all';
    const { rows } = await this.database.query<PoolEntry>(
      `select c.iteration, c.ordinal, c.strategy, coalesce(reviewed.edit ->> 'instruction', c.instruction) as instruction,
         ${written ? "coalesce(reviewed.edit ->> 'input', r.input)" : "''"} as input,
         ${written ? "coalesce(reviewed.edit ->> 'response', r.text)" : "''"} as response,
         coalesce(c.classification, false) as classification, c.family, c.cell, judged.score as quality,
         reviewed.by_reviewer is not null as approved
       from ${which} ${reviewedUpTo('$2')}
       join lateral (
         select input, text from responses r
         where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)
         order by r.kept desc, r.response limit 1) r on true
       left join lateral (
         select max(s.score) as score from scores s
         where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal) and s.stage = 'judge') judged on true
       where c.run_key = $1 and ${reviewedState} = 'accepted'
       order by c.iteration, c.ordinal`,
      [runKey, reviewed, ...values],
    );
    return heldSmall(rows);
  }

  private async readTallies(
    runKey: string,
    kept: readonly Tally[],
    from: Known,
    to: Known,
  ): Promise<readonly Tally[]> {
    const changed = await this.decidedSince(runKey, from, to);
    const [before, after, added] = await Promise.all([
      changed.length === 0 ? [] : this.tally(runKey, from.reviewed, ofThese, addressesOf(changed)),
      changed.length === 0 ? [] : this.tally(runKey, to.reviewed, ofThese, addressesOf(changed)),
      from.through === to.through
        ? []
        : this.tally(runKey, to.reviewed, betweenThese, [from.through, to.through]),
    ]);
    const sums = new Map<string, Tally>();
    const add = (tallies: readonly Tally[], sign: 1 | -1): void => {
      for (const tally of tallies) {
        const key = canonicalJson([tally.strategy, tally.asked, tally.cell, tally.document]);
        const sum = sums.get(key);
        sums.set(key, {
          ...tally,
          // What was asked stays asked, whatever people decide of it.
          turns: tally.turns === null ? null : Math.max(tally.turns, sum?.turns ?? 0),
          proposed: (sum?.proposed ?? 0) + sign * tally.proposed,
          accepted: (sum?.accepted ?? 0) + sign * tally.accepted,
        });
      }
    };
    add(kept, 1);
    add(before, -1);
    add(after, 1);
    add(added, 1);
    // In an order that no database's collation decides.
    return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, tally]) => tally);
  }

  private async tally(
    runKey: string,
    reviewed: number,
    which: string,
    values: readonly unknown[],
  ): Promise<Tally[]> {
    const { rows } = await this.database.query<Tally>(
      `select strategy, case when strategy = any($5) then asked_cell end as asked, cell,
         lineage -> 'knowledge' ->> 'document' as document, max((lineage -> 'knowledge' ->> 'turn')::integer) + 1 as turns,
         count(*) as proposed, count(*) filter (where ${reviewedState} = 'accepted') as accepted
       from ${which} ${reviewedUpTo('$2')} where c.run_key = $1 group by 1, 2, 3, 4`,
      [runKey, reviewed, ...values, steeredNames],
    );
    return rows;
  }

  /** Candidates of known iterations of which people decided something since. */
  private async decidedSince(runKey: string, from: Known, to: Known): Promise<PairAddress[]> {
    if (from.through < 0 || from.reviewed === to.reviewed) return [];
    const { rows } = await this.database.query<PairAddress & QueryResultRow>(
      `select distinct iteration, ordinal from review_decisions
       where run_key = $1 and watermark > $2 and watermark <= $3 and iteration <= $4`,
      [runKey, from.reviewed, to.reviewed, from.through],
    );
    return rows;
  }

  /** Pairs that people had rejected by what an iteration may know of them, in the order of the run. */
  async rejections({ runKey, reviewed }: Pick<IterationInput, 'runKey' | 'reviewed'>): Promise<Rejection[]> {
    const { rows } = await this.database.query<Rejection>(
      `select c.instruction, d.reason from (
         select distinct on (iteration, ordinal) * from review_decisions
         where run_key = $1 and watermark <= $2 order by iteration, ordinal, watermark desc) d
       join candidates c using (run_key, iteration, ordinal)
       where d.state = 'declined' order by d.iteration, d.ordinal`,
      [runKey, reviewed],
    );
    return rows;
  }
}
