import type { State } from '@temporalio/worker';
import { LeasedQueue, type Poller } from '../../workers/leasedQueue';

/** A poller that ends some time after it is shut down, as one does that has work under way. */
class SlowPoller implements Poller {
  state: State = 'INITIALIZED';
  finish: () => void = () => undefined;
  private readonly over = new Promise<void>((resolve) => (this.finish = resolve));
  run = async (): Promise<void> => {
    this.state = 'RUNNING';
    await this.over;
    this.state = 'STOPPED';
  };
  shutdown = (): void => void (this.state = 'DRAINING');
  getState = (): State => this.state;
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

function leasedQueue() {
  const pollers: SlowPoller[] = [];
  const queue = new LeasedQueue(() => {
    const poller = new SlowPoller();
    pollers.push(poller);
    return Promise.resolve(poller);
  });
  const ended = queue.run();
  return { queue, ended, states: () => pollers.map(({ state }) => state), pollers };
}

test('is polled from when it is leased to when it is lost, and anew when it is leased again and all is settled', async () => {
  const { queue, ended, states, pollers } = leasedQueue();
  await soon();
  expect(states()).toEqual([]);
  queue.allow(true);
  await soon();
  expect(states()).toEqual(['RUNNING']);
  queue.allow(false);
  expect(states()).toEqual(['DRAINING']);
  queue.allow(true);
  await soon();
  expect(states()).toEqual(['DRAINING']); // one poller of a queue at a time: what it took is still under way
  pollers[0]?.finish();
  await soon();
  expect(states()).toEqual(['STOPPED', 'RUNNING']);
  queue.shutdown();
  pollers[1]?.finish();
  await ended;
  expect(states()).toEqual(['STOPPED', 'STOPPED']);
});

test('that was never leased ends at once', async () => {
  const { queue, ended, states } = leasedQueue();
  queue.shutdown();
  await ended;
  expect(states()).toEqual([]);
});
