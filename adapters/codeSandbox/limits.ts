/** What code of others may take before it is ended. */
export const limits = {
  /** Of processor time, once its interpreter is there: an example takes milliseconds. */
  cpuMs: 5_000,
  /** After which nothing is said: the machine is too busy, or the code waits. */
  wallMs: 60_000,
  memoryBytes: 256 << 20,
  /** Of what it prints, and of what it returns. */
  outputBytes: 256 << 10,
  /** Of files, which are in memory. */
  fileBytes: 8 << 20,
} as const;
