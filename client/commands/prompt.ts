import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** Options of the commands that fill a prompt with real examples. */
interface SampleOptions {
  readonly version?: string;
  readonly recipe?: string;
  readonly run?: string;
  readonly n: string;
  readonly set: readonly string[];
  readonly yes?: boolean;
}

/** `seedbed prompt list|show|diff|try`. */
export const promptCommand: CommandDefinition = {
  name: 'prompt',
  output: async () => (await import('./prompt/output.js')).promptOutput,
  define: (command) => {
    command
      .description(
        'the prompts: list, show, compare and try them; write your own under prompts/ in the workspace',
      )
      .enablePositionalOptions();

    command
      .command('list')
      .description('every version of every prompt, where it comes from, and what it asks for')
      .action(async (_options: unknown, invoked: Command) => {
        const { listPrompts } = await import('./prompt/showPrompts.js');
        process.exitCode = await listPrompts(surroundings(invoked));
      });

    withSamples(
      command
        .command('show')
        .description(
          'a prompt as its file has it; with --recipe or --run, as the teacher reads it about real examples',
        )
        .argument('<name>', "the prompt's name"),
      '1',
    ).action(async (name: string, options: SampleOptions, invoked: Command) => {
      if (options.recipe !== undefined || options.run !== undefined) {
        const { renderSamples } = await import('./prompt/renderSamples.js');
        process.exitCode = await renderSamples({ name, ...options }, surroundings(invoked));
      } else {
        const { showPrompt } = await import('./prompt/showPrompts.js');
        process.exitCode = await showPrompt({ name, ...options }, surroundings(invoked));
      }
    });

    command
      .command('diff')
      .description(
        'what changed between two versions of a prompt; left out: between ours and the one that is used',
      )
      .argument('<name>', "the prompt's name")
      .argument('[before]', 'a version; "1+workspace" is the workspace\'s, where both have it')
      .argument('[after]', 'another version')
      .action(
        async (
          name: string,
          before: string | undefined,
          after: string | undefined,
          _options: unknown,
          invoked: Command,
        ) => {
          const { diffPrompts } = await import('./prompt/showPrompts.js');
          process.exitCode = await diffPrompts({ name, before, after }, surroundings(invoked));
        },
      );

    withSamples(
      command
        .command('try')
        .description(
          'ask the teacher a prompt about real examples, and show what is read, tokens, cost and time; adds to no run',
        )
        .argument('<name>', "the prompt's name")
        .option('--yes', 'agree to downloads that the local teacher needs'),
      '3',
    ).action(async (name: string, options: SampleOptions, invoked: Command) => {
      const { tryPrompt } = await import('./prompt/tryPrompt.js');
      process.exitCode = await tryPrompt({ name, ...options }, surroundings(invoked));
    });
  },
};

function withSamples(command: Command, count: string): Command {
  return command
    .option('--version <version>', 'the version; left out, the one that a recipe uses without a word')
    .option('--recipe <recipe>', 'a recipe, whose seeds are the examples and whose endpoints are asked')
    .option('--run <run>', 'a run, whose accepted pairs are the examples')
    .option('--n <number>', 'how many examples', count)
    .option(
      '--set <name=value>',
      'the value of a variable, as JSON or plain text; may be repeated',
      (value: string, others: readonly string[]) => [...others, value],
      [],
    );
}
