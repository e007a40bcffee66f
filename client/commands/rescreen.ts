import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed rescreen`. */
export const rescreenCommand: CommandDefinition = {
  name: 'rescreen',
  output: async () => (await import('./rescreen/output.js')).rescreenOutput,
  define: (command) => {
    command
      .description(
        'apply other thresholds to a run, from the stored scores: no teacher is asked, the run stays as it is',
      )
      .argument('[run]', "the run's name, for its newest run, or its whole key; left out, the newest run")
      .option('--recipe <recipe>', 'a recipe whose filters, novelty and judge apply instead')
      .option('--set <field=value>', 'one field, as in judge.min=0.6; may be repeated', another, [])
      .action(
        async (run: string | undefined, options: { recipe?: string; set: string[] }, invoked: Command) => {
          const { rescreenRun } = await import('./rescreen/rescreenRun.js');
          process.exitCode = await rescreenRun(
            { run, recipe: options.recipe, set: options.set },
            surroundings(invoked),
          );
        },
      );
  },
};

function another(given: string, before: string[]): string[] {
  return [...before, given];
}
