/** What went wrong, said to the person who can mend it. The command line prints `message`, then `mend`, and exits with `exitCode`. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** 2: wrong usage or configuration, unless another of the documented exit codes says it better. */
  readonly exitCode: number;
  /** The next command to type, or the thing to do. */
  readonly mend: string | undefined;

  constructor(message: string, options: { exitCode?: number; mend?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = options.exitCode ?? 2;
    this.mend = options.mend;
  }
}
