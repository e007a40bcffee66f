import type { Database } from '../../../adapters/store/database';
import type { CandidateState } from '../../../core/vocabulary/funnel';
import { identityOf } from '../../../core/vocabulary/runKey';
import type { Lineage } from '../../../core/vocabulary/lineage';

/** A candidate as a test writes it down; what it leaves out is as uneventful as can be. */
export interface WrittenCandidate {
  readonly iteration?: number;
  readonly ordinal: number;
  readonly state?: CandidateState;
  readonly instruction?: string | null;
  readonly askedCell?: string;
  readonly cell?: string;
  readonly decidedBy?: string;
  readonly reason?: string;
  /** Null: as runs left it that kept none. */
  readonly lineage?: Lineage | null;
  readonly response?: {
    readonly text: string;
    readonly call: string | null;
    readonly input?: string;
    readonly prompts?: readonly string[];
    /** Messages and responses that follow. */
    readonly turns?: readonly (readonly [message: string, response: string])[];
  };
  readonly scores?: readonly {
    readonly stage: string;
    readonly filter: string;
    readonly score: number | null;
    readonly passed: boolean;
    readonly reason?: string;
    readonly evidence?: Readonly<Record<string, unknown>>;
  }[];
}

export interface WrittenRun {
  readonly runKey: string;
  readonly kind?: 'run' | 'preview';
  readonly recipe?: Readonly<Record<string, unknown>>;
  /** Roles that prompts of a version 1 are for. */
  readonly prompts?: Readonly<Record<string, string>>;
  readonly materials?: { readonly seeds: readonly unknown[]; readonly sources: readonly unknown[] };
  readonly stretches?: Readonly<Record<string, { readonly from: number; readonly count: number }>>;
  readonly health?: readonly Readonly<Record<string, unknown>>[];
  readonly candidates: readonly WrittenCandidate[];
  /** Tokens in and out, and the cost where there is a price, by call key. */
  readonly calls?: Readonly<
    Record<
      string,
      {
        readonly role?: string;
        readonly tokens: readonly [number, number];
        readonly cost?: number;
        readonly answer?: string;
      }
    >
  >;
}

/** A lineage of Self-Instruct. */
export const selfInstruct = (calls: readonly string[], more: Partial<Lineage> = {}): Lineage => ({
  ...{ strategy: 'selfInstruct', prompts: ['propose@1'], calls },
  ...more,
});

/** Puts a run into the store as the pipeline leaves it. */
export async function writeRun(database: Database, run: WrittenRun): Promise<void> {
  const { runKey, candidates, calls = {}, stretches = {}, health = [] } = run;
  const recipe = { name: 'garden', seed: 42, target: 100, ledger: { reuse: 'run' }, ...run.recipe };
  const materials = { seeds: [], sources: [], lists: {}, personas: [], ...run.materials };
  const prompts = Object.fromEntries(
    Object.entries(run.prompts ?? {}).map(([name, role]) => [
      name,
      [{ file: { name, role, version: 1, origin: 'package' }, share: 1 }],
    ]),
  );
  const { workflowId } = identityOf(runKey);
  for (const [kind, body] of Object.entries({ setup: { recipe, prompts }, materials })) {
    await database.query('insert into documents (hash, kind, body) values ($1, $2, $3)', [
      `${runKey} ${kind}`,
      kind,
      JSON.stringify(body),
    ]);
  }
  await database.query(
    `insert into runs (run_key, workflow_id, first_run_id, recipe_name, recipe_hash, setup_hash, materials_hash, target, kind)
     values ($1, $2, 'first', 'garden', 'hash', $3, $4, 100, $5)`,
    [runKey, workflowId, `${runKey} setup`, `${runKey} materials`, run.kind ?? 'run'],
  );
  const iterations = [...new Set([0, ...candidates.map(({ iteration }) => iteration ?? 0)])];
  for (const iteration of iterations) {
    await database.query(
      `insert into iterations (run_key, iteration, read_through, plan, stretches, outcome) values ($1, $2, -1, '[{}, {}]', $3, $4)`,
      [
        runKey,
        iteration,
        JSON.stringify(stretches),
        JSON.stringify({ iteration, health: health[iteration] }),
      ],
    );
  }
  for (const {
    iteration = 0,
    ordinal,
    state = 'accepted',
    lineage,
    response,
    scores = [],
    ...rest
  } of candidates) {
    await database.query(
      `insert into candidates (run_key, iteration, ordinal, state, strategy, instruction, passed_screen, asked_cell, cell,
         decided_by, reason, lineage, proposal_call) values ($1, $2, $3, $4, $5, $6, true, $7, $8, $9, $10, $11, $12)`,
      [
        ...[runKey, iteration, ordinal, state, lineage?.strategy ?? 'selfInstruct'],
        rest.instruction === undefined ? `Do thing ${iteration}/${ordinal}.` : rest.instruction,
        ...[rest.askedCell ?? null, rest.cell ?? null, rest.decidedBy ?? null, rest.reason ?? null],
        JSON.stringify(lineage ?? {}),
        lineage === null ? 'proposal' : (lineage?.calls.at(-1) ?? null),
      ],
    );
    if (response) {
      await database.query(
        `insert into responses (run_key, iteration, ordinal, response, input, text, finish_reason, call_key, endpoint, model, prompts, kept, turns)
         values ($1, $2, $3, 0, $4, $5, 'stop', $6, 'openai', 'small', $8, true, $7)`,
        [
          ...[runKey, iteration, ordinal, response.input ?? '', response.text, response.call],
          response.turns
            ? JSON.stringify(
                response.turns.map(([message, text]) => ({ message, response: text, prompts: [] })),
              )
            : null,
          JSON.stringify(response.prompts ?? ['respond@1']),
        ],
      );
    }
    for (const { stage, filter, score, passed, reason, evidence } of scores) {
      await database.query(
        `insert into scores (run_key, iteration, ordinal, response, stage, filter, version, score, passed, reason, evidence)
         values ($1, $2, $3, -1, $4, $5, 1, $6, $7, $8, $9)`,
        [
          runKey,
          iteration,
          ordinal,
          stage,
          filter,
          score,
          passed,
          reason ?? null,
          JSON.stringify(evidence ?? null),
        ],
      );
    }
  }
  for (const [key, { role = 'propose', tokens, cost, answer = 'An answer.' }] of Object.entries(calls)) {
    const request = {
      ...{
        role,
        endpoint: 'openai',
        model: 'small',
        parameters: { temperature: 0.7, stop: ['9.'] },
        sample: '0',
      },
      prompt: { kind: 'chat', messages: [{ role: 'user', content: `Asked for ${key}.` }] },
    };
    await database.query(
      `insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state, answer, prompt_tokens, completion_tokens, cost_usd)
       values ($1, $2, $1, 0, $3, 'openai', 'small', $4, 'answered', $5, $6, $7, $8)`,
      [runKey, key, role, JSON.stringify(request), answer, tokens[0], tokens[1], cost ?? null],
    );
  }
}
