import type { WriteStream } from 'node:tty';

const enter = '\u001B[?1049h\u001B[?25l';
const leave = '\u001B[?25h\u001B[?1049l';
const home = '\u001B[H';
const clearLine = '\u001B[K';
const clearBelow = '\u001B[J';

/** The terminal's other screen, as editors use it: when it is left, everything is as it was before. */
export class Screen {
  private isOpen = false;
  private drawn = '';
  /** However the process ends, the terminal is given back. */
  private readonly onExit = (): void => this.close();

  constructor(private readonly stream: Pick<WriteStream, 'write' | 'columns' | 'rows'>) {}

  get columns(): number {
    return this.stream.columns || 80;
  }

  get rows(): number {
    return this.stream.rows || 24;
  }

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    process.once('exit', this.onExit);
    this.stream.write(enter);
  }

  /** One write, so that nothing flickers; none where nothing changed. */
  draw(lines: readonly string[]): void {
    const text = home + lines.map((line) => line + clearLine).join('\r\n') + clearBelow;
    if (!this.isOpen || text === this.drawn) return;
    this.drawn = text;
    this.stream.write(text);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.drawn = '';
    process.off('exit', this.onExit);
    this.stream.write(leave);
  }
}
