/** Stands in for the worker's process: says that it is ready, then waits to be ended. */
const { createServer } = require('node:net');

const waiting = createServer().listen(0, '127.0.0.1', () => console.log('worker ready'));
process.on('SIGTERM', () => waiting.close());
