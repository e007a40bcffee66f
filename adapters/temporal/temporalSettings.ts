import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TLSConfig } from '@temporalio/common/lib/internal-non-workflow';
import {
  loadClientConfigProfile,
  toClientOptions,
  type ClientConfigProfile,
  type ConfigDataSource,
} from '@temporalio/envconfig';
import { UserError } from '../../core/foundations/userError';

/** How a server is reached, as both `Connection.connect` of a client and `NativeConnection.connect` of a worker take it. */
export interface TemporalConnection {
  readonly address?: string;
  readonly apiKey?: string;
  readonly tls?: boolean | TemporalTls;
  /** Headers of every request. */
  readonly metadata?: Record<string, string>;
}

/** What is checked and shown when the connection is encrypted. */
export interface TemporalTls {
  readonly serverNameOverride?: string;
  readonly serverRootCACertificate?: Uint8Array;
  readonly clientCertPair?: { readonly crt: Uint8Array; readonly key: Uint8Array };
}

/** Temporal as the environment, and the profile that it names, have it. */
export interface TemporalSettings {
  /** Undefined where nobody names a server: it is the embedded one then, and nothing else of this applies to it. */
  readonly address: string | undefined;
  readonly namespace: string | undefined;
  /** The profile that was read; undefined where the environment alone says everything. */
  readonly profile: { readonly name: string; readonly file: string | undefined } | undefined;
  readonly connection: TemporalConnection;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads Temporal's own variables, as its command line has them: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY,
 * TEMPORAL_TLS, TEMPORAL_TLS_*, TEMPORAL_GRPC_META_*; over those, what the profile TEMPORAL_PROFILE of the file
 * TEMPORAL_CONFIG_FILE says where a variable says nothing. The one reading for commands and workers: equal environments, equal
 * connections.
 *
 * - Is a file read that nobody named? No: a profile that lies on this machine for other purposes is never used unasked. With
 *   TEMPORAL_PROFILE alone it is looked for where Temporal's command line keeps it.
 * - What is an empty variable? One that is not set.
 * - Where does a relative path begin? In the workspace: commands and workers have different current folders.
 * - When is the connection encrypted? With a key, a certificate or a `tls` section, unless TEMPORAL_TLS is false; and when it is true.
 *
 * @throws UserError where a file can't be read or is no such file, and where settings contradict one another or can't be obeyed.
 */
export function temporalSettings(environment: Environment = process.env): TemporalSettings {
  const given = givenVariables(environment);
  for (const name of ['TEMPORAL_TLS', 'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION']) {
    const word = given[name];
    if (word !== undefined) given[name] = String(truthOf(name, word));
  }
  if (given['TEMPORAL_TLS_DISABLE_HOST_VERIFICATION'] === 'true') {
    throw new UserError(
      "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION can't be obeyed: Temporal's libraries for Node.js always verify the server.",
      {
        mend: 'Name its authority in TEMPORAL_TLS_SERVER_CA_CERT_PATH, and its name in TEMPORAL_TLS_SERVER_NAME.',
      },
    );
  }
  const { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: name } = given;
  const isFileNamed = file !== undefined || name !== undefined;
  const workspace = resolve(given['SEEDBED_WORKSPACE'] ?? process.cwd());
  const profile = {
    name: name ?? 'default',
    file: file === undefined ? undefined : resolve(workspace, file),
  };
  const read = withPathsFrom(workspace, isFileNamed ? readProfile(profile, given) : readVariables(given));
  const { address, apiKey, tls, metadata } = readable(
    "Certificate and key for Temporal can't be read",
    () => toClientOptions(read).connectionOptions,
  );
  return {
    address,
    namespace: read.namespace,
    profile: isFileNamed ? profile : undefined,
    connection: {
      ...(address !== undefined && { address }),
      ...(apiKey !== undefined && { apiKey }),
      ...(tls !== undefined && tls !== null && { tls: typeof tls === 'boolean' ? tls : encryption(tls) }),
      ...(read.grpcMeta !== undefined && metadata !== undefined && { metadata: read.grpcMeta }),
    },
  };
}

const aboutServer = /^TEMPORAL_(ADDRESS|NAMESPACE|API_KEY|TLS|TLS_.+|GRPC_META_.+|CONFIG_FILE|PROFILE)$/;

/** The variables of a process that reaches the embedded server: its address, and nothing that was meant for another one. */
export function embeddedTemporal(
  address: string,
  namespace: string,
  environment: Environment = process.env,
): Record<string, string | undefined> {
  const others = Object.keys(environment).filter((name) => aboutServer.test(name));
  return {
    ...Object.fromEntries(others.map((name) => [name, undefined])),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
  };
}

function givenVariables(environment: Environment): Record<string, string> {
  const given = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return Object.fromEntries(given);
}

/** Temporal's library takes every word but `1` and `true` for false: `TEMPORAL_TLS=yes` would send a key in the open. */
function truthOf(variable: string, given: string): boolean {
  const word = given.trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off'].includes(word)) return false;
  throw new UserError(`${variable} is "${given}": it must be true or false.`, {
    mend: `export ${variable}=true`,
  });
}

function readVariables(given: Record<string, string>): ClientConfigProfile {
  return readable("The settings of Temporal can't be used", () =>
    whole(loadClientConfigProfile({ disableFile: true, overrideEnvVars: given })),
  );
}

function readProfile(
  { name, file }: { readonly name: string; readonly file: string | undefined },
  given: Record<string, string>,
): ClientConfigProfile {
  const where = file ?? "the file of Temporal's command line";
  return readable(`The profile "${name}" of ${where} can't be used`, () => {
    // Read here, since the library takes a file that is missing for an empty one.
    const configSource = file === undefined ? undefined : { data: readFileSync(file) };
    try {
      return whole(
        loadClientConfigProfile({
          profile: name,
          overrideEnvVars: given,
          ...(configSource && { configSource }),
        }),
      );
    } catch (error) {
      // What the library makes of a file without any profile, or with something else of that name.
      if (error instanceof TypeError)
        throw new Error(`there is no table [profile.${name}]`, { cause: error });
      throw error;
    }
  });
}

/** Commands and workers have different current folders, and must find the same files. */
function withPathsFrom(workspace: string, { tls, ...profile }: ClientConfigProfile): ClientConfigProfile {
  if (!tls) return profile;
  const from = (source: ConfigDataSource): ConfigDataSource =>
    'path' in source ? { path: resolve(workspace, source.path) } : source;
  const { clientCert, clientKey, serverCACert, ...rest } = tls;
  return {
    ...profile,
    tls: {
      ...rest,
      ...(clientCert && { clientCert: from(clientCert) }),
      ...(clientKey && { clientKey: from(clientKey) }),
      ...(serverCACert && { serverCACert: from(serverCACert) }),
    },
  };
}

/** @throws Error where only one half of what a client shows of itself is given: the server would refuse it without saying why. */
function whole(profile: ClientConfigProfile): ClientConfigProfile {
  const { clientCert, clientKey } = profile.tls ?? {};
  if ((clientCert === undefined) === (clientKey === undefined)) return profile;
  throw new Error(
    clientKey === undefined
      ? 'there is a client certificate and no key of it (TEMPORAL_TLS_CLIENT_KEY_PATH)'
      : 'there is a client key and no certificate to it (TEMPORAL_TLS_CLIENT_CERT_PATH)',
  );
}

function readable<Read>(what: string, read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${what}: ${reason}.`, { mend: 'See docs/configuration.md, Temporal.', cause });
  }
}

/** Encryption with nothing to say of it is `true`. */
function encryption(tls: TLSConfig): true | TemporalTls {
  const { serverNameOverride, serverRootCACertificate, clientCertPair } = tls;
  const said = {
    ...(serverNameOverride !== undefined && { serverNameOverride }),
    ...(serverRootCACertificate && { serverRootCACertificate }),
    ...(clientCertPair && { clientCertPair }),
  };
  return Object.keys(said).length === 0 || said;
}
