import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed report`. */
export const reportCommand: CommandDefinition = {
  name: 'report',
  output: async () => (await import('./report/output.js')).reportOutput,
  define: (command) => {
    command
      .description(
        'a run in figures: yields by strategy, prompt version and operator, coverage, health, cost; in the terminal, or as a page with pictures',
      )
      .argument('[run]', "the run's name; left out, the open one, else the newest")
      .option(
        '--html [file]',
        'write a page to read in a browser, one file; left out, into the workspace: reports/RUN-….html; - writes to stdout',
      )
      .option('--open', 'write it, and open it')
      .action(async (run: string | undefined, { html, open }: ReportOptions, invoked: Command) => {
        const { showReport } = await import('./report/showReport.js');
        const page = html === undefined && !open ? undefined : { ...named(html), open: open ?? false };
        process.exitCode = await showReport(run, surroundings(invoked), page);
      });
  },
};

interface ReportOptions {
  /** True where no file was named. */
  readonly html?: string | true;
  readonly open?: true;
}

function named(html: ReportOptions['html']): { readonly file?: string } {
  return typeof html === 'string' ? { file: html } : {};
}
