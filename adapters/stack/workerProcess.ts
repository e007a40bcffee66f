/** Most that a worker's JavaScript may hold, in MB, unless NODE_OPTIONS says another: several times what a pool of a million takes. */
const mostMegabytes = 2_048;
/**
 * By how much the heap may grow beyond what is live before it is collected, in percent. Left to itself it grows to several times of it
 * under a steady load: a worker of 160 MB took 860. Less from V8 13 on, whose program and library take 30 MB more.
 */
const growingPercent = (version: number): number => (version < 13 ? 25 : 15);
/**
 * Garbage is collected by the thread that made it. Helpers would do it at the same time, on cores that Temporal, PostgreSQL and other workers want: on two
 * cores they took a fifth of all processor time, most of it waiting for each other.
 */
const collection = '--single-threaded-gc';
/** Of new objects, in MB: half of what Node takes. A collection then comes twice as often, and finds no more alive. */
const newObjects = 8;
/**
 * Bytes of bytecode that a function runs before it is compiled for good: six times what Node 20 takes. Of a worker's code most runs too seldom to
 * be worth it: compiling took an eighth of all its processor time. V8 12, which Node 22 has, goes by other counts and has a quicker compiler.
 */
const beforeCompiling = 400_000;
/**
 * What only some versions of V8 need or know: a flag that it doesn't know keeps Node from starting. From V8 13 on, which Node 24 has, new objects are not
 * collected while what is old is being marked in small steps, and may take 32 MB more meanwhile, which stay resident. Marked in one go, it takes less
 * processor time, too; and holds up the thread for some 0.1 s for each 100 MB that live. Without the first of its three compilers, whose machine code is large, it
 * takes no more processor time; V8 11, which Node 20 has and which compiles later, takes a quarter more.
 * V8 13 alone is told to save memory, by which pages with holes are emptied sooner: by V8 14 a program that allocates took more.
 */
function flagsOfVersion(version: number): readonly string[] {
  if (version < 12) return [`--interrupt-budget=${beforeCompiling}`];
  const flags = version < 13 ? [] : ['--no-incremental-marking', '--no-sparkplug'];
  return version === 13 ? [...flags, '--memory-saver-mode'] : flags;
}

/** How Node is started for a worker. */
export function workerArguments(
  entry: string,
  environment: NodeJS.ProcessEnv,
  v8 = process.versions.v8,
): readonly string[] {
  const version = Number.parseInt(v8, 10);
  const isBounded = /--max[-_]old[-_]space[-_]size/.test(environment['NODE_OPTIONS'] ?? '');
  return [
    ...(isBounded ? [] : [`--max-old-space-size=${mostMegabytes}`]),
    `--heap-growing-percent=${growingPercent(version)}`,
    collection,
    `--max-semi-space-size=${newObjects}`,
    ...flagsOfVersion(version),
    entry,
  ];
}

/**
 * A worker has a dozen threads, of which one is busy; glibc would give each an arena of its own, and hand none of it back. And each large piece that was given back would
 * have it take larger ones from its heap, where they leave holes: what is at least so large is mapped alone, and goes back at once. Other libraries ignore it.
 */
export const workerAllocation = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '1048576',
} as const;
