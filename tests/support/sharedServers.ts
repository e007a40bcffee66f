import { randomUUID } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { msToTs } from '@temporalio/common/lib/time';
import { Client } from 'pg';
import { PostgresComponent } from '../../adapters/stack/postgres';
import { Supervised } from '../../adapters/stack/supervised';
import { TemporalComponent } from '../../adapters/stack/temporal';
import { openConnection } from '../../adapters/temporal/openConnection';
import { createStateFolder, type StateFolder } from '../../adapters/stack/workspace';
import { suiteFolder } from './suiteFolder';

/**
 * PostgreSQL and Temporal's development server, one of each for a Jest worker, whose test files run one after the other. They
 * start with the first file that needs them, and outlive it: the next one attaches, and starts what has died. The suite's end
 * ends them. A file has them to itself and yet finds nothing of the files before it, since it takes an empty database and a
 * fresh namespace. What kills a server, or needs settings of its own, takes a server of its own (`embeddedStack.ts`).
 */
export async function openSharedDatabase(): Promise<{
  readonly url: string;
  readonly drop: () => Promise<void>;
}> {
  const component = unsynced(new PostgresComponent(await folder(), () => undefined));
  const ports = await served(new Supervised(component, await folder(), () => undefined));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: component.url(ports, 'postgres') });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await administer(`create database ${name}`);
  return {
    url: component.url(ports, name),
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}

/** A namespace without workflows. */
export async function openSharedNamespace(): Promise<{
  readonly address: string;
  readonly namespace: string;
}> {
  const component = new TemporalComponent(await folder(), {}, ['--sqlite-pragma', 'synchronous=off']);
  const [port = 0] = await served(new Supervised(component, await folder(), () => undefined));
  const address = `127.0.0.1:${port}`;
  const namespace = `test-${randomUUID()}`;
  const connection = await openConnection({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
  } finally {
    await connection.close();
  }
  return { address, namespace };
}

/** Nobody kills them, and their data need not outlive the machine: no commit waits for the disk. */
function unsynced(component: PostgresComponent): PostgresComponent {
  const launch = component.launch.bind(component);
  component.launch = (ports) => {
    const { arguments: given, ...launched } = launch(ports);
    return { ...launched, arguments: [...given, '-c', 'fsync=off', '-c', 'full_page_writes=off'] };
  };
  return component;
}

async function served(supervised: Supervised): Promise<readonly number[]> {
  await supervised.open();
  return supervised.ports;
}

async function folder(): Promise<StateFolder> {
  const suite = suiteFolder();
  if (suite === undefined) throw new Error('Servers are shared within a suite of Jest only.');
  const workspace = path.join(suite, `jest-worker-${process.env['JEST_WORKER_ID'] ?? '1'}`);
  await mkdir(workspace, { recursive: true });
  await chmod(workspace, 0o755);
  return createStateFolder(workspace);
}
