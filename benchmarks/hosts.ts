import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { openDatabase, type Database } from '../adapters/store/database';
import { Network, serversAddress, type Host } from './hosts/network';
import {
  createDatabase,
  namespace,
  registerNamespace,
  startPostgres,
  startTemporal,
  temporalAddress,
} from './hosts/servers';
import { rateUse, type RequestLogEntry, type TeacherStats } from '../tests/support/simulatedTeacher';
import {
  spawnSimulatedTeacher,
  type SpawnedSimulatedTeacher,
} from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { eventually } from '../tests/support/testSeedbed';

const limits = { concurrency: 64, requestsPerSecond: 20 };
const insideVariable = 'SEEDBED_HOSTS_INSIDE';
const seedbedProgram = path.resolve('dist/client/seedbed.js');

/**
 * Seedbed on a Temporal server with PostgreSQL behind it, from hosts of their own (network namespaces): a run with one worker, as the
 * README starts it; then the same recipe with three workers, of which one is cut off and healed, one killed with -9, and one added.
 * What was sent, and when, is told by the teacher's own count. Linux, as root.
 *
 *   npm run try:hosts -- --server temporal-server --sql-tool temporal-sql-tool --schema schema/postgresql/v12
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      server: { type: 'string', default: process.env['TEMPORAL_SERVER'] ?? '' },
      'sql-tool': { type: 'string', default: process.env['TEMPORAL_SQL_TOOL'] ?? '' },
      schema: { type: 'string', default: process.env['TEMPORAL_SCHEMA'] ?? '' },
      pairs: { type: 'string', default: '1000' },
      /** Seconds that a host is cut off for. */
      cut: { type: 'string', default: '30' },
      /** Leaves the folder with logs where it is. */
      keep: { type: 'boolean', default: false },
    },
  });
  const programs = { server: values.server, sqlTool: values['sql-tool'], schema: values.schema };
  if (Object.values(programs).includes(''))
    throw new Error('Needs --server, --sql-tool and --schema: see docs/operating.md for how they are built.');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seedbed-hosts-'));
  await chmod(folder, 0o755); // PostgreSQL's own account has to get in
  const children: ChildProcess[] = [];
  const network = await Network.create();
  const teacher = await spawnSimulatedTeacher({
    ...{ host: serversAddress, latency: { meanSeconds: 1, sigma: 0.5 }, logSize: 1_000_000 },
    ...limits,
  });
  try {
    children.push(await startPostgres(folder));
    children.push(await startTemporal(folder, programs));
    await registerNamespace();
    const databaseUrl = await createDatabase('seedbed');
    say(`servers are up; logs in ${folder}`);
    const experiment = new Experiment(folder, network, teacher, databaseUrl, children);
    await experiment.oneWorker(Number(values.pairs));
    await experiment.threeWorkers(Number(values.pairs), Number(values.cut) * 1_000);
    await experiment.close();
  } finally {
    for (const child of children.reverse()) await end(child, 'SIGTERM');
    await teacher.close();
    network.close();
    if (!values.keep) await rm(folder, { recursive: true, force: true });
  }
}

class Experiment {
  private readonly began = Date.now();
  private expected = '';
  private readonly looking: Database;

  constructor(
    private readonly folder: string,
    private readonly network: Network,
    private readonly teacher: SpawnedSimulatedTeacher,
    private readonly databaseUrl: string,
    private readonly children: ChildProcess[],
  ) {
    this.looking = openDatabase(databaseUrl, 1);
  }

  /** `seedbed run`, which brings its own worker: what a user's machine does with servers that are configured. */
  async oneWorker(pairs: number): Promise<void> {
    const user = await this.machine('user');
    await writeFile(
      path.join(user.workspace, 'recipe.yaml'),
      stringify(testRecipe({ name: 'hosts', target: pairs, teacher: { endpoint: 'simulated' } })),
    );
    const code = await exitOf(user.seedbed('run', 'recipe.yaml', '--name', 'one-worker', '--yes'));
    say(`seedbed run ended with ${code}`);
    await this.tell('one worker', await this.exported(user, 'one-worker'));
  }

  async threeWorkers(pairs: number, cutMs: number): Promise<void> {
    await this.teacher.reset();
    const user = await this.machine('user');
    await writeFile(
      path.join(user.workspace, 'recipe.yaml'),
      stringify(testRecipe({ name: 'hosts', target: pairs, teacher: { endpoint: 'simulated' } })),
    );
    const machines = [await this.machine('first'), await this.machine('second'), await this.machine('third')];
    const workers = await Promise.all(machines.map((machine) => this.worker(machine)));
    const started = await exitOf(
      user.seedbed('run', 'recipe.yaml', '--name', 'three-workers', '--detach', '--yes'),
    );
    this.note(`three workers; the run was started (${started})`);
    const following = user.seedbed('watch', 'three-workers');
    const ended = once(following, 'exit');

    const looking = setInterval(() => void this.lookAtShares(), 1_000);
    await this.until(pairs * 0.3);
    const cut = await this.busiest(workers, []);
    await machines[cut]?.host.cut();
    this.note(`host ${cut + 1} cut off`);
    const healed = new Promise((resolve) => setTimeout(resolve, cutMs)).then(async () => {
      await machines[cut]?.host.heal();
      this.note(`host ${cut + 1} healed`);
    });
    await this.until(pairs * 0.7);
    const killed = await this.busiest(workers, [cut]);
    process.kill(workerOf(workers[killed]), 'SIGKILL');
    this.note(`the worker of host ${killed + 1} killed with -9`);
    await this.until(pairs);
    workers.push(await this.worker(await this.machine('fourth')));
    this.note('fourth host added');
    await ended;
    await healed;
    clearInterval(looking);
    this.note('the run ended');
    await this.tell('three workers', await this.exported(user, 'three-workers'));
    const codes = await Promise.all(
      workers.map(async (worker) => (await end(worker, 'SIGTERM')) ?? worker.signalCode),
    );
    say(`workers ended with ${codes.join(', ')}`);
  }

  close(): Promise<void> {
    return this.looking.close();
  }

  /** A host with a workspace and a configuration of its own. */
  private async machine(name: string): Promise<Machine> {
    const host = await this.network.addHost();
    const workspace = path.join(this.folder, `${name}-${host.address}`);
    await mkdir(workspace);
    const endpoint = {
      ...{ baseUrl: this.teacher.baseUrl, model: 'simulated', structuredOutput: true },
      ...{ concurrency: limits.concurrency, requestsPerMinute: limits.requestsPerSecond * 60 },
    };
    await writeFile(
      path.join(workspace, 'seedbed.config.yaml'),
      stringify({ endpoints: { simulated: endpoint } }),
    );
    return {
      host,
      workspace,
      seedbed: (...args) => {
        const [out, log] = ['out', 'log'].map((kind) =>
          openSync(path.join(workspace, `${args[0]}.${kind}`), 'w'),
        );
        const child = host.spawn(process.execPath, [seedbedProgram, ...args], {
          cwd: workspace,
          env: {
            ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], TEMPORAL_ADDRESS: temporalAddress },
            ...{ TEMPORAL_NAMESPACE: namespace, DATABASE_URL: this.databaseUrl, SEEDBED_OFFLINE: '1' },
          },
          stdio: ['ignore', out ?? 0, log ?? 0],
        });
        this.children.push(child);
        return child;
      },
    };
  }

  /** Which of the workers has most in flight, but for some: one whose end is felt. */
  private async busiest(workers: readonly ChildProcess[], but: readonly number[]): Promise<number> {
    const { rows } = await this.looking.query<{ description: string; in_flight: number }>(
      'select description, in_flight from endpoint_members join holders using (holder)',
    );
    const inFlight = (pid: number): number =>
      rows.find(({ description }) => description === `worker ${pid}`)?.in_flight ?? 0;
    return [...workers.keys()]
      .filter((index) => !but.includes(index))
      .reduce((most, index) =>
        inFlight(workerOf(workers[index])) > inFlight(workerOf(workers[most])) ? index : most,
      );
  }

  /** Resolves when the worker says that it is ready. */
  private async worker(machine: Machine): Promise<ChildProcess> {
    const worker = machine.seedbed('worker');
    await eventually(`the worker of ${machine.workspace} to be ready`, () =>
      Promise.resolve(
        readFileSync(path.join(machine.workspace, 'worker.out'), 'utf8').includes('worker ready'),
      ),
    );
    return worker;
  }

  private async until(requests: number): Promise<void> {
    await eventually(
      `${requests} requests`,
      async () => (await this.teacher.stats()).requests >= requests,
      600_000,
    );
  }

  private async exported(machine: Machine, name: string): Promise<string> {
    const file = path.join(machine.workspace, `${name}.jsonl`);
    const code = await exitOf(machine.seedbed('export', name, '--format', 'jsonl', '--out', file));
    if (code !== 0) throw new Error(`The export of ${name} ended with ${code}.`);
    return readFileSync(file, 'utf8');
  }

  private async tell(what: string, dataset: string): Promise<void> {
    const [stats, log] = [await this.teacher.stats(), await this.teacher.log()];
    const sha = createHash('sha256').update(dataset).digest('hex');
    if (this.expected === '') this.expected = sha;
    const bought = await this.boughtAgain(log);
    await writeFile(path.join(this.folder, `${what}.requests.json`), JSON.stringify(log));
    say(
      [
        `${what}:`,
        `  pairs                     ${dataset.split('\n').filter(Boolean).length}; sha256 ${sha.slice(0, 16)}, ${sha === this.expected ? 'the same bytes' : 'OTHER BYTES'}`,
        `  requests                  ${stats.requests}, ${stats.answered} answered; refused for rate ${stats.refusedForRate}, for concurrency ${stats.refusedForConcurrency}`,
        `  of the rate used          ${rateUse(stats, limits.requestsPerSecond).toFixed(3)} of ${limits.requestsPerSecond} a second`,
        `  most in flight            ${stats.maxInFlight} of ${limits.concurrency}`,
        `  answered, sent again      ${stats.repeatedAfterAnswer}, of which after the answer was in the store ${bought.length}${this.times(bought)}`,
        `  longest without a request ${longestPause(log, (at) => this.since(at))}`,
        `  a second, each ten seconds ${timeline(log, stats)}`,
      ].join('\n'),
    );
  }

  /** When they were sent, in seconds as the events beside them are told. */
  private times(entries: readonly RequestLogEntry[]): string {
    return entries.length === 0 ? '' : `, at ${entries.map(({ at }) => this.since(at)).join(' s, ')} s`;
  }

  private since(at: number): string {
    return ((at - this.began) / 1_000).toFixed(1);
  }

  /** Requests that arrived after the answer to the same call had been committed: only what was under way from a host that was cut off. */
  private async boughtAgain(log: readonly RequestLogEntry[]): Promise<readonly RequestLogEntry[]> {
    const { rows } = await this.looking.query<{ call_key: string; answered_at: Date }>(
      `select call_key, max(answered_at) as answered_at from ledger where state = 'answered' group by 1`,
    );
    const committed = new Map(rows.map((row) => [row.call_key, row.answered_at.getTime()]));
    return log.filter(({ call, at }) => at > (committed.get(call ?? '') ?? Infinity));
  }

  /** Who holds what of the endpoint, and who waits for whom in the database, a line for each: for whoever looks into a pause. */
  private async lookAtShares(): Promise<void> {
    const { rows } = await this.looking.query(
      `select description, slots, cardinality(cells) as cells, in_flight, waiting, per_second, is_leaving, endpoint_members.expires_at - now() as lasts,
         (select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as lock_waits
       from endpoint_members join holders using (holder) order by 1`,
    );
    const at = this.since(Date.now());
    await appendFile(
      path.join(this.folder, 'shares.jsonl'),
      rows.map((row) => `${JSON.stringify({ at, ...row })}\n`).join(''),
    );
  }

  private note(what: string): void {
    say(`${((Date.now() - this.began) / 1_000).toFixed(0).padStart(4)} s  ${what}`);
  }
}

interface Machine {
  readonly host: Host;
  readonly workspace: string;
  /** Runs a command there; what it prints is kept in the workspace. */
  seedbed(...args: string[]): ChildProcess;
}

function longestPause(log: readonly RequestLogEntry[], since: (at: number) => string): string {
  const pauses = log.map(({ at }, index) => ({ from: log[index - 1]?.at ?? at, at }));
  const longest = pauses.reduce((most, each) => (each.at - each.from > most.at - most.from ? each : most));
  return `${((longest.at - longest.from) / 1_000).toFixed(1)} s, from ${since(longest.from)} s`;
}

/** Requests that were admitted a second, in stretches of ten seconds. */
function timeline(log: readonly RequestLogEntry[], { firstRequestAt }: TeacherStats): string {
  const perStretch = new Map<number, number>();
  for (const { at, outcome } of log)
    if (outcome === 'admitted') {
      const stretch = Math.floor((at - (firstRequestAt ?? at)) / 10_000);
      perStretch.set(stretch, (perStretch.get(stretch) ?? 0) + 1);
    }
  const last = Math.max(...perStretch.keys());
  return Array.from({ length: last + 1 }, (_, stretch) =>
    ((perStretch.get(stretch) ?? 0) / 10).toFixed(1),
  ).join(' ');
}

/** The process that does the command's work, which is its child. */
function workerOf(command: ChildProcess | undefined): number {
  return Number(readFileSync(`/proc/${command?.pid}/task/${command?.pid}/children`, 'utf8'));
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill(signal);
  return exitOf(child);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (process.env[insideVariable] === undefined) {
  const inside = spawn('unshare', ['--net', process.execPath, ...process.argv.slice(1)], {
    env: { ...process.env, [insideVariable]: '1' },
    stdio: 'inherit',
  });
  inside.once('exit', (code) => process.exit(code ?? 1));
} else void main();
