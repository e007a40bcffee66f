import type { MiniLmReply, MiniLmRequest } from './miniLmMessages';
import { MiniLm } from './miniLm';

/**
 * The local embedding model in a process of its own: `miniLmServer.js MODEL TOKENIZER`, forked with a channel. It ends
 * when the channel does, that is with the process that started it, and not by Ctrl-C before that one has drained.
 */
async function main(): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

  const [model = '', tokenizer = ''] = process.argv.slice(2);
  const loaded = await MiniLm.load({ model, tokenizer });
  process.on('message', (request: MiniLmRequest) => void answer(loaded, request).then(say));
  say({ kind: 'ready' });
}

/** Text by text, with a turn of the event loop between them: a short request does not wait for all of a long one. */
async function answer(model: MiniLm, { id, texts }: MiniLmRequest): Promise<MiniLmReply> {
  try {
    const vectors: Float32Array[] = [];
    for (const text of texts) vectors.push(await model.embed(text));
    return { kind: 'vectors', id, vectors };
  } catch (error) {
    return { kind: 'failed', id, reason: reasonOf(error) };
  }
}

const say = (reply: MiniLmReply): void => void process.send?.(reply);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

main().catch((error: unknown) => {
  say({ kind: 'unusable', reason: reasonOf(error) });
  process.exitCode = 1;
  process.disconnect?.();
});
