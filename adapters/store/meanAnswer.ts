import type { Database } from './database';

/** What a run's answers in one role took on average. */
export interface MeanAnswer {
  readonly answers: number;
  /** US dollars; null where no answer has a price. */
  readonly usd: number | null;
  readonly tokens: number;
}

export async function meanAnswer(database: Database, runKey: string, role: string): Promise<MeanAnswer> {
  const { rows } = await database.query<{ answers: number; usd: number | null; tokens: number | null }>(
    `select count(*)::int as answers, avg(cost_usd)::float8 as usd, avg(prompt_tokens + completion_tokens)::float8 as tokens
     from ledger where run_key = $1 and role = $2 and state = 'answered'`,
    [runKey, role],
  );
  const [{ answers = 0, usd = null, tokens = null } = {}] = rows;
  return { answers, usd, tokens: Math.round(tokens ?? 0) };
}
