import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import net from 'node:net';

const host = '127.0.0.1';
const span = 200;

/** Whether nobody listens on a port of this machine, on any of its addresses, and we could. */
export async function isFree(port: number): Promise<boolean> {
  return !(await answers(port)) && (await canListen(port));
}

/** The port itself when it is free, otherwise the next free one. `reserved` are those already promised to somebody. */
export async function freePort(
  preferred: number,
  reserved: ReadonlySet<number> = new Set(),
): Promise<number> {
  for (let port = preferred; port < preferred + span; port += 1) {
    if (!reserved.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`No free port between ${preferred} and ${preferred + span - 1} on ${host}.`);
}

/** Binding alone doesn't tell: on macOS an address can be bound beside somebody's wildcard. */
export function answers(port: number, timeoutMilliseconds = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: timeoutMilliseconds });
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Whether a process itself listens on a port, so that a stranger who was faster is not taken for it. True where this system
 * does not tell.
 */
export function listensOn(pid: number, port: number): boolean {
  try {
    return process.platform === 'linux' ? listensOnLinux(pid, port) : listensByLsof(pid, port);
  } catch {
    return true; // as said above: this system does not tell
  }
}

/** proc(5): the sockets in state 0A (listening) with this local port, and whether one of them is among the process's descriptors. */
function listensOnLinux(pid: number, port: number): boolean {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set(
    ['tcp', 'tcp6']
      .filter((table) => existsSync(`/proc/net/${table}`))
      .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(local) && fields[3] === '0A')
      .map((fields) => `socket:[${fields[9] ?? ''}]`),
  );
  return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
    try {
      return sockets.has(readlinkSync(`/proc/${pid}/fd/${descriptor}`));
    } catch {
      return false; // closed in between
    }
  });
}

function listensByLsof(pid: number, port: number): boolean {
  const question = ['-a', '-n', '-P', '-p', String(pid), `-iTCP:${port}`, '-sTCP:LISTEN', '-t'];
  const { error, stdout } = spawnSync('lsof', question, { encoding: 'utf8' });
  return error !== undefined || stdout.trim() !== '';
}
