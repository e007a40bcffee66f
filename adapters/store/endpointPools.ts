import { mergeStates, type AdaptiveState } from '../../core/teacher/adaptiveState';
import { cycle, takeCells } from '../../core/teacher/cells';
import {
  cellsNeeded,
  divide,
  grantOf,
  inCells,
  isRunningShort,
  type Claim,
  type RunDemand,
} from '../../core/teacher/shares';
import { levelOf } from '../../core/teacher/learnedLimit';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database, Queryable } from './database';
import type { Holder } from './holder';

/** How long a member that stopped renewing keeps its share, in milliseconds. */
const timeToLive = 3_000;
/** By when one that lives has renewed. */
const renewsWithin = 1_500;

/** What a limiter reports of itself, for people to see: calls in flight and waiting, and until when it was told to wait. */
export interface LimiterActivity {
  readonly inFlight: number;
  readonly waiting: number;
  readonly concurrencyLimit: number;
  /** Milliseconds since the epoch; 0 when not paused. */
  readonly pausedUntil: number;
}

export interface PoolName {
  readonly endpoint: string;
  readonly model: string;
}

export interface PoolLimits {
  readonly concurrency: number;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

/** What a member tells when it renews. Times are the store's. */
export interface MemberReport extends PoolName {
  /** By its configuration. */
  readonly limits: PoolLimits;
  /** What it holds: no less counts as its own until it said that it gave some up. */
  readonly slots: number;
  readonly cells: readonly number[];
  readonly inFlight: number;
  readonly waiting: number;
  readonly perSecond: number;
  readonly demands: readonly RunDemand[];
  readonly isLeaving: boolean;
  readonly activity: LimiterActivity;
  /** Learned since it was told last, from what it was told as `version`. */
  readonly learned?: { readonly state: AdaptiveState; readonly version: number } | undefined;
}

/** A member's share of a pool, until it expires. */
export interface PoolShare extends PoolName {
  /** The least of what the members' configurations allow. */
  readonly limits: PoolLimits;
  readonly isAlone: boolean;
  readonly slots: number;
  readonly cells: readonly number[];
  /** How many slots were divided: fewer than allowed where less was learned. */
  readonly divided: number;
  /** Whether more is due to it, once others gave it up; or soon will be, where one of them is late to renew, or has a short line. */
  readonly isOwed: boolean;
  readonly others: { readonly inFlight: number; readonly perSecond: number };
  readonly learned: AdaptiveState | undefined;
  readonly version: number;
}

export interface Renewal {
  /** How long the shares last, in milliseconds from before the asking. */
  readonly lastsMs: number;
  /** The store's time less this process's, and how far off that may be. */
  readonly aheadMs: number;
  readonly precisionMs: number;
  readonly shares: readonly PoolShare[];
}

type Told<Wanted> = Omit<Wanted, 'waiting'> & { readonly waiting?: number };

/** A worker of an earlier version, while another one is rolled out, does not tell what waits. */
type ToldDemand = Omit<RunDemand, 'wanted'> & {
  readonly wanted: readonly Told<RunDemand['wanted'][number]>[];
};

interface MemberRow {
  readonly endpoint: string;
  readonly model: string;
  readonly holder: string;
  readonly slots: number;
  readonly cells: number[];
  readonly in_flight: number;
  readonly per_second: number;
  readonly demands: readonly ToldDemand[];
  readonly is_leaving: boolean;
  readonly limits: PoolLimits;
  readonly turn_at: number;
  /** Until its share expires, in milliseconds; null where there is no member. */
  readonly left_ms: number | null;
  readonly store_now: number;
}

interface PoolRow {
  readonly endpoint: string;
  readonly model: string;
  readonly adaptive: AdaptiveState | null;
  readonly version: number;
  readonly set_per_minute: number | null;
}

/**
 * The workers that ask an endpoint's model are the members of a pool, and divide what may be asked of it. Each renews its membership, tells
 * what it wants, and hears its share, under the pool's lock and by the store's clock: what all of them hold together is never more than
 * there is. What a member is to give up counts as its own until it says that it has; what it has in flight counts until it has landed. One
 * that stops renewing is out after three seconds.
 */
export class EndpointPools {
  private readonly known = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly holder: Holder,
    private readonly now: () => number,
  ) {}

  /** @throws what the database throws: the shares that were told last stand, until they expire. */
  async renew(reports: readonly MemberReport[]): Promise<Renewal> {
    const names = reports.map(({ endpoint, model }) => ({ endpoint, model }));
    await this.found(names);
    return this.database.transaction(async (connection) => {
      const { rows: pools } = await connection.query<PoolRow>(
        `select endpoint, model, adaptive, version, set_per_minute from endpoint_pools
         where (endpoint, model) in (select endpoint, model from jsonb_to_recordset($1) as name(endpoint text, model text))
         order by endpoint, model for update`,
        [storableJson(names)],
        'pools for a renewal',
      );
      const askedAt = this.now();
      const { members, storeNow } = await this.membersOf(connection, names);
      const answeredAt = this.now();
      const shares = reports.flatMap((report) => {
        const pool = pools.find((each) => isSame(each, report));
        return pool
          ? [
              this.share(
                report,
                pool,
                members.filter((each) => isSame(each, report)),
                storeNow,
              ),
            ]
          : [];
      });
      await this.write(connection, reports, shares, storeNow);
      return {
        lastsMs: timeToLive,
        aheadMs: storeNow - (askedAt + answeredAt) / 2,
        precisionMs: (answeredAt - askedAt) / 2,
        shares: shares.map(({ share }) => share),
      };
    });
  }

  /** Gives everything back at once. */
  async leave(): Promise<void> {
    await this.database.query('delete from endpoint_members where holder = $1', [this.holder.id]);
  }

  private async found(names: readonly PoolName[]): Promise<void> {
    const unknown = names.filter((name) => !this.known.has(keyOf(name)));
    if (unknown.length === 0) return;
    await this.database.query(
      `insert into endpoint_pools (endpoint, model)
       select endpoint, model from jsonb_to_recordset($1) as name(endpoint text, model text) order by 1, 2 on conflict do nothing`,
      [storableJson(unknown)],
    );
    for (const name of unknown) this.known.add(keyOf(name));
  }

  /** The others that live. */
  private async membersOf(
    connection: Queryable,
    names: readonly PoolName[],
  ): Promise<{ members: MemberRow[]; storeNow: number }> {
    const { rows } = await connection.query<MemberRow>(
      `with clock as (select clock_timestamp() as at)
       select m.endpoint, m.model, m.holder, m.slots, m.cells, m.in_flight, m.per_second, m.demands, m.is_leaving, m.limits,
              extract(epoch from m.turn_at)::float8 * 1000 as turn_at, extract(epoch from m.expires_at - clock.at)::float8 * 1000 as left_ms,
              extract(epoch from clock.at)::float8 * 1000 as store_now
       from clock left join endpoint_members m
         on (m.endpoint, m.model) in (select endpoint, model from jsonb_to_recordset($1) as name(endpoint text, model text))`,
      [storableJson(names)],
      'members for a renewal',
    );
    if (rows.some(({ left_ms: left }) => left !== null && left <= 0))
      await connection.query(
        `delete from endpoint_members where expires_at <= to_timestamp($2::float8 / 1000)
         and (endpoint, model) in (select endpoint, model from jsonb_to_recordset($1) as name(endpoint text, model text))`,
        [storableJson(names), rows[0]?.store_now],
      );
    return {
      members: rows.filter(({ left_ms: left }) => left !== null && left > 0),
      storeNow: rows[0]?.store_now ?? NaN,
    };
  }

  private share(report: MemberReport, pool: PoolRow, members: readonly MemberRow[], storeNow: number) {
    const others = members.filter(({ holder }) => holder !== this.holder.id);
    const mine = members.find(({ holder }) => holder === this.holder.id);
    const all = [...others.map(({ limits }) => limits), report.limits];
    const limits: PoolLimits = {
      concurrency: Math.min(...all.map(({ concurrency }) => concurrency)),
      requestsPerMinute: least([
        ...all.map(({ requestsPerMinute }) => requestsPerMinute),
        pool.set_per_minute ?? undefined,
      ]),
      tokensPerMinute: least(all.map(({ tokensPerMinute }) => tokensPerMinute)),
    };
    const learned = learnedBy(report, pool, storeNow);
    const bearable = learned?.concurrency ? Math.floor(levelOf(learned.concurrency, storeNow, 1)) : Infinity;
    const divided = Math.max(1, Math.min(limits.concurrency, bearable));

    const own: Claim = {
      id: this.holder.id,
      demands: report.demands,
      isLeaving: report.isLeaving,
      turnAt: mine?.turn_at ?? 0,
      hasShare: report.slots > 0,
    };
    const theirs = others.map((row) => ({ row, claim: claimOf(row) }));
    const claims: readonly Claim[] = [...theirs.map(({ claim }) => claim), own];
    const sum = (of: (row: MemberRow) => number) => others.reduce((total, row) => total + of(row), 0);
    const part = divide(divided, claims, storeNow).get(this.holder.id) ?? 0;
    const isAlone = others.length === 0;
    const slots = isAlone
      ? limits.concurrency
      : grantOf(
          divided,
          part,
          sum((row) => Math.max(row.slots, row.in_flight)),
        );

    const pace = paceOf(limits, learned, storeNow);
    const time =
      divide(
        cycle,
        claims.map((claim) => inCells(claim, pace)),
        storeNow,
      ).get(this.holder.id) ?? 0;
    const cells = takeCells(
      isAlone ? cycle : time,
      new Set(report.cells),
      new Set(others.flatMap((row) => row.cells)),
    );
    const needsMore = cells.length < cellsNeeded(own, pace);
    const isDueSoon = theirs.some(
      ({ row, claim }) => isLate(row) || (needsMore && isRunningShort(claim, row.cells.length, pace)),
    );
    const share: PoolShare = {
      endpoint: report.endpoint,
      model: report.model,
      limits,
      isAlone: isAlone && cells.length === cycle,
      slots,
      cells,
      divided,
      isOwed: slots < part || cells.length < time || isDueSoon,
      others: { inFlight: sum((row) => row.in_flight), perSecond: sum((row) => row.per_second) },
      learned,
      version: report.learned ? pool.version + 1 : pool.version,
    };
    return {
      share,
      turnAt: mine && report.slots > 0 ? mine.turn_at : slots > 0 ? storeNow : (mine?.turn_at ?? 0),
    };
  }

  private async write(
    connection: Queryable,
    reports: readonly MemberReport[],
    shares: readonly { readonly share: PoolShare; readonly turnAt: number }[],
    storeNow: number,
  ): Promise<void> {
    const rows = shares.flatMap(({ share, turnAt }) => {
      const report = reports.find((each) => isSame(each, share));
      return report
        ? [
            {
              ...{ endpoint: share.endpoint, model: share.model },
              slots: Math.max(report.slots, share.slots),
              cells: [...new Set([...report.cells, ...share.cells])],
              ...{ in_flight: report.inFlight, waiting: report.waiting, per_second: report.perSecond },
              ...{ demands: report.demands, is_leaving: report.isLeaving, limits: report.limits },
              ...{ activity: report.activity, turn_at: turnAt },
            },
          ]
        : [];
    });
    await connection.query(
      `insert into endpoint_members (endpoint, model, holder, slots, cells, in_flight, waiting, per_second, demands, is_leaving, limits,
                                     activity, turn_at, expires_at)
       select endpoint, model, $2, slots, cells, in_flight, waiting, per_second, demands, is_leaving, limits, activity,
              to_timestamp(turn_at / 1000), to_timestamp($3::float8 / 1000)
       from jsonb_to_recordset($1) as member(endpoint text, model text, slots integer, cells smallint[], in_flight integer, waiting integer,
              per_second float8, demands jsonb, is_leaving boolean, limits jsonb, activity jsonb, turn_at float8)
       on conflict (endpoint, model, holder) do update set slots = excluded.slots, cells = excluded.cells, in_flight = excluded.in_flight,
         waiting = excluded.waiting, per_second = excluded.per_second, demands = excluded.demands, is_leaving = excluded.is_leaving,
         limits = excluded.limits, activity = excluded.activity, turn_at = excluded.turn_at, expires_at = excluded.expires_at`,
      [storableJson(rows), this.holder.id, storeNow + timeToLive],
      'renew members',
    );
    for (const { share } of shares)
      if (reports.some((report) => report.learned && isSame(report, share)))
        await connection.query(
          'update endpoint_pools set adaptive = $3, version = $4 where endpoint = $1 and model = $2',
          [share.endpoint, share.model, storableJson(share.learned), share.version],
        );
  }
}

/** Sets most requests a minute, for all workers that ask these: they hear of it when they renew. Null: as their configurations say. */
export async function setRate(
  connection: Queryable,
  names: readonly PoolName[],
  requestsPerMinute: number | null,
): Promise<void> {
  await connection.query(
    `insert into endpoint_pools (endpoint, model, set_per_minute)
     select distinct endpoint, model, $2::double precision from jsonb_to_recordset($1) as name(endpoint text, model text) order by 1, 2
     on conflict (endpoint, model) do update set set_per_minute = excluded.set_per_minute`,
    [storableJson(names), requestsPerMinute],
  );
}

const keyOf = ({ endpoint, model }: PoolName): string => `${endpoint} ${model}`;

function isSame(one: PoolName, other: PoolName): boolean {
  return one.endpoint === other.endpoint && one.model === other.model;
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** What is known of the pool once this member has told what it learned: in place of what it learned that from, or beside what came since. */
function learnedBy({ learned }: MemberReport, pool: PoolRow, now: number): AdaptiveState | undefined {
  const stored = pool.adaptive ?? undefined;
  if (!learned) return stored;
  return stored && learned.version !== pool.version ? mergeStates(learned.state, stored, now) : learned.state;
}

/** Requests a second; undefined where nothing is known. */
function paceOf(limits: PoolLimits, learned: AdaptiveState | undefined, now: number): number | undefined {
  const perMinute = limits.requestsPerMinute ?? learned?.stated?.requestsPerMinute;
  return least([perMinute && perMinute / 60, learned?.rate && levelOf(learned.rate, now)]);
}

function claimOf({ holder, is_leaving, turn_at, slots, demands: told }: MemberRow): Claim {
  const demands = told.map((demand) => ({
    ...demand,
    wanted: demand.wanted.map((want) => ({ ...want, waiting: want.waiting ?? want.number })),
  }));
  return { id: holder, demands, isLeaving: is_leaving, turnAt: turn_at, hasShare: slots > 0 };
}

/** Whether a member should have renewed by now. */
function isLate({ left_ms: left }: MemberRow): boolean {
  return left !== null && left < timeToLive - renewsWithin;
}
