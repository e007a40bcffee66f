import { breathing } from '../../../adapters/eventLoop/breathing';

/** Computes for some milliseconds of processor time. */
function compute(milliseconds: number): void {
  const { user, system } = process.cpuUsage();
  const end = user + system + milliseconds * 1_000;
  for (;;) {
    const now = process.cpuUsage();
    if (now.user + now.system >= end) return;
  }
}

test('a long computation lets answers through in between: no turn of the event loop takes as long as all of it', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const breath = breathing();
  for (let step = 0; step < 60; step++) {
    await breath();
    compute(5);
  }
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(10);
});
