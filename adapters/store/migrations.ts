/** One step of the schema. Steps are only ever added; a released one never changes. */
export interface Migration {
  readonly version: number;
  readonly title: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    title: 'runs, iterations, candidates, responses, ledger',
    sql: `
      -- What a run was asked for, kept by content: recipe, seeds, prompts. Never changed.
      create table documents (
        hash text primary key,
        kind text not null,
        body jsonb not null
      );

      create table runs (
        run_key text primary key,
        workflow_id text not null,
        first_run_id text not null,
        -- What else people call it, where it was started under an id that nobody remembers.
        name text,
        recipe_name text not null,
        recipe_hash text not null,
        setup_hash text not null references documents (hash),
        seeds_hash text not null references documents (hash),
        target integer not null,
        state text not null default 'running',
        detail text not null default '',
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        ended_at timestamptz
      );
      create index runs_by_workflow on runs (workflow_id, created_at desc);
      create index runs_by_name on runs (name) where name is not null;

      create table iterations (
        run_key text not null references runs on delete cascade,
        iteration integer not null,
        read_through integer not null,
        plan jsonb not null,
        stage text not null default 'propose',
        outcome jsonb,
        planned_at timestamptz not null default now(),
        committed_at timestamptz,
        primary key (run_key, iteration)
      );

      create table candidates (
        run_key text not null,
        iteration integer not null,
        ordinal integer not null,
        state text not null check (state in
          ('open', 'awaitingReview', 'accepted', 'rejected', 'quarantined', 'declined', 'abandoned')),
        strategy text not null,
        family text,
        instruction text,
        classification boolean,
        proposal_call text not null,
        passed_screen boolean not null,
        decided_by text,
        reason text,
        raw text,
        primary key (run_key, iteration, ordinal),
        foreign key (run_key, iteration) references iterations on delete cascade
      );
      create index accepted_candidates on candidates (run_key, iteration, ordinal) where state = 'accepted';

      create table responses (
        run_key text not null,
        iteration integer not null,
        ordinal integer not null,
        response integer not null,
        input text not null,
        text text not null,
        finish_reason text not null,
        call_key text not null,
        kept boolean,
        reason text,
        primary key (run_key, iteration, ordinal, response),
        foreign key (run_key, iteration, ordinal) references candidates on delete cascade
      );

      -- Every score of every filter; response is -1 where the filter looked at the instruction alone.
      create table scores (
        run_key text not null,
        iteration integer not null,
        ordinal integer not null,
        response integer not null default -1,
        stage text not null,
        filter text not null,
        version integer not null,
        score double precision,
        passed boolean not null,
        reason text,
        evidence jsonb,
        primary key (run_key, iteration, ordinal, response, stage, filter),
        foreign key (run_key, iteration, ordinal) references candidates on delete cascade
      );

      -- A process that holds claims and allowances for as long as it renews this row.
      create table holders (
        holder uuid primary key,
        description text not null,
        expires_at timestamptz not null
      );

      create table ledger (
        scope text not null,
        call_key text not null,
        run_key text not null,
        iteration integer not null,
        role text not null,
        pool text not null,
        model text not null,
        request jsonb not null,
        state text not null check (state in ('claimed', 'answered')),
        attempt uuid,
        holder uuid,
        sends integer not null default 1,
        answer text,
        finish_reason text,
        refusal text,
        request_id text,
        prompt_tokens integer,
        completion_tokens integer,
        cost_usd numeric(14, 6),
        claimed_at timestamptz not null default now(),
        answered_at timestamptz,
        primary key (scope, call_key)
      );
      create index ledger_by_run on ledger (run_key, iteration);

      -- What may be sent to one endpoint pool and model, who may send it until when, and what was learned of its limits.
      create table allowances (
        pool text not null,
        model text not null,
        holder uuid,
        expires_at timestamptz not null,
        adaptive jsonb,
        activity jsonb,
        primary key (pool, model)
      );
    `,
  },
  {
    version: 2,
    title: 'strategies, cells, lineage, embeddings',
    sql: `
      -- jsonb sorts fields. Their order says something: of a schema, what the teacher writes first; of a recipe, its axes and slots.
      alter table documents alter column body type json;
      alter table iterations alter column plan type json;

      -- What a run grows from beside its seeds, kept by content; a preview is a run that lists leave out.
      alter table runs
        alter column seeds_hash drop not null,
        add column materials_hash text references documents (hash),
        add column kind text not null default 'run' check (kind in ('run', 'preview'));

      -- Value lists that the teacher wrote for a run's templates, once.
      create table value_lists (
        run_key text not null references runs on delete cascade,
        name text not null,
        values jsonb not null,
        primary key (run_key, name)
      );

      -- How many works of each strategy were planned, and what for: {"selfInstruct": {"from", "count"}, ...}.
      alter table iterations add column stretches jsonb not null default '{}';

      -- work: position in the plan. asked_cell: what the prompt asked for. cell: what it was classified into.
      -- responder: the endpoint pool that writes its response; null where it brought one along.
      -- identity: what makes two members of a family the same. calls: all that its responses took, as keys of the ledger.
      alter table candidates
        alter column proposal_call drop not null,
        add column work integer,
        add column asked_cell text,
        add column cell text,
        add column responder text,
        add column input text,
        add column identity text,
        add column calls jsonb not null default '[]',
        add column lineage jsonb not null default '{}';
      create index candidates_of_family on candidates (run_key, family) where family is not null;

      -- Null where the response was computed, not bought. prompts: versions used, as in ["respond@1"].
      alter table responses
        alter column call_key drop not null,
        add column pool text,
        add column model text,
        add column prompts jsonb not null default '[]';

      -- A cheap call costs less than a millionth of a dollar.
      alter table ledger alter column cost_usd type numeric(18, 12);

      -- Vectors of texts: signed bytes, to be scaled to length 1. text_hash is the sha256 of the text.
      create table embeddings (
        model text not null,
        text_hash bytea not null,
        vector bytea not null,
        primary key (model, text_hash)
      );
    `,
  },
  {
    version: 3,
    title: 'screenings',
    sql: `
      -- A run looked at again under other thresholds: numbered from 1 within the run, whose own candidates never change.
      -- sections: the parts of the recipe that decide, as they were applied. summary: what moved, counted.
      create table screenings (
        run_key text not null references runs on delete cascade,
        screening integer not null,
        sections jsonb not null,
        summary jsonb not null,
        created_at timestamptz not null default now(),
        primary key (run_key, screening)
      );

      -- What became of a candidate whose decision is not the run's. needs: what would have to be bought or computed to tell.
      -- kept: its responses that passed, by number; null where they are the run's.
      create table screening_decisions (
        run_key text not null,
        screening integer not null,
        iteration integer not null,
        ordinal integer not null,
        state text not null check (state in ('accepted', 'rejected', 'waiting')),
        decided_by text,
        reason text,
        needs text,
        kept integer[],
        primary key (run_key, screening, iteration, ordinal),
        foreign key (run_key, screening) references screenings on delete cascade,
        foreign key (run_key, iteration, ordinal) references candidates on delete cascade
      );

      -- What a language model finds usual of fluent texts. fitted_to: hash of the texts and settings that it was fitted to.
      create table fluency_calibrations (
        model text not null,
        fitted_to text not null,
        calibration jsonb not null,
        primary key (model, fitted_to)
      );
    `,
  },
  {
    version: 4,
    title: 'review',
    sql: `
      -- What the commit made of a candidate, before people looked; state is what it is now. Null: not committed yet.
      alter table candidates add column committed_state text;
      update candidates c set committed_state = state from iterations i
        where (i.run_key, i.iteration) = (c.run_key, c.iteration) and i.committed_at is not null;

      -- outcome: [{"item", "outcome", "by", "revision", "verdict"}]. applied: watermark from which the run goes by it; null where
      -- it was closed since, so that whoever closes it again sets it to null.
      create table review_batches (
        run_key text not null references runs on delete cascade,
        batch integer not null,
        iteration integer not null,
        workflow_id text not null,
        policy jsonb not null,
        opened_at timestamptz not null default now(),
        due_at timestamptz,
        closed_at timestamptz,
        outcome jsonb,
        statistics jsonb,
        applied integer,
        primary key (run_key, batch)
      );

      -- Texts as they are shown: a planted check's differ from its candidate's.
      create table review_items (
        run_key text not null,
        batch integer not null,
        item integer not null,
        kind text not null check (kind in ('sample', 'rejection', 'check', 'repeat')),
        iteration integer not null,
        ordinal integer not null,
        instruction text not null,
        input text not null,
        response text not null,
        drawn_by text not null,
        probability double precision not null,
        expected text check (expected in ('approve', 'reject')),
        needed integer not null,
        assigned jsonb not null default '[]',
        primary key (run_key, batch, item),
        foreign key (run_key, batch) references review_batches on delete cascade,
        foreign key (run_key, iteration, ordinal) references candidates on delete cascade
      );
      create index review_items_of_candidate on review_items (run_key, iteration, ordinal);

      -- Kept for ever: a correction is a further revision.
      create table verdicts (
        run_key text not null,
        batch integer not null,
        item integer not null,
        reviewer text not null,
        revision integer not null,
        verdict text not null check (verdict in ('approve', 'reject', 'edit', 'unsure', 'withdrawn')),
        reason text,
        edit jsonb,
        flagged boolean not null default false,
        seconds double precision,
        assisted boolean not null default false,
        settles boolean not null default false,
        given_at timestamptz not null,
        primary key (run_key, batch, item, reviewer, revision),
        foreign key (run_key, batch, item) references review_items on delete cascade
      );

      -- What people's verdicts made of a candidate, from a watermark on. The highest watermark counts. edit: texts that replace its own.
      create table review_decisions (
        run_key text not null,
        watermark integer not null,
        iteration integer not null,
        ordinal integer not null,
        batch integer not null,
        item integer not null,
        state text not null check (state in ('awaitingReview', 'accepted', 'rejected', 'declined', 'abandoned')),
        reason text,
        edit jsonb,
        by_reviewer text,
        primary key (run_key, iteration, ordinal, watermark),
        foreign key (run_key, iteration, ordinal) references candidates on delete cascade
      );
      create index review_decisions_by_watermark on review_decisions (run_key, watermark);

      -- When a batch's outcome became the run's, or, without a batch, a calibration that somebody accepted. delta: what that added to each state of the funnel.
      create table review_applications (
        run_key text not null references runs on delete cascade,
        watermark integer not null,
        batch integer,
        delta jsonb not null,
        applied_at timestamptz not null default now(),
        primary key (run_key, watermark)
      );

      -- A threshold, and a learned scorer, fitted to the verdicts up to a watermark. overlay: the field of the recipe that moves.
      -- in_force_from: the watermark from which iterations go by it; null while it is only proposed.
      create table calibrations (
        run_key text not null references runs on delete cascade,
        version integer not null,
        watermark integer not null,
        overlay jsonb not null,
        scorer jsonb,
        expected jsonb not null,
        in_force_from integer,
        accepted_by text,
        created_at timestamptz not null default now(),
        primary key (run_key, version)
      );
    `,
  },
  {
    version: 5,
    title: 'why a run is paused, and what is away',
    sql: `
      -- Who or what a paused run waits for, and what a failed one failed of: {"by": "person" | "needsMending" | "defect", "about"?: "key"}.
      alter table runs add column cause jsonb;

      -- What is away, or refuses, for longer than half a minute, as one worker sees it. A row counts while its worker lives.
      create table troubles (
        holder uuid not null,
        run_key text not null,
        what text not null,
        message text not null,
        times integer not null,
        since timestamptz not null,
        last_at timestamptz not null,
        primary key (holder, run_key, what)
      );
      create index troubles_by_run on troubles (run_key);
    `,
  },
  {
    version: 6,
    title: 'endpoint leases',
    sql: `
      -- Who may send to an endpoint, whatever its model, until when: whoever polls its queue.
      create table endpoint_leases (
        pool text primary key,
        holder uuid not null,
        expires_at timestamptz not null
      );

      -- What was learned of a model's limits, and what the limiter of the endpoint's holder does.
      alter table allowances drop column expires_at;
    `,
  },
  {
    version: 7,
    title: 'what plans came to',
    sql: `
      -- Counted on from plan to plan, so that the next one reads no more than the last. works_through: works of each strategy in this plan
      -- and all before it. stretch_ends: where each strategy's stretches end by then.
      alter table iterations
        add column works_through jsonb not null default '{}',
        add column stretch_ends jsonb not null default '{}';

      with of_plans as (
        select i.run_key, i.iteration, s.strategy,
          (select count(*) from json_array_elements(i.plan) work where work ->> 'strategy' = s.strategy) as works,
          coalesce((i.stretches -> s.strategy ->> 'from')::int + (i.stretches -> s.strategy ->> 'count')::int, 0) as stretch_end
        from iterations i cross join (values ('selfInstruct'), ('template'), ('augment')) as s (strategy)),
      counted_on as (
        select run_key, iteration, strategy, sum(works) over so_far as works, max(stretch_end) over so_far as stretch_end
        from of_plans window so_far as (partition by run_key, strategy order by iteration)),
      by_iteration as (
        select run_key, iteration, jsonb_object_agg(strategy, works) as works, jsonb_object_agg(strategy, stretch_end) as ends
        from counted_on group by 1, 2)
      update iterations i set works_through = b.works, stretch_ends = b.ends
      from by_iteration b where (b.run_key, b.iteration) = (i.run_key, i.iteration);
    `,
  },
  {
    version: 8,
    title: 'one word for each thing: endpoint, reserved, rescreening, hold',
    sql: `
      alter table allowances rename column pool to endpoint;
      alter table endpoint_leases rename column pool to endpoint;
      alter table ledger rename column pool to endpoint;
      alter table responses rename column pool to endpoint;
      alter table ledger rename column claimed_at to reserved_at;
      alter table ledger drop constraint ledger_state_check;
      update ledger set state = 'reserved' where state = 'claimed';
      alter table ledger add constraint ledger_state_check check (state in ('reserved', 'answered'));
      -- What was asked, for people: its name for the endpoint is the code's.
      update ledger set request = (request - 'pool') || jsonb_build_object('endpoint', request -> 'pool') where request ? 'pool';
      alter table screenings rename to rescreenings;
      alter table rescreenings rename column screening to rescreening;
      alter table screening_decisions rename to rescreening_decisions;
      alter table rescreening_decisions rename column screening to rescreening;
      update review_batches set policy = (policy - 'claimMs') || jsonb_build_object('holdMs', policy -> 'claimMs')
      where policy ? 'claimMs';
    `,
  },
  {
    version: 9,
    title: 'what was really sent, and what refusals taught',
    sql: `
      -- What the request carried besides its prompt, in the names of the wire: traits of the endpoint and lessons decide it. Null for
      -- calls of before, for measures, and for refusals.
      alter table ledger add column sent jsonb;

      -- How a model of an endpoint takes a parameter, as its refusals taught: omit, another name, or a lesser form. At another host nothing
      -- of it counts. Without a row it is sent again, and learned again.
      create table endpoint_lessons (
        endpoint text not null,
        host text not null,
        model text not null,
        parameter text not null,
        taken text not null,
        said text not null,
        learned_at timestamptz not null default now(),
        primary key (endpoint, host, model, parameter)
      );
    `,
  },
  {
    version: 10,
    title: 'thinking, apart from the answer',
    sql: `
      -- What the model thought before it answered, and the tokens that took; of the prompt's tokens those that the endpoint had kept.
      -- Null where it doesn't say, and in answers from before.
      alter table ledger
        add column thinking text,
        add column reasoning_tokens integer,
        add column cached_tokens integer;
      -- The thinking that led to a response, where the recipe keeps it.
      alter table responses add column thinking text;
    `,
  },
  {
    version: 11,
    title: 'answers that are none, and what failed last',
    sql: `
      -- Responses with status 200 that are no answer: paid for, and counted, so that no request is bought for ever. One for each reservation
      -- of the ledger's row that was sent. raw: the body, up to a bound.
      create table unusable_answers (
        scope text not null,
        call_key text not null,
        attempt uuid not null,
        run_key text not null,
        raw text not null,
        reason text not null,
        request_id text,
        prompt_tokens integer not null,
        completion_tokens integer not null,
        cost_usd numeric(14, 6),
        received_at timestamptz not null default clock_timestamp(),
        primary key (scope, call_key, attempt),
        foreign key (scope, call_key) references ledger on delete cascade
      );
      create index unusable_answers_by_run on unusable_answers (run_key);

      -- The body that came last, of a call that was settled since no answer was usable.
      alter table ledger add column unusable text;

      -- What failed last of an endpoint's model, for a run; over_at: when it no longer did.
      create table last_failures (
        run_key text not null,
        what text not null,
        model text not null,
        message text not null,
        times integer not null,
        since timestamptz not null,
        last_at timestamptz not null,
        over_at timestamptz,
        primary key (run_key, what, model)
      );
    `,
  },
  {
    version: 12,
    title: 'workers share an endpoint',
    sql: `
      -- What all workers learned together of a model's limits; version: counts what was learned.
      create table endpoint_pools (
        endpoint text not null,
        model text not null,
        adaptive jsonb,
        version integer not null default 0,
        primary key (endpoint, model)
      );
      insert into endpoint_pools (endpoint, model, adaptive) select endpoint, model, adaptive from allowances;
      drop table allowances;
      drop table endpoint_leases;

      -- A worker that asks it: what it holds of slots and of the pace's cells until it expires, and what it wants. activity: for people.
      create table endpoint_members (
        endpoint text not null,
        model text not null,
        holder uuid not null,
        slots integer not null,
        cells smallint[] not null,
        in_flight integer not null,
        waiting integer not null,
        per_second double precision not null,
        demands jsonb not null,
        is_leaving boolean not null,
        limits jsonb not null,
        activity jsonb not null,
        turn_at timestamptz not null,
        expires_at timestamptz not null,
        primary key (endpoint, model, holder)
      );
    `,
  },
  {
    version: 13,
    title: 'requests that were sent, and sent a second time',
    sql: `
      -- A row is reserved a moment before its request leaves: sent_at says that it has left, and sends counts it then. Null: it has not, or
      -- the row is from before and answered.
      alter table ledger add column sent_at timestamptz;
      update ledger set sent_at = reserved_at where state = 'reserved';
      alter table ledger alter column sends set default 0;

      -- Requests that were asked a second time while the first was still out, one for each reservation. The answer that came first is the
      -- ledger's: answered_by says whose it is. The other, where it came too, was paid for as well, and is kept here.
      create table hedges (
        scope text not null,
        call_key text not null,
        attempt uuid not null,
        run_key text not null,
        sent_at timestamptz not null default clock_timestamp(),
        answered_by text check (answered_by in ('first', 'second')),
        other text,
        other_request_id text,
        prompt_tokens integer,
        completion_tokens integer,
        cost_usd numeric(18, 12),
        other_at timestamptz,
        primary key (scope, call_key, attempt),
        foreign key (scope, call_key) references ledger on delete cascade
      );
      create index hedges_by_run on hedges (run_key);
    `,
  },
  {
    version: 14,
    title: 'what does not grow with the run: counts that are carried on, rows that are updated in place',
    sql: `
      -- What was sent and answered, counted on by every process that sends and settles, in rows of its own, so that nobody waits for
      -- another: whoever asks adds up a few rows instead of the ledger. counted: when they were found to be sent, or settled.
      create table call_counts (
        run_key text not null,
        endpoint text not null,
        model text not null,
        holder uuid not null,
        counted text not null check (counted in ('sent', 'settled')),
        sends bigint not null default 0,
        answered bigint not null default 0,
        prompt_tokens bigint not null default 0,
        completion_tokens bigint not null default 0,
        primary key (run_key, endpoint, model, holder, counted)
      ) with (fillfactor = 50);
      insert into call_counts (run_key, endpoint, model, holder, counted, sends, answered, prompt_tokens, completion_tokens)
      select run_key, endpoint, model, '00000000-0000-0000-0000-000000000000', 'settled', sum(sends), count(*) filter (where state = 'answered'),
        coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0)
      from ledger group by 1, 2, 3;

      -- A settled call is a row that grew: room for it on its page spares a new entry in each index.
      alter table ledger set (fillfactor = 70);

      -- What commits came to, carried on from each to the next: the funnel, and what was rejected by which filter, both by the commits' own
      -- decisions. What verdicts changed of that is in review_applications. A run from before has what verdicts changed so far in the former.
      alter table iterations
        add column funnel_through jsonb,
        add column rejected_through jsonb;
      alter table review_applications add column rejected_delta jsonb not null default '{}';

      with committed as (select run_key, iteration, outcome from iterations where committed_at is not null),
      of_states as (
        select run_key, iteration, state.key, sum(state.value::int) over so_far as candidates
        from committed, jsonb_each_text(outcome -> 'funnel') as state
        window so_far as (partition by run_key, state.key order by iteration)),
      funnels as (select run_key, iteration, jsonb_object_agg(key, candidates) as funnel from of_states group by 1, 2),
      by_filter as (
        select run_key, iteration, decided_by, count(*) as candidates from candidates join committed using (run_key, iteration)
        where state = 'rejected' and decided_by is not null group by 1, 2, 3),
      filters as (select distinct run_key, decided_by from by_filter),
      counted_on as (
        select c.run_key, c.iteration, f.decided_by, sum(coalesce(b.candidates, 0)) over so_far as candidates
        from committed c join filters f using (run_key) left join by_filter b using (run_key, iteration, decided_by)
        window so_far as (partition by c.run_key, f.decided_by order by c.iteration)),
      rejections as (
        select run_key, iteration, jsonb_object_agg(decided_by, candidates) filter (where candidates > 0) as rejected from counted_on group by 1, 2)
      update iterations i set funnel_through = f.funnel, rejected_through = coalesce(r.rejected, '{}')
      from funnels f left join rejections r using (run_key, iteration)
      where (i.run_key, i.iteration) = (f.run_key, f.iteration);

      -- Which iterations are open is asked often, and all but a few are not.
      create index open_iterations on iterations (run_key, iteration) where committed_at is null;

      -- The primary key finds accepted candidates in their order just as well, and without this a change of state touches no index.
      drop index accepted_candidates;
    `,
  },
  {
    version: 15,
    title: 'what calls cost, exactly, and at which price',
    sql: `
      -- Prices that were in force when something was bought, by the sha256 of their JSON: where each comes from, its version and date, and its
      -- rates in US dollars a million tokens. Never changed: what a call cost stays what it was.
      create table prices (
        hash text primary key,
        price jsonb not null,
        kept_at timestamptz not null default now()
      );

      -- price: of prices; null where none was known, and in calls from before. cache_saved_usd: what the provider's cache made it cheaper by.
      -- unseen: how often it was sent and perhaps answered to nobody: a process that died, or our own patience that ended.
      alter table ledger
        add column cache_write_tokens integer,
        add column cache_saved_usd numeric(18, 12),
        add column price text,
        add column unseen integer not null default 0;
      alter table unusable_answers
        alter column cost_usd type numeric(18, 12),
        add column reasoning_tokens integer,
        add column cached_tokens integer,
        add column cache_write_tokens integer,
        add column cache_saved_usd numeric(18, 12),
        add column price text;
      alter table hedges
        add column reasoning_tokens integer,
        add column cached_tokens integer,
        add column cache_write_tokens integer,
        add column cache_saved_usd numeric(18, 12),
        add column price text;

      -- A call that was settled without an answer is counted by its purchases, and cost nothing beside them.
      update ledger set cost_usd = 0 where unusable is not null and cost_usd is null;

      -- What the requests of the committed iterations cost up to this one.
      alter table iterations add column cost_through numeric(24, 12);

      -- Dollars, and calls of unknown price, counted on as tokens are.
      alter table call_counts
        add column cost_usd numeric(24, 12) not null default 0,
        add column unpriced bigint not null default 0;
      insert into call_counts (run_key, endpoint, model, holder, counted, cost_usd, unpriced)
      select run_key, endpoint, model, '00000000-0000-0000-0000-000000000000', 'settled', coalesce(sum(cost_usd), 0),
        count(*) filter (where cost_usd is null)
      from ledger where state = 'answered' group by 1, 2, 3
      on conflict (run_key, endpoint, model, holder, counted) do update set cost_usd = excluded.cost_usd, unpriced = excluded.unpriced;
    `,
  },
  {
    version: 16,
    title: 'budgets, what requests reserve of them, and rates that people set',
    sql: `
      -- What may be spent: by a run, by a role of it, or by the workspace in a day or a month; a limit that is null is none. spent: of what was
      -- answered. held: the most that requests in flight may take. lost: the most that was taken by requests whose answer nobody saw.
      create table budgets (
        budget text primary key,
        run_key text,
        limit_usd numeric(24, 12),
        limit_tokens bigint,
        limit_requests bigint,
        warn_at double precision not null,
        spent_usd numeric(24, 12) not null default 0,
        spent_tokens bigint not null default 0,
        spent_requests bigint not null default 0,
        held_usd numeric(24, 12) not null default 0,
        held_tokens bigint not null default 0,
        held_requests bigint not null default 0,
        lost_usd numeric(24, 12) not null default 0,
        lost_tokens bigint not null default 0,
        lost_requests bigint not null default 0
      ) with (fillfactor = 50);
      create index budgets_by_run on budgets (run_key);

      -- What each request that was let out holds of its budgets, until it is settled; is_second: of one that was asked twice. is_lost: nobody
      -- waits for it any more, and it may have been paid for.
      create table budget_holds (
        scope text not null,
        call_key text not null,
        attempt uuid not null,
        is_second boolean not null,
        holder uuid not null,
        budgets text[] not null,
        usd numeric(24, 12) not null,
        tokens bigint not null,
        is_lost boolean not null default false,
        taken_at timestamptz not null default clock_timestamp(),
        primary key (scope, call_key, attempt, is_second)
      );

      -- Most requests a minute, as somebody set it while a run was under way; null: as the workers' configurations say.
      alter table endpoint_pools add column set_per_minute double precision;
    `,
  },
  {
    version: 17,
    title: 'batches of providers',
    sql: `
      -- What a stage of an iteration asks by a provider's batch. provider_id: what the provider calls it, null until that is known; since, holder
      -- and creations: when it was first tried to make it, by which process, and how often. ended_at: all that it brought is in the ledger.
      create table batches (
        batch uuid primary key,
        run_key text not null,
        iteration integer not null,
        stage text not null,
        endpoint text not null,
        model text not null,
        created_at timestamptz not null default now(),
        provider_id text,
        holder uuid,
        since timestamptz,
        creations integer not null default 0,
        cancelled_at timestamptz,
        ended_at timestamptz,
        ending text
      );
      create index batches_of_stages on batches (run_key, iteration, stage);
      create index batches_of_providers on batches (endpoint, provider_id);

      -- Its requests, as they are asked and as they are sent, until it has ended: json and not jsonb, which would put the fields of a schema into
      -- another order, and an answer follows that. outcome: what it brought, null before. saved_usd: what the batch made it cheaper by.
      create table batch_requests (
        batch uuid not null references batches on delete cascade,
        call_key text not null,
        position integer not null,
        request json,
        body json,
        sent json,
        outcome text,
        saved_usd numeric(18, 12),
        primary key (batch, call_key)
      );
    `,
  },
  {
    version: 18,
    title: 'what of a budget comes back when a process dies, and what batches hold of it',
    sql: `
      -- is_sent: it may have been sent; else what a process held that died comes back. Of those from before nobody knows. answer_tokens and price: the
      -- most that the answer may have, and at which price that was reckoned, so that one that was lost can be reckoned again once its prompt is counted.
      -- holder: null for what a batch holds, which outlives processes; its attempt is the batch.
      alter table budget_holds
        add column is_sent boolean not null default true,
        add column answer_tokens bigint,
        add column price text,
        alter column holder drop not null;
      create index budget_holds_by_attempt on budget_holds (attempt);
    `,
  },
  {
    version: 19,
    title: 'knowledge: documents, the passages that they are cut into, and sets of them',
    sql: `
      -- Documents by the sha256 of name, bytes and how they are cut; a document whose passages are not all stored yet is complete = false.
      -- left_out: what of it was not read, in words.
      create table knowledge_documents (
        document text primary key,
        name text not null,
        format text not null,
        bytes bigint not null,
        language text not null,
        passages integer not null default 0,
        left_out text,
        complete boolean not null default false,
        added_at timestamptz not null default now()
      );

      -- searched: headings and text as the full-text index reads them; words is of it, by the rules of the document's language.
      create table passages (
        document text not null references knowledge_documents on delete cascade,
        position integer not null,
        passage text not null unique,
        headings jsonb not null,
        page integer,
        text text not null,
        searched text not null,
        configuration regconfig not null,
        words tsvector generated always as (to_tsvector(configuration, searched)) stored,
        primary key (document, position)
      );
      create index passages_by_words on passages using gin (words);

      -- What is known: documents in the order of their names. first: the number of the document's first passage among all of the corpus.
      create table corpora (
        corpus text primary key,
        documents integer not null,
        passages integer not null,
        language text not null,
        created_at timestamptz not null default now()
      );
      create table corpus_documents (
        corpus text not null references corpora on delete cascade,
        place integer not null,
        document text not null references knowledge_documents,
        first integer not null,
        primary key (corpus, place),
        unique (corpus, document)
      );
    `,
  },
  {
    version: 20,
    title: 'folders of knowledge that people added, by name',
    sql: `
      -- unused: files of the folder that could not be used, each with why.
      create table knowledge_folders (
        name text primary key,
        corpus text not null references corpora,
        unused jsonb not null,
        added_at timestamptz not null default now()
      );
    `,
  },
  {
    version: 21,
    title: 'drafts of rewritten responses',
    sql: `
      -- What a response was before a critique had it rewritten; null where it was not, and in responses from before.
      alter table responses add column draft text;
    `,
  },
  {
    version: 22,
    title: 'several responses to the same',
    sql: `
      -- The response of the candidate that it is another sample of; null for the first to an input.
      alter table responses add column sample_of integer;
    `,
  },
  {
    version: 23,
    title: 'audits of bias',
    sql: `
      create table bias_audits (
        run_key text not null references runs on delete cascade,
        audit integer not null,
        found jsonb not null,
        made_at timestamptz not null default now(),
        primary key (run_key, audit)
      );
    `,
  },
  {
    version: 24,
    title: 'conversations',
    sql: `
      -- What the conversation goes on with after the response, [{"kind", "message", "response", "finishReason", "messageCall", "call", "thinking",
      -- "prompts"}]; null where it ends with it. Of an item: as it is shown, [{"message", "response"}].
      alter table responses add column turns jsonb;
      alter table review_items add column turns jsonb;
    `,
  },
  {
    version: 25,
    title: 'versions of datasets',
    sql: `
      -- What was exported, by the dataset's name and a number from 1 on: other bytes, or other options, make another version. sha256: of the sums of the files
      -- that hold data, in their order. iteration and reviewed: up to where the run was read, -1 and 0 for nothing. card: what was written beside, null where
      -- no format has one.
      create table dataset_versions (
        dataset text not null,
        version integer not null,
        run_key text not null,
        options jsonb not null,
        iteration integer not null,
        reviewed integer not null,
        pairs bigint not null,
        files jsonb not null,
        sha256 text not null,
        card text,
        recipe_hash text not null,
        setup_hash text not null,
        seedbed text not null,
        made_at timestamptz not null default now(),
        primary key (dataset, version)
      );
      create index dataset_versions_by_run on dataset_versions (run_key);

      -- What the plan was drawn for, beside read_through: {"size", "measures", "reviewed", "target"}; null in runs from before.
      alter table iterations add column input jsonb;
    `,
  },
  {
    version: 26,
    title: 'runs that are given more pairs after their end, and batches that gather',
    sql: `
      -- gathers: items are added to it yet, and nobody has it.
      alter table review_batches add column gathers boolean not null default false;

      -- first_run_id: of the first execution of the chain in which the run goes on. state, detail and target: as the run had ended; state is that of an open
      -- run where nobody was left to note its end.
      create table run_extensions (
        run_key text not null references runs on delete cascade,
        extension integer not null,
        first_run_id text not null unique,
        state text not null,
        detail text not null,
        target integer not null,
        accepted integer not null,
        ended_at timestamptz,
        extended_at timestamptz not null default now(),
        primary key (run_key, extension)
      );
    `,
  },
  {
    version: 27,
    title: 'what was quarantined by whom',
    sql: `
      -- What commits came to, carried on as rejected_through is; null in what a process of before committed.
      alter table iterations add column quarantined_through jsonb;

      with committed as (select run_key, iteration from iterations where committed_at is not null),
      by_filter as (
        select run_key, iteration, decided_by, count(*) as candidates from candidates join committed using (run_key, iteration)
        where state = 'quarantined' and decided_by is not null group by 1, 2, 3),
      filters as (select distinct run_key, decided_by from by_filter),
      counted_on as (
        select c.run_key, c.iteration, f.decided_by, sum(coalesce(b.candidates, 0)) over so_far as candidates
        from committed c join filters f using (run_key) left join by_filter b using (run_key, iteration, decided_by)
        window so_far as (partition by c.run_key, f.decided_by order by c.iteration)),
      quarantines as (
        select run_key, iteration, jsonb_object_agg(decided_by, candidates) as quarantined from counted_on where candidates > 0 group by 1, 2)
      update iterations i set quarantined_through = q.quarantined
      from quarantines q where (i.run_key, i.iteration) = (q.run_key, q.iteration);
    `,
  },
  {
    version: 28,
    title: 'how far a screening is',
    sql: `
      -- Which filter looks at what came of the stage, and how far it is; null where nothing is screened, or not for long.
      alter table iterations add column screening jsonb;
    `,
  },
  {
    version: 29,
    title: 'what candidates are most like',
    sql: `
      -- Highest similarity to a seed or a pair of before, and that one's instruction, as the commit left them: what an export says of novelty. Null before the
      -- commit, in what a process of before committed, and here in what was not accepted.
      alter table candidates
        add column novelty_score double precision,
        add column novelty_nearest text;

      -- In their order, so that they lie in it.
      set local enable_hashjoin = off;
      with most_similar as (
        select distinct on (run_key, iteration, ordinal) run_key, iteration, ordinal, score, evidence ->> 'nearest' as nearest
        from scores where filter = 'novelty' and score is not null order by run_key, iteration, ordinal, score desc, stage)
      update candidates c set novelty_score = m.score, novelty_nearest = m.nearest
      from most_similar m where (c.run_key, c.iteration, c.ordinal) = (m.run_key, m.iteration, m.ordinal) and c.committed_state in ('accepted', 'awaitingReview');
      set local enable_hashjoin = on;
    `,
  },
];
