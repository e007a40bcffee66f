import { snappyKernel } from './snappyKernel';

/** The little that is used of it: TypeScript declares WebAssembly only together with a browser's document. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: Kernel };
  };
};

/** What snappyKernel.wat exports. Addresses are bytes into the memory. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Packs what is there into what follows; returns its end. */
  readonly pack: (from: number, length: number, to: number) => number;
}

/** A page of memory, and where the input begins. */
const memoryPage = 1 << 16;
/** Bytes that may be read or written beyond the end. */
const margin = 64;

let kernel: Kernel | undefined;

/** The input, packed with Snappy, on every machine into the same bytes: good until the next call, which writes over it. */
export function snappyCompress(input: Uint8Array): Uint8Array {
  kernel ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(snappyKernel, 'base64'))).exports;
  const { memory, pack } = kernel;
  const to = memoryPage + input.length + margin;
  const most = to + input.length + Math.ceil(input.length / 6) + margin;
  const missing = Math.ceil((most - memory.buffer.byteLength) / memoryPage);
  if (missing > 0) memory.grow(missing);
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(input, memoryPage);
  return bytes.subarray(to, pack(memoryPage, input.length, to));
}
