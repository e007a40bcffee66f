import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Addresses of other machines that a process is connected to, or is connecting to, as the kernel lists them; Linux only. Loopback
 * and listening sockets are left out.
 */
export function foreignConnections(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? [];
      } catch {
        return []; // closed meanwhile
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, , remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
        return sockets.has(inode) && !isHere(remote.split(':')[0] ?? '') ? [remote] : [];
      }),
  );
}

/** The kernel writes addresses in hexadecimal, the bytes of each 32-bit word reversed. */
function isHere(address: string): boolean {
  const isUnset = /^0*$/.test(address);
  const isLoopback = /^([0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/.test(address);
  return isUnset || isLoopback;
}
