import { dequantise } from '../../core/foundations/embedding/quantise';
import {
  pageLimits,
  type Buckets,
  type MappedCandidate,
  type PageFigures,
} from '../../core/run/report/page/pageFigures';
import type { Example } from '../../core/run/report/page/section';
import type { Turn } from '../../core/vocabulary/conversation';
import type { CandidateState } from '../../core/vocabulary/funnel';
import type { Database } from './database';

/** Characters of a text that are read to be shown. */
const instructionRead = 500;
const textRead = 900;
const reasonRead = 300;

/** A random order of candidates that is a run's own: the same whenever and wherever it is asked for. `$2` is the run's seed. */
const drawn = (purpose: string): string =>
  `md5($2::text || '/${purpose}/' || c.iteration || '/' || c.ordinal), c.iteration, c.ordinal`;

/** A candidate to be read, with its first response: of `candidates c`. */
const example = `c.iteration, c.ordinal, left(coalesce(c.instruction, c.raw, ''), ${textRead}) as instruction,
  left(coalesce(r.input, ''), ${textRead}) as input, left(coalesce(r.text, ''), ${textRead}) as response,
  coalesce((select jsonb_agg(jsonb_build_object('message', left(turn ->> 'message', ${textRead}), 'response', left(turn ->> 'response', ${textRead})) order by place)
    from jsonb_array_elements(r.turns) with ordinality as said(turn, place)), '[]') as turns,
  c.decided_by as "decidedBy", left(c.reason, ${reasonRead}) as reason`;
const firstResponse = `left join lateral (
  select input, text, turns from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)
  order by r.kept desc nulls last, r.response limit 1) r on true`;

interface ExampleRow {
  readonly iteration: number;
  readonly ordinal: number;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly turns: readonly Turn[];
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly score?: number;
}

/** What a run's page shows of its candidates. All is counted, cut or drawn by the database: what comes here is small, however long the run is. */
export class PageFigureStore {
  constructor(private readonly database: Database) {}

  /** One statement after the other: each may read the whole run. */
  async figures(runKey: string, seed: number): Promise<PageFigures> {
    return {
      deciders: await this.deciders(runKey),
      iterations: await this.iterations(runKey),
      openings: await this.openings(runKey, seed),
      lengths: await this.lengths(runKey),
      exchanges: await this.exchanges(runKey),
      similarity: await this.similarity(runKey),
      perplexity: await this.perplexity(runKey),
      map: await this.map(runKey, seed),
      rejects: await this.rejects(runKey, seed),
      sample: await this.sample(runKey, seed),
    };
  }

  private async deciders(runKey: string): Promise<PageFigures['deciders']> {
    const { rows } = await this.database.query<PageFigures['deciders'][number]>(
      `select filter, stage, count(*) as candidates from (
         select distinct s.iteration, s.ordinal, s.filter, s.stage
         from candidates c join scores s on (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
           and s.filter = c.decided_by and not s.passed
         where c.run_key = $1 and c.state = 'rejected') failed
       group by 1, 2 order by 3 desc, 1, 2`,
      [runKey],
    );
    return rows;
  }

  private async iterations(runKey: string): Promise<PageFigures['iterations']> {
    const { rows } = await this.database.query<PageFigures['iterations'][number]>(
      `select iteration, count(*) as proposed, count(*) filter (where state in ('accepted', 'rejected', 'quarantined', 'declined')) as decided,
         count(*) filter (where state = 'accepted') as accepted,
         count(*) filter (where state = 'rejected' and decided_by = 'novelty') as repeated
       from candidates where run_key = $1 group by 1 order by 1`,
      [runKey],
    );
    return rows;
  }

  private async openings(runKey: string, seed: number): Promise<PageFigures['openings']> {
    const { rows } = await this.database.query<PageFigures['openings'][number]>(
      `select left(instruction, ${instructionRead}) as instruction, asked_cell as "askedCell", lineage -> 'attributes' ->> 'language' as "askedLanguage"
       from candidates c where run_key = $1 and state = 'accepted' and instruction is not null order by ${drawn('openings')} limit ${pageLimits.verbs}`,
      [runKey, seed],
    );
    return rows;
  }

  private async lengths(runKey: string): Promise<PageFigures['lengths']> {
    const { rows } = await this.database.query<PageFigures['lengths'][number]>(
      `select texts.of, floor(2 * log(2, char_length(texts.text)))::int as step, count(*) as pairs
       from candidates c join lateral (
         select input, text, turns from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept
         order by r.response limit 1) r on true,
       lateral (values ('instruction', c.instruction), ('input', r.input), ('response', r.text)) as texts (of, text)
       where c.run_key = $1 and c.state = 'accepted' and texts.text <> '' group by 1, 2 order by 1, 2`,
      [runKey],
    );
    return rows;
  }

  private async exchanges(runKey: string): Promise<PageFigures['exchanges']> {
    const { rows } = await this.database.query<PageFigures['exchanges'][number]>(
      `select 1 + jsonb_array_length(coalesce(r.turns, '[]')) as exchanges, count(*) as pairs
       from candidates c join lateral (
         select turns from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept
         order by r.response limit 1) r on true
       where c.run_key = $1 and c.state = 'accepted' group by 1 order by 1`,
      [runKey],
    );
    return rows;
  }

  /** A candidate may have been compared twice: the higher similarity counts. */
  private async similarity(runKey: string): Promise<Buckets> {
    const { rows } = await this.database.query<Buckets[number]>(
      `with compared as (select iteration, ordinal, max(score) as score from scores
         where run_key = $1 and filter = 'novelty' and score is not null group by 1, 2)
       select floor(least(greatest(score, 0), 0.9999) * 20 + 1e-9)::int as step,
         count(*) filter (where state = 'accepted') as accepted, count(*) filter (where state = 'rejected') as rejected
       from compared join candidates c on c.run_key = $1 and (c.iteration, c.ordinal) = (compared.iteration, compared.ordinal)
       group by 1 order by 1`,
      [runKey],
    );
    return rows;
  }

  private async perplexity(runKey: string): Promise<Buckets> {
    const { rows } = await this.database.query<Buckets[number]>(
      `with measured as (select iteration, ordinal, min((evidence ->> 'perplexity')::float8) as perplexity from scores
         where run_key = $1 and filter = 'fluency' and evidence ->> 'perplexity' is not null group by 1, 2)
       select floor(2 * log(2, least(greatest(perplexity, 1), 1e9)::numeric))::int as step,
         count(*) filter (where state = 'accepted') as accepted, count(*) filter (where state = 'rejected') as rejected
       from measured join candidates c on c.run_key = $1 and (c.iteration, c.ordinal) = (measured.iteration, measured.ordinal)
       group by 1 order by 1`,
      [runKey],
    );
    return rows;
  }

  /** Vectors are of the model that has most of the texts: what the run embedded to tell repetitions. */
  private async map(runKey: string, seed: number): Promise<MappedCandidate[]> {
    const { rows } = await this.database.query<
      Omit<MappedCandidate, 'vector'> & { readonly hash: string; readonly state: CandidateState }
    >(
      `select c.iteration, c.ordinal, c.state, c.decided_by as "decidedBy", c.strategy, left(c.cell, 100) as cell,
         left(c.instruction, ${instructionRead}) as instruction, encode(sha256(convert_to(c.instruction, 'UTF8')), 'hex') as hash
       from candidates c where run_key = $1 and instruction is not null order by ${drawn('map')} limit ${pageLimits.points}`,
      [runKey, seed],
    );
    const stored = await this.database.query<{ model: string; hash: string; vector: Buffer }>(
      `select model, encode(text_hash, 'hex') as hash, vector from (select distinct model from embeddings) models
       join embeddings using (model) where text_hash = any($1::bytea[])`,
      [rows.map(({ hash }) => Buffer.from(hash, 'hex'))],
    );
    const models = new Map<string, Map<string, Float32Array>>();
    for (const { model, hash, vector } of stored.rows) {
      const own = models.get(model) ?? new Map<string, Float32Array>();
      own.set(hash, dequantise(new Int8Array(vector.buffer, vector.byteOffset, vector.length)));
      models.set(model, own);
    }
    const [most = new Map<string, Float32Array>()] = [...models.values()].sort(
      (left, right) => right.size - left.size,
    );
    const mapped = rows.map(({ hash, ...candidate }) => ({ ...candidate, vector: most.get(hash) }));
    // What was rejected before it was embedded has no place among those that were.
    const embedded = mapped.filter(({ vector }) => vector !== undefined);
    return 2 * embedded.length > mapped.length
      ? embedded
      : mapped.map((candidate) => ({ ...candidate, vector: undefined }));
  }

  private async rejects(runKey: string, seed: number): Promise<PageFigures['rejects']> {
    const { rows } = await this.database.query<ExampleRow & { readonly filter: string }>(
      `with filters as (select decided_by from candidates where run_key = $1 and state = 'rejected' and decided_by is not null
         group by 1 order by count(*) desc, 1 limit ${pageLimits.filters}),
       ranked as (select c.iteration, c.ordinal, c.decided_by, row_number() over (partition by c.decided_by order by ${drawn('rejects')}) as place
         from candidates c join filters using (decided_by) where run_key = $1 and state = 'rejected')
       select c.decided_by as filter, ${example} from ranked join candidates c using (iteration, ordinal) ${firstResponse}
       where c.run_key = $1 and place <= ${pageLimits.perFilter} order by c.decided_by, place`,
      [runKey, seed],
    );
    const byFilter = new Map<string, Example[]>();
    for (const { filter, ...row } of rows)
      byFilter.set(filter, [...(byFilter.get(filter) ?? []), exampleOf(row)]);
    return [...byFilter].map(([filter, examples]) => ({ filter, examples }));
  }

  private async sample(runKey: string, seed: number): Promise<PageFigures['sample']> {
    const random = (state: string, most: number) =>
      this.examples(
        `select ${example} from candidates c ${firstResponse} where c.run_key = $1 and c.state = '${state}'
         order by ${drawn(`sample ${state}`)} limit ${most}`,
        [runKey, seed],
      );
    const judged = (order: 'asc' | 'desc') =>
      this.examples(
        `select ${example}, score from (
           select s.iteration, s.ordinal, avg(s.score) as score from scores s join candidates c
             on c.run_key = $1 and (c.iteration, c.ordinal) = (s.iteration, s.ordinal) and c.state = 'accepted'
           where s.run_key = $1 and s.filter = 'judge' and s.score is not null group by 1, 2) judged
         join candidates c using (iteration, ordinal) ${firstResponse} where c.run_key = $1
         order by score ${order}, ${drawn('judged')} limit ${pageLimits.few}`,
        [runKey, seed],
        'judge',
      );
    const nearest = () =>
      this.examples(
        `select ${example}, score from (
           select s.iteration, s.ordinal, max(s.score) as score from scores s join candidates c
             on c.run_key = $1 and (c.iteration, c.ordinal) = (s.iteration, s.ordinal) and c.state = 'accepted'
           where s.run_key = $1 and s.filter = 'novelty' and s.score is not null group by 1, 2) compared
         join candidates c using (iteration, ordinal) ${firstResponse} where c.run_key = $1
         order by score desc, ${drawn('nearest')} limit ${pageLimits.few}`,
        [runKey, seed],
        'similarity to its nearest neighbour',
      );
    const best = await judged('desc');
    return {
      random: await random('accepted', pageLimits.sample),
      best,
      borderline: best.length > 0 ? await judged('asc') : await nearest(),
      rejected: await random('rejected', pageLimits.sample),
    };
  }

  private async examples(text: string, values: unknown[], scored?: string): Promise<Example[]> {
    const { rows } = await this.database.query<ExampleRow>(text, values);
    return rows.map((row) => exampleOf(row, scored));
  }
}

function exampleOf(
  { iteration, ordinal, decidedBy, reason, score, ...texts }: ExampleRow,
  scored?: string,
): Example {
  const said = decidedBy === null ? '' : `rejected by ${decidedBy}${reason === null ? '' : `: ${reason}`}`;
  const note = scored !== undefined && score !== undefined ? `${scored} ${score.toFixed(2)}` : said;
  return {
    address: `${iteration}/${ordinal}`,
    instruction: texts.instruction,
    input: texts.input,
    response: texts.response,
    turns: texts.turns,
    note,
  };
}
