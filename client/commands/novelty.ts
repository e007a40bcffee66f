import type { CommandDefinition } from '../terminal/commandDefinition';
import type { NoveltyOptions } from './novelty/decideNovelty';

/** `seedbed novelty`. Exits with 0 whatever was decided, and with 2 when the files or the threshold can't be used. */
export const noveltyCommand: CommandDefinition = {
  name: 'novelty',
  define: (command) => {
    command
      .description(
        'tell which instructions are new: ROUGE-L with every earlier one, as Self-Instruct measures it',
      )
      .option('--in <file>', 'instructions, one a line; - reads standard input')
      .option('--pool <file>', 'instructions that are there already, one a line')
      .option('--threshold <F>', 'ROUGE-L F above which an instruction repeats an earlier one, 0 to 1', '0.7')
      .option('--json', 'one JSON object a line: kept, score, nearest')
      .action(async (options: NoveltyOptions) => {
        const { runNovelty } = await import('./novelty/decideNovelty.js');
        await runNovelty(options);
      });
  },
};
