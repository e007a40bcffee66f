import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { startSimulatedTeacher, type RequestLogEntry, type TeacherStats } from './simulatedTeacher';
import { type SimulatedTeacherChanges, type SimulatedTeacherOptions } from './simulatedTeacherOptions';

/** Holds the process's options, as a JSON object. */
export const optionsVariable = 'SEEDBED_SIMULATED_TEACHER';

/** A simulated teacher in a process of its own: it shares no core and no event loop with what is measured or killed. */
export interface SpawnedSimulatedTeacher {
  /** With /v1, as an OpenAI client takes it. */
  readonly baseUrl: string;
  readonly process: ChildProcess;
  stats(): Promise<TeacherStats>;
  log(): Promise<readonly RequestLogEntry[]>;
  configure(changes: SimulatedTeacherChanges): Promise<void>;
  reset(): Promise<void>;
  /** Ends the process; resolves once it is gone. */
  close(): Promise<void>;
}

/** Starts a simulated teacher in a process of its own, which ends with this one at the latest. Throws with its error output if it does not start. */
export async function spawnSimulatedTeacher(
  options: SimulatedTeacherOptions = {},
): Promise<SpawnedSimulatedTeacher> {
  const program = await findProgram();
  try {
    const child = spawn(process.execPath, [program.path], {
      env: { ...process.env, ...program.env, [optionsVariable]: JSON.stringify(options) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const baseUrl = await readAddress(child);
    return controlOf(child, baseUrl);
  } finally {
    program.remove();
  }
}

function controlOf(child: ChildProcess, baseUrl: string): SpawnedSimulatedTeacher {
  const control = async (method: 'GET' | 'POST', name: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(`/control/${name}`, baseUrl), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`The simulated teacher refused "${name}": ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    baseUrl,
    process: child,
    stats: async () => (await control('GET', 'stats')) as TeacherStats,
    log: async () => (await control('GET', 'log')) as readonly RequestLogEntry[],
    configure: async (changes) => void (await control('POST', 'configure', changes)),
    reset: async () => void (await control('POST', 'reset')),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function readAddress(child: ChildProcess): Promise<string> {
  if (child.stdout === null || child.stderr === null)
    throw new Error('The process has no output to read from.');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  for await (const line of createInterface({ input: child.stdout })) {
    return (JSON.parse(line) as { baseUrl: string }).baseUrl;
  }
  throw new Error(`The simulated teacher's process ended before it listened:\n${errors}`);
}

interface Program {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** To be called once the program runs. */
  remove(): void;
}

/** This very file as JavaScript: itself where it was built, else translated into a temporary folder. */
async function findProgram(): Promise<Program> {
  if (__filename.endsWith('.js')) return { path: __filename, env: {}, remove: () => undefined };
  const { transformSync } = await import('@swc/core');
  const folder = mkdtempSync(join(tmpdir(), 'simulated-teacher-'));
  const translated = new Set<string>();
  const translate = (name: string): void => {
    if (translated.has(name)) return;
    translated.add(name);
    const { code } = transformSync(readFileSync(join(__dirname, `${name}.ts`), 'utf8'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(folder, `${name}.js`), code);
    for (const [, imported] of code.matchAll(/require\("\.\/(\w+)"\)/g)) translate(imported ?? '');
  };
  translate('simulatedTeacherProcess');
  return {
    path: join(folder, 'simulatedTeacherProcess.js'),
    env: { NODE_PATH: dirname(dirname(require.resolve('zod/package.json'))) },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The process: options from the environment, its address as one line of JSON on stdout, until SIGTERM or until its parent is gone. */
async function main(): Promise<void> {
  const options = JSON.parse(process.env[optionsVariable] ?? '{}') as SimulatedTeacherOptions;
  const teacher = await startSimulatedTeacher(options);
  process.stdout.write(`${JSON.stringify({ baseUrl: teacher.baseUrl, pid: process.pid })}\n`);

  const end = () => void teacher.close().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  // A test that is killed ends nothing; its teacher notices.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 1000).unref();
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
