import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../core/foundations/userError';
import { temporalSettings } from '../temporal/temporalSettings';
import { type Asset, miniLmModel, miniLmTokenizer, smolLm2, temporalCli } from './assets';
import { cacheFolder } from './cache';
import { buildFor, findAsset, findPip, platformName } from './fetch';
import { listsModels } from './nodeProcesses';
import { packagedBinaries, unprivilegedAccount } from './postgresBinaries';
import { componentNamesOf, isUp, readRecord, type ComponentName } from './records';
import { configurationFile, readConfiguration } from '../workspace/configuration';
import { stateFolder } from './workspace';

const run = promisify(execFile);

/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  /** missing: something does not work without it. absent: everything works without it. */
  readonly state: 'found' | 'missing' | 'absent';
  readonly detail: string;
  /** What to do about it. */
  readonly mend?: string;
}

/** Where people's own model servers usually listen. */
const modelServers = [
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1' },
  { name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1' },
] as const;

/** Looks at what this machine has for a workspace's stack. Starts nothing, fetches nothing, and never shows a key. */
export async function inspectStack(
  workspace: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Finding[]> {
  const pip = await findPip();
  return [
    inspectNode(),
    await inspectPip(pip),
    { subject: 'cache', state: 'found', detail: cacheFolder(environment) },
    inspectTemporal(environment) ??
      (await inspectAsset('Temporal', temporalCli, pip !== undefined, environment)),
    environment['DATABASE_URL']
      ? { subject: 'PostgreSQL', state: 'found', detail: 'DATABASE_URL is set' }
      : inspectPostgres(),
    await inspectAsset('local teacher', smolLm2, pip !== undefined, environment),
    await inspectAsset('embedding model', miniLmModel, pip !== undefined, environment),
    await inspectAsset('its tokenizer', miniLmTokenizer, pip !== undefined, environment),
    ...(await inspectEndpoints(workspace, environment)),
    ...(await Promise.all(modelServers.map(inspectModelServer))),
    ...inspectComponents(workspace, environment),
  ];
}

/** The server that settings name; undefined where they name none, so that it is the embedded one. */
function inspectTemporal(environment: NodeJS.ProcessEnv): Finding | undefined {
  try {
    const { address, profile } = temporalSettings(environment);
    if (address === undefined) return undefined;
    const detail = profile ? `${address} (profile "${profile.name}")` : `TEMPORAL_ADDRESS=${address}`;
    return { subject: 'Temporal', state: 'found', detail };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      subject: 'Temporal',
      state: 'missing',
      detail: error.message,
      ...(error.mend !== undefined && { mend: error.mend }),
    };
  }
}

/** Where a setting's value comes from, as `doctor --config` shows it. Secrets are only said to be set. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly from: 'environment' | 'default';
}

export function stackSettings(workspace: string, environment: NodeJS.ProcessEnv = process.env): Setting[] {
  const setting = (name: string, byDefault: string, secret = false): Setting => {
    const value = environment[name];
    return value
      ? { name, value: secret ? '(set)' : value, from: 'environment' }
      : { name, value: byDefault, from: 'default' };
  };
  return [
    setting('SEEDBED_WORKSPACE', workspace),
    setting('SEEDBED_CACHE', cacheFolder(environment)),
    setting('SEEDBED_OFFLINE', 'no'),
    setting('TEMPORAL_ADDRESS', 'embedded'),
    setting('TEMPORAL_NAMESPACE', 'default'),
    setting('DATABASE_URL', 'embedded', true),
    setting('OPENAI_API_KEY', 'none', true),
    setting('OPENAI_BASE_URL', 'https://api.openai.com/v1'),
    setting(temporalCli.variable, 'PATH, then the cache'),
    setting('OPENAI_MODEL', "the recipe's"),
    setting('TEMPORAL_TLS', 'no'),
    setting('TEMPORAL_API_KEY', 'none', true),
    setting('TEMPORAL_CONFIG_FILE', 'none'),
    setting('TEMPORAL_PROFILE', 'none'),
    setting(smolLm2.variable, 'the cache'),
    setting(miniLmModel.variable, 'the cache'),
    setting(miniLmTokenizer.variable, 'the cache'),
  ];
}

function inspectNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  const detail = `${process.version} on ${platformName()}`;
  return major >= 20
    ? { subject: 'Node', state: 'found', detail }
    : { subject: 'Node', state: 'missing', detail, mend: 'Install Node 20 or newer.' };
}

async function inspectPip(pip: readonly string[] | undefined): Promise<Finding> {
  if (pip === undefined) {
    return {
      subject: 'pip',
      state: 'absent',
      detail: 'none found; only the official downloads can be tried',
      mend: "Install Python's pip if those cannot be reached.",
    };
  }
  const [command = '', ...first] = pip;
  const { stdout } = await run(command, [...first, '--version']);
  return { subject: 'pip', state: 'found', detail: `${pip.join(' ')} (${stdout.trim()})` };
}

async function inspectAsset(
  subject: string,
  asset: Asset,
  hasPip: boolean,
  environment: NodeJS.ProcessEnv,
): Promise<Finding> {
  try {
    const found = await findAsset(asset, environment);
    if (found !== undefined)
      return { subject, state: 'found', detail: `${found.path} (${whence[found.by]})` };
  } catch (error) {
    return {
      subject,
      state: 'missing',
      detail: (error as Error).message,
      mend: `Mend or unset ${asset.variable}.`,
    };
  }
  const build = buildFor(asset);
  if (build === undefined) {
    const detail = `there is no ${asset.title} to fetch for ${platformName()}`;
    return { subject, state: 'missing', detail, mend: `Set ${asset.variable} to a copy of yours.` };
  }
  const size = `${Math.round(build.bytes / 1e6)} MB`;
  return environment['SEEDBED_OFFLINE']
    ? { subject, state: 'missing', detail: 'not here, and SEEDBED_OFFLINE forbids a download', mend: `Unset it, or set ${asset.variable}.` }
    : { subject, state: 'absent', detail: `${asset.title} ${asset.version}, ${size}, is fetched when first needed${hasPip ? '' : ', without pip as a second source'}` }; // prettier-ignore
}

const whence = {
  environment: 'named by the environment',
  path: 'on PATH',
  cache: 'in the cache',
  download: 'fetched',
};

function inspectPostgres(): Finding {
  try {
    const { folder, version } = packagedBinaries();
    const account = unprivilegedAccount();
    const as = account === undefined ? '' : `; runs as the user ${account.name}`;
    return { subject: 'PostgreSQL', state: 'found', detail: `${version} in ${folder}${as}` };
  } catch (error) {
    return {
      subject: 'PostgreSQL',
      state: 'missing',
      detail: (error as Error).message,
      mend: 'npm ci, or set DATABASE_URL.',
    };
  }
}

/** The teachers that a worker of this workspace would know, each with whether its key is there; whether they answer, `seedbed endpoints check` tells. */
async function inspectEndpoints(workspace: string, environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const subject = 'teacher';
  try {
    const { endpoints, models } = await readConfiguration(workspace, environment);
    const found = [
      ...Object.entries(endpoints).map(([name, { baseUrl, model, apiKeyEnv }]): Finding => {
        const where = `${name}: ${[new URL(baseUrl).host, model].filter((part) => part !== undefined).join(', ')}`;
        if (apiKeyEnv === undefined || environment[apiKeyEnv]?.trim())
          return { subject, state: 'found', detail: where };
        return {
          ...{ subject, state: 'missing', detail: `${where}: its key, ${apiKeyEnv}, is not set` },
          mend: `Set ${apiKeyEnv} where the worker runs: before seedbed up, run or preview.`,
        };
      }),
      ...Object.entries(models).map(([name, { gguf }]): Finding => ({
        ...{ subject, state: 'found', detail: `${name}: the model in ${gguf}, served by seedbed up` },
      })),
    ];
    const none = 'no endpoint is configured, and OPENAI_API_KEY is not set: the local teacher answers';
    return found.length > 0 ? found : [{ subject, state: 'absent', detail: none }];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ subject, state: 'missing', detail: error.message, mend: `Mend ${configurationFile}.` }];
  }
}

async function inspectModelServer({ name, baseUrl }: (typeof modelServers)[number]): Promise<Finding> {
  return (await listsModels(baseUrl, 1_000))
    ? {
        subject: name,
        state: 'found',
        detail: `answers at ${baseUrl}; not used unless you say so`,
        mend: `OPENAI_BASE_URL=${baseUrl}`,
      }
    : { subject: name, state: 'absent', detail: `nothing answers at ${baseUrl}` };
}

/** What runs, and what does not. A server that settings name is no part of the stack, and not missed. */
function inspectComponents(workspace: string, environment: NodeJS.ProcessEnv): Finding[] {
  const { stack } = stateFolder(workspace);
  const isElsewhere: Partial<Record<ComponentName, boolean>> = {
    postgres: Boolean(environment['DATABASE_URL']),
    temporal: inspectTemporal(environment) !== undefined,
  };
  return componentNamesOf(stack).flatMap((name): Finding[] => {
    const subject = `running ${name}`;
    const record = readRecord(stack, name);
    if (!isUp(record)) return isElsewhere[name] ? [] : [{ subject, state: 'absent', detail: 'not running' }];
    const ports = record.ports.map((port) => `port ${port}`);
    return [{ subject, state: 'found', detail: [`pid ${record.process.pid}`, ...ports].join(', ') }];
  });
}
