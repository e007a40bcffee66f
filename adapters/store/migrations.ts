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
];
