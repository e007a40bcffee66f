import type { ModelReply, ModelRequest } from './messages';

/** A model as it is served. */
export interface ServedModel<Item, Answer> {
  /** Items by position, each in one group, that are answered together; between two groups others have their turn. Left out: each alone. */
  groupsOf?(items: readonly Item[]): readonly (readonly number[])[];
  /** Answers a group, in its order. */
  answer(group: readonly Item[]): Promise<readonly Answer[]>;
}

/**
 * Serves a model to the process that forked this one with a channel. It ends when the channel does, that is with that process, and
 * not by Ctrl-C before that one has drained.
 *
 * @param load Loads the model from the files that this process was started with, and returns what answers.
 */
export function serveModel<Item, Answer>(
  load: (files: readonly string[]) => Promise<ServedModel<Item, Answer>>,
): void {
  const say = (reply: ModelReply<Answer>): void => void process.send?.(reply);

  /** Group by group, with a turn of the event loop between them: a short request does not wait for all of a long one. */
  async function answers(
    model: ServedModel<Item, Answer>,
    { id, items }: ModelRequest<Item>,
  ): Promise<ModelReply<Answer>> {
    try {
      const given: Answer[] = [];
      for (const group of model.groupsOf?.(items) ?? items.map((_, index) => [index])) {
        const found = await model.answer(group.map((index) => items[index]!));
        group.forEach((index, place) => (given[index] = found[place]!));
      }
      return { kind: 'answers', id, answers: given };
    } catch (error) {
      return { kind: 'failed', id, reason: reasonOf(error) };
    }
  }

  process.once('disconnect', () => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  load(process.argv.slice(2)).then(
    (model) => {
      process.on('message', (request: ModelRequest<Item>) => void answers(model, request).then(say));
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
