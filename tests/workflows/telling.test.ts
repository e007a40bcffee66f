import type { RunMessage } from '../../workflows/messages';
import { pauseSignal, resumeSignal, stopSignal } from '../../workflows/messages';
import { Telling } from '../../workflows/telling';

/** A child whose messages arrive when the test says so, as Temporal delivers them when it pleases. */
class SlowChild {
  readonly sent: string[] = [];
  private readonly deliveries: { arrive(): void; fail(): void }[] = [];

  signal = (message: RunMessage): Promise<void> =>
    new Promise((resolve, reject) => {
      this.sent.push(message.name);
      this.deliveries.push({ arrive: resolve, fail: () => reject(new Error('it has ended')) });
    });

  async deliver(how: 'arrive' | 'fail' = 'arrive'): Promise<void> {
    this.deliveries.shift()?.[how]();
    await new Promise(setImmediate);
  }
}

test('a resume never overtakes the pause before it: a message is sent once the one before has arrived', async () => {
  const child = new SlowChild();
  const telling = new Telling(child as never);
  const told = [pauseSignal, resumeSignal, stopSignal].map((message) => telling.tell(message));
  await new Promise(setImmediate);
  expect(child.sent).toEqual(['pause']);
  await child.deliver();
  expect(child.sent).toEqual(['pause', 'resume']);
  await child.deliver();
  await child.deliver();
  await Promise.all(told);
  expect(child.sent).toEqual(['pause', 'resume', 'stop']);
});

test('a child that has ended holds nobody up', async () => {
  const child = new SlowChild();
  const telling = new Telling(child as never);
  const told = [pauseSignal, resumeSignal].map((message) => telling.tell(message));
  await new Promise(setImmediate);
  await child.deliver('fail');
  await child.deliver('fail');
  await Promise.all(told);
  expect(child.sent).toEqual(['pause', 'resume']);
});
