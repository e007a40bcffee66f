import type { RunStatus } from '../../core/run/status';
import type { Terminal } from '../terminal/terminal';
import { Pace } from '../view/pace';
import { runChanges, runLine } from '../view/runChanges';
import { runView } from '../view/runView';

const heartbeat = 60_000;

/** Shows a run while it goes on. */
export interface Presenter {
  /** Milliseconds between two looks at the store that are worth it. */
  readonly every: number;
  show(status: RunStatus, newest: string | undefined): void;
  /** Gives the terminal back. */
  end(): void;
}

/** The view that suits the terminal: redrawn in place, or a line a change in a pipe, or nothing with --quiet. */
export function createPresenter(terminal: Terminal): Presenter {
  if (terminal.options.quiet) return { every: 1_000, show: () => undefined, end: () => undefined };
  return terminal.live
    ? new LivePresenter(terminal, terminal.live)
    : new LinePresenter((line) => terminal.note(line));
}

class LivePresenter implements Presenter {
  readonly every = 250;
  private readonly pace = new Pace();
  private last: Parameters<Presenter['show']> | undefined;
  private readonly redraw = (): void => {
    if (this.last) this.show(...this.last);
  };

  constructor(
    private readonly terminal: Terminal,
    private readonly region: NonNullable<Terminal['live']>,
  ) {
    process.stderr.on('resize', this.redraw);
  }

  show(status: RunStatus, newest: string | undefined): void {
    this.last = [status, newest];
    const now = Date.now();
    this.pace.note(now, status.funnel.accepted);
    this.region.draw(
      runView(status, {
        columns: this.region.columns - 1, // a full last column makes some terminals wrap
        colors: this.terminal.errorColors,
        now,
        perMinute: this.pace.perMinute(now),
        timeLeft: this.pace.timeLeft(now, status.target),
        newest,
      }),
    );
  }

  end(): void {
    process.stderr.off('resize', this.redraw);
    this.region.end();
  }
}

/** One line a change, and one a minute when nothing changes: for pipes and logs. */
export class LinePresenter implements Presenter {
  readonly every = 1_000;
  private before: RunStatus | undefined;
  private saidAt = 0;

  constructor(
    private readonly say: (line: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  show(status: RunStatus): void {
    const now = this.now();
    const changes = runChanges(this.before, status, now);
    const lines = changes.length === 0 && now - this.saidAt >= heartbeat ? [runLine(status)] : changes;
    this.before = status;
    if (lines.length > 0) this.saidAt = now;
    lines.forEach((line) => this.say(line));
  }

  end(): void {
    this.before = undefined;
  }
}
