import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The address of the machine that servers run on. */
export const serversAddress = '10.77.0.1';
/** All hosts, for those who say whom they let in. */
export const subnet = '10.77.0.0/24';

/** A host of its own, as far as networks go: its own interfaces, reached by a cable that can be cut. */
export interface Host {
  readonly address: string;
  /** Starts a program there. The process is the program itself, so that a signal reaches it. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Packets vanish in both directions, and nobody is told. */
  cut(): Promise<void>;
  heal(): Promise<void>;
}

export interface SpawnOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdio: ['ignore', number, number];
}

/**
 * A bridge with cables to network namespaces, within a namespace of this process's own (`unshare --net`): the machine's network is not
 * touched, and all of it is gone with the processes. Linux, and root there.
 */
export class Network {
  private readonly keepers: ChildProcess[] = [];

  private constructor() {}

  static async create(): Promise<Network> {
    await ip('link set lo up');
    await ip('link add bridge type bridge');
    await ip(`addr add ${serversAddress}/24 dev bridge`);
    await ip('link set bridge up');
    return new Network();
  }

  async addHost(): Promise<Host> {
    // The namespace lasts as long as a process in it: this one ends when its input does, which is with us.
    const keeper = spawn('unshare', ['--net', 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.keepers.push(keeper);
    keeper.stdin.write('up\n');
    await once(keeper.stdout, 'data');
    const number = this.keepers.length;
    const [namespace, cable, address] = [
      `--net=/proc/${keeper.pid}/ns/net`,
      `cable${number}`,
      `10.77.0.${10 + number}`,
    ];
    const inside = (args: string): Promise<unknown> => run('nsenter', [namespace, 'ip', ...args.split(' ')]);
    await ip(`link add ${cable} type veth peer name eth0 netns ${keeper.pid}`);
    await ip(`link set ${cable} master bridge up`);
    await inside('link set lo up');
    await inside(`addr add ${address}/24 dev eth0`);
    await inside('link set eth0 up');
    return {
      address,
      spawn: (command, args, options) => spawn('nsenter', [namespace, command, ...args], options),
      cut: () => ip(`link set ${cable} down`),
      heal: () => ip(`link set ${cable} up`),
    };
  }

  close(): void {
    for (const keeper of this.keepers) keeper.stdin?.end();
  }
}

async function ip(args: string): Promise<void> {
  await run('ip', args.split(' '));
}
