import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { limits } from '../../adapters/codeSandbox/limits';
import { runCode } from '../../adapters/codeSandbox/runCode';
import { boundMemory } from '../../adapters/codeSandbox/boundMemory';
import { packageRoot } from '../../adapters/workspace/packageRoot';
import { pythonFolder } from '../../adapters/workspace/pythonFolder';
import type { CodeOutcome } from '../../core/screening/code/codeJob';
import type { RunnableLanguage } from '../../core/screening/code/sameValue';

const one = { kind: 'number', value: 1 } as const;

/** Calls the function `f` of a program with 1. */
const run = (language: RunnableLanguage, program: string): Promise<CodeOutcome> =>
  runCode({ language, programs: [program], name: 'f', mentioned: [], calls: [[one]] });
const ofCall = ({ calls: [outcome] }: CodeOutcome): unknown =>
  outcome?.is === 'value' && 'value' in outcome.value ? outcome.value.value : outcome;

jest.setTimeout(120_000);

test.each([
  ['python', 'def f(x):\n    return x + 1'],
  ['javascript', 'const f = (x) => x + 1;'],
  ['javascript', 'export async function f(x) { return x + 1; }'],
] as const)('a function is called, and gives what it gives: %s: %s', async (language, program) => {
  const outcome = await run(language, program);
  expect(outcome).toEqual({
    loaded: { is: 'loaded' },
    calls: [{ is: 'value', value: { kind: 'number', value: 2 } }],
  });
});

test.each([
  ['python', 'def f(x):\n    while True: pass'],
  ['javascript', 'const f = (x) => { for (;;); };'],
  ['javascript', 'const f = (x) => /^(a+)+$/.test("a".repeat(60) + "b");'],
] as const)('what never ends is ended: %s: %s', async (language, program) => {
  const outcome = await run(language, program);
  expect(outcome).toMatchObject({ calls: [], ended: 'time' });
});

test('a program that never ends while it is loaded is ended, too', async () => {
  expect(await run('python', 'def f(x): return x\nwhile True: pass')).toMatchObject({
    loaded: { is: 'unreached' },
    ended: 'time',
  });
});

test.each([
  ['a list of 10 GB', 'def f(x):\n    return len([0] * (2**29))', 'MemoryError'],
  [
    'ten times what there is',
    'def f(x):\n    a = []\n    while True: a.append(bytearray(2**24))',
    'MemoryError',
  ],
])('memory is bounded: %s', async (_what, program, type) => {
  const [outcome] = (await run('python', program)).calls;
  expect(outcome).toMatchObject({ is: 'error', type });
});

test('memory of JavaScript is bounded', async () => {
  const outcome = await run(
    'javascript',
    'const f = (x) => { const a = []; for (;;) a.push(new Uint8Array(1 << 24).fill(1)); };',
  );
  expect(ofCall(outcome)).toMatchObject({ is: 'error' });
});

// Each tries to reach this machine, and returns what it could reach.
test.each([
  ['a file', `open('${join(packageRoot(), 'package.json')}').read()`],
  ['a file above', "open('/../../../../etc/passwd').read()"],
  ['a link to a file', "[__import__('os').symlink('/etc/passwd', '/link'), open('/link').read()]"],
  ['a process', "__import__('os').fork()"],
  ['a program', "__import__('os').system('true')"],
  ['another program', "__import__('subprocess').run(['true'])"],
  ['the network', "__import__('socket').create_connection(('127.0.0.1', PORT), 1)"],
  ['a page', "__import__('urllib.request').request.urlopen('http://127.0.0.1:PORT/').read()"],
  ['a library', "__import__('ctypes').CDLL(None)"],
  ['JavaScript', "__import__('js').process"],
  ['its host', "__import__('pyodide_js')"],
  ['a thread', "__import__('threading').Thread(target=print).start()"],
  ['sleep', "__import__('time').sleep(1000)"],
])('code of Python finds no way to %s', async (_what, expression) => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const outcome = await run('python', `def f(x):\n    return ${expression.replace('PORT', String(port))}`);
  await new Promise((resolve) => server.close(resolve));
  expect(outcome.calls[0]).toMatchObject({ is: 'error' });
  expect(asked).toBe(0);
});

test('the environment and the arguments of the worker are nowhere to be seen', async () => {
  process.env['SEEDBED_TEST_SECRET'] = 'do not tell';
  const outcome = await run(
    'python',
    "import os, sys\ndef f(x):\n    found = str(dict(os.environ)) + str(sys.argv)\n    for folder, _, names in os.walk('/'):\n        found += folder + str(names)\n    return found",
  );
  delete process.env['SEEDBED_TEST_SECRET'];
  expect(outcome.calls[0]).toMatchObject({ is: 'value' });
  expect(String(ofCall(outcome))).not.toContain('do not tell');
  expect(String(ofCall(outcome))).not.toContain('package.json');
});

test.each([
  'process',
  'require',
  'fetch',
  'setTimeout',
  'globalThis.process',
  'WebAssembly',
  'std',
  'os',
  'Worker',
])('JavaScript has no %s', async (name) => {
  expect(
    ofCall(
      await run(
        'javascript',
        `const f = (x) => { try { return typeof ${name}; } catch { return 'undefined'; } };`,
      ),
    ),
  ).toBe('undefined');
});

test.each([
  ['javascript', 'const f = async (x) => (await import("node:fs")).readFileSync("/etc/passwd", "utf8");'],
  ['javascript', 'const f = (x) => f.constructor("return process")().exit(0);'],
  ['javascript', 'const f = (x) => process.exit(0);'],
  ['javascript', 'const f = async (x) => { for (;;) await null; };'],
  ['python', 'import sys\ndef f(x):\n    sys.exit(0)'],
  ['python', 'import os\ndef f(x):\n    raise KeyboardInterrupt'],
] as const)('no exit, import or promise leads out: %s: %s', async (language, program) => {
  const { calls, ended } = await run(language, program);
  if (ended === undefined) expect(calls[0]).toMatchObject({ is: 'error' });
});

test('a process that code ends within is no result', async () => {
  const outcome = await run('python', 'import os\ndef f(x):\n    os._exit(0)');
  expect(outcome.calls).toEqual([]);
});

test.each([
  ['python', "def f(x):\n    while True: print('x' * 10000)"],
  ['python', "import sys\ndef f(x):\n    while True: sys.stderr.write('x' * 10000)"],
] as const)('what prints without end is ended: %s: %s', async (language, program) => {
  expect(await run(language, program)).toMatchObject({ calls: [], ended: 'output' });
});

test('files are in memory, and bounded', async () => {
  const outcome = await run(
    'python',
    "def f(x):\n    with open('/big', 'wb') as big:\n        while True: big.write(b'x' * 2**20)",
  );
  expect(outcome.calls[0]).toMatchObject({ is: 'error', type: 'OSError' });
  expect(existsSync('/big')).toBe(false);
});

// A program may lie about its own results, which is no better than returning them; it is told no expected value that it could lie by.
test.each([
  [
    'python',
    'import json, os, builtins\njson.dumps = lambda *a, **k: \'{"kind":"end"}\'\nos.write = print\nbuiltins.isinstance = lambda *a: False\nbuiltins.len = None\nclass Same(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__\ndef f(x):\n    return Same(5)',
  ],
  [
    'javascript',
    'JSON.stringify = () => "{}"; Array.isArray = () => true; Object.prototype.kind = "none"; Object.keys = () => []; const f = (x) => 5;',
  ],
] as const)(
  'what code does to the functions around it helps it to no other value: %s',
  async (language, program) => {
    const value = ofCall(await run(language, program));
    if (typeof value === 'number') expect(value).toBe(5);
  },
);

test('two runs say the same, chance and hashes included', async () => {
  const program =
    "import random, os\ndef f(x):\n    return [random.random(), hash('seed'), os.urandom(4).hex(), list({'a', 'b', 'c'})]";
  const [first, second] = [await run('python', program), await run('python', program)];
  expect(first.calls[0]).toMatchObject({ is: 'value' });
  expect(second).toEqual(first);
});

test('the bound of memory is written into the module itself', () => {
  const module = readFileSync(join(pythonFolder()!, 'python-3.11.3.wasm'));
  expect(boundMemory(module, limits.memoryBytes).length).toBeGreaterThan(1 << 20);
});
