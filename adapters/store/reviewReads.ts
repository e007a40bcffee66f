import type { QueryResultRow } from 'pg';
import type { CellKey } from '../../core/vocabulary/cell';
import type { ReviewRecord } from '../../core/run/report/trace';
import { nearestNeighbour, type CandidateRecord } from '../../core/run/report/candidateRecord';
import type { Lineage } from '../../core/vocabulary/lineage';
import type { BatchStatistics } from '../../core/review/batchStatistics';
import { decideItem, type Vote } from '../../core/review/decideItem';
import { drawnByCounterfactual, type ComparedPair } from '../../core/review/counterfactualItems';
import type { ReviewEvidence, ReviewItem } from '../../core/review/reviewItem';
import {
  casesOf,
  openClaims,
  type CasePassage,
  type KeptFinding,
  type MeasuredAnswers,
  type ReviewCase,
} from '../../core/review/reviewCase';
import type { Verdict, VerdictKind } from '../../core/vocabulary/verdict';
import { CandidateStore } from './candidateStore';
import type { Database } from './database';
import { verdictColumns, verdictOf, type VerdictRow } from './verdictRow';

/** A batch as its row and its verdicts have it. */
export interface StoredBatch {
  readonly runKey: string;
  /** Workflow id of the run. */
  readonly run: string;
  readonly batch: number;
  readonly workflowId: string;
  readonly items: number;
  /** Items that wait for nobody. */
  readonly decided: number;
  /** Items that somebody has looked at, and that wait for one more. */
  readonly forSecond: number;
  /** Pairs that people's word is to reject, and that are in the dataset until the batch is done. */
  readonly rejectedStillIn: number;
  /** Pairs that they edited, and that are in it as they were until then. */
  readonly editedStillIn: number;
  /** Numbers of the items of which reviewers say different things, and nobody has settled it. */
  readonly conflicts: readonly number[];
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly closedAt: Date | null;
  /** Who settles conflicts, by the recipe. */
  readonly adjudicator: string | null;
  /** Said when it was closed. */
  readonly statistics: BatchStatistics | null;
}

export interface BatchAddress {
  readonly runKey: string;
  readonly batch: number;
}

interface JudgedRow extends QueryResultRow {
  item: number;
  needed: number;
  adjudicator: string | null;
  isIn: boolean;
  votes: Vote[];
}

/**
 * The verdicts that stand, of the batches in `wanted`: each reviewer's newest of each item, unless it was taken back.
 */
const standing = `
  select * from (
    select distinct on (v.run_key, v.batch, v.item, v.reviewer) v.*
    from wanted join verdicts v using (run_key, batch)
    order by v.run_key, v.batch, v.item, v.reviewer, v.revision desc) newest
  where verdict <> 'withdrawn'`;

/** What people are shown of reviews. Reads only: what they decide goes through the batch's workflow. */
export class ReviewReads {
  private readonly candidates: CandidateStore;

  constructor(private readonly database: Database) {
    this.candidates = new CandidateStore(database);
  }

  /** Of one run by its key, or of all; the oldest first. With `open`, those that are closed are left out: their verdicts are not read. */
  async batches(runKey?: string, batch?: number, which: 'open' | 'all' = 'all'): Promise<StoredBatch[]> {
    const wanted = `with wanted as (select run_key, batch, policy from review_batches
      where ($1::text is null or run_key = $1) and ($2::int is null or batch = $2)${which === 'open' ? ' and closed_at is null' : ''} and not gathers)`;
    const given = [runKey ?? null, batch ?? null];
    const { rows: batches } = await this.database.query<
      Omit<StoredBatch, 'decided' | 'forSecond' | 'rejectedStillIn' | 'editedStillIn' | 'conflicts'>
    >(
      `${wanted}
       select b.run_key as "runKey", r.workflow_id as run, b.batch, b.workflow_id as "workflowId",
         (select count(*)::int from review_items i where (i.run_key, i.batch) = (b.run_key, b.batch)) as items,
         b.opened_at as "openedAt", b.due_at as "dueAt", b.closed_at as "closedAt",
         b.policy ->> 'adjudicator' as adjudicator, b.statistics
       from wanted join review_batches b using (run_key, batch) join runs r using (run_key)
       order by b.opened_at, b.run_key, b.batch`,
      given,
    );
    const { rows: judged } = await this.database.query<BatchAddress & JudgedRow>(
      `${wanted}
       select w.run_key as "runKey", w.batch, i.item, i.needed, w.policy ->> 'adjudicator' as adjudicator, c.state is not null as "isIn",
         jsonb_agg(jsonb_build_object('reviewer', s.reviewer, 'revision', s.revision, 'verdict', s.verdict, 'settles', s.settles)
           order by s.given_at) as votes
       from wanted w join review_items i using (run_key, batch) join (${standing}) s using (run_key, batch, item)
         left join candidates c on (c.run_key, c.iteration, c.ordinal) = (w.run_key, i.iteration, i.ordinal) and c.state = 'accepted' and i.kind = 'sample'
       group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3`,
      given,
    );
    return batches.map((one) => {
      const items = judged
        .filter((row) => row.runKey === one.runKey && row.batch === one.batch)
        .map(({ item, votes, needed, adjudicator, isIn }) => ({
          ...{ item, isIn },
          ...decideItem(votes, needed, adjudicator),
        }));
      const stillIn = (kind: VerdictKind): number =>
        items.filter(({ isIn, stands }) => isIn && stands?.verdict === kind).length;
      return {
        ...one,
        decided: items.filter(({ waits }) => !waits).length,
        forSecond: items.filter(({ waits }) => waits).length,
        rejectedStillIn: stillIn('reject'),
        editedStillIn: stillIn('edit'),
        conflicts: items.filter(({ conflict }) => conflict).map(({ item }) => item),
      };
    });
  }

  /** Items that people are not handed yet: of one run by its key, or of all that are open. */
  async gathering(runKey?: string): Promise<number> {
    const { rows } = await this.database.query<{ items: number }>(
      `select count(*)::int as items from review_batches b join review_items using (run_key, batch) join runs r using (run_key)
       where b.gathers and (run_key = $1 or ($1::text is null and r.ended_at is null))`,
      [runKey ?? null],
    );
    return rows[0]?.items ?? 0;
  }

  /** In the order of their numbers. */
  async items({ runKey, batch }: BatchAddress): Promise<ReviewItem[]> {
    const { rows } = await this.database.query<
      Omit<ReviewItem, 'turns'> & { cell: CellKey | null; turns: ReviewItem['turns'] | null }
    >(
      `select i.item, i.kind, i.iteration, i.ordinal, i.instruction, i.input, i.response, i.turns, c.cell, c.strategy,
         i.drawn_by as "drawnBy", i.probability, i.expected, i.needed, i.assigned
       from review_items i join candidates c using (run_key, iteration, ordinal)
       where i.run_key = $1 and i.batch = $2 order by i.item`,
      [runKey, batch],
    );
    const [cases, compared] = await Promise.all([
      this.casesOf({ runKey, batch }),
      this.comparedPairs({ runKey, batch }),
    ]);
    return rows.map(({ turns, ...row }) => {
      const own = compared.get(row.item)?.case ?? cases.get(row.item) ?? [];
      return { ...row, ...(turns && { turns }), ...(own.length > 0 && { cases: own }) };
    });
  }

  /** Of the items that were drawn for a doubt: others are judged as a whole, and a hint would move their judgement. */
  private async casesOf({
    runKey,
    batch,
  }: BatchAddress): Promise<ReadonlyMap<number, readonly ReviewCase[]>> {
    const { rows } = await this.database.query<{ item: number; input: string; findings: KeptFinding[] }>(
      `select i.item, i.input,
         jsonb_agg(jsonb_build_object('filter', s.filter, 'evidence', s.evidence - 'doubts')
           order by s.response, case when s.stage = 'pair' then 0 else 1 end, s.stage) as findings
       from review_items i join scores s using (run_key, iteration, ordinal)
       left join responses r on (r.run_key, r.iteration, r.ordinal, r.response) = (s.run_key, s.iteration, s.ordinal, s.response)
       where i.run_key = $1 and i.batch = $2 and i.kind <> 'check' and i.drawn_by in ('doubt', 'factChecks')
         and jsonb_typeof(s.evidence) = 'object' and (s.response = -1 or r.text = i.response)
       group by i.item, i.input`,
      [runKey, batch],
    );
    const named = rows.flatMap(({ findings }) =>
      openClaims(findings).flatMap(({ passage }) => passage ?? []),
    );
    const passages = await this.passages([...new Set(named)]);
    return new Map(rows.map(({ item, input, findings }) => [item, casesOf(findings, input, passages)]));
  }

  /** What items that show two groups were made of: an audit kept it. */
  private async comparedPairs(
    { runKey, batch }: BatchAddress,
    item?: number,
  ): Promise<ReadonlyMap<number, { case: readonly ReviewCase[]; answers: readonly MeasuredAnswers[] }>> {
    const { rows } = await this.database.query<{ item: number; kept: ComparedPair }>(
      `select distinct on (i.item) i.item, kept.value as kept
       from review_items i join bias_audits a using (run_key)
       cross join lateral jsonb_array_elements(a.found -> 'compared') as kept
       where i.run_key = $1 and i.batch = $2 and i.drawn_by = $3 and ($4::int is null or i.item = $4)
         and (kept.value -> 'iteration', kept.value -> 'ordinal') = (to_jsonb(i.iteration), to_jsonb(i.ordinal))
       order by i.item, a.audit desc`,
      [runKey, batch, drawnByCounterfactual, item ?? null],
    );
    return new Map(
      rows.map(({ item: number, kept: { attribute, from, to, changed, measures } }) => [
        number,
        { case: [{ about: 'counterfactual', attribute, from, to, changed }], answers: measures },
      ]),
    );
  }

  private async passages(ids: readonly string[]): Promise<ReadonlyMap<string, CasePassage>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.database.query<{
      id: string;
      name: string;
      headings: string[];
      text: string;
    }>(
      `select p.passage as id, d.name, p.headings, p.text
       from passages p join knowledge_documents d on d.document = p.document where p.passage = any($1)`,
      [ids],
    );
    return new Map(
      rows.map(({ id, name, headings, text }) => [id, { source: [name, ...headings].join(' › '), text }]),
    );
  }

  /** Undefined where there is none: of a hidden check too, whose candidate had other texts, and other scores for them. */
  async evidence({ runKey, batch }: BatchAddress, item: number): Promise<ReviewEvidence | undefined> {
    const { rows } = await this.database.query<Pick<ReviewItem, 'iteration' | 'ordinal' | 'response'>>(
      `select iteration, ordinal, response from review_items
       where run_key = $1 and batch = $2 and item = $3 and kind <> 'check'`,
      [runKey, batch, item],
    );
    const candidate = rows[0] && (await this.candidates.find(runKey, rows[0]));
    if (!rows[0] || !candidate) return undefined;
    const nearest = nearestNeighbour(candidate.scores);
    const answers = (await this.comparedPairs({ runKey, batch }, item)).get(item)?.answers;
    const unkept = { strategy: candidate.strategy, prompts: [], calls: [] } as unknown as Lineage;
    return {
      scores: scoresOf(candidate, rows[0].response),
      nearest: nearest?.nearest ? { instruction: nearest.nearest, score: nearest.score } : null,
      lineage: candidate.lineage ?? unkept,
      decidedBy: candidate.decidedBy,
      reason: candidate.reason,
      ...(answers && { answers }),
    };
  }

  /** All that people said of a candidate, the earliest first. A planted check is no word on the candidate that it was made of. */
  async history(
    runKey: string,
    { iteration, ordinal }: { readonly iteration: number; readonly ordinal: number },
  ): Promise<ReviewRecord[]> {
    const { rows } = await this.database.query<VerdictRow & { batch: number }>(
      `select i.batch, ${verdictColumns} from review_items i join verdicts using (run_key, batch, item)
       where (i.run_key, i.iteration, i.ordinal) = ($1, $2, $3) and i.kind <> 'check'
       order by given_at, i.batch, reviewer, revision`,
      [runKey, iteration, ordinal],
    );
    return rows.map(({ batch, ...row }) => ({ batch, ...verdictOf(row), at: row.givenAt.toISOString() }));
  }

  /** The verdicts that stand. */
  async verdicts({ runKey, batch }: BatchAddress): Promise<Verdict[]> {
    const { rows } = await this.database.query<VerdictRow>(
      `with wanted as (select $1::text as run_key, $2::int as batch)
       select ${verdictColumns} from (${standing}) standing order by item, given_at, reviewer`,
      [runKey, batch],
    );
    return rows.map(verdictOf);
  }
}

/** What each filter said of the pair with this response; of one that looked twice, as novelty does, what it said last. */
function scoresOf({ scores, responses }: CandidateRecord, text: string): ReviewEvidence['scores'] {
  const shown = responses.find((response) => response.text === text)?.response;
  const byFilter = new Map<string, ReviewEvidence['scores'][number]>();
  for (const { response, filter, score, passed, reason } of scores) {
    if (response === -1 || response === shown) byFilter.set(filter, { filter, score, passed, reason });
  }
  return [...byFilter.values()];
}
