/**
 * What candidate c is most like, as (score, nearest): it may have been compared twice, with the snapshot and at its commit, and the higher similarity is the one that
 * counts. SQL.
 */
export const mostSimilar = `
  select score, evidence ->> 'nearest' as nearest from scores s
  where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal) and s.filter = 'novelty' and s.score is not null
  order by s.score desc, s.stage limit 1`;
