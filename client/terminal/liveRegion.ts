import type { WriteStream } from 'node:tty';
import { displayWidth } from './displayWidth';

const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
const clearBelow = '\u001B[J';

/**
 * A few lines at the end of a terminal that are redrawn in place. Each redraw is one write, so nothing flickers; lines that a
 * narrower window broke in two are counted as it shows them, so that a resize leaves no debris.
 */
export class LiveRegion {
  private shown: readonly string[] = [];

  constructor(private readonly stream: WriteStream) {}

  get columns(): number {
    return this.stream.columns || 80;
  }

  /** Replaces the lines. They must not be wider than `columns`; more than fit the window's height are left out at the end. */
  draw(lines: readonly string[]): void {
    const fitting = lines.slice(0, Math.max(1, (this.stream.rows || 24) - 1));
    if (fitting.length === this.shown.length && fitting.every((line, index) => line === this.shown[index]))
      return;
    this.stream.write(
      `${hideCursor}${this.back()}${clearBelow}${fitting.map((line) => `${line}\n`).join('')}`,
    );
    this.shown = fitting;
  }

  /** Prints lines that stay, above the region. */
  print(lines: readonly string[]): void {
    const region = this.shown.map((line) => `${line}\n`).join('');
    this.stream.write(`${this.back()}${clearBelow}${lines.map((line) => `${line}\n`).join('')}${region}`);
  }

  /** Gives the terminal back: with the last lines left where they are, or with the region gone. */
  end(keep = false): void {
    this.stream.write(`${keep ? '' : this.back() + clearBelow}${showCursor}`);
    this.shown = [];
  }

  private back(): string {
    const rows = this.shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / this.columns)),
      0,
    );
    return rows === 0 ? '' : `\u001B[${rows}A\r`;
  }
}
