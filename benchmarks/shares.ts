import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EndpointShares } from '../adapters/purchasing/endpointShares';
import { openDatabase } from '../adapters/store/database';
import { EndpointPools } from '../adapters/store/endpointPools';
import { Holder } from '../adapters/store/holder';
import { Limiter, systemClock } from '../adapters/teacher';
import { lognormal, randomNumbers } from '../tests/adapters/teacher/virtualTime';
import { TestSeedbed } from '../tests/support/testSeedbed';
import { TokenBucket } from '../tests/support/tokenBucket';

const requestsPerSecond = 20;
/** Shards of requests, by their urgency. */
const shards = [
  { share: 0.3, urgency: 0, requests: 14 },
  { share: 0.7, urgency: 1, requests: 60 },
] as const;
const settleMs = 5_000;
const comesBackMs = 10_000;

/** To a member: so many more to send. From it: one that left. */
interface Requests {
  readonly urgency: number;
  readonly number: number;
}

/**
 * How much of a rate three processes use that share it through the store, with nothing else of a run: shards come to whichever they come to, so
 * that one has much to send while another runs out. One is killed with -9; what it had comes back after ten seconds. `npm run bench:shares`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '180' },
      seed: { type: 'string', default: '1' },
      /** Requests that wait at least, of all. */
      waiting: { type: 'string', default: '250' },
    },
  });
  const [seconds, seed, leastWaiting] = [values.seconds, values.seed, values.waiting].map(Number) as [
    number,
    number,
    number,
  ];
  const random = randomNumbers(seed);
  const seedbed = await TestSeedbed.start({ teacher: 'http://127.0.0.1:9/v1', worker: false });
  const members: Member[] = [];
  try {
    const departures: number[] = [];
    for (let index = 0; index < 3; index++)
      members.push(
        await Member.start(seedbed.stack.addresses.databaseUrl, () => departures.push(systemClock.now())),
      );
    const anyone = (): Member | undefined => members[Math.floor(random() * members.length)];
    const fill = (): void => {
      while (members.reduce((sum, { waiting }) => sum + waiting, 0) < leastWaiting)
        anyone()?.give(random() < shards[0].share ? shards[0] : shards[1]);
    };
    const filling = setInterval(fill, 100);
    await delay(settleMs);
    const from = systemClock.now();
    await delay((seconds * 1_000) / 3);
    const left = members.pop()?.kill() ?? [];
    setTimeout(() => left.forEach((requests) => anyone()?.give(requests)), comesBackMs);
    await delay((seconds * 2_000) / 3);
    clearInterval(filling);
    const sent = departures.filter((at) => at >= from);
    const bucket = new TokenBucket(requestsPerSecond, requestsPerSecond / 10, from);
    const refused = sent.filter((at) => bucket.take(1, at) > 0).length;
    const used = sent.length / (requestsPerSecond * ((systemClock.now() - from) / 1_000));
    process.stdout.write(
      [
        `limit of ${requestsPerSecond} requests a second, three processes for ${seconds} s, one killed`,
        `  of the allowance used       ${used.toFixed(3)}`,
        `  a bucket of two had refused ${refused} of ${sent.length}`,
        '',
      ].join('\n'),
    );
  } finally {
    for (const member of members) member.kill();
    await seedbed.stop();
  }
}

/** A process that asks for what it is given. */
class Member {
  private readonly left = new Map<number, number>();

  private constructor(
    private readonly child: ChildProcess,
    onDeparture: () => void,
  ) {
    child.on('message', ({ urgency }: Requests) => {
      this.left.set(urgency, (this.left.get(urgency) ?? 0) - 1);
      onDeparture();
    });
  }

  static async start(databaseUrl: string, onDeparture: () => void): Promise<Member> {
    const child = fork(__filename, [], { env: { ...process.env, [databaseVariable]: databaseUrl } });
    await once(child, 'message');
    return new Member(child, onDeparture);
  }

  get waiting(): number {
    return [...this.left.values()].reduce((sum, number) => sum + number, 0);
  }

  give({ urgency, requests }: { readonly urgency: number; readonly requests: number }): void {
    this.left.set(urgency, (this.left.get(urgency) ?? 0) + requests);
    this.child.send({ urgency, number: requests } satisfies Requests);
  }

  /** Returns what it had not sent. */
  kill(): readonly { readonly urgency: number; readonly requests: number }[] {
    this.child.kill('SIGKILL');
    return [...this.left].map(([urgency, requests]) => ({ urgency, requests }));
  }
}

const databaseVariable = 'SEEDBED_SHARED_DATABASE';

async function beMember(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, 4);
  const holder = new Holder(database, 'a process that shares');
  await holder.start();
  const pools = new EndpointPools(database, holder, () => systemClock.now());
  const limiter = new Limiter({ concurrency: 0 });
  const pool = { endpoint: 'simulated', model: 'simulated' };
  const allowed = { concurrency: 64, requestsPerMinute: requestsPerSecond * 60 };
  new EndpointShares(pools).join(pool, allowed, limiter);
  const latency = lognormal(process.pid);
  const { signal } = new AbortController();
  const ask = async (urgency: number): Promise<void> => {
    const slot = await limiter.acquire({ run: 'a run', priority: [urgency], signal });
    process.send?.({ urgency, number: 1 } satisfies Requests);
    setTimeout(() => slot.release({ kind: 'answered', tokens: 100 }), latency());
  };
  process.on('message', ({ urgency, number }: Requests) => {
    for (let index = 0; index < number; index++) void ask(urgency);
  });
  process.send?.('ready');
}

const databaseUrl = process.env[databaseVariable];
void (databaseUrl === undefined ? main() : beMember(databaseUrl));
