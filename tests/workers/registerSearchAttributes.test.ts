import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { NativeConnection } from '@temporalio/worker';
import { openSharedNamespace } from '../support/sharedServers';
import { eventually } from '../support/testSeedbed';
import { registerSearchAttributes } from '../../workers/registerSearchAttributes';

let connections: readonly NativeConnection[] = [];

beforeAll(async () => {
  const { address } = await openSharedNamespace();
  connections = await Promise.all(Array.from({ length: 4 }, () => NativeConnection.connect({ address })));
}, 60_000);

afterAll(async () => {
  for (const connection of connections) await connection.close();
});

test('workers that start while their namespace is being made all know its search attributes', async () => {
  const namespace = `test-${randomUUID()}`;
  const [first] = connections;
  const answers = connections.map((connection) => registerSearchAttributes(connection, namespace));
  await expect(first?.operatorService.listSearchAttributes({ namespace })).rejects.toThrow();
  await first?.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  expect(await Promise.all(answers)).toEqual(connections.map(() => true));
}, 60_000);

test('a worker whose namespace nobody made says so, and what to do', async () => {
  const [connection] = connections;
  await expect(connection && registerSearchAttributes(connection, 'nowhere', 1_000)).rejects.toMatchObject({
    name: 'UserError',
    message: 'Temporal has no namespace "nowhere".',
  });
}, 60_000);

test('a namespace in which a name is taken by another type is left as it is, and runs go without', async () => {
  const namespace = `test-${randomUUID()}`;
  const [connection] = connections;
  if (!connection) throw new Error('There is no connection.');
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const { INDEXED_VALUE_TYPE_KEYWORD: keyword } = temporal.api.enums.v1.IndexedValueType;
  await eventually('the namespace to be known', async () => {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: { SeedbedAccepted: keyword },
    });
    return true;
  });
  expect(await registerSearchAttributes(connection, namespace)).toBe(false);
});
