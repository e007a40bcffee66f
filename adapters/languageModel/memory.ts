import type { GgufInsights } from 'node-llama-cpp' with { 'resolution-mode': 'import' };
import { freemem, totalmem } from 'node:os';

/** A model that this machine has no room for. */
export class TooLargeForMemory extends Error {
  override readonly name = 'TooLargeForMemory';
}

export interface MemoryNeeded {
  readonly weights: number;
  /** Of all contexts together. */
  readonly contexts: number;
}

interface Contexts {
  readonly contextSize: number;
  readonly slots: number;
  readonly batchSize: number;
}

/** What a model takes, told by its file's head: nothing of it is loaded. */
export function memoryNeeded(
  insights: GgufInsights,
  { contextSize, slots, batchSize }: Contexts,
): MemoryNeeded {
  return {
    weights: insights.estimateModelResourceRequirements({ gpuLayers: 0 }).cpuRam,
    contexts: insights.estimateContextResourceRequirements({
      contextSize,
      sequences: slots,
      batchSize,
      modelGpuLayers: 0,
      flashAttention: true,
      isEmbeddingContext: false,
    }).cpuRam,
  };
}

/**
 * What can be had without swapping: what the kernel would free counts in, a container's bound too. Elsewhere than on Linux nothing tells
 * what would be freed, and only what the machine has altogether is certain.
 */
export function memoryAvailable(): number {
  if (process.platform !== 'linux') return totalmem();
  // Since Node 20.13.
  const { availableMemory } = process as { readonly availableMemory?: () => number };
  return availableMemory?.() ?? freemem();
}

/** @throws TooLargeForMemory where it does not fit: a machine that swaps writes less than a token a second. */
export function requireMemory(
  { weights, contexts }: MemoryNeeded,
  available: number,
  contextSize: number,
): void {
  if (weights + contexts <= available) return;
  const mend =
    weights > available / 2
      ? 'take a smaller model, or the same in fewer bits'
      : 'lower its context (contextTokens), or free memory';
  throw new TooLargeForMemory(
    `its weights take ${gigabytes(weights)} and its contexts of ${contextSize} tokens ${gigabytes(contexts)}, and ${gigabytes(available)} of memory are free: ${mend}`,
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
