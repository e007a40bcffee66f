import { once } from 'node:events';
import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { openConnection } from '../../../adapters/temporal/openConnection';

const unavailable = '14';

/** A server that says what it can, and then that it is away. */
async function startFailingServer() {
  let asked = 0;
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    const isFirst = String(headers[':path']).endsWith('/GetSystemInfo');
    if (!isFirst) asked++;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': isFirst ? '0' : unavailable }));
    stream.end(isFirst ? Buffer.alloc(5) : undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    for (const session of sessions) session.destroy();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, asked: () => asked, close };
}

test('closing a connection ends a call that is about to be tried again, and nothing throws afterwards', async () => {
  const { port, asked, close } = await startFailingServer();
  const uncaught = jest.fn();
  process.on('uncaughtException', uncaught);
  try {
    const connection = await openConnection({ address: `127.0.0.1:${port}` });
    const call = connection.workflowService.describeNamespace({ namespace: 'any' });
    const outcome = expect(call).rejects.toMatchObject({ code: 1 });
    while (asked() === 0) await new Promise((resolve) => setImmediate(resolve));
    await connection.close();
    await outcome;
    await expect(connection.workflowService.describeNamespace({ namespace: 'any' })).rejects.toMatchObject({
      code: 1,
    });
    expect(uncaught).not.toHaveBeenCalled();
  } finally {
    process.off('uncaughtException', uncaught);
    close();
  }
});
