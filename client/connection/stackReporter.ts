import { createInterface } from 'node:readline/promises';
import type { ComponentName, Download, FetchProgress, StackEvent } from '../../adapters/stack';

function titleOf(name: ComponentName): string {
  switch (name) {
    case 'postgres':
      return 'PostgreSQL';
    case 'temporal':
      return 'Temporal';
    case 'teacher':
      return 'local teacher';
    case 'worker':
      return 'worker';
    default:
      if (name.startsWith('worker-')) return `worker ${name.slice('worker-'.length)}`;
      return `model of endpoint "${name.slice('model-'.length)}"`;
  }
}

/** Says on stderr what the stack does, one line a change; on a terminal a download's progress is one line that moves. */
export class StackReporter {
  private readonly shownShare = new Map<string, number>();

  constructor(private readonly output: NodeJS.WriteStream = process.stderr) {}

  readonly show = (event: StackEvent): void => {
    const line = event.kind === 'fetch' ? this.fetchLine(event.progress) : eventLine(event);
    if (line !== undefined) this.output.write(`${line}\n`);
  };

  private fetchLine(progress: FetchProgress): string | undefined {
    switch (progress.kind) {
      case 'announced':
        return describeDownload(progress.download);
      case 'trying':
        return `${progress.title}: trying ${progress.source}`;
      case 'received':
        return this.progressLine(progress.title, progress.bytes, progress.total);
      case 'failed':
        return `${progress.title}: ${progress.source} failed: ${progress.reason}`;
      case 'fetched':
        return `${progress.title}: verified and kept in ${progress.destination}`;
    }
  }

  /** Each tenth that has arrived. */
  private progressLine(title: string, bytes: number, total: number): string | undefined {
    if (total === 0) return undefined;
    const tenth = Math.min(10, Math.floor((10 * bytes) / total));
    if (tenth === (this.shownShare.get(title) ?? 0)) return undefined;
    this.shownShare.set(title, tenth);
    return `${title}: ${tenth * 10} % of ${megabytes(total)}`;
  }
}

/** Asks once on a terminal; elsewhere nobody is there to answer, and the download is agreed to as announced. */
export async function confirmDownload(download: Download): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return !/^\s*n/i.test(
      await prompt.question(`Download ${download.title} (${megabytes(download.transferBytes)})? [Y/n] `),
    );
  } finally {
    prompt.close();
  }
}

function describeDownload(download: Download): string {
  return [
    `${download.title} ${download.version} (${download.licence}) is needed and not on this machine:`,
    `  from      ${download.sources.join('\n            else ')}`,
    `  size      ${megabytes(download.transferBytes)} to transfer, ${megabytes(download.bytes)} kept`,
    `  SHA-256   ${download.sha256}`,
    `  to        ${download.destination}`,
  ].join('\n');
}

function eventLine(event: Exclude<StackEvent, { kind: 'fetch' }>): string | undefined {
  switch (event.kind) {
    case 'note':
      return event.message;
    case 'waiting':
      return `${titleOf(event.component)}: process ${event.pid} is starting or ending it; waiting.`;
    case 'starting':
      return undefined;
    case 'ready':
      return `${titleOf(event.component)}: ${event.again ? 'restarted' : 'started'} in ${(event.milliseconds / 1000).toFixed(1)} s (pid ${event.pid}${at(event.ports)}).`;
    case 'attached':
      return `${titleOf(event.component)}: runs already (pid ${event.pid}${at(event.ports)}).`;
    case 'adopted':
      return `${titleOf(event.component)}: left running by an earlier command, taken over (pid ${event.pid}${at(event.ports)}).`;
    case 'replacing':
      return `${titleOf(event.component)}: pid ${event.pid} was left with other settings or does not answer; it is replaced.`;
    case 'died': {
      const when = event.retryMilliseconds === 0 ? 'now' : `in ${event.retryMilliseconds / 1000} s`;
      return `${titleOf(event.component)}: died (pid ${event.pid ?? 'unknown'}); restarting ${when}. Log: ${event.log}`;
    }
    case 'failed':
      return `${titleOf(event.component)}: ${event.reason}`;
    case 'ended':
      return `${titleOf(event.component)}: ended (pid ${event.pid}).`;
    case 'kept':
      return `${titleOf(event.component)}: kept for seedbed ${event.command} (pid ${event.user}).`;
  }
}

const at = (ports: readonly number[]): string =>
  ports.length === 0 ? '' : `, 127.0.0.1:${ports.join(' and ')}`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
