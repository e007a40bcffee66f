import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { createApp } from './app';
import { LanguageModel } from './languageModel';
import { TooLargeForMemory } from './memory';

/**
 * A process that serves one GGUF model behind an OpenAI-compatible interface:
 *
 *     node dist/adapters/languageModel/serve.js --model PATH.gguf --port 8081 [--host 127.0.0.1] [--name NAME] [--threads 1] [--context 2048 | own]
 *
 * It listens once the model is loaded, and then says so in one line on stdout; `--port 0` takes any free port. SIGTERM and
 * SIGINT end it: whoever still waits gets a 503, and it exits with 0. Where it can't serve, its last line says why.
 */
async function main(): Promise<void> {
  const options = readOptions();
  const model = await LanguageModel.load(options).catch((error: unknown) => {
    if (error instanceof TooLargeForMemory)
      throw new Error(`${options.path} is too large for this machine: ${error.message}`);
    throw new Error(`${options.path}: cannot be loaded as a GGUF model (${reason(error)}); fetch it again`);
  });
  const closing = new AbortController();
  const server = serve({
    fetch: createApp(model, closing.signal).fetch,
    port: options.port,
    hostname: options.host,
  });
  server.on('error', (error) => {
    fail(
      new Error(
        `${options.host}:${options.port}: cannot be listened on (${reason(error)}); give another --port`,
      ),
    );
  });
  server.on('listening', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : options.port;
    process.stdout.write(`${model.name} answers at http://${options.host}:${port}/v1\n`);
  });

  const close = (): void => {
    closing.abort();
    server.close(() => {
      void model.dispose().finally(() => process.exit(0));
    });
  };
  process.once('SIGTERM', close);
  process.once('SIGINT', close);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      name: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8081' },
      threads: { type: 'string', default: '1' },
      context: { type: 'string', default: '2048' },
    },
  });
  if (values.model === undefined) throw new Error('--model: give the path of a GGUF file');
  return {
    path: values.model,
    ...(values.name === undefined ? {} : { name: values.name }),
    host: values.host,
    port: whole('--port', values.port, 0, 65_535),
    threads: whole('--threads', values.threads, 1, availableParallelism()),
    contextSize:
      values.context === 'own' ? ('own' as const) : whole('--context', values.context, 256, 1_048_576),
    slots: 4,
  };
}

function whole(option: string, given: string, min: number, max: number): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`${option}: must be a whole number from ${min} to ${max}, and is "${given}"`);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fail(error: unknown): never {
  process.stderr.write(`cannot serve: ${reason(error).replace(/\s+/g, ' ')}\n`);
  process.exit(1);
}

main().catch(fail);
