import type { CommandDefinition } from '../terminal/commandDefinition';

/** `seedbed down`: ends what `seedbed up` runs, or what a killed one left. */
export const downCommand: CommandDefinition = {
  name: 'down',
  define: (command) => {
    command
      .description(
        'End what "seedbed up" runs or left running in this workspace. Data and open runs are kept.',
      )
      .option('--force', 'also end what other commands are using, and those commands')
      .option('--json', 'print what was ended as one JSON object')
      .action(async ({ force = false, json = false }: { force?: boolean; json?: boolean }) => {
        const { endStack } = await import('../../adapters/stack/index.js');
        const { workspaceFolder } = await import('../connection/workspaceFolder.js');
        const workspace = workspaceFolder();
        const { ended, usedBy } = await endStack(workspace, { force });
        if (json) {
          const users = usedBy.map((user) => ({ command: user.command, pid: user.process.pid }));
          process.stdout.write(`${JSON.stringify({ workspace, ended, usedBy: users })}\n`);
        } else {
          for (const { what, pid } of ended) process.stdout.write(`Ended ${what} (pid ${pid}).\n`);
          if (ended.length === 0) process.stdout.write(`Nothing to end in ${workspace}.\n`);
        }
        for (const user of usedBy) {
          process.stderr.write(
            `Kept what seedbed ${user.command} (pid ${user.process.pid}) is using. To end that too: seedbed down --force\n`,
          );
        }
      });
  },
};
