import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { connectTemporal as connectClient } from '../../client/connection/connectTemporal';
import { connectTemporal as connectWorker } from '../../workers/connectTemporal';

const certificate = (name: string): string => join(__dirname, '..', 'fixtures', 'certificates', name);

/** What a server learns of who connects. */
interface Seen {
  readonly client: string | undefined;
  readonly serverName: string | false | undefined;
  readonly authorization: string | undefined;
  readonly team: string | undefined;
}

let seen: Seen[] = [];
const servers = new Set<Http2Server | Http2SecureServer>();
const sessions = new Set<Http2Session>();

/** Temporal's door: gRPC that answers everything with an empty message, and notes who asked. Returns its address. */
async function open(server: Http2Server | Http2SecureServer): Promise<string> {
  servers.add(server);
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const socket = stream.session?.socket as Partial<TLSSocket> & { servername?: string | false };
    seen.push({
      client: socket.getPeerCertificate?.().subject.CN,
      serverName: socket.servername,
      authorization: headers.authorization,
      team: headers['x-team'] as string | undefined,
    });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.end(Buffer.alloc(5));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const own = { ...process.env };
afterEach(async () => {
  process.env = { ...own };
  for (const session of sessions) session.destroy();
  for (const server of servers) await new Promise((closed) => server.close(closed));
  [sessions, servers].forEach((all) => all.clear());
  seen = [];
});

test('one environment, one connection: command line and worker show the same certificate, key and headers to the same server', async () => {
  const address = await open(
    createSecureServer({
      key: readFileSync(certificate('server.key')),
      cert: readFileSync(certificate('server.pem')),
      ca: readFileSync(certificate('authority.pem')),
      requestCert: true,
      rejectUnauthorized: true,
    }),
  );
  process.env = {
    ...own,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_API_KEY: 'secret',
    TEMPORAL_TLS: 'TRUE',
    TEMPORAL_TLS_CLIENT_CERT_PATH: certificate('client.pem'),
    TEMPORAL_TLS_CLIENT_KEY_PATH: certificate('client.key'),
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificate('authority.pem'),
    TEMPORAL_TLS_SERVER_NAME: 'temporal.internal',
    TEMPORAL_GRPC_META_X_TEAM: 'garden',
  };

  const client = await connectClient(address, 'default');
  await client.connection.close();
  const [asClient] = seen.splice(0);
  const worker = await connectWorker(process.env);
  await worker.connection.close();
  const [asWorker] = seen;

  expect(asClient).toEqual({
    client: 'seedbed-test-client',
    serverName: 'temporal.internal',
    authorization: 'Bearer secret',
    team: 'garden',
  });
  expect(asWorker).toEqual(asClient);
});

test('a server that is not the one of the settings is reached plainly: the embedded one is shown no key', async () => {
  process.env = { ...own, TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_API_KEY: 'secret' };
  const client = await connectClient(await open(createServer()), 'default');
  await client.connection.close();
  expect(seen).toEqual([
    { client: undefined, serverName: undefined, authorization: undefined, team: undefined },
  ]);
});
