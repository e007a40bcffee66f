import { Worker } from 'node:worker_threads';

const watching = `
const { workerData } = require('node:worker_threads');
setInterval(() => {
  if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL');
}, 50);
`;

/**
 * Ends this process by SIGKILL when it takes more memory than that, buffers outside of JavaScript's heap included. A thread watches, since a parser
 * may not let go of the one that it runs on.
 */
export function guardMemory(bytes: number): void {
  new Worker(watching, { eval: true, workerData: bytes }).unref();
}
