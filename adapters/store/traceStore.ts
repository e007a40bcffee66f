import { pairId } from '../../core/dataset/formats/pairId';
import { addressOf, meansOf, originsOf, type Ancestor } from '../../core/run/report/ancestry';
import type { CandidateRecord } from '../../core/run/report/candidateRecord';
import { tellTrace, type Trace } from '../../core/run/report/trace';
import type { Recipe } from '../../core/recipe/schema';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import type { Lineage } from '../../core/vocabulary/lineage';
import { CandidateStore } from './candidateStore';
import type { Database } from './database';
import { PassageStore } from './passageStore';
import type { PairAddress } from './pairStore';
import { ReviewReads } from './reviewReads';

/** What a run grows from, and the parts of its recipe that a story needs. */
interface Ground {
  readonly recipe: Recipe;
  readonly seeds: readonly SeedTask[];
  readonly sources: readonly SeedTask[];
}

/** `lineage` is an empty object in runs that kept none. */
interface AncestorRow extends PairAddress {
  strategy: string;
  instruction: string | null;
  lineage: Lineage | Record<never, never>;
}

/** The stories of candidates, as the store can tell them. */
export class TraceStore {
  private readonly candidates: CandidateStore;
  private readonly passages: PassageStore;

  constructor(private readonly database: Database) {
    this.candidates = new CandidateStore(database);
    this.passages = new PassageStore(database);
  }

  /**
   * Where the candidate of this id is in a run: ids are hashes of the run's seed and the address (core/dataset/formats/pairId.ts), so that
   * every address is hashed until one fits. About a second for a million.
   */
  async findPair(runKey: string, id: string): Promise<PairAddress | undefined> {
    const { rows } = await this.database.query<PairAddress>(
      `select c.iteration, c.ordinal from candidates c
       where c.run_key = $1 and 'p' || left(encode(sha256(convert_to(
         (select setup.body -> 'recipe' ->> 'seed' from runs join documents setup on setup.hash = setup_hash where run_key = $1)
         || '/' || c.iteration || '/' || c.ordinal, 'UTF8')), 'hex'), 16) = $2`,
      [runKey, id],
    );
    return rows[0];
  }

  /** Undefined where the run has no such candidate. */
  async trace(runKey: string, address: PairAddress): Promise<Trace | undefined> {
    const candidate = await this.candidates.find(runKey, address);
    if (!candidate) return undefined;
    const ground = await this.ground(runKey);
    const calls = await this.candidates.calls(runKey, [candidate]);
    const { template } = candidate.lineage ?? {};
    const written = ground.recipe.template?.templates.find(({ name }) => name === template?.name);
    return tellTrace(
      {
        id: pairId(ground.recipe.seed, address),
        runKey,
        candidate,
        calls: candidate.calls.flatMap((key) => calls.get(key) ?? []),
        reviews: await new ReviewReads(this.database).history(runKey, address),
        template: written?.instruction ?? null,
        passages: await this.passages.passages(
          (candidate.lineage?.knowledge?.passages ?? []).map(({ id }) => id),
        ),
        ancestors: await this.ancestors(runKey, toAncestor(candidate)),
      },
      ground,
    );
  }

  /** The root, then every pair that it goes back to, a generation at a time: a pair's origins are of earlier iterations. */
  private async ancestors(runKey: string, root: Ancestor): Promise<[Ancestor, ...Ancestor[]]> {
    const found: [Ancestor, ...Ancestor[]] = [root];
    const known = new Set([addressOf(root)]);
    for (let generation: readonly Ancestor[] = [root]; generation.length > 0;) {
      const pairs = generation
        .flatMap(({ origins }) => origins.flatMap((origin) => ('pair' in origin ? [origin.pair] : [])))
        .filter((pair) => !known.has(pair.join('/')));
      for (const pair of pairs) known.add(pair.join('/'));
      const { rows } = await this.database.query<AncestorRow>(
        `select c.iteration, c.ordinal, c.strategy, c.instruction, c.lineage
         from (select distinct * from unnest($2::int[], $3::int[]) as pair(iteration, ordinal)) wanted
         join candidates c on c.run_key = $1 and (c.iteration, c.ordinal) = (wanted.iteration, wanted.ordinal)
         order by 1, 2`,
        [runKey, pairs.map(([iteration]) => iteration), pairs.map(([, ordinal]) => ordinal)],
      );
      generation = rows.map((row) =>
        toAncestor({ ...row, lineage: 'strategy' in row.lineage ? row.lineage : null }),
      );
      found.push(...generation);
    }
    return found;
  }

  /** Runs from before there were materials have their seeds alone. */
  private async ground(runKey: string): Promise<Ground> {
    const { rows } = await this.database.query<Ground>(
      `select setup.body -> 'recipe' as recipe, coalesce(materials.body -> 'seeds', seeds.body, '[]') as seeds,
         coalesce(materials.body -> 'sources', '[]') as sources
       from runs join documents setup on setup.hash = setup_hash left join documents seeds on seeds.hash = seeds_hash
       left join documents materials on materials.hash = materials_hash where run_key = $1`,
      [runKey],
    );
    if (!rows[0]) throw new Error(`The store knows no run ${runKey}: was its database replaced?`);
    return rows[0];
  }
}

function toAncestor({
  iteration,
  ordinal,
  strategy,
  instruction,
  lineage,
}: Pick<CandidateRecord, 'iteration' | 'ordinal' | 'strategy' | 'instruction' | 'lineage'>): Ancestor {
  return {
    iteration,
    ordinal,
    strategy,
    instruction: instruction ?? '',
    by: meansOf(lineage),
    origins: originsOf(lineage),
  };
}
