import { teacher } from './activities';
import { IterationControl, tellRun } from './iterationControl';

/** Has the teacher write the lists of values that a run's templates ask it for, before anything is planned. */
export async function writeLists(
  { runKey, queue }: { runKey: string; queue: string },
  { paused }: { paused: boolean },
): Promise<void> {
  const control = new IterationControl(paused, tellRun);
  control.handleMessages();
  await control.inShards([runKey], () =>
    teacher(queue, 'Write the lists of the templates').writeLists({ runKey }),
  );
}
