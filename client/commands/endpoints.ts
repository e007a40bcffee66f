import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed endpoints` and `seedbed endpoints check`. */
export const endpointsCommand: CommandDefinition = {
  name: 'endpoints',
  output: async () => (await import('./endpoints/output.js')).endpointsOutput,
  define: (command) => {
    command
      .description('the endpoints of this workspace: address, model, key, and what each is taken for')
      .enablePositionalOptions()
      .action(async (_options: unknown, invoked: Command) => {
        const { listEndpoints } = await import('./endpoints/listEndpoints.js');
        process.exitCode = await listEndpoints(surroundings(invoked));
      });

    command
      .command('check')
      .description(
        'ask each a handful of tiny questions, and say what it takes and what to write into seedbed.config.yaml',
      )
      .argument('[name]', 'one of them alone')
      .option('--model <name>', 'the model to ask; left out, its configured one')
      .action(async (name: string | undefined, options: { model?: string }, invoked: Command) => {
        const { checkEndpoints } = await import('./endpoints/checkEndpoints.js');
        process.exitCode = await checkEndpoints({ name, ...options }, surroundings(invoked));
      });
  },
};
