/**
 * Opens a workspace's stack from a process of its own, so that a test can kill the supervisor and nothing else:
 * node openStack.cjs WORKSPACE. Says {"opened": addresses} when it is up, and closes it on SIGTERM.
 */
const path = require('node:path');
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const parser = { syntax: 'typescript' };
  module._compile(
    transformFileSync(file, { jsc: { parser, target: 'es2023' }, module: { type: 'commonjs' } }).code,
    file,
  );
};
const { openStack } = require('../../../../adapters/stack/index.ts');

const program = (name) => path.join(__dirname, `${name}.cjs`);
void openStack({
  workspace: process.argv[2],
  teacher: true,
  worker: true,
  entries: { teacher: program('teacher'), worker: program('worker') },
}).then((stack) => {
  console.log(JSON.stringify({ opened: stack.addresses }));
  process.once('SIGTERM', () => void stack.close().then(() => process.exit(0)));
});
