import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** MB for new objects, both halves together: what Node 20 lets them take at most. */
const most = 32;
/** Milliseconds. */
const lookedAtEvery = 20;

/**
 * Lets new objects of this process take no more than they take as soon as that is enough. From Node 24 on they may take 128 MB, where many are made and soon gone: a
 * third of what an export takes. How far they may grow is told at the start of a process alone, by a flag of Node's; that they grow no more, at any time.
 */
export function holdNewSpace(): void {
  const timer = setInterval(() => {
    const newSpace = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if (newSpace && newSpace.space_size < most * 2 ** 20) return;
    clearInterval(timer);
    setFlagsFromString('--semi-space-growth-factor=1');
  }, lookedAtEvery);
  timer.unref();
}
