import pc from 'picocolors';
import type { Colors } from 'picocolors/types';
import { asTyped } from './asTyped';
import { LiveRegion } from './liveRegion';

/** What every command understands. */
export interface SharedOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly debug?: boolean;
  readonly json?: boolean;
  /** False with --no-input. */
  readonly input?: boolean;
  readonly offline?: boolean;
}

/** The two streams of a command: results on stdout, all else on stderr. Each is asked by itself whether it is a terminal. */
export class Terminal {
  readonly outColors: Colors;
  readonly errorColors: Colors;
  /** The lines at the end of the terminal that change; undefined in a pipe, and where nobody wants them. */
  readonly live: LiveRegion | undefined;

  constructor(
    readonly options: SharedOptions,
    private readonly stdout: NodeJS.WriteStream = process.stdout,
    private readonly stderr: NodeJS.WriteStream = process.stderr,
  ) {
    this.outColors = pc.createColors(takesColors(stdout));
    this.errorColors = pc.createColors(takesColors(stderr));
    const moves = stderr.isTTY && process.env['TERM'] !== 'dumb' && !options.quiet;
    this.live = moves ? new LiveRegion(stderr) : undefined;
  }

  /** Width of stdout where it is a terminal. */
  get outColumns(): number | undefined {
    return this.stdout.isTTY ? this.stdout.columns || 80 : undefined;
  }

  get outIsTerminal(): boolean {
    return this.stdout.isTTY;
  }

  /** Whether somebody is there to be asked. */
  get canAsk(): boolean {
    return process.stdin.isTTY && this.stderr.isTTY && this.options.input !== false;
  }

  /** A result. */
  print(lines: string | readonly string[]): void {
    const text = (typeof lines === 'string' ? [lines] : lines).map((line) => `${line}\n`).join('');
    if (text !== '') this.stdout.write(asTyped(text));
  }

  /** A result that is a file of its own, as it is. */
  printRaw(text: string): void {
    this.stdout.write(text);
  }

  /** A result for programs: one object, one line. */
  printJson(value: unknown): void {
    this.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** What people may want to know meanwhile; not with --quiet. */
  note(text: string): void {
    if (!this.options.quiet) this.warn(text);
  }

  /** What people must know, --quiet or not. */
  warn(text: string): void {
    const typed = asTyped(text);
    if (this.live) this.live.print(typed.split('\n'));
    else this.stderr.write(`${typed}\n`);
  }
}

/** NO_COLOR and FORCE_COLOR win over what the stream is (no-color.org, force-color.org). */
export function takesColors(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  if (environment['NO_COLOR']) return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}
