import { exitCodes } from '../../../client/terminal/exitCodes';
import { Interruption } from '../../../client/terminal/interruption';

test('a signal that reaches the process twice at once, as from `timeout`, is one; a later one forces', () => {
  jest.useFakeTimers();
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  let forced = 0;
  const interruption = new Interruption(() => forced++);
  try {
    process.emit('SIGTERM');
    process.emit('SIGTERM');
    process.emit('SIGINT');
    expect(interruption.signal.aborted).toBe(true);
    expect(forced).toBe(0);
    expect(exit).not.toHaveBeenCalled();

    jest.advanceTimersByTime(600);
    process.emit('SIGINT');
    expect(forced).toBe(1);
    expect(exit).toHaveBeenCalledWith(exitCodes.interrupted);
  } finally {
    interruption.end();
    exit.mockRestore();
    jest.useRealTimers();
  }
});
