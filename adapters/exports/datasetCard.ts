import type { Recipe } from '../../core/recipe/schema';
import type { CardFacts, FilterFigures } from '../../core/run/card/cardFacts';
import { datasetCard as cardOf } from '../../core/run/card/datasetCard';
import { calibrationLine } from '../../core/run/calibrationLine';
import { languageOf } from '../../core/screening/languageOf';
import { decideItem, type Vote } from '../../core/review/decideItem';
import { peopleReport } from '../../core/review/statistics';
import { BiasAudits } from '../store/biasAudits';
import { callUses, ledgerScope } from '../store/candidateStore';
import { CalibrationStore } from '../store/calibrationStore';
import type { Database } from '../store/database';
import { ReviewStore } from '../store/reviewStore';
import { RunStore } from '../store/runStore';
import type { WrittenSplits } from './exportFolder';

/** The card of what was exported of a run, from what the store knows of it. @param rescreening Whose decisions they are; left out, the run's own. */
export async function datasetCard(
  database: Database,
  runKey: string,
  { dataset, origin, splits, exchanges }: WrittenSplits,
  rescreening?: number,
): Promise<string> {
  const runs = new RunStore(database);
  const { setup, materials } = await runs.load(runKey);
  const [status, counts, filters, calibrations, bias, made] = await Promise.all([
    runs.status(runKey),
    new ReviewStore(database).counts(runKey),
    filterFigures(database, runKey),
    new CalibrationStore(database).list(runKey),
    new BiasAudits(database).newest(runKey),
    howItWasMade(database, runKey, setup.recipe),
  ]);
  if (!status) throw new Error(`Run ${runKey} is not in the store.`);
  return cardOf({
    ...{ dataset, origin, splits, setup, materials, status, filters, ...made },
    ...(exchanges && { exchanges }),
    people: counts ? peopleReport(counts) : null,
    calibrations: calibrations.map(calibrationLine),
    bias: bias ?? null,
    rescreening: rescreening ?? null,
  });
}

async function howItWasMade(
  database: Database,
  runKey: string,
  recipe: Recipe,
): Promise<Pick<CardFacts, 'strategies' | 'prompts' | 'edited' | 'asked' | 'languages' | 'personas'>> {
  const [strategies, prompts, edited, asked, languages, personas] = await Promise.all([
    database.query<CardFacts['strategies'][number]>(
      `select strategy, count(*) as accepted from candidates where run_key = $1 and state = 'accepted' group by strategy order by accepted desc, strategy`,
      [runKey],
    ),
    database.query<{ prompt: string }>(
      `select prompt from (
         select distinct lineage -> 'prompts' as prompts from candidates where run_key = $1 and jsonb_typeof(lineage -> 'prompts') = 'array'
         union select distinct prompts from responses where run_key = $1
         union select distinct jsonb_path_query_array(turns, '$[*].prompts[*]') from responses where run_key = $1 and turns is not null) used,
         jsonb_array_elements_text(prompts) as prompt
       group by prompt order by prompt`,
      [runKey],
    ),
    database.query<{ edited: number }>(
      `select count(distinct (c.iteration, c.ordinal)) as edited from candidates c join review_decisions d using (run_key, iteration, ordinal)
       where c.run_key = $1 and c.state = 'accepted' and d.edit is not null`,
      [runKey],
    ),
    database.query<CardFacts['asked'][number]>(
      `select role, model, endpoint from (
         select role, model, endpoint from ledger where run_key = $1 and state = 'answered'
         union select role, model, endpoint from ledger
         where scope = ${ledgerScope} and run_key <> $1 and call_key in (select call from (${callUses}) uses)) calls
       where role = any($2::text[]) order by array_position($2::text[], role), model, endpoint`,
      [runKey, ['propose', 'respond', 'classify', 'judge']],
    ),
    database.query<{ askedCell: string | null; askedLanguage: string | null; pairs: number }>(
      `select asked_cell as "askedCell", lineage -> 'attributes' ->> 'language' as "askedLanguage", count(*) as pairs
       from candidates where run_key = $1 and state = 'accepted' group by 1, 2`,
      [runKey],
    ),
    database.query<{ personas: number }>(
      `select count(distinct lineage ->> 'persona') as personas from candidates where run_key = $1`,
      [runKey],
    ),
  ]);
  const pairsIn = new Map<string, number>();
  for (const { pairs, ...wanted } of languages.rows) {
    const language = languageOf(recipe, wanted);
    pairsIn.set(language, (pairsIn.get(language) ?? 0) + pairs);
  }
  return {
    strategies: strategies.rows,
    prompts: prompts.rows.map(({ prompt }) => prompt),
    edited: edited.rows[0]?.edited ?? 0,
    asked: asked.rows,
    languages: [...pairsIn]
      .sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || (one < other ? -1 : 1))
      .map(([language]) => language),
    personas: personas.rows[0]?.personas ?? 0,
  };
}

/** Filters that looked at candidates, and what people said of those that they rejected. Whom one could not judge is not rejected by it. */
async function filterFigures(database: Database, runKey: string): Promise<FilterFigures[]> {
  const [scored, judged] = await Promise.all([
    database.query<{ name: string; scored: number; rejected: number }>(
      `select filter as name, count(*) as scored, count(*) filter (where not passed and quarantined.ordinal is null) as rejected from (
         select filter, iteration, ordinal, bool_and(passed) as passed from scores where run_key = $1 group by 1, 2, 3) by_candidate
       left join (select iteration, ordinal, decided_by as filter from candidates where run_key = $1 and state = 'quarantined') quarantined
         using (iteration, ordinal, filter)
       group by filter order by filter`,
      [runKey],
    ),
    database.query<{ filter: string; votes: Vote[] }>(
      `with standing as (
         select distinct on (batch, item, reviewer) batch, item, reviewer, revision, verdict, settles, given_at
         from verdicts where run_key = $1 order by batch, item, reviewer, revision desc)
       select c.decided_by as filter, jsonb_agg(jsonb_build_object('reviewer', s.reviewer, 'revision', s.revision, 'verdict', s.verdict, 'settles', s.settles)
         order by s.given_at, s.reviewer) as votes
       from review_items i join standing s using (batch, item)
       join candidates c on (c.run_key, c.iteration, c.ordinal) = (i.run_key, i.iteration, i.ordinal)
       where i.run_key = $1 and i.kind = 'rejection' and c.decided_by is not null and s.verdict <> 'withdrawn'
       group by i.batch, i.item, c.decided_by`,
      [runKey],
    ),
  ]);
  const verdictsOn = new Map<string, string[]>();
  for (const { filter, votes } of judged.rows) {
    const verdict = decideItem(votes, 1, null).stands?.verdict ?? 'unsure';
    if (verdict !== 'unsure') verdictsOn.set(filter, [...(verdictsOn.get(filter) ?? []), verdict]);
  }
  return scored.rows.map((figures) => {
    const said = verdictsOn.get(figures.name) ?? [];
    return { ...figures, judged: said.length, bad: said.filter((verdict) => verdict === 'reject').length };
  });
}
