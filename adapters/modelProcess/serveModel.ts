import type { ModelReply, ModelRequest } from './messages';

/**
 * Serves a model to the process that forked this one with a channel. It ends when the channel does, that is with that process, and
 * not by Ctrl-C before that one has drained.
 *
 * @param load Loads the model from the files that this process was started with, and returns what answers one item.
 */
export function serveModel<Item, Answer>(
  load: (files: readonly string[]) => Promise<(item: Item) => Promise<Answer>>,
): void {
  const say = (reply: ModelReply<Answer>): void => void process.send?.(reply);

  /** Item by item, with a turn of the event loop between them: a short request does not wait for all of a long one. */
  async function answers(
    answer: (item: Item) => Promise<Answer>,
    { id, items }: ModelRequest<Item>,
  ): Promise<ModelReply<Answer>> {
    try {
      const given: Answer[] = [];
      for (const item of items) given.push(await answer(item));
      return { kind: 'answers', id, answers: given };
    } catch (error) {
      return { kind: 'failed', id, reason: reasonOf(error) };
    }
  }

  process.once('disconnect', () => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  load(process.argv.slice(2)).then(
    (answer) => {
      process.on('message', (request: ModelRequest<Item>) => void answers(answer, request).then(say));
      say({ kind: 'ready' });
    },
    (error: unknown) => {
      say({ kind: 'unloadable', reason: reasonOf(error) });
      process.exitCode = 1;
      process.disconnect?.();
    },
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
