import type { RowFunnel } from '../../../core/screening/datasetScreening/screenedRow';
import type { Terminal } from '../../terminal/terminal';
import { truncate } from '../../terminal/displayWidth';
import { count } from '../../view/quantities';

const heartbeat = 60_000;
const barWidth = 30;

/** How far a screening is: a bar on a terminal; in a pipe a line at each tenth, and each minute where nothing tells how much there is. */
export class ScreeningProgress {
  private tenths = 0;
  private saidAt = Date.now();
  private drawnAt = 0;

  /** @param lines Line feeds of the dataset's file. */
  constructor(
    private readonly terminal: Terminal,
    private readonly lines: number,
  ) {}

  /** @param line Where the last screened row begins in its file. */
  show(funnel: RowFunnel, line: number | undefined): void {
    // A list of JSON on one line, or Parquet, has no lines that would tell how much is left.
    const done =
      line === undefined || line < funnel.rows || this.lines < 2 ? undefined : Math.min(1, line / this.lines);
    const { accepted, rejected, quarantined, unreadable } = funnel.states;
    const words = [
      `${count(funnel.rows)} rows`,
      `${count(accepted)} accepted`,
      `${count(rejected)} rejected`,
      ...(quarantined > 0 ? [`${count(quarantined)} undecided`] : []),
      ...(unreadable > 0 ? [`${count(unreadable)} unreadable`] : []),
    ].join(', ');
    const percent = done === undefined ? '' : `${Math.floor(done * 100)} %  `;
    const now = Date.now();
    const { live } = this.terminal;
    if (live) {
      if (now - this.drawnAt < 100) return;
      this.drawnAt = now;
      const filled = Math.round((done ?? 0) * barWidth);
      const bar = done === undefined ? '' : `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}  `;
      return live.draw([truncate(`${bar}${percent}${words}`, live.columns - 1)]);
    }
    const tenths = Math.floor((done ?? 0) * 10);
    if (tenths === this.tenths && now - this.saidAt < heartbeat) return;
    [this.tenths, this.saidAt] = [tenths, now];
    this.terminal.note(`screen: ${percent}${words}`);
  }

  end(): void {
    this.terminal.live?.end();
  }
}
