import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { StackAddresses } from '../../../adapters/stack';
import { openDatabase, migrate } from '../../../adapters/store/database';
import { ReviewReads } from '../../../adapters/store/reviewReads';
import { keptText } from '../../connection/keptText';
import { connectTemporal } from '../../connection/connectTemporal';
import { startReviewServer } from '../../review/server/reviewServer';
import { TemporalDesk } from '../../review/temporalDesk';
import { makeFolder } from '../../../adapters/files/makeFolder';

export interface StackPage {
  /** With its token. */
  readonly url: string;
  close(): Promise<void>;
}

/** Where the page's link stands while it is served. */
const linkFile = (workspace: string): string => path.join(workspace, '.seedbed', 'review-page');
const tokenFile = (workspace: string): string => path.join(workspace, '.seedbed', 'review-token');

/** Serves the review page of everything in a workspace. A link stays good when the page is served again. */
export async function serveStackPage(addresses: StackAddresses, workspace: string): Promise<StackPage> {
  const database = openDatabase(addresses.databaseUrl, 4);
  try {
    await migrate(database);
    let connecting: Promise<Client> | undefined;
    const temporal = (): Promise<Client> => {
      connecting ??= connectTemporal(addresses.temporalAddress, addresses.temporalNamespace);
      connecting.catch(() => (connecting = undefined)); // tried anew by whoever asks next
      return connecting;
    };
    const desk = new TemporalDesk(temporal, new ReviewReads(database));
    const server = await startReviewServer({ desk, token: await lastingToken(workspace) });
    await writeFile(linkFile(workspace), `${server.url}\n`, { mode: 0o600 });
    return {
      url: server.url,
      close: async () => {
        await rm(linkFile(workspace), { force: true });
        await server.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The link of the page that another process is about to serve here; undefined where none does within some seconds. */
export async function linkOfStackPage(workspace: string): Promise<string | undefined> {
  for (const end = Date.now() + 10_000; Date.now() < end; await delay(100)) {
    const link = await keptText(linkFile(workspace));
    if (link !== '') return link;
  }
  return undefined;
}

async function lastingToken(workspace: string): Promise<string> {
  const file = tokenFile(workspace);
  const known = await keptText(file);
  if (/^[\w-]{32,}$/.test(known)) return known;
  const token = randomBytes(32).toString('base64url');
  await makeFolder(path.dirname(file));
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}
