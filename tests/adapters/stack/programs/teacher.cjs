/** Stands in for the local teacher's process: answers its readiness question, and nothing else. */
const { createServer } = require('node:http');

const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
createServer((_request, response) => response.end('{"object":"list","data":[]}')).listen(port, '127.0.0.1');
