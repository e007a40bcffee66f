import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../core/foundations/userError';
import { embeddedTemporal, temporalSettings } from '../../../adapters/temporal/temporalSettings';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'temporal-settings-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const address = 'temporal.example:7233';

describe('whether a connection is encrypted', () => {
  test.each([
    ...['1', 'true', 'TRUE', 'True', 'yes', 'on'].map((word) => [{ TEMPORAL_TLS: word }, true] as const),
    ...['0', 'false', 'False', 'no', 'off'].map((word) => [{ TEMPORAL_TLS: word }, false] as const),
    [{}, undefined],
    [{ TEMPORAL_TLS: '' }, undefined],
    [{ TEMPORAL_API_KEY: 'secret' }, true],
    [{ TEMPORAL_API_KEY: 'secret', TEMPORAL_TLS: 'TRUE' }, true],
    [{ TEMPORAL_API_KEY: 'secret', TEMPORAL_TLS: '0' }, false],
    [{ TEMPORAL_API_KEY: '' }, undefined],
  ] as const)('%j: %s', (environment, tls) => {
    expect(temporalSettings({ TEMPORAL_ADDRESS: address, ...environment }).connection.tls).toBe(tls);
  });

  test('a word that is neither true nor false is refused: it must not come to mean that a key travels in the open', () => {
    expect(() => temporalSettings({ TEMPORAL_TLS: 'enabled', TEMPORAL_API_KEY: 'secret' })).toThrow(
      'TEMPORAL_TLS is "enabled": it must be true or false.',
    );
  });

  test("that nobody verifies the server can't be had, and is said", () => {
    expect(() => temporalSettings({ TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: '1' })).toThrow(
      "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION can't be obeyed",
    );
    expect(temporalSettings({ TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'false' }).address).toBeUndefined();
  });
});

test('certificate and key of the client, the authority and the name of the server come from files or from variables', () => {
  const { connection } = temporalSettings({
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: 'seeds.a1b2',
    TEMPORAL_TLS_CLIENT_CERT_PATH: file('client.pem', 'certificate'),
    TEMPORAL_TLS_CLIENT_KEY_DATA: 'key',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('authority.pem', 'authority'),
    TEMPORAL_TLS_SERVER_NAME: 'seeds.example',
    TEMPORAL_GRPC_META_X_TEAM: 'garden',
  });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text));
  expect(connection).toEqual({
    address,
    tls: {
      serverNameOverride: 'seeds.example',
      serverRootCACertificate: bytes('authority'),
      clientCertPair: { crt: bytes('certificate'), key: bytes('key') },
    },
    metadata: { 'x-team': 'garden' },
  });
});

test.each([
  ['a certificate without its key', { TEMPORAL_TLS_CLIENT_CERT_DATA: 'certificate' }, 'no key of it'],
  ['a key without its certificate', { TEMPORAL_TLS_CLIENT_KEY_DATA: 'key' }, 'no certificate to it'],
  ['a file that is not there', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' }, '/nowhere/ca.pem'],
  [
    'the same thing twice',
    { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/a', TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'b' },
    'Cannot specify both',
  ],
  [
    'a profile file that is not there',
    { TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' },
    '/nowhere/temporal.toml',
  ],
])('%s is an error that says what to mend', (_name, environment, words) => {
  const read = (): unknown => temporalSettings({ TEMPORAL_ADDRESS: address, ...environment });
  expect(read).toThrow(UserError);
  expect(read).toThrow(words);
});

describe('a profile', () => {
  const profiles = `
[profile.default]
address = "localhost:7233"

[profile.cloud]
address = "seeds.a1b2.tmprl.cloud:7233"
namespace = "seeds.a1b2"
api_key = "from the profile"

[profile.cloud.grpc_meta]
x-team = "garden"

[profile.own.tls]
server_name = "temporal.internal"
`;

  test('that is named says what no variable says', () => {
    const named = { TEMPORAL_CONFIG_FILE: file('temporal.toml', profiles), TEMPORAL_PROFILE: 'cloud' };
    expect(temporalSettings(named)).toEqual({
      address: 'seeds.a1b2.tmprl.cloud:7233',
      namespace: 'seeds.a1b2',
      profile: { name: 'cloud', file: named.TEMPORAL_CONFIG_FILE },
      connection: {
        address: 'seeds.a1b2.tmprl.cloud:7233',
        apiKey: 'from the profile',
        tls: true,
        metadata: { 'x-team': 'garden' },
      },
    });
    const own = temporalSettings({
      ...named,
      TEMPORAL_NAMESPACE: 'other',
      TEMPORAL_API_KEY: 'from a variable',
    });
    expect(own).toMatchObject({ namespace: 'other', connection: { apiKey: 'from a variable' } });
    expect(temporalSettings({ ...named, TEMPORAL_PROFILE: 'own', TEMPORAL_TLS: 'true' }).connection).toEqual({
      tls: { serverNameOverride: 'temporal.internal' },
    });
  });

  test('finds its files from the workspace, so that a worker with a current folder of its own reads the same', () => {
    mkdirSync(join(folder, 'secrets'));
    file('secrets/client.pem', 'certificate');
    file('secrets/client.key', 'key');
    const tls = 'client_cert_path = "secrets/client.pem"\nclient_key_path = "secrets/client.key"';
    file('temporal.toml', `[profile.default]\naddress = "x:1"\n[profile.default.tls]\n${tls}\n`);
    const { connection, profile } = temporalSettings({
      SEEDBED_WORKSPACE: folder,
      TEMPORAL_CONFIG_FILE: 'temporal.toml',
    });
    expect(connection.tls).toMatchObject({ clientCertPair: { key: new Uint8Array(Buffer.from('key')) } });
    expect(profile).toEqual({ name: 'default', file: join(folder, 'temporal.toml') });
  });

  test('is the default one of a file that is named alone', () => {
    const settings = temporalSettings({ TEMPORAL_CONFIG_FILE: file('temporal.toml', profiles) });
    expect(settings).toMatchObject({ address: 'localhost:7233', profile: { name: 'default' } });
  });

  test("that is named alone is looked for where Temporal's command line keeps it, which nobody else looks into", () => {
    mkdirSync(join(folder, 'temporalio'));
    file('temporalio/temporal.toml', profiles);
    const environment = { XDG_CONFIG_HOME: folder };
    expect(temporalSettings(environment)).toEqual({
      address: undefined,
      namespace: undefined,
      profile: undefined,
      connection: {},
    });
    if (process.platform === 'linux')
      expect(temporalSettings({ ...environment, TEMPORAL_PROFILE: 'cloud' }).namespace).toBe('seeds.a1b2');
  });

  test.each([
    ['that its file does not have', profiles, "Profile 'other' not found"],
    ['of a file without profiles', 'x = 1', 'there is no table [profile.other]'],
    ['of a file that is no TOML', '[profile', 'Invalid TOML'],
  ])('%s is an error that names both', (_name, text, words) => {
    const path = file('temporal.toml', text);
    const read = (): unknown => temporalSettings({ TEMPORAL_CONFIG_FILE: path, TEMPORAL_PROFILE: 'other' });
    expect(read).toThrow(UserError);
    expect(read).toThrow(`The profile "other" of ${path} can't be used`);
    expect(read).toThrow(words);
  });
});

test('a process that reaches the embedded server is told nothing that was meant for another one', () => {
  const environment = {
    TEMPORAL_API_KEY: 'secret',
    TEMPORAL_TLS: '1',
    TEMPORAL_PROFILE: 'x',
    TEMPORAL_DEBUG: '1',
  };
  const merged = { ...environment, ...embeddedTemporal('127.0.0.1:7233', 'default', environment) };
  expect(temporalSettings(merged)).toEqual({
    address: '127.0.0.1:7233',
    namespace: 'default',
    profile: undefined,
    connection: { address: '127.0.0.1:7233' },
  });
  expect(merged.TEMPORAL_DEBUG).toBe('1');
});
