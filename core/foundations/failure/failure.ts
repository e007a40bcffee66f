/**
 * What a step that failed means for its run:
 *
 * | kind | meaning | what happens |
 * |---|---|---|
 * | `passing` | something is away that comes back: a database, a network, a model's process; or a limit was met | tried again as long as it takes; shown to people once it has lasted |
 * | `needsMending` | a person has to mend something | the run pauses, says what; `resume` tries again |
 * | `defect` | a fault of Seedbed, or of what it keeps, that trying again won't mend | the run pauses, says what to report; `resume` tries again |
 */
export const failureKinds = ['passing', 'needsMending', 'defect'] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Failure {
  readonly kind: FailureKind;
  /** What happened, to what, and what to do now. Free of keys. */
  readonly message: string;
  /** `key`: somebody has to give a key, or its permission. `budget`: somebody has to raise a budget. */
  readonly about?: 'key' | 'budget';
  /** As whoever failed calls it: an HTTP status, a SQLSTATE, an error number, the name of an error. Never a text. */
  readonly code?: string;
  /** It is about this one text or request, which will never be answered; others may. */
  readonly unanswerable?: true;
  /** How long it is of no use to try again. */
  readonly retryAfterMs?: number;
}

/** An error that knows what it means. */
export abstract class KnownFailure extends Error {
  abstract readonly means: Failure;
}

/** Something is away that comes back by itself: what asked for it is done again. */
export class PassingError extends KnownFailure {
  override readonly name: string = 'PassingError';

  constructor(
    message: string,
    options: { readonly cause?: unknown; readonly code?: string; readonly retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const { code = codeOf(options.cause), retryAfterMs } = options;
    this.means = {
      kind: 'passing',
      message,
      ...(code !== undefined && { code }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }

  readonly means: Failure;
}

/** Whether an error is about the one thing that was asked, and will be the same whoever is asked how often. */
export function isUnanswerable(error: unknown): boolean {
  return error instanceof KnownFailure && error.means.unanswerable === true;
}

/** Whether something is an error, of whichever realm: what Node throws into a sandbox is no instance of the sandbox's `Error`. */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]';
}

/** The code that an error carries, of Node, PostgreSQL and others; undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = isError(error) ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
