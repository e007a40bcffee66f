import { kernelOf, pageBytes, type WasmMemory } from '../../foundations/webAssembly';
import { snappyKernel } from './snappyKernel';

/** What snappyKernel.wat exports. Addresses are bytes into the memory. */
interface Kernel {
  readonly memory: WasmMemory;
  /** Packs what is there into what follows; returns its end. */
  readonly pack: (from: number, length: number, to: number) => number;
}

/** Behind the kernel's table. */
const inputAt = pageBytes;
/** Bytes that may be read or written beyond the end. */
const margin = 64;

const newKernel = kernelOf<Kernel>(snappyKernel);
let kernel: Kernel | undefined;

/** The input, packed with Snappy, on every machine into the same bytes: good until the next call, which writes over it. */
export function snappyCompress(input: Uint8Array): Uint8Array {
  kernel ??= newKernel();
  const { memory, pack } = kernel;
  const to = inputAt + input.length + margin;
  const most = to + input.length + Math.ceil(input.length / 6) + margin;
  const missing = Math.ceil((most - memory.buffer.byteLength) / pageBytes);
  if (missing > 0) memory.grow(missing);
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(input, inputAt);
  return bytes.subarray(to, pack(inputAt, input.length, to));
}
