import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

/** `seedbed knowledge add|list|search`. */
export const knowledgeCommand: CommandDefinition = {
  name: 'knowledge',
  output: async () => (await import('./knowledge/output.js')).knowledgeOutput,
  define: (command) => {
    command
      .description('documents that pairs are written from and checked against: add, list and search them')
      .enablePositionalOptions();

    command
      .command('add')
      .description('read a folder of text, Markdown, HTML, PDF, CSV and DOCX, or the documents of a recipe')
      .argument('<folder>', 'a folder; or a recipe (.yaml) that has a section "knowledge"')
      .option('--as <name>', 'what it is called; left out, as it was named')
      .option(
        '--files <pattern>',
        'which files of the folder; may be repeated',
        (value: string, others: readonly string[]) => [...others, value],
        [],
      )
      .option('--language <code>', 'language of the documents, as ISO 639 has it', 'en')
      .action(async (folder: string, options: AddOptions, invoked: Command) => {
        const { addKnowledge } = await import('./knowledge/addKnowledge.js');
        process.exitCode = await addKnowledge({ folder, ...options }, surroundings(invoked));
      });

    command
      .command('list')
      .description('what was added, its documents, and the files that could not be used')
      .argument('[name]', 'of one of them, its documents')
      .action(async (name: string | undefined, _options: unknown, invoked: Command) => {
        const { listKnowledge } = await import('./knowledge/listKnowledge.js');
        process.exitCode = await listKnowledge(name, surroundings(invoked));
      });

    command
      .command('search')
      .description('the passages that answer a question best, by their words and by their meaning')
      .argument('<question>', 'what is looked for')
      .option('--in <name>', 'where; left out, in what was added last')
      .option('--limit <number>', 'how many passages', wholeNumber({ min: 1, max: 50 }), 5)
      .action(async (question: string, options: SearchOptions, invoked: Command) => {
        const { searchKnowledge } = await import('./knowledge/searchKnowledge.js');
        process.exitCode = await searchKnowledge({ question, ...options }, surroundings(invoked));
      });
  },
};

interface AddOptions {
  readonly as?: string;
  readonly files: readonly string[];
  readonly language: string;
}

interface SearchOptions {
  readonly in?: string;
  readonly limit: number;
}
