import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed rescreen`. */
export function addRescreenCommand(program: Command): void {
  program
    .command('rescreen')
    .description(
      'apply other thresholds to a run, from the stored scores: no teacher is asked, the run stays as it is',
    )
    .argument('[run]', "the run's name, for its newest run, or its whole key; left out, the newest run")
    .option('--recipe <recipe>', 'a recipe whose filters, novelty and judge apply instead')
    .option('--set <field=value>', 'one field, as in judge.least=0.6; may be repeated', another, [])
    .action(
      async (run: string | undefined, options: { recipe?: string; set: string[] }, command: Command) => {
        const { rescreenRun } = await import('../rescreenRun.js');
        process.exitCode = await rescreenRun(
          { run, recipe: options.recipe, set: options.set },
          surroundings(command),
        );
      },
    );
}

function another(given: string, before: string[]): string[] {
  return [...before, given];
}
