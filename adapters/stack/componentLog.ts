import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeFolderSync } from '../files/makeFolder';

const rotateBytes = 10 * 1024 * 1024;

/** A component's log, appended to by its own process, so that it goes on when the supervisor is gone. */
export class ComponentLog {
  readonly path: string;

  constructor(folder: string, name: string) {
    this.path = path.join(folder, `${name}.log`);
  }

  get size(): number {
    return existsSync(this.path) ? statSync(this.path).size : 0;
  }

  /** A descriptor to hand to a new process. A log above 10 MB is set aside as NAME.log.1 first. The caller closes it. */
  open(): number {
    makeFolderSync(path.dirname(this.path));
    if (this.size > rotateBytes) renameSync(this.path, `${this.path}.1`);
    return openSync(this.path, 'a', 0o600);
  }

  /** The text from an offset on, at most 64 KB of its end. */
  since(offset: number): string {
    if (!existsSync(this.path)) return '';
    const file = openSync(this.path, 'r');
    try {
      const start = Math.max(offset, this.size - 65_536);
      const buffer = Buffer.alloc(Math.max(0, this.size - start));
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, start));
    } finally {
      closeSync(file);
    }
  }

  /** The last lines after an offset, for an error message: without the places in the code that follow what an error says. */
  lastLines(offset: number, count = 5): string {
    const lines = this.since(offset).trim().split('\n');
    return lines
      .filter((line) => !/^\s+at \S/.test(line))
      .slice(-count)
      .join('\n');
  }
}
