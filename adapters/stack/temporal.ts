import path from 'node:path';
import { searchAttributeTypes } from '../../core/run/searchAttributes';
import { openConnection } from '../temporal/openConnection';
import { temporalCli } from './assets';
import { fetchAsset, type FetchOptions } from './fetch';
import type { Component, Launch } from './supervised';
import type { StateFolder } from './workspace';

export const temporalNamespace = 'default';

export const temporalPort = 7233;
export const temporalUiPort = 8233;

/**
 * Its database appends what it commits to a log, and syncs it once. Left to itself the server writes a journal for each commit, syncs that, the folder and the
 * database, and removes it: as durable, for a fifth of its processor time.
 */
const pragmas = ['journal_mode=wal', 'synchronous=full'];

/** Temporal's development server with its UI and a database file in the state folder. */
export class TemporalComponent implements Component {
  readonly name = 'temporal';
  readonly standardPorts = [temporalPort, temporalUiPort];
  readonly readyWithinMilliseconds = 180_000;
  private binary = '';

  constructor(
    private readonly folder: StateFolder,
    private readonly fetching: FetchOptions,
    private readonly extraArguments: readonly string[] = [],
  ) {}

  fingerprint(): string {
    return JSON.stringify([searchAttributeTypes, pragmas, this.extraArguments]);
  }

  async prepare(): Promise<void> {
    this.binary = (await fetchAsset(temporalCli, this.fetching)).path;
  }

  launch([port = temporalPort, uiPort = temporalUiPort]: readonly number[]): Launch {
    return {
      command: this.binary,
      arguments: [
        ...['server', 'start-dev', '--db-filename', path.join(this.folder.root, 'temporal.db')],
        ...[
          '--ip',
          '127.0.0.1',
          '--port',
          String(port),
          '--ui-port',
          String(uiPort),
          '--ui-disable-news-fetch',
        ],
        ...pragmas.flatMap((pragma) => ['--sqlite-pragma', pragma]),
        ...['--namespace', temporalNamespace, '--log-level', 'warn'],
        ...Object.entries(searchAttributeTypes).flatMap(([name, type]) => [
          '--search-attribute',
          `${name}=${type}`,
        ]),
        ...this.extraArguments,
      ],
      environment: { ...process.env, TEMPORAL_VERSION_CHECK_DISABLED: '1' }, // nothing leaves this machine unasked
    };
  }

  /** Serves when the namespace is there and knows our search attributes: without them a run would hang. */
  async isReady([port = temporalPort]: readonly number[]): Promise<boolean> {
    return knowsSearchAttributes(`127.0.0.1:${port}`, temporalNamespace);
  }
}

/** Whether a Temporal server answers for a namespace and knows every search attribute that runs set. Never throws. */
async function knowsSearchAttributes(address: string, namespace: string): Promise<boolean> {
  try {
    const connection = await openConnection({ address, connectTimeoutMs: 2_000 });
    try {
      const known = await connection.withDeadline(Date.now() + 2_000, () =>
        connection.operatorService.listSearchAttributes({ namespace }),
      );
      return Object.keys(searchAttributeTypes).every((name) => name in (known.customAttributes ?? {}));
    } finally {
      await connection.close();
    }
  } catch {
    return false; // not yet: asked again until its time is up, and its log is shown then
  }
}
