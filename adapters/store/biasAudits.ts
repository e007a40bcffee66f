import type { BiasAudit } from '../../core/run/bias/biasReport';
import { drawnByCounterfactual, type ComparedPair } from '../../core/review/counterfactualItems';
import type { KnownAudit } from '../../core/run/bias/biasFindings';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';

/** What audits of bias found in runs: all of them are kept, and what is told of a run is the newest. */
export class BiasAudits {
  constructor(private readonly database: Database) {}

  /** @param compared Pairs that people are to look at, each beside the answer about another group. */
  async keep(runKey: string, found: BiasAudit, compared: readonly ComparedPair[] = []): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 3))', [runKey]);
      await connection.query(
        `insert into bias_audits (run_key, audit, found)
         select $1, coalesce(max(audit), 0) + 1, $2 from bias_audits where run_key = $1`,
        [runKey, storableJson({ ...found, ...(compared.length > 0 && { compared }) })],
      );
    });
  }

  /** The newest; counterfactuals and stereotypes, which not every audit asks for, are of the newest that did. Undefined where a run has none. */
  async newest(runKey: string): Promise<KnownAudit | undefined> {
    const { rows } = await this.database.query<KnownAudit>(
      `select (found - 'compared') || jsonb_build_object(
           'counterfactuals', (select found -> 'counterfactuals' from bias_audits
             where run_key = $1 and jsonb_typeof(found -> 'counterfactuals') = 'object' order by audit desc limit 1),
           'stereotypes', (select found -> 'stereotypes' from bias_audits
             where run_key = $1 and jsonb_typeof(found -> 'stereotypes') = 'object' order by audit desc limit 1)) as found,
         made_at as "madeAt",
         (select jsonb_build_object('pairs', count(*), 'unequal', count(*) filter (where said.verdict in ('reject', 'edit')))
          from review_batches b cross join lateral jsonb_to_recordset(b.outcome) as said(item int, verdict text)
          join review_items i on (i.run_key, i.batch, i.item) = (b.run_key, b.batch, said.item)
          where b.run_key = $1 and i.drawn_by = $2 and said.verdict in ('approve', 'reject', 'edit') having count(*) > 0) as judged
       from bias_audits where run_key = $1 order by audit desc limit 1`,
      [runKey, drawnByCounterfactual],
    );
    return rows[0];
  }
}
